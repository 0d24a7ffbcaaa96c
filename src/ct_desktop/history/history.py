"""The history of one profile: entries, their steps, and how each link fared."""

import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from ct_desktop.core.activity import ActivityDay, ActivityEntry, LinkSpan
from ct_desktop.core.equity import EquityOf, EquitySample
from ct_desktop.core.equity_line import EquityLine
from ct_desktop.core.local_day import day_bounds
from ct_desktop.core.moment import Clock
from ct_desktop.core.peaks import AccountPeaks
from ct_desktop.core.wording_activity import HISTORY_SLOW
from ct_desktop.history.errors import HistoryError
from ct_desktop.history.worker import HistoryWorker
from ct_desktop.listeners import Listeners

if TYPE_CHECKING:
    from ct_desktop.history.store import Store

_log = logging.getLogger(__name__)

T = TypeVar("T")

_TIME_LIMIT = 10.0
"""Seconds for one access, with all that waits before it."""

_CLOSE_TIME_LIMIT = 3.0

KEEP_AT_MOST = 50_000
"""Entries, and spans, in one file."""

KEEP_EQUITY_FOR = timedelta(days=8)
"""A trading week and a day."""

KEEP_EQUITY_AT_MOST = 600_000
"""Samples in one file, some 25 MB: two days of 200 accounts, a week of fifty."""


