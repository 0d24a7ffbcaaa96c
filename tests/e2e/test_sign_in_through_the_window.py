"""The main job from outside, with real parts: window, browser, keychain and server.

The window is worked through the accessibility bus, by role and name; the consent page in the
session's default browser, which the app opens by the desktop's own mechanism.
"""

import platform
import re
from collections.abc import Mapping
from pathlib import Path

from support.accessibility import AccessibilityDriver, TableContent
from support.browser import Page
from support.desktop_app import DesktopApp
from support.oauth_browser import callback_parameters
from support.secret_watch import SecretWatch
from support.sign_in_evidence import status_for_token, stored_tokens
from support.trader_desktop import TraderDesktop
from support.waiting import wait_for

CLIENT_NAME = f"CrossTrade Desktop on {platform.node()}"
BUTTON = "push button"
SCREEN = "check box"
ALL_FINE = "Connection chain: All 8 links fine"

MARKET_TIMEOUT = 30.0
"""Seconds for a price to move and to be asked for."""


def sign_in(app: DesktopApp, desktop: TraderDesktop, secrets: SecretWatch) -> None:
    """From the welcome to the dashboard, as a trader does it."""
    app.window.find(BUTTON, "Connect").press()
    with desktop.browser() as browser:
        consent = browser.wait_for_tab(desktop.demo.origin)
        text = consent.wait_for_text("Allow only an application that you started")
        assert CLIENT_NAME in text
        assert "mcp:read" in text
        consent.press("Allow")
        consent.wait_for_text("Access granted")
        secrets_of_answer(consent, secrets)
    # It says that it worked for a moment, and what is behind it cannot be pressed until it is gone.
    app.window.wait_until_gone("dialog", "Sign in to CrossTrade")
    app.window.find(BUTTON, ALL_FINE)


def secrets_of_answer(page: Page, secrets: SecretWatch) -> None:
    """What came back through the browser must stay between it and the app."""
    answer = callback_parameters(page.address())
    secrets.add("the authorization code", answer["code"])
    secrets.add("the state", answer["state"])


def sign_out(app: DesktopApp) -> None:
    """By the Connection screen, through its question, to the welcome."""
    app.window.find(SCREEN, "Connection").press()
    app.window.find(BUTTON, "Sign out").press()
    app.window.find("dialog", "Sign out").find(BUTTON, "Sign out").press()
    app.window.find(BUTTON, "Connect")


def close(app: DesktopApp) -> None:
    """Close the window, and see the app end without a word."""
    app.close()
    app.wait_for_clean_end()


def rows(window: AccessibilityDriver, name: str) -> TableContent:
    """A table of the dashboard, once there are rows in it."""
    return wait_for(
        lambda: window.find("table", name).table(),
        lambda table: table.rows,
        MARKET_TIMEOUT,
        f"no rows in {name}",
    )


def search_everywhere(app: DesktopApp, desktop: TraderDesktop, secrets: SecretWatch) -> None:
    """None of the secrets in a file, the log, an argument or the environment of the app."""
    assert secrets.assert_absent_below(app.home) > 0
    secrets.assert_absent_below(desktop.session.home)
    secrets.assert_absent(app.log(), "the log")
    secrets.assert_absent(app.output(), "the app's output")
    folder = Path("/proc") / str(app.pid)
    for kind in ("cmdline", "environ"):
        secrets.assert_absent((folder / kind).read_bytes(), f"the app's {kind}")


def search_processes(desktop: TraderDesktop, tokens: Mapping[str, str]) -> None:
    """No token in the arguments or the environment of anything that runs on the desktop."""
    watch = SecretWatch()
    for name, token in tokens.items():
        watch.add(f"the {name}", token)
    for process in desktop.session.processes():
        for kind in ("cmdline", "environ"):
            try:
                content = (Path("/proc") / str(process) / kind).read_bytes()
            except OSError:
                continue  # gone since
            watch.assert_absent(content, f"the {kind} of process {process}")


def test_sign_in_watch_quit_start_again_and_sign_out(desktop: TraderDesktop) -> None:
    secrets = SecretWatch()
    demo = desktop.demo
    registrations = demo.state()["registrations"]

    with desktop.app() as app:
        sign_in(app, desktop, secrets)

        accounts = rows(app.window, "Accounts")
        positions = rows(app.window, "Positions")
        assert accounts.row_count == 12
        held_by = set(positions.column("Account"))
        assert held_by <= {name.rsplit(", ", 1)[0] for name in accounts.column("Account")}
        wait_for(
            lambda: rows(app.window, "Positions").column("Last"),
            lambda prices: prices != positions.column("Last"),
            MARKET_TIMEOUT,
            "no price has moved",
        )
        for name in ("Net liquidation", "Realized today", "Open P/L", "Open positions"):
            assert re.search(r"\d", app.window.find("label", re.compile(rf"^{name}: ")).name)
        app.window.find("label", re.compile(r"^Newest figure: \d+ s ago"))
        app.window.find("push button", "Scope: Read-only")

        tokens = stored_tokens(desktop.keychain)
        assert set(tokens) == {"access_token", "refresh_token"}
        for name, token in tokens.items():
            secrets.add(f"the {name}", token)
        assert status_for_token(demo.server_url, tokens["access_token"]) == 200
        search_everywhere(app, desktop, secrets)
        search_processes(desktop, tokens)
        close(app)

    with desktop.browser() as browser:
        tabs_before = browser.tabs()
        with desktop.app() as app:
            app.window.find(BUTTON, ALL_FINE)
            assert rows(app.window, "Accounts").row_count == 12
            assert browser.tabs() == tabs_before
            assert demo.state()["registrations"] == registrations + 1

            sign_out(app)
            app.window.find("label", "Signed out. CrossTrade has revoked this computer’s access.")
            assert status_for_token(demo.server_url, tokens["access_token"]) == 401
            assert stored_tokens(desktop.keychain) == {}
            assert demo.state()["active_grants"] == 0
            search_everywhere(app, desktop, secrets)
            close(app)

    with desktop.app() as app:
        app.window.find(BUTTON, "Connect")
        close(app)
    assert demo.state()["trade_tool_calls"] == {}


def test_denying_giving_up_and_signing_in_after_all(desktop: TraderDesktop) -> None:
    secrets = SecretWatch()
    with desktop.app() as app:
        app.window.find(BUTTON, "Connect").press()
        with desktop.browser() as browser:
            consent = browser.wait_for_tab(desktop.demo.origin)
            consent.press("Deny")
            consent.wait_for_text("Access denied")
            app.window.find("label", "You chose Deny")
            assert stored_tokens(desktop.keychain) == {}

            app.window.find(BUTTON, "Start over").press()
            abandoned = browser.wait_for_tab(desktop.demo.origin)
            abandoned.wait_for_text("Allow")
            app.window.find(BUTTON, "Cancel").press()
            app.window.wait_until_gone("dialog", "Sign in to CrossTrade")
            abandoned.press("Allow")
            wait_for(
                abandoned.address,
                lambda address: not address.startswith(desktop.demo.origin),
                MARKET_TIMEOUT,
                "the browser stays",
            )
        assert stored_tokens(desktop.keychain) == {}

        sign_in(app, desktop, secrets)
        sign_out(app)
        close(app)
