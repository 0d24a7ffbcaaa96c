"""One window for each profile and home: a second start raises the first. Real processes."""

import os
import re
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from support.desktop_app import COMMAND, DesktopApp
from support.desktop_session import DesktopSession
from support.trader_desktop import TraderDesktop
from support.waiting import wait_for
from support.window_manager import active_process, minimize_window

FIRST_PROFILE = re.compile(r"^CrossTrade Desktop( \(Default\))?$")
"""The first profile's window, which names it where there is another one."""

_PATIENCE = 30.0
"""Seconds, on a busy machine."""


def said_by(environment: Mapping[str, str], *arguments: str) -> str:
    """What the app says on standard error, started so; it must end well by itself."""
    ended = subprocess.run(
        [COMMAND, *arguments],
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=_PATIENCE,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr
    assert not ended.stdout
    return ended.stderr


def start_again(app: DesktopApp, *arguments: str) -> float:
    """Start the app once more, which must end well by itself; how long that took, in seconds."""
    began = time.monotonic()
    assert not said_by(app.environment, *arguments)
    return time.monotonic() - began


def listens(session: DesktopSession) -> bool:
    """Whether a first window can be reached."""
    return any(session.runtime.glob("ct-desktop-*"))


def wait_until_active(app: DesktopApp, *, active: bool) -> None:
    """Return when the trader works in the app's window, or no longer does."""
    wait_for(
        lambda: active_process(app.environment) == app.pid,
        lambda is_active: is_active is active,
        _PATIENCE,
        "the window was not raised" if active else "the window was not minimized",
    )


def wait_until_listening(session: DesktopSession) -> None:
    wait_for(lambda: listens(session), bool, _PATIENCE, "the first window does not listen")


@contextmanager
def open_window(
    desktop: TraderDesktop, *, end: Callable[[DesktopApp], None] = DesktopApp.close
) -> Iterator[DesktopApp]:
    """The first profile's window, from when it is there to its clean end by ``end``."""
    with desktop.app() as app:
        app.window.find("frame", FIRST_PROFILE)
        yield app
        end(app)
        app.wait_for_clean_end()


def test_a_second_start_raises_the_first_window_and_opens_none(
    session: DesktopSession, desktop: TraderDesktop
) -> None:
    with open_window(desktop) as app:
        minimize_window(app.environment, app.pid)
        wait_until_active(app, active=False)
        # Right after the first start: it waits until the first one listens.
        start_again(app)
        wait_until_active(app, active=True)
    assert not listens(session)


def test_a_start_at_login_leaves_the_window_where_it_is(
    session: DesktopSession, desktop: TraderDesktop
) -> None:
    with open_window(desktop, end=DesktopApp.terminate) as app:
        wait_until_listening(session)
        minimize_window(app.environment, app.pid)
        start_again(app, "--minimized")
        assert active_process(app.environment) != app.pid


def test_a_second_start_may_ask_for_the_second_screen(desktop: TraderDesktop) -> None:
    with open_window(desktop, end=DesktopApp.terminate) as app:
        start_again(app, "--second-screen")
        app.window.find("filler", re.compile("second screen$"))


def test_after_a_kill_the_next_start_takes_over(
    session: DesktopSession, desktop: TraderDesktop
) -> None:
    with desktop.app() as app:
        app.window.find("frame", FIRST_PROFILE)
        wait_until_listening(session)
        os.kill(app.pid, signal.SIGKILL)
    assert listens(session), "the killed one left its socket: this is what is to be taken over"
    with open_window(desktop) as app:
        start_again(app)


def test_a_first_window_that_hangs_does_not_leave_the_trader_without_one(
    session: DesktopSession, desktop: TraderDesktop
) -> None:
    with desktop.app() as hanging:
        hanging.window.find("frame", FIRST_PROFILE)
        wait_until_listening(session)
        os.kill(hanging.pid, signal.SIGSTOP)
        try:
            with desktop.app() as app:
                app.window.find("frame", FIRST_PROFILE)
                app.close()
                app.wait_for_end()
        finally:
            os.kill(hanging.pid, signal.SIGCONT)
        hanging.close()
        hanging.wait_for_end()


def test_another_profile_another_home_and_the_demo_have_windows_of_their_own(
    session: DesktopSession, desktop: TraderDesktop, tmp_path: Path
) -> None:
    server = ("--server", desktop.demo.server_url)
    with (
        open_window(desktop),
        desktop.app("--profile", "apex") as apex,
        desktop.app("--demo") as demo,
        DesktopApp(session.environment, tmp_path / "other", *server) as other,
    ):
        other.window.find("frame", "CrossTrade Desktop")
        apex.window.find("frame", "CrossTrade Desktop (apex)")
        demo.window.find("frame", "CrossTrade Desktop (demo)")
        # And each is found by its own second start.
        start_again(apex, "--profile", "apex")
        start_again(demo, "--demo")
        for each in (demo, apex, other):
            each.close()
            each.wait_for_clean_end()


def said_by_quit(environment: Mapping[str, str], *arguments: str) -> str:
    """What ``ct-desktop --quit`` says. It needs no display."""
    bare = {name: value for name, value in environment.items() if name != "DISPLAY"}
    return said_by(bare, "--quit", *arguments)


def test_quit_ends_every_window_of_this_home_and_waits_for_it(
    session: DesktopSession, desktop: TraderDesktop
) -> None:
    with (
        open_window(desktop, end=lambda app: None) as app,
        desktop.app("--profile", "apex") as apex,
        desktop.app("--demo") as demo,
    ):
        apex.window.find("frame", "CrossTrade Desktop (apex)")
        demo.window.find("frame", "CrossTrade Desktop (demo)")
        assert not said_by_quit(app.environment)
        for each in (app, apex, demo):
            each.wait_for_clean_end()
    assert not listens(session)


def test_quit_ends_one_profile_s_window_and_leaves_the_others(desktop: TraderDesktop) -> None:
    with open_window(desktop) as app, desktop.app("--profile", "apex") as apex:
        apex.window.find("frame", "CrossTrade Desktop (apex)")
        assert not said_by_quit(app.environment, "--profile", "Apex")
        apex.wait_for_clean_end()
        assert app.has_window()
        assert "not running" in said_by_quit(app.environment, "--profile", "apex")


def test_quit_says_where_the_app_is_not_running(session: DesktopSession, tmp_path: Path) -> None:
    home = tmp_path / "never used"
    environment = {**session.environment, "CT_DESKTOP_HOME": str(home)}
    assert said_by_quit(environment) == "CrossTrade Desktop is not running.\n"
    assert not home.exists()


def test_commands_do_not_mind_the_window(desktop: TraderDesktop) -> None:
    with open_window(desktop) as app:
        ended = subprocess.run(
            [COMMAND, "--server", desktop.demo.server_url, "status"],
            env=app.environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=_PATIENCE,
            check=False,
        )
        assert ended.returncode == 4  # nobody has signed in
        assert b"Sign-in" in ended.stdout


def test_nonsense_on_the_socket_changes_nothing(
    session: DesktopSession, desktop: TraderDesktop
) -> None:
    with open_window(desktop) as app:
        wait_until_listening(session)
        (path,) = session.runtime.glob("ct-desktop-*")
        assert path.stat().st_mode & 0o077 == 0
        for nonsense in (b"\n", b"raise\n", b"[]\n", b'{"wish": 1}\n', b"x" * 100_000):
            with socket.socket(socket.AF_UNIX) as stranger:
                stranger.settimeout(_PATIENCE)
                stranger.connect(str(path))
                stranger.sendall(nonsense)
                assert answer_of(stranger) == b""
        start_again(app)


def answer_of(stranger: socket.socket) -> bytes:
    """What came back before the connection was cut."""
    try:
        return stranger.recv(100)
    except ConnectionResetError:
        return b""
