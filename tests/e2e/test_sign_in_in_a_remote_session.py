"""Where the app is worked from another computer: no browser over SSH, and pasting comes first."""

import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from support.child_process import read_until, stop_process
from support.clipboard import clipboard_text
from support.command_line import COMMAND, STEP_TIMEOUT
from support.desktop_app import DesktopApp
from support.hostile_authorization_server import HostileAuthorizationServer
from support.oauth_browser import follow_authorization
from support.sign_in_evidence import stored_tokens
from support.trader_desktop import TraderDesktop
from support.waiting import wait_for

BUTTON = "push button"


def test_in_a_remote_desktop_the_address_is_pasted_in_the_window(desktop: TraderDesktop) -> None:
    environment = {**desktop.session.environment, "XRDP_SESSION": "1"}
    with DesktopApp(environment, desktop.home, "--server", desktop.demo.server_url) as app:
        app.window.find(BUTTON, "Connect").press()
        app.window.find("label", "Sign in on either computer")
        app.window.find(BUTTON, "Copy link").press()
        link = wait_for(
            lambda: clipboard_text(environment),
            lambda text: text.startswith(desktop.demo.origin),
            STEP_TIMEOUT,
            "the link is not on the clipboard",
        )
        # On the other computer, whose browser ends on a page that it cannot open.
        address = follow_authorization(link)
        app.window.find("text", "Address from the browser").set_text(address)
        app.window.find(BUTTON, "Use address").press()
        app.window.find(BUTTON, "Connection chain: All 8 links fine")
    assert set(stored_tokens(desktop.keychain)) == {"access_token", "refresh_token"}


@pytest.mark.parametrize("over_ssh", [False, True])
def test_over_ssh_the_command_line_opens_no_browser(tmp_path: Path, over_ssh: bool) -> None:
    opened = tmp_path / "opened"
    browser = [sys.executable, "-c", f"import pathlib; pathlib.Path({str(opened)!r}).touch()", "%s"]
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("SSH_")},
        "CT_DESKTOP_HOME": str(tmp_path / "home"),
        "BROWSER": shlex.join(browser),
    }
    if over_ssh:
        environment["SSH_CONNECTION"] = "203.0.113.7 50022 198.51.100.2 22"
    words = "Open this link in a browser" if over_ssh else "Your browser should have opened"
    with HostileAuthorizationServer() as server:
        process = subprocess.Popen(
            [COMMAND, "login", "--server", server.server_url],
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        )
        try:
            assert process.stderr is not None
            read_until(process.stderr.fileno(), words, STEP_TIMEOUT)
            if not over_ssh:
                wait_for(opened.exists, bool, STEP_TIMEOUT, "the browser was not started")
            assert opened.exists() != over_ssh
        finally:
            for pipe in (process.stdin, process.stderr):
                assert pipe is not None
                pipe.close()
            stop_process(process)
