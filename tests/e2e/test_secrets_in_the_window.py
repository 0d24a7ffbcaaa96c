"""The secrets of a sign-in in the real window, with debug logging on: searched for from outside.

The app runs its own demo, so the child that it starts is searched as well.
"""

import json
import urllib.request
from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from support.accessibility import AccessibilityError
from support.clipboard import clipboard_text
from support.desktop_app import DesktopApp
from support.oauth_browser import callback_parameters
from support.secret_watch import SecretWatch
from support.sign_in_evidence import stored_tokens
from support.trader_desktop import TraderDesktop
from support.waiting import wait_for

BUTTON = "push button"
SCREEN = "check box"
DEMO_CONSENT = "/v1/oauth/mcp/"

CHANGE_TIMEOUT = 40.0
"""Seconds for the app to notice what changed at the server, on a busy machine."""


def family(pid: int) -> list[int]:
    """A process and all that descend from it."""
    found = [pid]
    for children in Path(f"/proc/{pid}/task").glob("*/children"):
        found += [one for child in children.read_text().split() for one in family(int(child))]
    return found


def search(app: DesktopApp, desktop: TraderDesktop, watch: SecretWatch) -> None:
    """None of the secrets in any way out that the app has."""
    # A window that changes while it is read answers with errors: then read it again.
    texts = wait_for(
        lambda: unless_changing(app.window.texts), bool, CHANGE_TIMEOUT, "the window stays empty"
    )
    assert texts is not None
    assert any(text.startswith("Connection chain: ") for text in texts), "not read as a whole"
    watch.assert_absent("\n".join(texts), "the window")
    watch.assert_absent(clipboard_text(desktop.session.environment), "the clipboard")
    watch.assert_absent(app.output(), "the output")
    log = app.log()
    assert " DEBUG ct_desktop." in log
    watch.assert_absent(log, "the log")
    assert watch.assert_absent_below(app.home) > 0
    watch.assert_absent_below(desktop.session.home)
    processes = family(app.pid)
    assert len(processes) > 1, "the demo is not among them"
    for process in processes:
        for kind in ("cmdline", "environ"):
            content = (Path("/proc") / str(process) / kind).read_bytes()
            watch.assert_absent(content, f"the {kind} of process {process}")


def take_report(app: DesktopApp, desktop: TraderDesktop, watch: SecretWatch, *, chain: str) -> None:
    """Make the diagnostics report, look at it in the window, copy it and close it."""
    app.window.find(BUTTON, "Report…").press()
    app.window.find("label", "Your report is ready", timeout=CHANGE_TIMEOUT)
    watch.assert_absent("\n".join(app.window.texts()), "the report in the window")
    app.window.find(BUTTON, "Copy").press()
    wait_for(
        lambda: clipboard_text(desktop.session.environment),
        lambda text: f"\n## Connection chain: {chain}\n" in text,
        CHANGE_TIMEOUT,
        "the report is not on the clipboard",
    )
    search(app, desktop, watch)
    # The cross is a button of that name too; both close.
    app.window.find_all(BUTTON, "Close")[-1].press()


def unless_changing(read: Callable[[], list[str]]) -> list[str] | None:
    try:
        return read()
    except AccessibilityError:
        return None


def add_tokens(desktop: TraderDesktop, watch: SecretWatch, when: str) -> dict[str, str]:
    """Watch for the tokens that are in the keychain now."""
    tokens = stored_tokens(desktop.keychain)
    assert set(tokens) == {"access_token", "refresh_token"}
    for name, token in tokens.items():
        watch.add(f"the {name} {when}", token)
    return tokens


def control(origin: str, path: str, **content: object) -> None:
    """Change something in the demo, as its control page does."""
    request = urllib.request.Request(
        f"{origin}/control/{path}",
        data=json.dumps(content).encode(),
        headers={"Content-Type": "application/json"},
    )
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    opener.open(request, timeout=CHANGE_TIMEOUT).close()


def test_b31_no_secret_is_to_be_found_outside_the_keychain(desktop: TraderDesktop) -> None:
    watch = SecretWatch()
    with desktop.app("--demo", "--debug") as app:
        app.window.find(BUTTON, "Connect").press()
        with desktop.browser() as browser:
            consent = browser.wait_for_tab(DEMO_CONSENT)
            consent.wait_for_text("Allow")
            app.window.find(BUTTON, "Copy link").press()
            link = wait_for(
                lambda: clipboard_text(desktop.session.environment),
                lambda text: "state=" in text,
                CHANGE_TIMEOUT,
                "the link is not on the clipboard",
            )
            origin = f"http://{urlsplit(link).netloc}"
            # Until it is used the link is on the clipboard, where the trader wanted it.
            state = parse_qs(urlsplit(link).query)["state"][0]
            window = "\n".join(app.window.texts())
            # The app renews what has no more than half a minute left.
            control(origin, "options", access_token_seconds=31)
            consent.press("Allow")
            consent.wait_for_text("Access granted")
            answer = callback_parameters(consent.address())
        assert answer["state"] == state
        watch.add("the state", state)
        watch.add("the authorization code", answer["code"])
        watch.assert_absent(window, "the sign-in dialog")
        app.window.find(BUTTON, "Connection chain: All 8 links fine")
        first = add_tokens(desktop, watch, "of the sign-in")
        search(app, desktop, watch)

        control(origin, "options", access_token_seconds=3600)
        wait_for(
            lambda: stored_tokens(desktop.keychain),
            lambda tokens: len(tokens) == 2 and not tokens.items() & first.items(),
            CHANGE_TIMEOUT,
            "the sign-in was not renewed",
        )
        add_tokens(desktop, watch, "of the renewal")
        app.window.find(SCREEN, "Connection").press()
        search(app, desktop, watch)
        take_report(app, desktop, watch, chain="ok")

        control(origin, "scenario", scenario="token-revoked")
        app.window.find("label", "CrossTrade revoked the sign-in", timeout=CHANGE_TIMEOUT)
        search(app, desktop, watch)
        take_report(app, desktop, watch, chain="FAILED")
    watch.assert_absent(app.log(), "the log at the end")
    assert watch.assert_absent_below(app.home) > 0
