"""Peaks of balances, in and out of SQLite: up to four of an account, one a row."""

import sqlite3
from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any

from ct_desktop.core.peaks import AccountPeaks, Peak, PeakSource
from ct_desktop.history.timestamps import from_timestamp, to_timestamp

KEEP_ACCOUNTS = 1000
"""Accounts whose peaks are kept; those seen longest ago go first."""

_KINDS = ("session_high", "highest", "latest", "highest_close")


def save_peaks(connection: sqlite3.Connection, peaks: Iterable[AccountPeaks]) -> None:
    """Write the peaks of some accounts in place of what was kept of them."""
    for each in peaks:
        connection.execute("DELETE FROM peaks WHERE account = ?", (each.account,))
        rows = [(kind, getattr(each, kind)) for kind in _KINDS]
        connection.executemany(
            "INSERT INTO peaks (account, kind, session, balance, at, source) "
            "VALUES (?, ?, ?, ?, ?, ?)",
            [
                (
                    each.account,
                    kind,
                    each.session.isoformat(),
                    peak.balance,
                    None if peak.at is None else to_timestamp(peak.at),
                    peak.source.value,
                )
                for kind, peak in rows
                if peak is not None
            ],
        )
    connection.execute(
        "DELETE FROM peaks WHERE account IN (SELECT account FROM peaks WHERE kind = 'latest' "
        "ORDER BY at DESC LIMIT -1 OFFSET ?)",
        (KEEP_ACCOUNTS,),
    )


def read_peaks(connection: sqlite3.Connection) -> dict[str, AccountPeaks]:
    """The peaks of every account, by its name. Rows that make no whole are left out."""
    found: dict[str, dict[str, Any]] = defaultdict(dict)
    for account, kind, session, balance, at, source in connection.execute(
        "SELECT account, kind, session, balance, at, source FROM peaks"
    ):
        try:
            when = None if at is None else from_timestamp(at)
            found[account][kind] = Peak(float(balance), when, PeakSource(source))
            found[account]["session"] = date.fromisoformat(session)
        except (TypeError, ValueError, OverflowError):
            continue
    return {
        account: AccountPeaks(account=account, **parts)
        for account, parts in found.items()
        if {"session_high", "highest", "latest"} <= set(parts) <= {*_KINDS, "session"}
    }
