"""From read-only to trade scope and back, from outside, with real parts.

The badge, the dialog, the default browser's consent page, the keychain and the server; and what
holds where the trader denies it.
"""

import re
from collections.abc import Iterator

import pytest

from support.command_line import CommandLine, sign_in
from support.desktop_app import DesktopApp
from support.secret_watch import SecretWatch
from support.sign_in_evidence import status_for_token, stored_tokens
from support.trader_desktop import TraderDesktop
from support.waiting import wait_for

BUTTON = "push button"
DIALOG = "Change scope"
PATIENCE = 45.0
"""Seconds for one step on a busy machine."""


@pytest.fixture
def app(desktop: TraderDesktop) -> Iterator[DesktopApp]:
    """The window, signed in read-only, with all links fine."""
    environment = {**desktop.session.environment, "CT_DESKTOP_HOME": str(desktop.home)}
    sign_in(CommandLine(environment, desktop.demo.server_url, desktop.home), SecretWatch())
    with desktop.app() as app:
        wait_until_fine(app)
        yield app
        app.terminate()


def wait_until_fine(app: DesktopApp) -> None:
    chain = app.window.find(BUTTON, re.compile("^Connection chain: "), timeout=PATIENCE)
    chain.wait_for_name("All 8 links fine$", timeout=PATIENCE)


def begin(app: DesktopApp, badge: str, *, to_trade: bool) -> None:
    """From the badge through the decision to the browser."""
    app.window.find(BUTTON, f"Scope: {badge}").press()
    dialog = app.window.find("dialog", DIALOG)
    if to_trade:
        dialog.find("check box", re.compile("^I understand")).press()
    change = dialog.find(BUTTON, "Change scope")
    wait_for(change.states, lambda states: "enabled" in states, PATIENCE, "not to be pressed")
    change.press()


def answer(desktop: TraderDesktop, scope: str, choice: str, said: str) -> None:
    """Give the trader's answer on the consent page, which names the scope."""
    with desktop.browser() as browser:
        consent = browser.wait_for_tab(desktop.demo.origin)
        text = consent.wait_for_text("Allow only an application that you started")
        assert scope in text
        consent.press(choice)
        consent.wait_for_text(said)


def test_up_to_trade_scope_and_back_each_with_one_consent(
    app: DesktopApp, desktop: TraderDesktop
) -> None:
    demo = desktop.demo
    old = stored_tokens(desktop.keychain)["access_token"]
    begin(app, "Read-only", to_trade=True)
    answer(desktop, "mcp:trade", "Allow", "Access granted")
    app.window.find("label", "The scope is changed")
    app.window.find("dialog", DIALOG).find(BUTTON, re.compile("^(Close|Done)$")).press()
    app.window.wait_until_gone("dialog", DIALOG)
    app.window.find(BUTTON, "Scope: Trade scope")
    new = stored_tokens(desktop.keychain)["access_token"]
    assert status_for_token(demo.server_url, old) == 401
    assert status_for_token(demo.server_url, new) == 200
    wait_until_fine(app)

    begin(app, "Trade scope", to_trade=False)
    answer(desktop, "mcp:read", "Allow", "Access granted")
    app.window.find("dialog", DIALOG).find(BUTTON, re.compile("^(Close|Done)$")).press()
    app.window.find(BUTTON, "Scope: Read-only")
    assert status_for_token(demo.server_url, new) == 401
    state = demo.state()
    assert state["active_grants"] == 1
    assert state["trade_tool_calls"] == {}


def test_denied_half_way_the_figures_stay_and_one_click_leads_back(
    app: DesktopApp, desktop: TraderDesktop
) -> None:
    begin(app, "Read-only", to_trade=True)
    answer(desktop, "mcp:trade", "Deny", "denied")
    dialog = app.window.find("dialog", DIALOG)
    back = dialog.find(BUTTON, "Connect read-only")
    assert stored_tokens(desktop.keychain) == {}
    # Behind the dialog, the last numbers are still there.
    assert re.search(r"\d", app.window.find("label", re.compile("^Net liquidation: ")).name)
    back.press()
    answer(desktop, "mcp:read", "Allow", "Access granted")
    app.window.find(BUTTON, "Scope: Read-only")
    wait_until_fine(app)
    assert desktop.demo.state()["active_grants"] == 1
