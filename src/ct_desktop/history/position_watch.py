"""Turns the differences between two readings of the positions into entries."""

from dataclasses import dataclass
from datetime import datetime

from ct_desktop.core import wording_activity as words
from ct_desktop.core.accounts import BUILT_IN_ACCOUNTS
from ct_desktop.core.activity import ActivityEntry, ActivityKind
from ct_desktop.core.differences import Differences, differences
from ct_desktop.core.moment import Moment
from ct_desktop.core.positions import MarketPosition, Position
from ct_desktop.core.snapshot import Snapshot, is_stale

TOLD_SINGLY = 40
"""Changes in one reading that get an entry each; more are counted in one."""


@dataclass(frozen=True, slots=True)
class PositionChanges:
    """What one reading brought: entries, of how many positions, and whether after a gap."""

    entries: tuple[ActivityEntry, ...] = ()
    count: int = 0
    after_gap: bool = False


NOTHING = PositionChanges()


class PositionWatch:
    """Owns the last reading. The first of a session tells nothing."""

    def __init__(self) -> None:
        self._before: Snapshot | None = None
        self._held: tuple[Position, ...] = ()

    def look(self, snapshot: Snapshot, outage_began: Moment | None = None) -> PositionChanges:
        """What changed from the last reading to that in ``snapshot``.

        ``outage_began`` is given with the first readings after an outage.
        """
        before, new = self._before, snapshot.positions
        if new is None:
            self._before = None
            return NOTHING
        if before is not None and new is before.positions:
            return NOTHING
        held_before, held = self._held, _held(new.value)
        self._before, self._held = snapshot, held
        if before is None:
            return NOTHING
        changes = differences(held_before, held, key=lambda position: position.key)
        told = _Telling(snapshot, before, outage_began)
        count = told.counted(changes)
        if not count:
            return NOTHING
        return PositionChanges(told.entries(changes), count, after_gap=told.gap is not None)


class _Telling:
    """Makes entries of one reading's changes."""

    def __init__(self, snapshot: Snapshot, before: Snapshot, outage: Moment | None) -> None:
        assert snapshot.positions is not None
        assert before.positions is not None
        self._at = snapshot.positions.fetched_at.utc
        last = before.positions.fetched_at
        away = is_stale(last, before.age_limits.positions, snapshot.positions.fetched_at) or (
            outage is not None and last.steady <= outage.steady
        )
        self.gap: datetime | None = last.utc if away else None
        accounts = snapshot.accounts.value if snapshot.accounts else ()
        self._accounts = {account.name.lower(): account for account in accounts}

    def counted(self, changes: Differences[Position]) -> int:
        return len(changes.added) + len(changes.removed) + len(_resized(changes))

    def entries(self, changes: Differences[Position]) -> tuple[ActivityEntry, ...]:
        resized = _resized(changes)
        count = self.counted(changes)
        if count > TOLD_SINGLY:
            detail = words.counted_changes(len(changes.added), len(resized), len(changes.removed))
            title = words.many_positions_changed(count)
            return (self._entry(ActivityKind.POSITION_CHANGED, title, detail),)
        return (
            *(
                self._entry(
                    ActivityKind.POSITION_CLOSED,
                    words.position_closed(self._account(position), position),
                    words.last_seen(position),
                )
                for position in changes.removed
            ),
            *(
                self._entry(
                    ActivityKind.POSITION_CHANGED,
                    words.position_changed(self._account(new), old, new),
                    words.now_holds(new),
                )
                for old, new in resized
            ),
            *(
                self._entry(
                    ActivityKind.POSITION_OPENED,
                    words.position_opened(self._account(position), position),
                    self._connection(position),
                )
                for position in changes.added
            ),
        )

    def _entry(self, kind: ActivityKind, title: str, detail: str) -> ActivityEntry:
        if self.gap is not None:
            detail = words.while_away(self.gap, self._at, detail)
        return ActivityEntry(0, kind, self._at, title, detail)

    def _account(self, position: Position) -> str:
        account = self._accounts.get(position.account.lower())
        return account.display_name if account is not None else position.account

    def _connection(self, position: Position) -> str:
        account = self._accounts.get(position.account.lower())
        name = account.connection_name if account is not None else None
        return words.through(name) if name else ""


def _held(positions: tuple[Position, ...]) -> tuple[Position, ...]:
    """The open positions of accounts that are somebody's."""
    return tuple(
        position
        for position in positions
        if position.market_position is not MarketPosition.FLAT
        and position.quantity
        and position.account.lower() not in BUILT_IN_ACCOUNTS
    )


def _resized(changes: Differences[Position]) -> list[tuple[Position, Position]]:
    """The pairs of which more than the price changed."""
    return [
        (old, new)
        for old, new in changes.changed
        if (old.market_position, old.quantity) != (new.market_position, new.quantity)
    ]
