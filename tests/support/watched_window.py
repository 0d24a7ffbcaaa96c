"""The app's window while it watches: how soon it names what breaks, and what it goes on showing."""

import re
import time
from dataclasses import dataclass

from support.accessibility import Element
from support.demo_process import DemoProcess
from support.desktop_app import DesktopApp

BUTTON = "push button"
ALL_FINE = "All 8 links fine"

_PATIENCE = 8.0
"""Seconds by which a wait outlasts its limit, so that a failure says how late it was."""

NOTICE_TIMEOUT = 20.0
"""Seconds for a fault to be noticed where its time is not what a test measures."""

START_TIMEOUT = 30.0
"""Seconds for a window to be there and to have asked for everything once, on a busy machine."""


class WatchedWindow:
    """A window that is signed in and watches. Made only once all links are fine."""

    def __init__(self, app: DesktopApp) -> None:
        self.app = app
        self._chain = app.window.find(
            BUTTON, re.compile("^Connection chain: "), timeout=START_TIMEOUT
        )
        self.wait_until_fine()

    def wait_until_fine(self) -> None:
        """Return when all links are fine."""
        self._chain.wait_for_name(f": {ALL_FINE}$", timeout=START_TIMEOUT)

    def seconds_until(self, words: str, since: float, within: float) -> float:
        """Seconds from ``since`` (``time.monotonic()``) until the chain's line says ``words``.

        Waits somewhat longer than ``within``; the judgement is the caller's.
        """
        left = since + within + _PATIENCE - time.monotonic()
        self._chain.wait_for_name(rf"(: |\. ){re.escape(words)}(\.|$)", timeout=left)
        return time.monotonic() - since

    def chain(self) -> str:
        """What the chain's line says now."""
        return self._chain.wait_for_name("", timeout=1.0).removeprefix("Connection chain: ")

    def pass_through(self, scenario: str, demo: DemoProcess) -> None:
        """Have ``scenario`` noticed, through which the next one comes in life."""
        demo.set_scenario(scenario)
        self._chain.wait_for_name(r"\b[1-8] broken\b", timeout=NOTICE_TIMEOUT)

    def banner(self, title: str) -> Element:
        """The banner over the figures, which has the problem's title."""
        return self.app.window.find("filler", title)

    def newest_figure(self) -> "NewestFigure":
        """What is said of the age of the newest figure."""
        name = self.app.window.find("label", re.compile("^Newest figure: ")).name
        found = re.search(r"(\d\d:\d\d:\d\d)$", name)
        assert found, name
        return NewestFigure(seconds_of_day(found[1]), is_old=" old " in name)

    def accounts(self) -> int:
        """How many rows the table of accounts has."""
        return self.app.window.find("table", "Accounts").table(max_rows=0).row_count

    def tile(self, name: str) -> str:
        """A tile's figure in words."""
        return self.app.window.find("label", re.compile(f"^{name}: ")).name


@dataclass(frozen=True)
class NewestFigure:
    """When the newest figure was supplied, in seconds of the day, and whether it is marked old."""

    supplied_at: int
    is_old: bool


def seconds_of_day(clock: str) -> int:
    """``10:41:07`` as seconds since midnight."""
    hours, minutes, seconds = (int(part) for part in clock.split(":"))
    return hours * 3600 + minutes * 60 + seconds
