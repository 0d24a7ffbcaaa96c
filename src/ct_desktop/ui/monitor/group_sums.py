"""The rows of each group and what they add up to, kept from change to change.

Only what changed is taken in: adding up a table anew each second takes longer than showing it.
"""

from collections.abc import Callable, Collection, Generator, Hashable, Iterable
from typing import Generic, TypeVar

from ct_desktop.core.differences import Differences
from ct_desktop.ui.in_turns import PIECE
from ct_desktop.ui.monitor.groups import GroupKey, added_up

R = TypeVar("R")

Parts = tuple[float | None, ...]
"""The figures of one row that are added up."""


class Group(Generic[R]):
    """The rows of one group by key."""

    def __init__(self, parts: int) -> None:
        self._rows: dict[Hashable, R] = {}
        self._parts: list[dict[Hashable, float | None]] = [{} for _ in range(parts)]

    @property
    def rows(self) -> Collection[R]:
        """The rows that belong to it."""
        return self._rows.values()

    @property
    def sums(self) -> Parts:
        """What the rows add up to, by part."""
        return tuple(added_up(tuple(part.values())) for part in self._parts)

    def put(self, key: Hashable, row: R, parts: Parts) -> None:
        """Add a row, or take its new figures over."""
        self._rows[key] = row
        for kept, part in zip(self._parts, parts, strict=True):
            kept[key] = part

    def remove(self, key: Hashable) -> None:
        """Leave a row out."""
        del self._rows[key]
        for kept in self._parts:
            del kept[key]


class GroupSums(Generic[R]):
    """Groups by key. ``names`` says where a row belongs, ``accepts`` whether it counts at all."""

    def __init__(
        self,
        key: Callable[[R], Hashable],
        names: Callable[[R], GroupKey],
        accepts: Callable[[R], bool],
        parts: Callable[[R], Parts],
    ) -> None:
        self._key = key
        self._names = names
        self._accepts = accepts
        self._parts = parts
        self._places: dict[Hashable, GroupKey] = {}
        self.groups: dict[GroupKey, Group[R]] = {}

    def take_in(self, changes: Differences[R]) -> Generator[None, None, set[GroupKey]]:
        """Bring the groups up to date, in pieces; which of them are not as they were."""
        touched: set[GroupKey] = set()
        for row in changes.removed:
            self._leave_out(self._key(row), touched)
        yield from self._put(changes.added, touched)
        yield from self._put((new for _, new in changes.changed), touched)
        return touched

    def _put(self, rows: Iterable[R], touched: set[GroupKey]) -> Generator[None, None, None]:
        for number, row in enumerate(rows):
            key = self._key(row)
            place = self._names(row) if self._accepts(row) else None
            if place != self._places.get(key):
                self._leave_out(key, touched)
            if place is not None:
                parts = self._parts(row)
                group = self.groups.get(place)
                if group is None:
                    group = self.groups[place] = Group(len(parts))
                group.put(key, row, parts)
                self._places[key] = place
                touched.add(place)
            if number % PIECE == 0:
                yield

    def _leave_out(self, key: Hashable, touched: set[GroupKey]) -> None:
        place = self._places.pop(key, None)
        if place is None:
            return
        group = self.groups[place]
        group.remove(key)
        if not group.rows:
            del self.groups[place]
        touched.add(place)