class History:
    """One SQLite file, opened with the first access, in a thread of its own.

    Bounded: what is older than ``keep_for``, and entries and spans beyond ``keep_at_most`` of
    each, go when something is written. Several processes may use the same file at once.

    ``trouble`` says, in words for the trader, why the history cannot be used now; ``None`` while it
    can. ``notice`` says that a damaged file was set aside and a new one begun.
    """

    def __init__(
        self,
        path: Path,
        *,
        clock: Clock,
        keep_for: timedelta = timedelta(days=90),
        keep_at_most: int = KEEP_AT_MOST,
    ) -> None:
        self.trouble: str | None = None
        self.deleted: Listeners[None] = Listeners()
        """Tells that all was deleted, to whoever holds something of it."""
        self._path = path
        self._clock = clock
        self._keep_for = keep_for
        self._keep_at_most = keep_at_most
        self._worker = HistoryWorker()
        self._store: Store | None = None

    @property
    def notice(self) -> str | None:
        """What the trader should know of the file, or ``None``."""
        return self._store.notice if self._store is not None else None

    async def record(self, entry: ActivityEntry) -> ActivityEntry | None:
        """Write one entry; with its ``id``, or ``None`` where that failed (see ``trouble``)."""
        try:
            (saved,) = await self.save((entry,))
        except HistoryError:
            return None
        return saved

    async def save(
        self, entries: Sequence[ActivityEntry], spans: Iterable[LinkSpan] = ()
    ) -> tuple[ActivityEntry, ...]:
        """Write entries and spans, all or none; gives the entries with their ``id``.

        An entry whose ``id`` is 0 is new, another replaces what it was. So does a span of the same
        link and beginning. Raises ``HistoryError``.
        """
        oldest = self._clock.now().utc - self._keep_for
        new_spans = tuple(spans)
        return await self._run(
            lambda store: store.save(
                entries, new_spans, keep_from=oldest, keep_at_most=self._keep_at_most
            )
        )

    async def entries(
        self, since: datetime, until: datetime, limit: int = KEEP_AT_MOST
    ) -> tuple[ActivityEntry, ...]:
        """The newest ``limit`` entries from ``since`` to before ``until``, newest first.

        A fault that began before and lasted into that time is among them. Raises ``HistoryError``.
        """
        return await self._run(lambda store: store.entries(since, until, limit))

    async def spans(self, since: datetime, until: datetime) -> tuple[LinkSpan, ...]:
        """The links' stretches within the time and cut to it, by link. Raises ``HistoryError``."""
        return await self._run(lambda store: store.spans(since, until))

    async def day(self, day: date, *, limit: int = KEEP_AT_MOST) -> ActivityDay:
        """One local day: its newest ``limit`` entries, all its stretches.

        Raises ``HistoryError``.
        """
        since, until = day_bounds(day)
        return await self._run(lambda store: store.day(since, until, limit))

    async def end_open_faults(self, ended_by: str) -> tuple[ActivityEntry, ...]:
        """End the faults that an earlier run left open, at the moment when each was last seen.

        Raises ``HistoryError``.
        """
        return await self._run(lambda store: store.end_open_faults(ended_by))

    async def was_closed(self) -> bool:
        """Whether the last run of the app was closed, rather than killed or cut off.

        True where there was none. Raises ``HistoryError``.
        """
        return await self._run(lambda store: store.was_closed())

    async def save_peaks(self, peaks: Sequence[AccountPeaks]) -> None:
        """Keep the peaks of some accounts in place of what was kept. Raises ``HistoryError``."""
        await self._run(lambda store: store.save_peaks(peaks))

    async def peaks(self) -> Mapping[str, AccountPeaks]:
        """The peaks that are kept, by account name. Raises ``HistoryError``."""
        return await self._run(lambda store: store.peaks())

    async def save_equity(self, samples: Mapping[EquityOf, EquitySample]) -> None:
        """Keep samples, of one series at most one a minute: the latest. Raises ``HistoryError``.

        Samples older than :data:`KEEP_EQUITY_FOR`, and the oldest beyond
        :data:`KEEP_EQUITY_AT_MOST`, go.
        """
        oldest = self._clock.now().utc - KEEP_EQUITY_FOR
        await self._run(
            lambda store: store.save_equity(
                samples, keep_from=oldest, keep_at_most=KEEP_EQUITY_AT_MOST
            )
        )

    async def equity(
        self, since: datetime, until: datetime, account: EquityOf
    ) -> tuple[EquitySample, ...]:
        """What an account, or a group's total, was worth from ``since`` to before ``until``.

        In order. Raises ``HistoryError``.
        """
        return await self._run(lambda store: store.equity(since, until, account))

    async def accounts_lines(
        self, since: datetime, until: datetime, *, at_most: int
    ) -> Mapping[str, EquityLine]:
        """The same of every account, by its name, as lines thinned to some ``at_most`` samples.

        Raises ``HistoryError``.
        """
        return await self._run(lambda store: store.accounts_lines(since, until, at_most))

    async def size(self) -> int:
        """Bytes that the history takes up on the disk. Raises ``HistoryError``."""
        return await self._run(lambda store: store.size())

    async def delete(self) -> None:
        """Delete entries, spans and equity samples, and damaged files that were set aside.

        What is going on stays, which is the faults that are open and the start of the present run;
        so do the peaks, that limits follow. While a recorder runs, ``ActivityRecorder`` has to do
        it. Raises ``HistoryError``; a process that is killed meanwhile leaves all or nothing.
        """
        await self._run(lambda store: store.delete())
        self.deleted.emit(None)

    async def aclose(self) -> None:
        """Let what waits be written, then let go of the file. A later access opens it again."""
        if not self._worker.has_begun:
            return
        try:
            await self._worker.run(self._close, _CLOSE_TIME_LIMIT)
        except TimeoutError:
            _log.warning("The history's file was still busy when the app let go of it")
        finally:
            self._worker.stop()

    async def _run(self, job: Callable[["Store"], T]) -> T:
        try:
            result = await self._worker.run(lambda: job(self._opened()), _TIME_LIMIT)
        except TimeoutError as late:
            raise self._noted(HistoryError(HISTORY_SLOW)) from late
        except HistoryError as error:
            raise self._noted(error) from error.__cause__
        self.trouble = None
        return result

    def _opened(self) -> "Store":
        # In the worker's thread, and only now: the window's start needs no database.
        from ct_desktop.history.store import Store  # noqa: PLC0415 - see above

        if self._store is None:
            self._store = Store(self._path)
        return self._store

    def _close(self) -> None:
        if self._store is not None:
            self._store.close()

    def _noted(self, error: HistoryError) -> HistoryError:
        """Remember the trouble; log it once."""
        if self.trouble != str(error):
            self.trouble = str(error)
            _log.warning("%s (%r)", error, error.__cause__)
        return error
