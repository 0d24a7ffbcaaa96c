"""Equity samples, in and out of SQLite: one a minute for each account and each group's total."""

import sqlite3
from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime

from ct_desktop.core.equity import EquityOf, EquitySample, GroupTotal
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
        connection.execute(
            "INSERT INTO equity (series, minute, at, balance) "
            "SELECT id, ?, ?, ? FROM equity_series WHERE kind = ? AND name = ? "
            "ON CONFLICT (series, minute) DO UPDATE SET at = excluded.at, "
            "balance = excluded.balance WHERE excluded.at >= equity.at",
            (at // _MINUTE, at, sample.balance, kind, name),
        )


def read_equity(
    connection: sqlite3.Connection, since: datetime, until: datetime, of: EquityOf
) -> tuple[EquitySample, ...]:
    """One series from ``since`` to before ``until``, in order."""
    rows = connection.execute(
        "SELECT at, balance FROM equity WHERE series = "
        "(SELECT id FROM equity_series WHERE kind = ? AND name = ?) "
        "AND minute >= ? AND at >= ? AND at < ? ORDER BY minute",
        (*_key(of), to_timestamp(since) // _MINUTE, to_timestamp(since), to_timestamp(until)),
    )
    return tuple(EquitySample(from_timestamp(at), balance) for at, balance in rows)


def read_accounts_equity(
    connection: sqlite3.Connection, since: datetime, until: datetime
) -> dict[str, tuple[EquitySample, ...]]:
    """The series of every account, by its name, from ``since`` to before ``until``."""
    found: dict[str, list[EquitySample]] = defaultdict(list)
    for name, at, balance in connection.execute(
        "SELECT name, at, balance FROM equity_series JOIN equity ON series = id "
        "WHERE kind = 'account' AND minute >= ? AND at >= ? AND at < ? ORDER BY series, minute",
        (to_timestamp(since) // _MINUTE, to_timestamp(since), to_timestamp(until)),
    ):
        found[name].append(EquitySample(from_timestamp(at), balance))
    return {name: tuple(samples) for name, samples in found.items()}


def prune_equity(connection: sqlite3.Connection, oldest: datetime, count: int) -> None:
    """Delete what is older than ``oldest``, and the oldest beyond ``count`` samples."""
    connection.execute("DELETE FROM equity WHERE at < ?", (to_timestamp(oldest),))
    row = connection.execute(
        "SELECT minute FROM equity ORDER BY minute DESC LIMIT 1 OFFSET ?", (count,)
    ).fetchone()
    if row is not None:
        connection.execute("DELETE FROM equity WHERE minute <= ?", row)
    connection.execute("DELETE FROM equity_series WHERE id NOT IN (SELECT series FROM equity)")


def _key(of: EquityOf) -> tuple[str, str]:
    if isinstance(of, GroupTotal):
        return "total", f"{of.group.value}/{of.currency or ''}"
    return "account", of
