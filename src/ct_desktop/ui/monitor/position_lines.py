"""A position as the table shows it: with its account's name, kind of money and currency."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from ct_desktop.core.accounts import BUILT_IN_ACCOUNTS, Account, AccountGroup, group_of, guess_class
from ct_desktop.core.positions import Position
from ct_desktop.core.rows import AccountRow
from ct_desktop.core.snapshot import Snapshot
from ct_desktop.ui.controls import formatting


@dataclass(frozen=True, slots=True)
class Holder:
    """What the table says of the account that holds a position."""

    label: str
    group: AccountGroup
    currency: str | None


@dataclass(frozen=True, slots=True)
class PositionLine:
    """One row of the table. ``decimals`` lines up the prices of its instrument."""

    position: Position
    holder: Holder
    decimals: int


class PositionLines:
    """Makes lines from snapshot to snapshot, and makes only those anew that differ."""

    def __init__(self) -> None:
        self._holders: dict[str, Holder] = {}
        self._decimals: dict[str, int] = {}
        self._lines: dict[tuple[str, str], PositionLine] = {}

    def read(self, snapshot: Snapshot, accounts: Sequence[AccountRow]) -> list[PositionLine]:
        """The lines of ``snapshot`` in the server's order; equal ones are the same objects.

        Positions on NT8's own accounts are left out, as those accounts are.
        """
        positions = () if snapshot.positions is None else snapshot.positions.value
        holders = {row.account.name.lower(): _holder(row) for row in accounts}
        if holders != self._holders:
            self._holders = holders
            self._lines.clear()
        self._learn_decimals(positions)
        known = self._lines
        lines: dict[tuple[str, str], PositionLine] = {}
        for position in positions:
            key = (position.account, position.instrument)
            line = known.get(key)
            if line is None or line.position != position:
                account = position.account.lower()
                if account in BUILT_IN_ACCOUNTS:
                    continue
                holder = holders.get(account) or _unlisted_holder(position.account)
                line = PositionLine(position, holder, self._decimals[position.instrument])
            lines[key] = line
        self._lines = lines
        return list(lines.values())

    def _learn_decimals(self, positions: Iterable[Position]) -> None:
        """Widen an instrument's decimals when a price shows more; they never narrow again.

        A price that happens to be round must not make the column jump.
        """
        decimals = self._decimals
        for position in positions:
            instrument = position.instrument
            seen = decimals.get(instrument, 0)
            places = max(
                seen, _decimals(position.market_price), _average_decimals(position.average_price)
            )
            if places != seen or instrument not in decimals:
                decimals[instrument] = places
                for key in [key for key in self._lines if key[1] == instrument]:
                    del self._lines[key]


def _holder(row: AccountRow) -> Holder:
    return Holder(row.account.display_name, row.group, row.currency)


def _unlisted_holder(account: str) -> Holder:
    """For an account that opened since the list of accounts was read."""
    return Holder(account, group_of(guess_class(Account(account, account))), None)


_LONGEST_TICK = 7
"""Decimals of the finest tick that futures have."""


@lru_cache(maxsize=4096)
def _decimals(price: float | None) -> int:
    return formatting.price_decimals((price,))


@lru_cache(maxsize=4096)
def _average_decimals(price: float | None) -> int:
    """As many as an average has when it lies on a tick; an average between ticks says nothing."""
    if price is None or len(repr(price).partition(".")[2]) > _LONGEST_TICK:
        return 0
    return formatting.price_decimals((price,))
