"""The day itself: faults come and go, and at every beat the screen is read."""

import asyncio
from dataclasses import dataclass, field
from itertools import count, cycle

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QDialog

from ct_desktop.core.links import LinkState
from ct_desktop.core.moment import Clock, Moment
from ct_desktop.core.snapshot import is_stale
from ct_desktop.monitor.monitor import Monitor
from ct_desktop.ui.shell.window import MainWindow
from screenshots.gallery import PictureError
from screenshots.window_controls import button, press
from soak.bounds import NOTICE, RECOVERY
from soak.course import Episode, Figures
from soak.form import Pace
from soak.pressed_time import wall_clock
from soak.resources import (
    Held,
    count_now,
    fill_thread_pool,
    memory_now,
    objects_by_type,
    rows_shown,
)
from soak.screen_reading import Shown, everything_shown
from support.demo_process import DemoProcess

HEALTHY = "healthy"

_BEAT = 1.0
"""Seconds between two beats of the app's, in which ages go on."""

_BEATS_A_LOOK = 15
"""From one look at the whole screen to the next: reading it costs more than writing it."""

_BEATS_A_CLOSE_LOOK = 3
"""The same while something is wrong."""

_DIALOG_STAYS = 30.0
"""Seconds on the wall that one stays at most."""

_LOOKS, _BETWEEN_LOOKS = 10, 2.0
"""How often is counted what is held, and seconds between: some of it is under way."""

_SCREENS = ("Connection", "Activity", "Settings")


@dataclass(frozen=True, slots=True)
class Recovery:
    """``seconds`` until all was well after ``scenario``; ``None`` when it was not in time.

    Then ``lacking`` says what was not.
    """

    scenario: str
    seconds: float | None
    lacking: str = ""


@dataclass(slots=True)
class Findings:
    """What the day showed."""

    recoveries: list[Recovery] = field(default_factory=list)
    looks: int = 0
    figures_read: int = 0
    marked: int = 0
    unmarked: list[str] = field(default_factory=list)
    unnoticed: list[str] = field(default_factory=list)

    @property
    def missed(self) -> list[Recovery]:
        """The times that the app did not come back soon enough."""
        return [each for each in self.recoveries if each.seconds is None]


