"""Signing out in the window where it takes its time, or cannot be done."""

import re
from collections.abc import Iterator

import pytest

from support.accessibility import AccessibilityDriver
from support.command_line import CommandLine, sign_in
from support.demo_process import DemoProcess
from support.desktop_app import DesktopApp
from support.prompter import Prompter
from support.secret_watch import SecretWatch
from support.trader_desktop import TraderDesktop

_PATIENCE = 45.0
_BUTTON = "push button"


@pytest.fixture
def app(desktop: TraderDesktop) -> Iterator[DesktopApp]:
    """The window, signed in, on its Connection screen."""
    desktop.demo.set_scenario("healthy")
    environment = {**desktop.session.environment, "CT_DESKTOP_HOME": str(desktop.home)}
    sign_in(CommandLine(environment, desktop.demo.server_url, desktop.home), SecretWatch())
    with desktop.app() as app:
        chain = app.window.find(_BUTTON, re.compile("^Connection chain: "), timeout=_PATIENCE)
        chain.wait_for_name("All 8 links fine$", timeout=_PATIENCE)
        chain.press()
        yield app
        app.terminate()


def sign_out(window: AccessibilityDriver) -> None:
    window.find(_BUTTON, "Sign out").press()
    window.find("dialog", "Sign out").find(_BUTTON, "Sign out").press()


def test_a_sign_out_that_takes_its_time_says_so(app: DesktopApp, demo: DemoProcess) -> None:
    demo.set_scenario("slow")
    sign_out(app.window)
    app.window.find("label", re.compile("^Signing out; "), timeout=_PATIENCE)
    app.window.find("label", re.compile("^Signed out[.] "), timeout=_PATIENCE)
    assert demo.state()["active_grants"] == 0


def test_a_keychain_that_does_not_let_go_is_named_after_the_access_is_revoked(
    app: DesktopApp, desktop: TraderDesktop, demo: DemoProcess
) -> None:
    with Prompter(desktop.session.environment, dismisses=True):
        desktop.keychain.lock()
        sign_out(app.window)
        app.window.find("label", re.compile("^The keychain .*[.]$"), timeout=_PATIENCE)
    assert demo.state()["active_grants"] == 0
    app.window.find(_BUTTON, "Connect")
