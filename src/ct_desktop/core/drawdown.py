"""How much room an account has left before its firm's limits. Every figure is an estimate.

The firm's own books decide: fees, the firm's clock and what this app was not there to see make
the difference. What cannot be known is ``None``, never zero.

Source: the CrossTrade reference, sections 3.2 and 8.2.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from ct_desktop.core.account_rules import AccountRule, DrawdownKind
from ct_desktop.core.accounts import Balance
from ct_desktop.core.moment import Moment
from ct_desktop.core.peaks import AccountPeaks, Peak, PeakSource, counted_from, highest_of
from ct_desktop.core.trading_session import session_of

_LITTLE = 0.25
"""Of a room, under which the trader is warned."""

Peaks = Mapping[str, AccountPeaks]
"""Peaks by account name."""


@dataclass(frozen=True, slots=True)
class Room:
    """What is left before a limit, in the account's currency; always an estimate.

    ``amount`` is negative where the limit is passed. ``whole`` is what there is from the start,
    so ``fraction`` is the share that is left, from 0 to 1. ``threshold`` is where the limit lies: a
    balance for a drawdown, a loss for a day's limit. ``at`` is the age of the figures; ``peak``
    the balance that a trailing limit follows, with its time and source.
    """

    amount: float
    whole: float
    threshold: float
    at: Moment
    peak: Peak | None = None

    @property
    def fraction(self) -> float:
        """The share of the whole that is left, from 0 to 1."""
        return min(1.0, max(0.0, self.amount / self.whole))

    @property
    def is_little(self) -> bool:
        """Whether under a quarter is left."""
        return self.fraction < _LITTLE

    @property
    def is_used_up(self) -> bool:
        """Whether the limit is reached or passed."""
        return self.amount <= 0

    @property
    def source(self) -> PeakSource | None:
        """Who named the peak that the limit follows; ``None`` for a limit that follows none."""
        return self.peak.source if self.peak is not None else None


def balance_now(balance: Balance) -> float | None:
    """What the account would be worth flat, all from one answer of the server."""
    if balance.net_liquidation is not None:
        return balance.net_liquidation
    if balance.cash_value is None or balance.unrealized_pnl is None:
        return None
    return balance.cash_value + balance.unrealized_pnl


def day_result(balance: Balance) -> float | None:
    """The session's profit or loss, open one included, all from one answer of the server.

    Figures of different ages would count a trade twice, or not at all, just when it closes.
    """
    if balance.realized_pnl is None or balance.unrealized_pnl is None:
        return None
    return balance.realized_pnl + balance.unrealized_pnl


def room_to_loss_limit(rule: AccountRule, balance: Balance, at: Moment) -> Room | None:
    """What the account may still lose today."""
    limit, result = rule.daily_loss_limit, day_result(balance)
    if limit is None or result is None:
        return None
    return Room(amount=limit + result, whole=limit, threshold=-limit, at=at)


def room_to_drawdown(
    rule: AccountRule, balance: Balance, at: Moment, peaks: AccountPeaks | None
) -> Room | None:
    """How far the account may still fall.

    ``peaks`` are those kept of it, ``None`` where none are known.
    """
    now, amount = balance_now(balance), rule.drawdown_amount
    if now is None or amount is None or rule.drawdown is None:
        return None
    if rule.drawdown is DrawdownKind.STATIC:
        if rule.starting_balance is None:
            return None
        floor = rule.starting_balance - amount
        return Room(amount=now - floor, whole=amount, threshold=floor, at=at)
    peak = followed_peak(rule, peaks, at.utc)
    if peak is None:
        return None
    floor = trailing_floor(rule, peak.balance)
    return Room(amount=now - floor, whole=amount, threshold=floor, at=at, peak=peak)


def trailing_floor(rule: AccountRule, peak: float) -> float:
    """The balance at which a trailing drawdown ends the account. Never falls as ``peak`` rises."""
    floor = peak - (rule.drawdown_amount or 0.0)
    return floor if rule.locks_at is None else min(floor, rule.locks_at)


def followed_peak(rule: AccountRule, peaks: AccountPeaks | None, at: datetime) -> Peak | None:
    """The balance that the trailing drawdown of ``rule`` follows at ``at``, an aware time.

    ``None`` where none is known. Without the firm's own figures it is the highest that CrossTrade
    or this app knows of.
    """
    counted = counted_from(peaks, rule.peaks_since)
    if rule.drawdown is DrawdownKind.TRAILING_SESSION:
        is_now = counted is not None and counted.session == session_of(at)
        return counted.session_high if counted is not None and is_now else None
    told = [
        Peak(balance, None, PeakSource.TRADER)
        for balance in (rule.starting_balance, rule.highest_balance)
        if balance is not None
    ]
    if counted is None:
        return highest_of(*told)
    at_close = rule.drawdown is DrawdownKind.TRAILING_END_OF_DAY
    return highest_of(*told, counted.highest_close if at_close else counted.highest)
