"""Equity samples, in and out of SQLite: one a minute for each account and each group's total."""

import sqlite3
from collections.abc import Iterator, Mapping
from datetime import datetime
from itertools import groupby
from operator import itemgetter

from ct_desktop.core.equity import EquityOf, EquitySample, GroupTotal
from ct_desktop.core.equity_line import EquityLine
from ct_desktop.history.timestamps import from_timestamp, to_timestamp

_MINUTE = 60 * 1_000_000


def save_equity(connection: sqlite3.Connection, samples: Mapping[EquityOf, EquitySample]) -> None:
    """Write samples; a later one of the same minute takes the place of the earlier."""
    for of, sample in samples.items():
        kind, name = _key(of)
        connection.execute(
            "INSERT INTO equity_series (kind, name) VALUES (?, ?) ON CONFLICT DO NOTHING",
            (kind, name),
        )
        at = to_timestamp(sample.at)
        held_until = None if sample.held_until is None else to_timestamp(sample.held_until)
        connection.execute(
            "INSERT INTO equity (series, minute, at, balance, held_until) "
            "SELECT id, ?, ?, ?, ? FROM equity_series WHERE kind = ? AND name = ? "
            "ON CONFLICT (series, minute) DO UPDATE SET at = excluded.at, "
            "balance = excluded.balance, held_until = excluded.held_until "
            "WHERE excluded.at >= equity.at",
            (at // _MINUTE, at, sample.balance, held_until, kind, name),
        )


def read_equity(
    connection: sqlite3.Connection, since: datetime, until: datetime, of: EquityOf
) -> tuple[EquitySample, ...]:
    """One series from ``since`` to before ``until``, in order."""
    rows = connection.execute(
        "SELECT at, balance, held_until FROM equity WHERE series = "
        "(SELECT id FROM equity_series WHERE kind = ? AND name = ?) "
        "AND minute >= ? AND at >= ? AND at < ? ORDER BY minute",
        (*_key(of), to_timestamp(since) // _MINUTE, to_timestamp(since), to_timestamp(until)),
    )
    return tuple(_sample(*row) for row in rows)


def read_accounts_lines(
    connection: sqlite3.Connection, since: datetime, until: datetime, at_most: int
) -> Iterator[tuple[str, EquityLine]]:
    """Every account's name and line from ``since`` to before ``until``, thinned to ``at_most``.

    One after the other, so that a session of two hundred accounts is never held whole.
    """
    rows = connection.execute(
        "SELECT name, at, balance, held_until FROM equity_series JOIN equity ON series = id "
        "WHERE kind = 'account' AND minute >= ? AND at >= ? AND at < ? ORDER BY series, minute",
        (to_timestamp(since) // _MINUTE, to_timestamp(since), to_timestamp(until)),
    )
    for name, of_one in groupby(rows, key=itemgetter(0)):
        yield name, EquityLine.of(_sample(*row[1:]) for row in of_one).thinned(at_most)


def prune_equity(connection: sqlite3.Connection, oldest: datetime, count: int) -> None:
    """Delete what is older than ``oldest``, and the oldest beyond ``count`` samples."""
    connection.execute("DELETE FROM equity WHERE at < ?", (to_timestamp(oldest),))
    row = connection.execute(
        "SELECT minute FROM equity ORDER BY minute DESC LIMIT 1 OFFSET ?", (count,)
    ).fetchone()
    if row is not None:
        connection.execute("DELETE FROM equity WHERE minute <= ?", row)
    connection.execute("DELETE FROM equity_series WHERE id NOT IN (SELECT series FROM equity)")


def delete_equity(connection: sqlite3.Connection) -> None:
    """Delete every sample."""
    connection.execute("DELETE FROM equity")
    connection.execute("DELETE FROM equity_series")


def _key(of: EquityOf) -> tuple[str, str]:
    if isinstance(of, GroupTotal):
        return "total", f"{of.group.value}/{of.currency or ''}"
    return "account", of


def _sample(at: int, balance: float, held_until: int | None) -> EquitySample:
    held = None if held_until is None else from_timestamp(held_until)
    return EquitySample(from_timestamp(at), balance, held)
