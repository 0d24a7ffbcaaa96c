"""Two CrossTrade logins side by side, with real windows, keychain and browser: nothing crosses."""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from support.accessibility import AccessibilityDriver
from support.desktop_app import DesktopApp
from support.secret_watch import SecretWatch
from support.sign_in_evidence import status_for_token
from support.trader_desktop import TraderDesktop
from support.waiting import wait_for
from support.window_manager import active_process, close_window

BUTTON = "push button"
ALL_FINE = re.compile("All 8 links fine")
PATIENCE = 60.0
"""Seconds, on a busy machine."""

_TOKEN = re.compile(r'\\?"(?P<name>access_token|refresh_token)\\?":\s*\\?"(?P<token>[^"\\]+)')


@dataclass
class Trader:
    """Works the windows of the app: by what they show, and the menu of profiles by key."""

    desktop: TraderDesktop
    app: DesktopApp
    shown: str = field(default="CrossTrade Desktop")

    def keys(self, *keys: str) -> None:
        """Press ``keys`` in turn, wherever the keyboard is."""
        self.desktop.session.run("xdotool", "key", "--delay", "80", *keys)

    def choose(self, *keys: str) -> None:
        """Open the menu of profiles from the window that is titled ``shown``, and go by ``keys``.

        The browser may have the keyboard, so the window is brought forward first.
        """
        title = f"^{re.escape(self.shown)}$"
        search = ("search", "--onlyvisible", "--name", title)
        self.desktop.session.run("xdotool", *search, "windowactivate", "--sync")
        before = self._windows()
        self.keys("ctrl+shift+p")
        wait_for(self._windows, lambda now: now > before, PATIENCE, "no menu has opened")
        self.keys(*keys)

    def _windows(self) -> int:
        listed = self.desktop.session.run(
            "sh", "-c", "xdotool search --onlyvisible --pid $0 || true", str(self.app.pid)
        )
        return len(listed.split())


def sign_in(window: AccessibilityDriver) -> None:
    """The server approves by itself; the browser shows that it did."""
    window.find(BUTTON, "Connect").press()
    window.find(BUTTON, ALL_FINE, timeout=PATIENCE)


def tokens_of(desktop: TraderDesktop, profile: str) -> dict[str, str]:
    """The tokens that the keychain holds of one profile."""
    held = "".join(
        item.secret for item in desktop.keychain.items() if f"/{profile}/" in item.label + "/"
    )
    return {match["name"]: match["token"] for match in _TOKEN.finditer(held)}


def settings_of(app: DesktopApp, profile: str) -> dict[str, Any]:
    """What the app has kept of one profile."""
    path = app.home / "settings" / "profiles" / profile / "settings.json"
    content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return content


@contextmanager
def second_window(
    desktop: TraderDesktop, app: DesktopApp
) -> Iterator[tuple[int, AccessibilityDriver]]:
    """The window that ``app`` has started beside its own: its process, and what works it."""

    def started() -> list[int]:
        return [
            process
            for process in desktop.session.processes()
            if process != app.pid and b"--profile" in command_line(process)
        ]

    (process,) = wait_for(started, lambda found: len(found) == 1, PATIENCE, "no second window")
    with AccessibilityDriver(process, app.environment) as window:
        yield process, window


def command_line(process: int) -> bytes:
    try:
        return (Path("/proc") / str(process) / "cmdline").read_bytes()
    except OSError:
        return b""  # gone since


@pytest.fixture(scope="module")
def signed_in(desktop: TraderDesktop) -> TraderDesktop:
    """The desktop after the first profile's sign-in."""
    desktop.demo.set_options(auto_approve=True)
    with desktop.app() as app:
        sign_in(app.window)
        app.close()
        app.wait_for_clean_end()
    return desktop


