"""Brings the Activity screen its day: read when wanted, and again when the day has grown."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from datetime import date

from ct_desktop.core.activity import ActivityDay, ActivityEntry
from ct_desktop.core.moment import Clock, Moment
from ct_desktop.history import History, HistoryError
from ct_desktop.listeners import Listeners

_REFRESH = 15.0
"""Seconds after which the day is read again: the links' stretches grow without an entry."""


class ActivityFeed:
    """Reads one day at a time, while it ``is_shown``; a burst of entries is one reading.

    Run it as one task.
    """

    def __init__(
        self,
        history: History,
        entries: Listeners[ActivityEntry],
        *,
        clock: Clock,
        is_shown: Callable[[], bool],
        show: Callable[[ActivityDay, Moment], None],
        show_failure: Callable[[str], None],
    ) -> None:
        self._history = history
        self._entries = entries
        self._clock = clock
        self._is_shown = is_shown
        self._show = show
        self._show_failure = show_failure
        self._day: date | None = None
        self._stale = asyncio.Event()

    def want(self, day: date) -> None:
        """Show ``day`` from now on."""
        self._day = day
        self._stale.set()

    def refresh(self) -> None:
        """Read the day again: it is shown again."""
        self._stale.set()

    async def run(self) -> None:
        """Keep the wanted day current until cancelled."""
        unsubscribe = self._entries.subscribe(lambda _entry: self._stale.set())
        try:
            while True:
                with suppress(TimeoutError):
                    async with asyncio.timeout(_REFRESH):
                        await self._stale.wait()
                self._stale.clear()
                if self._day is not None and self._is_shown():
                    await self._read(self._day)
        finally:
            unsubscribe()

    async def _read(self, day: date) -> None:
        try:
            read = await self._history.day(day)
        except HistoryError as error:
            self._show_failure(str(error))
            return
        if day == self._day:
            self._show(read, self._clock.now())
