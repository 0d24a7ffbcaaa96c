"""Monitors of one virtual display, which can be plugged in and pulled out while windows are there.

The X server has one output of its own; further monitors are areas of its screen that RandR 1.5
calls monitors, and Qt and the window manager take for such.
"""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QRect
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

_TIMEOUT = 10.0

LEFT, RIGHT = "LEFT", "RIGHT"


@contextmanager
def two_monitors(qtbot: QtBot, display: str, width: int, height: int) -> Iterator["TwoMonitors"]:
    """The screen of ``display``, ``width`` by ``height`` pixels, as two monitors side by side."""
    monitors = TwoMonitors(qtbot, display, width, height)
    monitors.plug_in_left()
    monitors.plug_in_right()
    try:
        yield monitors
    finally:
        monitors.pull_out_all()


class TwoMonitors:
    """``LEFT`` has the display's output and always stays; ``RIGHT`` comes and goes."""

    def __init__(self, qtbot: QtBot, display: str, width: int, height: int) -> None:
        self._qtbot = qtbot
        self._display = display
        self.width = width // 2
        self.height = height

    @property
    def left(self) -> QRect:
        """Where the left monitor is on the desktop."""
        return QRect(0, 0, self.width, self.height)

    @property
    def right(self) -> QRect:
        """Where the right one is."""
        return QRect(self.width, 0, self.width, self.height)

    def plug_in_left(self) -> None:
        """Make the left half a monitor."""
        self._xrandr("--setmonitor", LEFT, f"{self._half}+0+0", "screen")

    def plug_in_right(self) -> None:
        """Make the right half a monitor."""
        self._xrandr("--setmonitor", RIGHT, f"{self._half}+{self.width}+0", "none")
        self._wait_for({LEFT, RIGHT})

    def pull_out_right(self) -> None:
        """Let the right half be nothing."""
        self._xrandr("--delmonitor", RIGHT)
        self._wait_for({LEFT})

    def pull_out_all(self) -> None:
        """Let the whole screen be one monitor again."""
        for name in (RIGHT, LEFT):
            if name in _connected():
                self._xrandr("--delmonitor", name)
        self._qtbot.waitUntil(lambda: not _connected() & {LEFT, RIGHT})

    @property
    def _half(self) -> str:
        return f"{self.width}/250x{self.height}/230"

    def _wait_for(self, names: set[str]) -> None:
        self._qtbot.waitUntil(lambda: _connected() == names)

    def _xrandr(self, *arguments: str) -> None:
        subprocess.run(
            ["xrandr", "--display", self._display, *arguments],
            check=True,
            capture_output=True,
            timeout=_TIMEOUT,
        )


def _connected() -> set[str]:
    return {screen.name() for screen in QGuiApplication.screens()}
