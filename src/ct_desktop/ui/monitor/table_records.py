"""A table's rows with what was computed from them, and what is computed ahead of a change.

Computing takes longer than a frame where thousands of rows change at once. So it is done in pieces
before anything is shown, and what it gives is then taken over as a whole.
"""

from collections.abc import Callable, Generator, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from operator import ne
from typing import Generic, TypeAlias, TypeVar

from ct_desktop.core.differences import Differences
from ct_desktop.core.moment import Moment
from ct_desktop.ui.in_turns import PIECE
from ct_desktop.ui.monitor.cell import Cell
from ct_desktop.ui.monitor.changed_cells import Pattern
from ct_desktop.ui.monitor.columns import Columns, Marks, Values
from ct_desktop.ui.monitor.groups import GroupKey

R = TypeVar("R")

Rank: TypeAlias = tuple[GroupKey, int]
"""What a row is kept together with, and its place there before the sorting."""


Cells: TypeAlias = list[Cell | None] | tuple[()]
"""A row's cells, each once it was painted; empty while none was, as with most of a day's rows."""


class Record(Generic[R]):
    """One row with what was computed from it. ``place`` is where it is shown, -1 nowhere."""

    __slots__ = ("accepted", "appearance", "cells", "marks", "place", "rank", "row", "values")

    def __init__(self, row: R, columns: Columns[R]) -> None:
        self.accepted = True
        self.place = -1
        self.row = row
        self.values: Values = columns.values(row)
        self.appearance = columns.appearance(row)
        self.rank: Rank | None = None
        self.marks: Marks = ()
        self.cells: Cells = ()

    def forget_cells(self) -> None:
        """Have the cells written again when they are next wanted."""
        self.cells = ()


@dataclass(frozen=True, slots=True)
class Arrangement(Generic[R]):
    """What decides which rows are shown and what they are kept together with."""

    accept: Callable[[R], bool] | None = None
    rank: Callable[[R], Rank] | None = None

    def apply(self, record: Record[R]) -> None:
        """Judge ``record`` anew."""
        record.accepted = self.accept is None or self.accept(record.row)
        record.rank = None if self.rank is None else self.rank(record.row)


Moved: TypeAlias = tuple[Record[R], Cells]
"""A record that has other values now, and the cells that it had before."""

Update: TypeAlias = tuple[Record[R], R, Values, Hashable, Pattern | None, bool, Rank | None]
"""A record, its new row with values and appearance, the columns to be shown anew (``None`` where
it looks the same), whether it is accepted, and its rank."""


@dataclass(slots=True)
class Ahead(Generic[R]):
    """What was computed of a change, for one arrangement, before it is shown."""

    rows: Sequence[R]
    changes: Differences[R]
    arrangement: Arrangement[R]
    added: list[Record[R]] = field(default_factory=list)
    updates: list[Update[R]] = field(default_factory=list)


def compute_ahead(
    rows: Sequence[R],
    changes: Differences[R],
    records: Mapping[Hashable, Record[R]],
    columns: Columns[R],
    arrangement: Arrangement[R],
) -> Generator[None, None, Ahead[R]]:
    """Compute what ``changes`` do to ``records``, in pieces, and change nothing."""
    ahead = Ahead(rows, changes, arrangement)
    for number, row in enumerate(changes.added):
        record = Record(row, columns)
        arrangement.apply(record)
        ahead.added.append(record)
        if number % PIECE == 0:
            yield
    accept, rank = arrangement.accept, arrangement.rank
    updates = ahead.updates
    for number, (_, row) in enumerate(changes.changed):
        record = records[columns.key(row)]
        values, appearance = columns.values(row), columns.appearance(row)
        pattern: Pattern | None = None
        if appearance != record.appearance:
            pattern = (True,) * len(values)
        elif values != record.values:
            pattern = tuple(map(ne, values, record.values))
        accepted = accept is None or accept(row)
        ranked = None if rank is None else rank(row)
        updates.append((record, row, values, appearance, pattern, accepted, ranked))
        if number % PIECE == 0:
            yield
    return ahead


def mark(records: Sequence[Record[R]], columns: Columns[R], now: Moment) -> None:
    """Note which cells of new ``records`` are stale at ``now``."""
    for record in records:
        record.marks = columns.marks(record.row, now)