def test_two_profiles_side_by_side_share_nothing(signed_in: TraderDesktop) -> None:
    desktop, demo = signed_in, signed_in.demo
    with desktop.app() as app:
        app.window.find(BUTTON, ALL_FINE, timeout=PATIENCE)
        first = tokens_of(desktop, "default")
        Trader(desktop, app).choose("Down", "Down", "Return")
        app.window.find("dialog", "New profile")
        app.window.find("text", "Name").set_text("a/b")
        app.window.find(BUTTON, "Open in a second window").press()
        app.window.find("label", re.compile("cannot name a profile"))
        app.window.find("text", "Name").set_text("Müller")
        app.window.find(BUTTON, "Open in a second window").press()
        app.window.find("frame", "CrossTrade Desktop (Default)")
        with second_window(desktop, app) as (process, window):
            window.find("frame", "CrossTrade Desktop (Müller)")
            window.find(BUTTON, "Profile: Müller")
            # Not signed in, though the other one is: nothing is taken from there.
            sign_in(window)
            assert demo.state()["active_grants"] == 2
            second = tokens_of(desktop, "müller")
            assert tokens_of(desktop, "default") == first
            assert not set(first.values()) & set(second.values())
            assert {len(first), len(second)} == {2}
            for tokens in (first, second):
                assert status_for_token(demo.server_url, tokens["access_token"]) == 200
                watch_for_secrets(process, tokens)

            # What one hides, the other one shows.
            app.window.find(BUTTON, re.compile("^All values are shown")).press()
            app.window.find(BUTTON, re.compile("^Amounts are hidden"))
            window.find(BUTTON, re.compile("^All values are shown"))

            # One signs out; the other one goes on.
            window.find("check box", "Connection").press()
            window.find(BUTTON, "Sign out").press()
            window.find("dialog", "Sign out").find(BUTTON, "Sign out").press()
            window.find(BUTTON, "Connect")
            assert demo.state()["active_grants"] == 1
            wait_for(
                lambda: tokens_of(desktop, "müller"),
                lambda tokens: tokens == {},
                PATIENCE,
                "the keychain keeps the sign-in",
            )
            assert tokens_of(desktop, "default") == first
            app.window.find(BUTTON, ALL_FINE)
            assert status_for_token(demo.server_url, first["access_token"]) == 200
            assert status_for_token(demo.server_url, second["access_token"]) == 401
            close_window(app.environment, process)
            wait_for(
                lambda: command_line(process), lambda line: not line, PATIENCE, "it does not end"
            )
        app.close()
        app.wait_for_clean_end()
        assert settings_of(app, "default")["privacy"] == "amounts"
        assert "privacy" not in settings_of(app, "müller")
        for profile in ("default", "müller"):
            assert (app.home / "data" / "profiles" / profile / "history.sqlite3").exists()


def test_a_window_switches_to_the_other_profile_and_back(signed_in: TraderDesktop) -> None:
    desktop = signed_in
    with desktop.app() as app:
        app.window.find(BUTTON, ALL_FINE, timeout=PATIENCE)
        process = app.pid
        held = tokens_of(desktop, "default")
        Trader(desktop, app, "CrossTrade Desktop (Default)").choose("Down", "Down", "Return")
        app.window.find("frame", "CrossTrade Desktop (Müller)")
        app.window.find(BUTTON, "Connect")
        app.window.find(BUTTON, "Profile: Müller")
        assert app.pid == process
        # The one that was left is nobody's now: it can have a window of its own.
        with desktop.app() as own:
            own.window.find("frame", "CrossTrade Desktop (Default)")
            own.window.find(BUTTON, ALL_FINE, timeout=PATIENCE)
            own.close()
            own.wait_for_clean_end()
        Trader(desktop, app, "CrossTrade Desktop (Müller)").choose("Down", "Down", "Return")
        app.window.find("frame", "CrossTrade Desktop (Default)")
        app.window.find(BUTTON, ALL_FINE, timeout=PATIENCE)
        assert tokens_of(desktop, "default") == held
        app.close()
        app.wait_for_clean_end()


def test_a_profile_that_is_open_is_shown_and_not_opened_twice(signed_in: TraderDesktop) -> None:
    desktop = signed_in
    with desktop.app() as app, desktop.app("--profile", "MÜLLER") as other:
        other.window.find("frame", "CrossTrade Desktop (Müller)")
        app.window.find(BUTTON, ALL_FINE, timeout=PATIENCE)
        Trader(desktop, app, "CrossTrade Desktop (Default)").choose("Down", "Down", "Return")
        wait_for(
            lambda: active_process(app.environment),
            lambda process: process == other.pid,
            PATIENCE,
            "the other window was not raised",
        )
        app.window.find("frame", "CrossTrade Desktop (Default)")
        for each in (other, app):
            each.close()
            each.wait_for_clean_end()


def test_a_removed_profile_is_revoked_and_gone(signed_in: TraderDesktop) -> None:
    desktop, demo = signed_in, signed_in.demo
    with desktop.app("--profile", "Müller") as app:
        sign_in(app.window)
        app.close()
        app.wait_for_clean_end()
    removed = tokens_of(desktop, "müller")
    assert len(removed) == 2
    with desktop.app() as app:
        app.window.find(BUTTON, ALL_FINE, timeout=PATIENCE)
        kept = tokens_of(desktop, "default")
        Trader(desktop, app, "CrossTrade Desktop (Default)").choose("Up", "Right", "Return")
        dialog = app.window.find("dialog", "Remove profile")
        dialog.find("label", "Remove Müller?")
        dialog.find(BUTTON, "Remove").press()
        app.window.find("label", "Müller was removed, and CrossTrade has revoked its access.")
        app.window.find(BUTTON, "Close", within=dialog)
        app.window.find("frame", "CrossTrade Desktop")
        assert status_for_token(demo.server_url, removed["access_token"]) == 401
        assert tokens_of(desktop, "müller") == {}
        assert tokens_of(desktop, "default") == kept
        assert not [path for path in app.home.rglob("*") if path.name == "müller"]
        app.terminate()
        app.wait_for_clean_end()


def watch_for_secrets(process: int, tokens: dict[str, str]) -> None:
    """No token among the second process's arguments, nor in its environment."""
    secrets = SecretWatch()
    for name, token in tokens.items():
        secrets.add(name, token)
    for kind in ("cmdline", "environ"):
        secrets.assert_absent((Path("/proc") / str(process) / kind).read_bytes(), kind)
