"""Writes the history: what the monitor and the connection tell, turned into entries and spans.

Nothing here waits on the event loop's callbacks: what is told is taken down at once, and written
by one task in batches.
"""

import asyncio
import logging
from collections.abc import Coroutine
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from itertools import islice
from typing import Any, TypeVar

from ct_desktop import __version__
from ct_desktop.connection.connection import Connection
from ct_desktop.core import wording_activity as words
from ct_desktop.core.activity import ActivityEntry, ActivityKind, LinkSpan
from ct_desktop.core.links import LinkName
from ct_desktop.core.moment import Clock, Moment
from ct_desktop.core.monitor_state import MonitorState
from ct_desktop.core.sign_in import SignIn
from ct_desktop.history.check_watch import CheckWatch
from ct_desktop.history.draft import Draft
from ct_desktop.history.errors import HistoryError
from ct_desktop.history.fault_watch import FaultWatch
from ct_desktop.history.history import History
from ct_desktop.history.link_lanes import LinkLanes, lane_states
from ct_desktop.history.position_watch import PositionWatch
from ct_desktop.history.sign_in_watch import SignInWatch
from ct_desktop.listeners import Listeners
from ct_desktop.monitor.monitor import Monitor

_log = logging.getLogger(__name__)

K = TypeVar("K")
V = TypeVar("V")

WRITE_INTERVAL = 30.0
"""Seconds between two writings while nothing happens: so much of the lanes a kill may lose."""

_CLOSE_TIME_LIMIT = 3.0
"""Seconds for the last writing: the app quits also when its disk hangs."""

_WAITING_AT_MOST = 2000
"""Entries, and spans, that wait for a history that cannot be written; then the oldest go."""


