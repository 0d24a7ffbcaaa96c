"""The tray icon on a real session bus, as a panel has it: state, menu, closing, coming back."""

import os
import re
import signal
import sys
import time
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtGui import QImage

from ct_desktop.core.pace import QUIET, WATCHED
from support.accessibility import Element
from support.command_line import CommandLine, sign_in
from support.demo_process import DemoProcess
from support.desktop_app import DesktopApp
from support.secret_watch import SecretWatch
from support.status_notifier_host import StatusNotifierHost
from support.trader_desktop import TraderDesktop
from support.waiting import wait_for

_PATIENCE = 45.0
"""Seconds, on a busy machine."""

_PAUSES = 5
"""Looked at before the pace is judged: the first may have begun before it changed."""

_WINDOW = re.compile("^CrossTrade Desktop$")
_BUTTON = "push button"


@pytest.fixture
def tray(desktop: TraderDesktop) -> Iterator[StatusNotifierHost]:
    with StatusNotifierHost(desktop.session.environment) as tray:
        yield tray


@pytest.fixture
def signed_in(desktop: TraderDesktop) -> None:
    environment = {**desktop.session.environment, "CT_DESKTOP_HOME": str(desktop.home)}
    sign_in(CommandLine(environment, desktop.demo.server_url, desktop.home), SecretWatch())


def forget_the_answer(desktop: TraderDesktop) -> None:
    """As if the window had never been closed."""
    for settings in desktop.home.rglob("settings.json"):
        settings.unlink()


def wait_for_words(tray: StatusNotifierHost, pattern: str) -> str:
    tray.wait_for_icon()
    return wait_for(
        tray.tool_tip,
        lambda words: re.search(pattern, words),
        _PATIENCE,
        f"the tray never said {pattern!r}",
    )


def window_of(app: DesktopApp) -> Element:
    return app.window.find("frame", _WINDOW)


def wait_until_hidden(app: DesktopApp) -> None:
    app.window.wait_until_gone("frame", _WINDOW)


@pytest.mark.usefixtures("signed_in")
def test_the_icon_tells_the_state_in_a_picture_and_in_words(
    desktop: TraderDesktop, demo: DemoProcess, tray: StatusNotifierHost
) -> None:
    with desktop.app() as app:
        said = wait_for_words(tray, "All 8 links fine")
        assert re.search(r"Figures \d+ s ago, \d\d:\d\d:\d\d$", said)
        fine = tray.image()
        demo.set_scenario("addon-offline")
        try:
            said = wait_for_words(tray, "Add-on: offline · ")
            assert "old, as of" in said or "ago" in said
            assert picture(tray.image()) != picture(fine)
            labels = [entry.label for entry in tray.menu()]
            assert labels[0].startswith("Add-on: offline")
            assert labels[1:] == ["Open", "Second screen", "Hide values", "Check now", "Quit"]
            assert not tray.menu()[0].enabled
        finally:
            demo.set_scenario("healthy")
        tray.choose("Check now")
        wait_for_words(tray, "All 8 links fine")
        tray.choose("Quit")
        app.wait_for_end()


def picture(image: QImage) -> bytes:
    return bytes(image.constBits())


def test_the_first_close_asks_and_the_answer_is_kept(
    desktop: TraderDesktop, tray: StatusNotifierHost
) -> None:
    forget_the_answer(desktop)
    with desktop.app() as app:
        window_of(app)
        tray.wait_for_icon()
        app.close()
        app.window.find(_BUTTON, "Keep watching in the tray").press()
        wait_until_hidden(app)
        tray.press()
        window_of(app)
        app.close()
        wait_until_hidden(app)
        tray.choose("Open")
        window_of(app)
        tray.choose("Quit")
        app.wait_for_clean_end()
    with desktop.app() as app:
        window_of(app)
        tray.wait_for_icon()
        app.close()
        wait_until_hidden(app)
        assert len(tray.icons()) == 1
        app.terminate()
        app.wait_for_clean_end()


def test_a_close_that_is_answered_with_quit_quits_from_then_on(
    desktop: TraderDesktop, tray: StatusNotifierHost
) -> None:
    forget_the_answer(desktop)
    with desktop.app() as app:
        window_of(app)
        tray.wait_for_icon()
        app.close()
        app.window.find(_BUTTON, "Quit").press()
        app.wait_for_clean_end()
    with desktop.app() as app:
        window_of(app)
        app.close()
        app.wait_for_clean_end()


