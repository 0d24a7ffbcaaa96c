"""Everything that is asked of the history's file, each in one transaction. Blocking."""

import logging
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path

from ct_desktop.core.activity import ActivityDay, ActivityEntry, LinkSpan
from ct_desktop.core.equity import EquityOf, EquitySample
from ct_desktop.core.equity_line import EquityLine
from ct_desktop.core.peaks import AccountPeaks
from ct_desktop.history.database import Database
from ct_desktop.history.entries_table import (
    delete_entries,
    end_open_faults,
    prune_entries,
    read_entries,
    save_entry,
    was_closed,
)
from ct_desktop.history.equity_table import (
    delete_equity,
    prune_equity,
    read_accounts_lines,
    read_equity,
    save_equity,
)
from ct_desktop.history.errors import HistoryError
from ct_desktop.history.peaks_table import read_peaks, save_peaks
from ct_desktop.history.spans_table import delete_spans, prune_spans, read_spans, save_spans

_log = logging.getLogger(__name__)

PRUNE_EVERY = 60
"""Savings of samples, one a minute, between two looks for what is too old: each reads them all."""


class Store:
    """The history for one thread alone; see ``History`` for what each means.

    Every method raises ``HistoryError``.
    """

    def __init__(self, path: Path) -> None:
        self._database = Database(path)
        self._equity_saves = 0

    @property
    def notice(self) -> str | None:
        """What the trader should know of the file."""
        return self._database.notice

    def save(
        self,
        entries: Sequence[ActivityEntry],
        spans: Iterable[LinkSpan],
        *,
        keep_from: datetime,
        keep_at_most: int,
    ) -> tuple[ActivityEntry, ...]:
        """Write all or none, then delete what is too old or too much."""

        def write(connection: sqlite3.Connection) -> tuple[ActivityEntry, ...]:
            saved = tuple(save_entry(connection, entry) for entry in entries)
            save_spans(connection, spans)
            prune_entries(connection, keep_from, keep_at_most)
            prune_spans(connection, keep_from, keep_at_most)
            return saved

        return self._database.run(write, writes=True)

    def entries(self, since: datetime, until: datetime, limit: int) -> tuple[ActivityEntry, ...]:
        """Entries, newest first."""
        return self._database.run(
            lambda connection: read_entries(connection, since, until, limit), writes=False
        )

    def spans(self, since: datetime, until: datetime) -> tuple[LinkSpan, ...]:
        """Stretches, cut to the time."""
        return self._database.run(
            lambda connection: read_spans(connection, since, until), writes=False
        )

    def day(self, since: datetime, until: datetime, limit: int) -> ActivityDay:
        """Entries and stretches as of one moment."""
        return self._database.run(
            lambda connection: ActivityDay(
                read_entries(connection, since, until, limit),
                read_spans(connection, since, until),
            ),
            writes=False,
        )

    def end_open_faults(self, ended_by: str) -> tuple[ActivityEntry, ...]:
        """End every fault that is open."""
        return self._database.run(
            lambda connection: end_open_faults(connection, ended_by), writes=True
        )

    def was_closed(self) -> bool:
        """Whether the last run of the app was closed."""
        return self._database.run(was_closed, writes=False)

    def save_peaks(self, peaks: Iterable[AccountPeaks]) -> None:
        """Write the peaks of some accounts."""
        self._database.run(lambda connection: save_peaks(connection, peaks), writes=True)

    def peaks(self) -> dict[str, AccountPeaks]:
        """The peaks of every account."""
        return self._database.run(read_peaks, writes=False)

    def save_equity(
        self, samples: Mapping[EquityOf, EquitySample], *, keep_from: datetime, keep_at_most: int
    ) -> None:
        """Write samples, then, now and again, delete what is too old or too much."""
        prunes = self._equity_saves % PRUNE_EVERY == 0
        self._equity_saves += 1

        def write(connection: sqlite3.Connection) -> None:
            save_equity(connection, samples)
            if prunes:
                prune_equity(connection, keep_from, keep_at_most)

        self._database.run(write, writes=True)

    def equity(self, since: datetime, until: datetime, of: EquityOf) -> tuple[EquitySample, ...]:
        """One series, in order."""
        return self._database.run(
            lambda connection: read_equity(connection, since, until, of), writes=False
        )

    def accounts_lines(
        self, since: datetime, until: datetime, at_most: int
    ) -> dict[str, EquityLine]:
        """The thinned line of every account."""
        return self._database.run(
            lambda connection: dict(read_accounts_lines(connection, since, until, at_most)),
            writes=False,
        )

    def size(self) -> int:
        """Bytes on the disk."""
        return self._database.size()

    def delete(self) -> None:
        """Delete all but what is going on and the peaks, and give the room back to the disk."""

        def delete(connection: sqlite3.Connection) -> None:
            delete_entries(connection)
            delete_spans(connection)
            delete_equity(connection)

        self._database.run(delete, writes=True)
        self._database.delete_set_aside()
        try:
            self._database.compact()
        except HistoryError as error:
            # What was deleted is: the room that it took is used again by what comes.
            _log.warning("The history's file was not made smaller: %s", error)

    def close(self) -> None:
        """Let go of the file."""
        self._database.close()
