"""Decides when it is asked whether there is a newer version, and holds what came of it.

Nothing is asked before :meth:`UpdateChecker.allow`, and nothing at all where somebody else keeps
the app up to date. Nothing is ever downloaded or run.
"""

import asyncio
import logging
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime

from ct_desktop import __version__
from ct_desktop.core.moment import Clock, Moment
from ct_desktop.listeners import Listeners
from ct_desktop.profiles import ProfileError
from ct_desktop.updates.errors import UpdateError
from ct_desktop.updates.question import newest_release
from ct_desktop.updates.record import INTERVAL, Remembered, UpdateRecord
from ct_desktop.updates.release import Release
from ct_desktop.updates.version import Version, parse_version

_log = logging.getLogger(__name__)

LOOK_EVERY = 900.0
"""Seconds between two looks at the clock; a timer for a whole day would stand still in sleep."""


@dataclass(frozen=True, slots=True)
class UpdateState:
    """What is known of newer versions.

    ``asked_at`` (UTC) is when it was last asked, in this run or an earlier one, and ``answered``
    whether an answer came that could be read. ``newer`` is a version newer than this one.
    """

    allowed: bool = False
    asking: bool = False
    asked_at: datetime | None = None
    answered: bool = False
    newer: Release | None = None
    is_skipped: bool = False

    @property
    def news(self) -> Release | None:
        """What to tell a trader who wants to be told."""
        return self.newer if self.allowed and not self.is_skipped else None


class UpdateChecker:
    """Asks at ``url`` at most once a day by itself, over all runs and windows.

    ``updated_by`` is who keeps the app up to date in the trader's place: then all of this rests.
    """

    def __init__(
        self,
        *,
        url: str,
        record: UpdateRecord,
        clock: Clock,
        updated_by: str | None = None,
        own_version: str = __version__,
    ) -> None:
        self.url = url
        self.updated_by = updated_by
        self.changed: Listeners[UpdateState] = Listeners()
        self._record = record
        self._clock = clock
        self._own = parse_version(own_version)
        self._state = UpdateState()
        self._asked: Moment | None = None
        self._asking = asyncio.Lock()
        self._wake = asyncio.Event()

    @property
    def state(self) -> UpdateState:
        """What is known now."""
        return self._state

    def allow(self, allowed: bool) -> None:
        """Whether it may be asked, by the trader's own choice; :meth:`run` goes by it at once."""
        allowed = allowed and self.updated_by is None
        if allowed != self._state.allowed:
            self._tell(replace(self._state, allowed=allowed))
            self._wake.set()

    async def run(self, *, after: float = 0) -> None:
        """Ask whenever it is time, from ``after`` seconds on, until cancelled."""
        if self.updated_by is not None:
            return
        await asyncio.sleep(after)
        while True:
            self._wake.clear()
            await self.look()
            with suppress(TimeoutError):
                async with asyncio.timeout(LOOK_EVERY):
                    await self._wake.wait()

    async def look(self) -> None:
        """Ask if it is time and allowed; else take in what another window may have learnt."""
        async with self._asking:
            now = self._clock.now()
            if self._state.allowed and self._is_due(now) and await self._claim(now):
                await self._ask(now)
            else:
                self._take_in(await self._remembered())

    async def ask_now(self) -> None:
        """Ask although it may not be time: the trader wants to know."""
        if self.updated_by is not None or self._asking.locked():
            return
        async with self._asking:
            now = self._clock.now()
            await self._write(lambda: self._record.note_question(now.utc))
            await self._ask(now)

    async def skip(self, version: Version) -> None:
        """Say no more of ``version``; a newer one is news again."""
        newer = self._state.newer
        if newer is not None and newer.version == version:
            self._tell(replace(self._state, is_skipped=True))
        await self._write(lambda: self._record.skip(version))

    def _is_due(self, now: Moment) -> bool:
        # The record knows the wall clock alone, which may be set while the app runs.
        return self._asked is None or now.seconds_since(self._asked) >= INTERVAL.total_seconds()

    async def _claim(self, now: Moment) -> bool:
        try:
            return await asyncio.to_thread(self._record.claim, now.utc)
        except ProfileError as error:
            # Who cannot remember having asked would ask at each start.
            _log.warning("It is not asked for a newer version: %s", error)
            return False

    async def _ask(self, now: Moment) -> None:
        self._asked = now
        self._tell(replace(self._state, asking=True, asked_at=now.utc))
        newest: Release | None = None
        try:
            newest = await newest_release(self.url)
        except UpdateError as error:
            _log.info("It was asked for a newer version: %s", error)
        finally:
            self._tell(replace(self._state, asking=False, answered=newest is not None))
        if newest is None:
            return
        answer = newest
        await self._write(lambda: self._record.note_answer(answer))
        remembered = await self._remembered()
        skipped = None if remembered is None else remembered.skipped
        self._tell(self._with_newest(self._state, answer, skipped))

    async def _remembered(self) -> Remembered | None:
        try:
            return await asyncio.to_thread(self._record.read)
        except ProfileError as error:
            _log.warning("What was asked for newer versions is not known: %s", error)
            return None

    async def _write(self, write: Callable[[], None]) -> None:
        try:
            await asyncio.to_thread(write)
        except ProfileError as error:
            _log.warning("It is not remembered that it was asked for a newer version: %s", error)

    def _take_in(self, remembered: Remembered | None) -> None:
        if remembered is None:
            return
        state = replace(self._state, asked_at=remembered.asked_at, answered=remembered.answered)
        self._tell(self._with_newest(state, remembered.newest, remembered.skipped))

    def _with_newest(
        self, state: UpdateState, newest: Release | None, skipped: Version | None
    ) -> UpdateState:
        newer = newest if newest is not None and newest.version > self._own else None
        return replace(
            state,
            newer=newer,
            is_skipped=newer is not None and skipped is not None and newer.version <= skipped,
        )

    def _tell(self, state: UpdateState) -> None:
        if state != self._state:
            self._state = state
            self.changed.emit(state)
