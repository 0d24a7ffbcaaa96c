"""What a table needs to know of its columns and rows, apart from Qt."""

from collections.abc import Hashable
from dataclasses import dataclass
from enum import Enum, IntEnum, auto
from typing import Protocol, TypeAlias, TypeVar

from ct_desktop.core.delimited_text import Exact
from ct_desktop.core.moment import Moment
from ct_desktop.ui.monitor.cell import Cell

SortValue: TypeAlias = float | str | tuple[str, ...] | None
"""What a column sorts by; ``None`` is unknown and comes last whichever the direction."""

Values: TypeAlias = tuple[SortValue, ...]
"""What each column of a row sorts by."""

Marks: TypeAlias = tuple[bool, ...]
"""Which of a row's cells are stale, by column."""


class ColumnKind(Enum):
    """What stands in a column; figures are aligned at the right."""

    TEXT = auto()
    FIGURE = auto()
    PNL = auto()
    COUNT = auto()
    SPARKLINE = auto()
    AGE = auto()

    @property
    def is_right_aligned(self) -> bool:
        """Whether its cells and its heading end at the same place."""
        return self not in (ColumnKind.TEXT, ColumnKind.SPARKLINE)


class ColumnSet(IntEnum):
    """Which columns a window has room for; each set holds those before it.

    ``LEAST`` has none that can be spared, so that accounts and positions stand side by side, and
    ``FEW`` what matters most besides; ``MORE`` and ``ALL`` are for wide windows.
    """

    LEAST = 0
    FEW = 1
    USUAL = 2
    MORE = 3
    ALL = 4


@dataclass(frozen=True, slots=True)
class Column:
    """One column. ``short_heading`` is for a window of middling width.

    ``first_in``: the smallest set that has it, where the trader did not choose the columns.
    ``names_account``: masked while names are hidden.
    """

    heading: str
    kind: ColumnKind
    short_heading: str = ""
    first_in: ColumnSet = ColumnSet.LEAST
    names_account: bool = False


R_contra = TypeVar("R_contra", contravariant=True)


class Columns(Protocol[R_contra]):
    """How rows of one kind stand in a table."""

    @property
    def columns(self) -> tuple[Column, ...]:
        """From left to right; the last is the age."""
        ...

    def key(self, row: R_contra, /) -> Hashable:
        """What identifies the row."""
        ...

    def values(self, row: R_contra, /) -> Values:
        """What each column sorts by."""
        ...

    def appearance(self, row: R_contra, /) -> Hashable:
        """What the cells show besides: they look the same while this and their values do."""
        ...

    def form(self, row: R_contra, /) -> Hashable:
        """What besides their size decides how wide the row's figures are: their decimals."""
        ...

    def cell(self, row: R_contra, column: int, stale: bool, /) -> Cell:
        """What stands in a cell; not asked for the age."""
        ...

    def fetched_at(self, row: R_contra, /) -> Moment | None:
        """When the row's figures were supplied, for its age."""
        ...

    def marks(self, row: R_contra, now: Moment, /) -> Marks:
        """Which cells are stale at ``now``."""
        ...

    def shared_marks(self, now: Moment, /) -> Marks | None:
        """The marks of every row, where all have the same; ``None`` where they differ."""
        ...

    @property
    def extra_headings(self) -> tuple[str, ...]:
        """What an exported row tells besides its columns."""
        ...

    def extras(self, row: R_contra, /) -> tuple[Exact, ...]:
        """The values under :attr:`extra_headings`."""
        ...

    def exact(self, row: R_contra, column: int, /) -> Exact:
        """A cell's value as it was supplied; of the age, when that was."""
        ...

    def search_text(self, row: R_contra, /) -> str:
        """What the filter box looks in, in lower case."""
        ...
