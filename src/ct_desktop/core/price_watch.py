"""Whether prices move: what each new table of positions shows, folded into one value.

CrossTrade has no price feed for this; an open position's price is what there is to judge by. Where
a position carries no price, its unrealized P/L stands in, as long as its size stays the same.
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from ct_desktop.core.moment import Moment
from ct_desktop.core.positions import Position

FROZEN_AFTER = 60.0
"""Seconds without a move, as CrossTrade's own Data Watchdog counts (the reference, 8.1)."""

LIVELY_FROM = 2
"""Looks in a row at which an instrument moved, from which standing still at the next is odd."""

LONGEST_GAP = 120.0
"""Seconds between two looks after which the watch starts anew: nobody saw what lay between."""

_PNL_NOISE = 1e-6
"""Unrealized P/L carries binary noise; no tick of any contract is worth this little."""


@dataclass(frozen=True, slots=True)
class InstrumentWatch:
    """One instrument: since when it has been watched, and when it last moved.

    ``moves`` is at how many looks in a row it did; ``stopped`` tells that it was lively up to the
    look before this one.
    """

    watched_since: Moment
    moved_at: Moment | None = None
    moves: int = 0
    stopped: bool = False


_NOTHING_WATCHED: Mapping[str, InstrumentWatch] = MappingProxyType({})
_NOTHING_SEEN: Mapping[tuple[str, str], Position] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class PriceWatch:
    """The open positions' instruments and their moves, as of ``seen_at``."""

    instruments: Mapping[str, InstrumentWatch] = field(default_factory=lambda: _NOTHING_WATCHED)
    positions: Mapping[tuple[str, str], Position] = field(
        default_factory=lambda: _NOTHING_SEEN, repr=False
    )
    seen_at: Moment | None = None

    def moved_lately(self, at: Moment) -> int:
        """How many instruments moved in the last :data:`FROZEN_AFTER` seconds."""
        return sum(
            watch.moved_at is not None and at.seconds_since(watch.moved_at) <= FROZEN_AFTER
            for watch in self.instruments.values()
        )

    @property
    def some_just_stopped(self) -> bool:
        """Whether a lively instrument did not move: a reason to ask after its broker, no more."""
        return any(watch.stopped for watch in self.instruments.values())

    def watched_for(self, at: Moment) -> float:
        """Seconds for which the longest watched instrument has been under watch."""
        return max(
            (at.seconds_since(watch.watched_since) for watch in self.instruments.values()),
            default=0.0,
        )


def watch_prices(previous: PriceWatch, positions: Iterable[Position], at: Moment) -> PriceWatch:
    """The watch after a new table of positions that came at ``at``.

    An instrument without a position is watched no more.
    """
    gap = previous.seen_at is None or at.seconds_since(previous.seen_at) > LONGEST_GAP
    before = PriceWatch() if gap else previous
    seen = {position.key: position for position in positions}
    moved = {
        position.instrument
        for key, position in seen.items()
        if key in before.positions and _moved(before.positions[key], position)
    }
    instruments: dict[str, InstrumentWatch] = {}
    for position in seen.values():
        name = position.instrument
        watch = before.instruments.get(name, InstrumentWatch(watched_since=at))
        if name in moved:
            instruments[name] = InstrumentWatch(watch.watched_since, at, watch.moves + 1)
        else:
            stopped = watch.moves >= LIVELY_FROM
            instruments[name] = replace(watch, moves=0, stopped=stopped)
    return PriceWatch(MappingProxyType(instruments), MappingProxyType(seen), at)


def _moved(old: Position, new: Position) -> bool:
    if old.market_price is not None and new.market_price is not None:
        return old.market_price != new.market_price
    same_holding = (old.market_position, old.quantity, old.average_price) == (
        new.market_position,
        new.quantity,
        new.average_price,
    )
    if not same_holding or old.unrealized_pnl is None or new.unrealized_pnl is None:
        return False
    return not math.isclose(old.unrealized_pnl, new.unrealized_pnl, rel_tol=0.0, abs_tol=_PNL_NOISE)
