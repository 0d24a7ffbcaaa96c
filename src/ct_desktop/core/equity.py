"""What accounts, and groups of them, were worth over time."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from ct_desktop.core.accounts import AccountGroup
from ct_desktop.core.drawdown import balance_now
from ct_desktop.core.moment import Moment
from ct_desktop.core.rows import AccountRow, totals
from ct_desktop.core.snapshot import AgeLimits, is_stale


@dataclass(frozen=True, slots=True)
class GroupTotal:
    """All accounts of one group whose money is in one currency (``None``: not supplied)."""

    group: AccountGroup
    currency: str | None = None


EquityOf: TypeAlias = str | GroupTotal
"""Whose equity: an account by its name, or a group's total."""


@dataclass(frozen=True, slots=True)
class EquitySample:
    """What it was worth, open profit or loss included, at ``at`` (aware).

    ``held_until`` is when it was last looked at and not stale; ``None`` where that was ``at``. So
    a figure that is asked for only now and then leaves no gap, and one that went stale does.
    """

    at: datetime
    balance: float
    held_until: datetime | None = None

    @property
    def known_until(self) -> datetime:
        """The end of the time for which this is known."""
        return self.held_until or self.at


def equity_now(
    rows: Iterable[AccountRow], limits: AgeLimits, now: Moment
) -> dict[EquityOf, EquitySample]:
    """What is known and not stale: each account as of its own figures, each total as of now."""
    rows = list(rows)
    found: dict[EquityOf, EquitySample] = {}
    for row in rows:
        if row.balance is None or row.balance_at is None:
            continue
        balance = balance_now(row.balance)
        if balance is not None and not is_stale(row.balance_at, limits.balances, now):
            found[row.account.name] = EquitySample(row.balance_at.utc, balance, now.utc)
    for total in totals(rows):
        at = total.balances_at
        if total.net_liquidation is None or at is None or is_stale(at, limits.balances, now):
            continue
        key = GroupTotal(total.group, total.currency)
        found[key] = EquitySample(now.utc, total.net_liquidation)
    return found
