"""Which limits that come near the trader is told of: each level once a session.

A level stands from when the room falls to it until the room has grown :data:`HYSTERESIS` beyond it,
so that a figure which hovers there neither flickers nor nags. Old figures tell nothing new. Where
several levels are passed at once, the last of them is told.

Source: the requirements, section 4 (alerts that repeat are switched off).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import TypeAlias

from ct_desktop.core.account_rules import AccountRules
from ct_desktop.core.drawdown import Room, day_result
from ct_desktop.core.moment import Moment
from ct_desktop.core.rows import AccountRow
from ct_desktop.core.snapshot import AgeLimits, is_stale
from ct_desktop.core.trading_session import session_of

HYSTERESIS = 5.0
"""Percentage points by which the room must grow beyond a level before that is over."""

REACHED = 0
"""The level at which the limit itself, or the target, is reached. It is always told."""


class LimitKind(StrEnum):
    """What an alert is about."""

    LOSS_LIMIT = "loss_limit"
    DRAWDOWN = "drawdown"
    PROFIT_TARGET = "profit_target"


LimitKey: TypeAlias = tuple[str, LimitKind]
"""An account's name, and which of its limits."""


@dataclass(frozen=True, slots=True)
class LimitAlert:
    """One limit that is near or reached, at ``level`` percent of its room.

    ``amount`` is what is left, or for a profit target the day's result; ``threshold`` is where the
    limit or the target lies. Both are in ``currency``.
    """

    account: str
    display_name: str
    kind: LimitKind
    level: int
    amount: float
    threshold: float
    currency: str | None

    @property
    def key(self) -> LimitKey:
        """What it is about."""
        return (self.account, self.kind)


_NOTHING_TOLD: Mapping[LimitKey, frozenset[int]] = MappingProxyType({})
_NOTHING_STANDS: Mapping[LimitKey, LimitAlert] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class LimitWatch:
    """What was told this session, and which alerts stand now."""

    session: date | None = None
    told: Mapping[LimitKey, frozenset[int]] = field(default_factory=lambda: _NOTHING_TOLD)
    standing: Mapping[LimitKey, LimitAlert] = field(default_factory=lambda: _NOTHING_STANDS)


def watch_limits(
    watch: LimitWatch,
    rows: Iterable[AccountRow],
    rules: AccountRules,
    *,
    levels: Sequence[int],
    limits: AgeLimits,
    now: Moment,
) -> tuple[LimitWatch, tuple[LimitAlert, ...]]:
    """What to tell now, and the watch after it. ``levels`` are percent of the room left."""
    session = session_of(now.utc)
    begins = session != watch.session
    told = {} if begins else dict(watch.told)
    standing = {} if begins else dict(watch.standing)
    there: set[LimitKey] = set()
    alerts: list[LimitAlert] = []
    for row in rows:
        for key, reading in _readings(row, rules).items():
            there.add(key)
            if reading is None or is_stale(reading.at, limits.balances, now):
                continue
            if session_of(reading.at.utc) != session:
                # The day's result in it is still that of the last session.
                continue
            before = standing.pop(key, None)
            alert = _alert(row, key, reading, levels, before)
            if alert is None:
                continue
            standing[key] = alert
            if alert.level not in told.get(key, ()):
                alerts.append(alert)
                passed = {level for level in (*levels, REACHED) if level >= alert.level}
                told[key] = told.get(key, frozenset()) | passed
    standing = {key: alert for key, alert in standing.items() if key in there}
    after = LimitWatch(session, MappingProxyType(told), MappingProxyType(standing))
    return after, tuple(alerts)


@dataclass(frozen=True, slots=True)
class _Reading:
    """``left`` is the percentage of the room that is left."""

    left: float
    amount: float
    threshold: float
    at: Moment


def _readings(row: AccountRow, rules: AccountRules) -> dict[LimitKey, _Reading | None]:
    """What is known of each limit that is set."""
    rule = rules.of_account(row.account.name)
    name = row.account.name
    readings: dict[LimitKey, _Reading | None] = {}
    if rule.daily_loss_limit is not None:
        readings[name, LimitKind.LOSS_LIMIT] = _of_room(row.room_to_loss_limit)
    if rule.drawdown is not None:
        readings[name, LimitKind.DRAWDOWN] = _of_room(row.room_to_drawdown)
    if rule.daily_profit_target is not None:
        readings[name, LimitKind.PROFIT_TARGET] = _of_target(row, rule.daily_profit_target)
    return readings


def _of_target(row: AccountRow, target: float) -> _Reading | None:
    result = day_result(row.balance) if row.balance is not None else None
    if result is None or row.balance_at is None:
        return None
    return _Reading(100 * (1 - result / target), result, target, row.balance_at)


def _of_room(room: Room | None) -> _Reading | None:
    if room is None:
        return None
    return _Reading(100 * room.amount / room.whole, room.amount, room.threshold, room.at)


def _alert(
    row: AccountRow,
    key: LimitKey,
    reading: _Reading,
    levels: Sequence[int],
    before: LimitAlert | None,
) -> LimitAlert | None:
    """The alert that stands at ``reading``, where ``before`` stood until now."""
    _, kind = key
    # Who nears a target is well; only having reached it is worth a word.
    offered = (REACHED,) if kind is LimitKind.PROFIT_TARGET else (*levels, REACHED)
    reached = [level for level in offered if reading.left <= level]
    if before is not None and before.level in offered and reading.left <= before.level + HYSTERESIS:
        reached.append(before.level)
    if not reached:
        return None
    return LimitAlert(
        account=row.account.name,
        display_name=row.account.display_name,
        kind=kind,
        level=min(reached),
        amount=reading.amount,
        threshold=reading.threshold,
        currency=row.currency,
    )
