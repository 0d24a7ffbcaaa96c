"""Which positions are shown where there is not room for all: those that matter most."""

from collections.abc import Sequence
from heapq import nsmallest

from ct_desktop.core.accounts import AccountGroup
from ct_desktop.core.moment import Moment
from ct_desktop.ui.monitor.position_lines import PositionLine

KEPT = 30.0
"""Seconds for which a choice stands while its positions do: rows that jump cannot be read."""

_ORDER = {group: place for place, group in enumerate(AccountGroup)}


def in_reading_order(lines: Sequence[PositionLine]) -> list[PositionLine]:
    """Live and funded money first, then evaluation, then simulated; else the server's order."""
    return sorted(lines, key=lambda line: _ORDER[line.holder.group])


class ChosenPositions:
    """Chooses, of each snapshot, as many as there is room for.

    Live and funded money comes before all else; within a group the greatest open profit or loss.
    """

    def __init__(self) -> None:
        self._keys: frozenset[tuple[str, str]] = frozenset()
        self._number = 0
        self._chosen_at: Moment | None = None

    def choose(self, lines: Sequence[PositionLine], number: int, now: Moment) -> list[PositionLine]:
        """At most ``number`` of ``lines``, in the order in which they are read."""
        if len(lines) <= number:
            self._chosen_at = None
            return in_reading_order(lines)
        kept = [line for line in lines if line.position.key in self._keys]
        lasts = self._chosen_at is not None and now.seconds_since(self._chosen_at) < KEPT
        if not lasts or number != self._number or len(kept) != number:
            kept = nsmallest(number, lines, key=_weight)
            self._keys = frozenset(line.position.key for line in kept)
            self._number, self._chosen_at = number, now
            kept = [line for line in lines if line.position.key in self._keys]
        return in_reading_order(kept)


def _weight(line: PositionLine) -> tuple[int, float]:
    pnl = line.position.unrealized_pnl
    return _ORDER[line.holder.group], 0.0 if pnl is None else -abs(pnl)