class ActivityRecorder:
    """Records one profile's activity while :meth:`run` runs.

    ``changed`` tells every entry once it was written, new or grown. All methods belong to the
    event loop's thread; none but :meth:`run` waits for the disk.
    """

    def __init__(
        self,
        history: History,
        monitor: Monitor,
        connection: Connection,
        *,
        clock: Clock,
    ) -> None:
        self.changed: Listeners[ActivityEntry] = Listeners()
        self._history = history
        self._monitor = monitor
        self._connection = connection
        self._clock = clock
        self._sign_in = SignInWatch(connection.sign_in, clock.now().utc)
        self._faults = FaultWatch()
        self._positions = PositionWatch()
        self._checks = CheckWatch()
        self._lanes = LinkLanes()
        self._drafts: dict[Draft, None] = {}
        self._spans: dict[tuple[LinkName, datetime], LinkSpan] = {}
        self._something_new = asyncio.Event()
        self._one_batch = asyncio.Lock()
        self._has_begun = False

    def record(self, entry: ActivityEntry) -> None:
        """Have an entry written that only somebody else can know of; its ``id`` is 0."""
        self._write_soon(Draft(entry))

    def note_check(self) -> None:
        """The trader asked for a check: what the self-test finds becomes an entry."""
        self._checks.note_check(self._now())

    async def run(self, *, after: float = 0.0) -> None:
        """Record until cancelled, and write what is left then.

        The file is opened ``after`` so many seconds: the first figures may have the start to
        themselves. What happens until then is taken down all the same.
        """
        version = words.VERSION.format(version=__version__)
        start = Draft(_entry(ActivityKind.APP_STARTED, self._now(), words.APP_STARTED, version))
        self._write_soon(start)
        unsubscribe = (
            self._monitor.changed.subscribe(self._on_state),
            self._connection.changed.subscribe(self._on_sign_in),
        )
        try:
            self._on_sign_in(self._connection.sign_in)
            self._on_state(self._monitor.state)
            await asyncio.sleep(after)
            await self._note_last_run(start)
            self._has_begun = True
            while True:
                await self._write()
                with suppress(TimeoutError):
                    async with asyncio.timeout(WRITE_INTERVAL):
                        await self._something_new.wait()
                self._something_new.clear()
                self._follow_lanes(self._monitor.state, self._now())
        finally:
            for stop in unsubscribe:
                stop()
            self._note_quit()
            with suppress(TimeoutError):
                async with asyncio.timeout(_CLOSE_TIME_LIMIT):
                    await self._write_batch()

    async def flush(self) -> None:
        """Write all that is known by now, the lanes up to this moment; for who wants to read it.

        Before :meth:`run` has come to its own first writing this does nothing.
        """
        if self._has_begun:
            self._follow_lanes(self._monitor.state, self._now())
            await self._write()

    async def delete_history(self) -> None:
        """Delete what happened so far; what is going on goes on. Raises ``HistoryError``.

        Done to its end, also when cancelled. See :meth:`History.delete`.
        """
        await self._to_its_end(self._delete())

    async def _delete(self) -> None:
        # No batch may be on its way: its entries would be given numbers that are gone.
        async with self._one_batch:
            before = set(self._drafts)
            self._faults.forget_recovery()
            await self._history.delete()
            self._drafts = {
                draft: None
                for draft in self._drafts
                if draft not in before or _is_going_on(draft.entry)
            }
            self._spans.clear()
            self._lanes.begin_anew(self._now())

    async def _note_last_run(self, start: Draft) -> None:
        """Put an end to what the last run left open, and say where it was not closed."""
        try:
            if not await self._history.was_closed():
                detail = f"{start.entry.detail}; {words.NOT_CLOSED_BEFORE}"
                start.entry = replace(start.entry, detail=detail)
            for ended in await self._history.end_open_faults(words.APP_WAS_CLOSED):
                self.changed.emit(ended)
        except HistoryError:
            _log.info("What the last run left could not be looked up")

    def _note_quit(self) -> None:
        now = self._now()
        self._follow_lanes(self._monitor.state, now)
        self.record(_entry(ActivityKind.APP_QUIT, now, words.APP_QUIT))

    def _on_sign_in(self, sign_in: SignIn) -> None:
        entry = self._sign_in.look(sign_in, self._now().utc)
        if entry is not None:
            self.record(entry)

    def _on_state(self, state: MonitorState) -> None:
        now = self._now()
        for draft in self._faults.look(state, now):
            self._write_soon(draft)
        changes = self._positions.look(state.snapshot, self._faults.outage_began)
        if changes.after_gap:
            self._faults.count_changes(changes.count)
        for entry in (*changes.entries, *self._checks.look(state, now)):
            self.record(entry)
        if self._follow_lanes(state, now):
            self._something_new.set()

    def _follow_lanes(self, state: MonitorState, now: Moment) -> bool:
        """Carry the lanes on; whether a link changed its state."""
        ended = self._lanes.look(lane_states(state, now), now)
        for span in (*ended, *self._lanes.present):
            if span.ended > span.began:
                self._spans[span.link, span.began] = span
        return bool(ended)

    def _write_soon(self, draft: Draft) -> None:
        self._drafts[draft] = None
        self._something_new.set()

    async def _write(self) -> None:
        """Write what waits. What has begun is written to its end, also when cancelled."""
        await self._to_its_end(self._write_batch())

    async def _to_its_end(self, work: Coroutine[Any, Any, None]) -> None:
        writing = asyncio.create_task(work, name="write the history")
        try:
            await asyncio.shield(writing)
        except asyncio.CancelledError:
            await asyncio.wait((writing,), timeout=_CLOSE_TIME_LIMIT)
            writing.cancel()
            raise

    async def _write_batch(self) -> None:
        """Write what waits; what cannot be written waits on, within bounds."""
        # One batch at a time: an entry that grows while it is first written has no ``id`` yet.
        async with self._one_batch:
            await self._write_all()

    async def _write_all(self) -> None:
        drafts, self._drafts = self._drafts, {}
        spans, self._spans = self._spans, {}
        if not (drafts or spans):
            return
        try:
            saved = await self._history.save([draft.entry for draft in drafts], spans.values())
        except HistoryError:
            self._drafts = _newest(drafts | self._drafts)
            self._spans = _newest(spans | self._spans)
            return
        except Exception:
            # A mistake of ours; the trader's window is worth more than its history.
            _log.exception("%d entries of the history were lost", len(drafts))
            return
        for draft, entry in zip(drafts, saved, strict=True):
            # It may have grown while this was written; then it waits for its turn already.
            draft.entry = replace(draft.entry, id=entry.id)
            self.changed.emit(entry)

    def _now(self) -> Moment:
        return self._clock.now()


def _entry(kind: ActivityKind, now: Moment, title: str, detail: str = "") -> ActivityEntry:
    return ActivityEntry(0, kind, now.utc, title, detail)


def _is_going_on(entry: ActivityEntry) -> bool:
    """Whether a deletion leaves it, as it stands in the file or as it waits to be written.

    A fault that has ended since it was last written is still open in the file.
    """
    written_fault = entry.kind is ActivityKind.FAULT and entry.id != 0
    return entry.is_open or written_fault or entry.kind is ActivityKind.APP_STARTED


def _newest(waiting: dict[K, V]) -> dict[K, V]:
    return dict(islice(waiting.items(), max(0, len(waiting) - _WAITING_AT_MOST), None))
