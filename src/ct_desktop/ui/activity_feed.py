"""Brings the Activity screen its day: read when wanted, and again when the day has grown."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from datetime import date

from ct_desktop.core.activity import ActivityDay
from ct_desktop.core.moment import Clock, Moment
from ct_desktop.history import History, HistoryError
from ct_desktop.history.recorder import ActivityRecorder

_REFRESH = 15.0
"""Seconds after which the day is read again: the links' stretches grow without an entry."""


class ActivityFeed:
    """Reads one day at a time, while it ``is_shown``; a burst of entries is one reading.

    Run it as one task.
    """

    def __init__(
        self,
        history: History,
        recorder: ActivityRecorder,
        *,
        clock: Clock,
        is_shown: Callable[[], bool],
        show: Callable[[ActivityDay, date, Moment], None],
        show_failure: Callable[[str], None],
        show_notice: Callable[[str], None],
    ) -> None:
        self._history = history
        self._recorder = recorder
        self._clock = clock
        self._is_shown = is_shown
        self._show = show
        self._show_failure = show_failure
        self._show_notice = show_notice
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
        unsubscribe = (
            self._recorder.changed.subscribe(lambda _entry: self._stale.set()),
            self._history.deleted.subscribe(lambda _none: self._stale.set()),
        )
        try:
            while True:
                with suppress(TimeoutError):
                    async with asyncio.timeout(_REFRESH):
                        await self._stale.wait()
                self._stale.clear()
                if self._day is not None and self._is_shown():
                    await self._read(self._day)
        finally:
            for stop in unsubscribe:
                stop()

    async def _read(self, day: date) -> None:
        try:
            # What has happened since the last writing is part of the day.
            await self._recorder.flush()
            read = await self._history.day(day)
        except HistoryError as error:
            self._show_failure(str(error))
            return
        self._show_notice(self._history.trouble or self._history.notice or "")
        if day == self._day:
            self._show(read, day, self._clock.now())
