"""Since when each position is open, as far as this app was there to see it.

CrossTrade does not say. Where a position stood in the first answer already, or changed while no
answer came, all that is known is a time at which it was open.
"""

from dataclasses import dataclass
from datetime import datetime

from ct_desktop.core.differences import Differences
from ct_desktop.core.moment import Moment
from ct_desktop.core.positions import MarketPosition, Position
from ct_desktop.core.snapshot import is_stale


@dataclass(frozen=True, slots=True)
class OpenSince:
    """``at`` (aware) is when it was opened where ``was_seen``, give or take the pace of asking.

    Else it was open then already.
    """

    at: datetime
    was_seen: bool


class OpenTimes:
    """Follows the answers about positions, one after the other."""

    def __init__(self) -> None:
        self._since: dict[tuple[str, str], OpenSince] = {}
        self._last: Moment | None = None

    def __getitem__(self, position: Position) -> OpenSince | None:
        """What is known of ``position``; ``None`` where it is flat."""
        return self._since.get(position.key)

    def forget(self) -> None:
        """Begin anew: nobody asks any more."""
        self._since.clear()
        self._last = None

    def read(self, changes: Differences[Position], at: Moment, longest_gap: float) -> None:
        """Take over the answer of ``at``, which differs from that before by ``changes``.

        After more than ``longest_gap`` seconds without an answer, a position of another size or
        price may be another one.
        """
        last, self._last = self._last, at
        watched = last is not None and not is_stale(last, longest_gap, at)
        for gone in changes.removed:
            self._since.pop(gone.key, None)
        for new in changes.added:
            self._begin(new, at, was_seen=watched)
        for old, new in changes.changed:
            if old.market_position is not new.market_position:
                self._begin(new, at, was_seen=watched)
            elif not watched and _size(old) != _size(new):
                self._begin(new, at, was_seen=False)

    def _begin(self, position: Position, at: Moment, *, was_seen: bool) -> None:
        if position.market_position is MarketPosition.FLAT:
            self._since.pop(position.key, None)
        else:
            self._since[position.key] = OpenSince(at.utc, was_seen)


def _size(position: Position) -> tuple[float, float | None]:
    return position.quantity, position.average_price
