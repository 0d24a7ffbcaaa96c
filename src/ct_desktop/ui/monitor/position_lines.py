"""A position as the table shows it: with its account's name, kind of money and currency."""

from collections import defaultdict
from collections.abc import Generator, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from operator import attrgetter

from ct_desktop.core.accounts import (
    BUILT_IN_ACCOUNTS,
    Account,
    AccountClass,
    AccountGroup,
    group_of,
    guess_class,
)
from ct_desktop.core.differences import Differences, differences
from ct_desktop.core.open_since import OpenSince, OpenTimes
from ct_desktop.core.positions import Position
from ct_desktop.core.rows import AccountRow
from ct_desktop.core.snapshot import Snapshot
from ct_desktop.ui.controls import formatting
from ct_desktop.ui.in_turns import PIECE, run_through
from ct_desktop.ui.monitor.groups import Money


@dataclass(frozen=True, slots=True)
class Holder:
    """What the table says of the account that holds a position."""

    label: str
    group: AccountGroup
    currency: str | None
    account_class: AccountClass
    broker: str | None

    @property
    def money(self) -> Money:
        """Whose money, in which currency: what may be added."""
        return (self.group, self.currency)


@dataclass(frozen=True, slots=True)
class PositionLine:
    """One row of the table. ``decimals`` lines up the prices of its instrument."""

    position: Position
    holder: Holder
    decimals: int
    open_since: OpenSince | None = None


class PositionLines:
    """Makes lines from snapshot to snapshot, and makes only those anew that differ."""

    def __init__(self) -> None:
        self.lines: list[PositionLine] = []
        self._positions: Sequence[Position] = ()
        self._accounts: Sequence[tuple[object, ...]] = ()
        self._holders: dict[str, Holder] = {}
        self._figures: list[float | None] = []
        self._places_by_money: dict[Money, list[int]] = {}
        self._decimals: dict[str, int] = {}
        self._places: dict[tuple[str, str], int] = {}
        self._open_times = OpenTimes()

    def read(self, snapshot: Snapshot, accounts: Sequence[AccountRow]) -> Differences[PositionLine]:
        """Bring :attr:`lines` to ``snapshot``, in the server's order; what differs from before."""
        return run_through(self.reading(snapshot, accounts))

    def reading(
        self, snapshot: Snapshot, accounts: Sequence[AccountRow]
    ) -> Generator[None, None, Differences[PositionLine]]:
        """:meth:`read` in pieces.

        Positions on NT8's own accounts are left out, as those accounts are.
        """
        positions = () if snapshot.positions is None else snapshot.positions.value
        changes = differences(self._positions, positions, key=_KEY)
        self._positions = positions
        yield
        self._follow_times(snapshot, changes)
        yield
        same_hands = self._learn_holders(accounts)
        finer = self._learn_decimals((*changes.added, *(new for _, new in changes.changed)))
        yield
        every_one_shown = len(self._places) == len(positions)
        if changes.in_place and same_hands and every_one_shown and not finer:
            return (yield from self._bring_up_to_date(new for _, new in changes.changed))
        before = self.lines
        self._make_anew(positions)
        yield
        return differences(before, self.lines, key=line_key)

    def _follow_times(self, snapshot: Snapshot, changes: Differences[Position]) -> None:
        answer = snapshot.positions
        if answer is None:
            self._open_times.forget()
        else:
            self._open_times.read(changes, answer.fetched_at, snapshot.age_limits.positions)

    def _bring_up_to_date(
        self, changed: Iterable[Position]
    ) -> Generator[None, None, Differences[PositionLine]]:
        pairs: list[tuple[PositionLine, PositionLine]] = []
        self.lines = list(self.lines)
        for position in changed:
            place = self._places[position.key]
            before = self.lines[place]
            since = self._open_times[position]
            after = PositionLine(position, before.holder, before.decimals, since)
            self.lines[place] = after
            self._figures[place] = position.unrealized_pnl
            pairs.append((before, after))
            if len(pairs) % PIECE == 0:
                yield
        return Differences(added=(), removed=(), changed=tuple(pairs), in_place=True)

    def _make_anew(self, positions: Sequence[Position]) -> None:
        lines: dict[tuple[str, str], PositionLine] = {}
        for position in positions:
            account = position.account.lower()
            if account not in BUILT_IN_ACCOUNTS:
                holder = self._holders.get(account) or _unlisted_holder(position.account)
                decimals = self._decimals[position.instrument]
                since = self._open_times[position]
                lines[position.key] = PositionLine(position, holder, decimals, since)
        self.lines = list(lines.values())
        self._places = {key: place for place, key in enumerate(lines)}
        self._figures = [line.position.unrealized_pnl for line in self.lines]
        self._places_by_money = defaultdict(list)
        for place, line in enumerate(self.lines):
            self._places_by_money[line.holder.money].append(place)

    @property
    def figures_by_money(self) -> dict[Money, list[float | None]]:
        """The open profit or loss of every line, by whose money it is and its currency."""
        figures = self._figures
        return {
            money: [figures[place] for place in places]
            for money, places in self._places_by_money.items()
        }

    def _learn_holders(self, accounts: Sequence[AccountRow]) -> bool:
        """Take over what ``accounts`` are called and whose they are; whether all is as it was."""
        told = [(row.account.name, _holder(row)) for row in accounts]
        if told == self._accounts:
            return True
        self._accounts = told
        self._holders = {row.account.name.lower(): _holder(row) for row in accounts}
        return False

    def _learn_decimals(self, positions: Iterable[Position]) -> bool:
        """Widen an instrument's decimals when a price shows more; they never narrow again.

        A price that happens to be round must not make the column jump. Whether any is wider.
        """
        finer = False
        decimals = self._decimals
        for position in positions:
            seen = decimals.get(position.instrument, -1)
            places = max(
                seen, _decimals(position.market_price), _average_decimals(position.average_price)
            )
            if places != seen:
                decimals[position.instrument] = places
                finer = True
        return finer


def _holder(row: AccountRow) -> Holder:
    account = row.account
    broker = account.connection_name or account.provider
    return Holder(account.display_name, row.group, row.currency, row.account_class, broker)


def _unlisted_holder(account: str) -> Holder:
    """For an account that opened since the list of accounts was read."""
    account_class = guess_class(Account(account, account))
    return Holder(account, group_of(account_class), None, account_class, None)


def figures_by_money(lines: Iterable[PositionLine]) -> dict[Money, list[float | None]]:
    """The open profit or loss of ``lines``, by whose money it is and its currency."""
    figures: dict[Money, list[float | None]] = defaultdict(list)
    for line in lines:
        figures[line.holder.money].append(line.position.unrealized_pnl)
    return figures


line_key = attrgetter("position.key")
"""What identifies a line."""

_KEY = attrgetter("account", "instrument")
_LONGEST_TICK = 7
"""Decimals of the finest tick that futures have."""


@lru_cache(maxsize=1024)
def _decimals(price: float | None) -> int:
    return formatting.price_decimals((price,))


@lru_cache(maxsize=1024)
def _average_decimals(price: float | None) -> int:
    """As many as an average has when it lies on a tick; an average between ticks says nothing."""
    if price is None or len(repr(price).partition(".")[2]) > _LONGEST_TICK:
        return 0
    return formatting.price_decimals((price,))