_QUIT_ON_SIGNAL = """
import signal, sys
from PySide6.QtCore import QCoreApplication
from ct_desktop.cli.main import main
signal.signal(signal.SIGUSR1, lambda *_: QCoreApplication.quit())
sys.exit(main(sys.argv[2:]))
"""
"""The app, with a signal that does what the system's own wish to quit does: the end of a session
on Windows, "Quit" in the Dock of macOS."""


def test_the_systems_wish_to_quit_is_not_taken_for_a_close(
    desktop: TraderDesktop, tray: StatusNotifierHost
) -> None:
    forget_the_answer(desktop)
    launcher = (sys.executable, "-c", _QUIT_ON_SIGNAL)
    server = ("--server", desktop.demo.server_url)
    environment = desktop.session.environment
    with DesktopApp(environment, desktop.home, *server, launcher=launcher) as app:
        window_of(app)
        tray.wait_for_icon()
        os.kill(app.pid, signal.SIGUSR1)
        app.wait_for_clean_end()


def test_started_minimized_it_stands_in_the_tray_without_a_window(
    desktop: TraderDesktop, tray: StatusNotifierHost
) -> None:
    with desktop.app("--minimized") as app:
        tray.wait_for_icon()
        assert not app.window.find_all("frame", _WINDOW)
        tray.press()
        window_of(app)
        tray.choose("Quit")
        app.wait_for_clean_end()


@pytest.mark.usefixtures("signed_in")
def test_in_the_tray_it_asks_the_server_less_often_and_in_sight_again_as_often(
    desktop: TraderDesktop, demo: DemoProcess, tray: StatusNotifierHost
) -> None:
    between = (WATCHED.positions + QUIET.positions) / 2
    with desktop.app("--minimized") as app:
        tray.wait_for_icon()
        wait_for_a_pause(demo, lambda seconds: seconds > between)
        tray.press()
        window_of(app)
        wait_for_a_pause(demo, lambda seconds: seconds < between)
        tray.choose("Quit")
        app.wait_for_clean_end()


def wait_for_a_pause(demo: DemoProcess, accept: Callable[[float], bool]) -> None:
    """Wait until two questions for the positions are as many seconds apart as ``accept`` takes."""
    wait_for_next_question(demo)
    began = time.monotonic()
    for _ in range(_PAUSES):
        wait_for_next_question(demo)
        pause = time.monotonic() - began
        if accept(pause):
            return
        began += pause
    raise AssertionError(f"the server was asked at no other pace; the last pause: {pause:.1f} s")


def wait_for_next_question(demo: DemoProcess) -> None:
    def asked() -> int:
        return int(demo.state()["tool_calls"].get("GetAllPositions", 0))

    before = asked()
    wait_for(asked, lambda now: now > before, _PATIENCE, "the server was not asked again")


@pytest.mark.usefixtures("tray")
def test_what_fails_behind_the_tray_is_shown_in_the_window(desktop: TraderDesktop) -> None:
    with desktop.app("--demo", "--scenario", "no-such-scenario", "--minimized") as app:
        app.window.find("frame", "CrossTrade Desktop (demo)")
        app.window.find(_BUTTON, "Start again")
        app.close()
        app.wait_for_end()


def test_a_tray_that_comes_after_the_app_gets_the_icon(desktop: TraderDesktop) -> None:
    with desktop.app() as app:
        window_of(app)
        with StatusNotifierHost(desktop.session.environment) as late:
            wait_for_words(late, "CrossTrade Desktop")
            late.choose("Quit")
            app.wait_for_clean_end()


def test_a_window_whose_tray_goes_comes_back(desktop: TraderDesktop) -> None:
    forget_the_answer(desktop)
    with desktop.app() as app:
        window_of(app)
        with StatusNotifierHost(desktop.session.environment) as tray:
            tray.wait_for_icon()
            app.close()
            app.window.find(_BUTTON, "Keep watching in the tray").press()
            wait_until_hidden(app)
        wait_for(app.has_window, bool, _PATIENCE, "the window did not come back")
        app.terminate()
        app.wait_for_clean_end()


def test_without_a_tray_minimized_is_minimized_and_closing_quits(desktop: TraderDesktop) -> None:
    with desktop.app("--minimized") as app:
        wait_for(app.has_window, bool, _PATIENCE, "there is no window to be had")
        app.close()
        app.wait_for_clean_end()