class Day:
    """Drives one app that runs in this process and is signed out at first.

    ``accounts`` is how many tradable ones there are.
    """

    def __init__(
        self,
        window: MainWindow,
        monitor: Monitor,
        demo: DemoProcess,
        clock: Clock,
        *,
        accounts: int,
    ) -> None:
        self.findings = Findings()
        self._window = window
        self._monitor = monitor
        self._demo = demo
        self._clock = clock
        self._accounts = accounts
        self._timers: list[QTimer] = []
        self._silent_since: Moment | None = None
        self._visits = cycle(_SCREENS)
        self._scenario = HEALTHY

    async def begin(self) -> None:
        """Sign in, and wait for figures."""
        await press(self._window, "Connect")
        await self._until_well("the start")
        await self._until_no_dialog()

    async def beat(self) -> None:
        """Beat once a second, as the app's own timers do on the wall, and read the screen."""
        for number in count():
            self._take_over_timers()
            for timer in self._timers:
                timer.timeout.emit()
            is_healthy = self._scenario == HEALTHY
            if number % (_BEATS_A_LOOK if is_healthy else _BEATS_A_CLOSE_LOOK) == 0:
                self._look()
            await asyncio.sleep(_BEAT)

    async def episode(self, episode: Episode, pace: Pace) -> None:
        """One scenario from its beginning until the app has long been well again.

        The second screen stands beside the window until it is well.
        """
        self._toggle_second_screen()
        await self._set_scenario(episode.scenario)
        if episode.figures is Figures.STAY_AWAY:
            self._silent_since = self.now()
        await asyncio.sleep(pace.lasts)
        if episode.figures is Figures.STAY_AWAY and self._is_fine():
            self.findings.unnoticed.append(episode.scenario)
        self._silent_since = None
        ended = self.now()
        await self._set_scenario(HEALTHY)
        if episode.needs_trader:
            await press(self._window, "Sign in again")
        await self._until_well(episode.scenario)
        self._toggle_second_screen()
        await self._look_around()
        await asyncio.sleep(max(0.0, pace.rests - self.now().seconds_since(ended)))

    async def held(self) -> Held:
        """What is held now, while figures are watched and signed out.

        The counts are the least of some looks, since something is always under way.
        """
        await fill_thread_pool()
        least = count_now()
        for _ in range(_LOOKS):
            await asyncio.sleep(_BETWEEN_LOOKS)
            least = least.least(count_now())
        watching, rows = memory_now(), rows_shown()
        await self._sign_out()
        held = Held(watching, rows, memory_now(), least, objects_by_type())
        await press(self._window, "Connect")
        await self._until_well("signing in")
        await self._until_no_dialog()
        return held

    def now(self) -> Moment:
        """The present moment of the session."""
        return self._clock.now()

    async def polls(self) -> int:
        """How many tool calls have reached the simulated CrossTrade."""
        state = await asyncio.to_thread(self._demo.state)
        return sum(state["tool_calls"].values())

    async def renewals(self) -> int:
        """How often the token was renewed."""
        renewals: int = (await asyncio.to_thread(self._demo.state))["refreshes"]
        return renewals

    # Reading the screen

    def _look(self) -> None:
        now, findings = self.now(), self.findings
        silent = self._silent_since
        snapshot = self._monitor.state.snapshot
        limit = snapshot.age_limits.positions + NOTICE
        all_old = silent is not None and is_stale(silent, limit, now)
        findings.looks += 1
        for shown in everything_shown(snapshot):
            findings.figures_read += 1
            findings.marked += shown.is_marked
            too_old = shown.at is not None and is_stale(shown.at, shown.limit + NOTICE, now)
            if (all_old or too_old) and not shown.is_marked:
                self._complain(shown, now)

    def _complain(self, shown: Shown, now: Moment) -> None:
        at = f"{now.utc:%H:%M:%S}"
        words = f"{shown.where}: {shown.text!r} at {at}, in {self._scenario}"
        self.findings.unmarked.append(words)

    def _is_fine(self) -> bool:
        links = self._monitor.state.chain.links
        return all(link.state is LinkState.OK for link in links)

    def _lacking(self, since: Moment) -> str:
        """The first thing that is not well; empty where all is."""
        snapshot = self._monitor.state.snapshot
        if snapshot.positions is None or snapshot.positions.fetched_at.steady < since.steady:
            return "no positions were read"
        if snapshot.accounts is None or len(snapshot.accounts.value) < self._accounts:
            return "accounts are missing"
        for link in self._monitor.state.chain.links:
            if link.state is not LinkState.OK:
                why = "" if link.problem is None else f" ({link.problem.kind})"
                return f"{link.name} is {link.state}{why}"
        for shown in everything_shown(snapshot):
            if shown.is_marked and not shown.is_slow:
                return f"{shown.where} is marked as old: {shown.text!r}"
        return ""

    async def _until_well(self, after: str) -> None:
        began = self.now()
        while lacking := self._lacking(began):
            if self.now().seconds_since(began) > RECOVERY:
                at = f"{self.now().utc:%H:%M:%S}"
                self.findings.recoveries.append(Recovery(after, None, f"{lacking}, at {at}"))
                return
            await asyncio.sleep(_BEAT)
        seconds = self.now().seconds_since(began)
        self.findings.recoveries.append(Recovery(after, seconds))

    # What the trader does

    async def _look_around(self) -> None:
        """Visit another screen, and come back."""
        await self._until_no_dialog()
        await press(self._window, next(self._visits))
        await asyncio.sleep(5 * _BEAT)
        await press(self._window, "Monitor")

    async def _until_no_dialog(self) -> None:
        """A dialog that says how well it went closes by a timer of Qt's, which is on the wall."""
        deadline = wall_clock() + _DIALOG_STAYS
        while any(dialog.isVisible() for dialog in self._window.findChildren(QDialog)):
            if wall_clock() > deadline:
                raise PictureError("A dialog stays open.")
            await asyncio.sleep(_BEAT)

    async def _sign_out(self) -> None:
        await press(self._window, "Connection")
        await press(self._window, "Sign out")
        await press(self._window, "Sign out")
        await button(self._window, "Connect")

    def _toggle_second_screen(self) -> None:
        """What F11 does."""
        self._window.second_screen_requested.emit()

    async def _set_scenario(self, name: str) -> None:
        await asyncio.to_thread(self._demo.set_scenario, name)
        self._scenario = name

    def _take_over_timers(self) -> None:
        for window in QApplication.topLevelWidgets():
            for timer in window.findChildren(QTimer):
                if timer.isActive() and not timer.isSingleShot() and timer.interval() == 1000:
                    timer.stop()
                    self._timers.append(timer)
