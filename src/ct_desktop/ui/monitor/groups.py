"""Rows put together under a subtotal, which never mixes currencies or kinds of money."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from math import fsum
from typing import Generic, TypeAlias, TypeVar

from ct_desktop.core.accounts import AccountGroup
from ct_desktop.core.delimited_text import Exact
from ct_desktop.core.moment import Moment
from ct_desktop.core.snapshot import is_stale
from ct_desktop.ui.monitor.cell import Cell
from ct_desktop.ui.monitor.columns import Column, ColumnKind, Columns, Marks, Values
from ct_desktop.ui.monitor.figure_cells import count_cell, money_cell, pnl_cell
from ct_desktop.ui.monitor.group_words import GROUP_TITLES
from ct_desktop.ui.monitor.privacy_mask import masked_exact, masked_extras, masked_name_cell
from ct_desktop.ui.theme.fonts import TextRole

R = TypeVar("R")

Money: TypeAlias = tuple[AccountGroup, str | None]
"""Whose money, and its currency."""

GroupKey: TypeAlias = tuple[str, int, str]
"""What a group is called, whose money it is by its order, and its currency: sorts groups."""

_ORDER = {group: number for number, group in enumerate(AccountGroup)}


def group_key(name: str, money: Money) -> GroupKey:
    """The key of the group that is called ``name`` and holds this kind of money."""
    group, currency = money
    return (name, _ORDER[group], currency or "")


@dataclass(frozen=True, slots=True)
class GroupLine:
    """The head of one group.

    ``amounts`` are sums by column, ``None`` where a row lacks the figure. ``texts`` are by column,
    the first of them the group's name. ``oldest`` is ``None`` where one answer brings all rows.
    """

    key: GroupKey
    currency: str | None
    amounts: tuple[tuple[int, float | None], ...]
    texts: tuple[tuple[int, str], ...]
    oldest: Moment | None


def group_title(name: str, rows: int, money: Money) -> str:
    """``Rithmic Apex (3) · Live and funded · USD``."""
    group, currency = money
    parts = (f"{name} ({rows:,})", GROUP_TITLES[group], currency)
    return " · ".join(part for part in parts if part)


def added_up(parts: Sequence[float | None]) -> float | None:
    """The sum, or ``None`` where a part is not known: a sum with a hole is no sum."""
    known = [part for part in parts if part is not None]
    return fsum(known) if len(known) == len(parts) else None


class GroupedColumns(Generic[R]):
    """The columns of a table whose rows may be heads of groups besides those of ``inner``.

    All tables are shown, copied and exported through here, and so what is hidden is masked here.
    """

    def __init__(self, inner: Columns[R]) -> None:
        self._inner = inner
        self._limit = 0.0
        self._fetched_at: Moment | None = None

    @property
    def columns(self) -> tuple[Column, ...]:
        return self._inner.columns

    def set_ages(self, limit: float, fetched_at: Moment | None = None) -> None:
        """After how many seconds a group's oldest figure is stale.

        ``fetched_at`` is when all rows were fetched, where one answer brings them.
        """
        self._limit, self._fetched_at = limit, fetched_at

    def key(self, row: R | GroupLine) -> Hashable:
        return ("group", row.key) if isinstance(row, GroupLine) else self._inner.key(row)

    def values(self, row: R | GroupLine) -> Values:
        if not isinstance(row, GroupLine):
            return self._inner.values(row)
        # The texts are in the appearance: rows are sorted by their values, heads by their group.
        amounts = dict(row.amounts)
        return tuple(amounts.get(column) for column in range(len(self.columns)))

    def appearance(self, row: R | GroupLine) -> Hashable:
        if isinstance(row, GroupLine):
            return (row.currency, row.texts)
        return self._inner.appearance(row)

    def form(self, row: R | GroupLine) -> Hashable:
        return "group" if isinstance(row, GroupLine) else self._inner.form(row)

    def cell(self, row: R | GroupLine, column: int, stale: bool) -> Cell:
        if not isinstance(row, GroupLine):
            cell = self._inner.cell(row, column, stale)
            return masked_name_cell(cell) if self.columns[column].names_account else cell
        texts = dict(row.texts)
        if column in texts:
            first = column == row.texts[0][0]
            role = TextRole.TOTAL if first else TextRole.BODY
            return Cell(texts[column], "text" if first else "text2", role, tool_tip=texts[column])
        amounts = dict(row.amounts)
        if column not in amounts:
            return Cell("")
        kind, amount = self.columns[column].kind, amounts[column]
        if kind is ColumnKind.COUNT:
            number = None if amount is None else round(amount)
            return count_cell(number, stale=stale, role=TextRole.TOTAL)
        write = pnl_cell if kind is ColumnKind.PNL else money_cell
        return write(amount, row.currency, stale=stale, role=TextRole.TOTAL)

    def fetched_at(self, row: R | GroupLine) -> Moment | None:
        if isinstance(row, GroupLine):
            return row.oldest or self._fetched_at
        return self._inner.fetched_at(row)

    def marks(self, row: R | GroupLine, now: Moment) -> Marks:
        if not isinstance(row, GroupLine):
            return self._inner.marks(row, now)
        at = row.oldest or self._fetched_at
        old = at is not None and is_stale(at, self._limit, now)
        return (old,) * len(self.columns)

    def shared_marks(self, now: Moment) -> Marks | None:
        return self._inner.shared_marks(now)

    def search_text(self, row: R | GroupLine) -> str:
        return "" if isinstance(row, GroupLine) else self._inner.search_text(row)

    @property
    def extra_headings(self) -> tuple[str, ...]:
        return self._inner.extra_headings

    def extras(self, row: R | GroupLine) -> tuple[Exact, ...]:
        if isinstance(row, GroupLine):
            return ()
        return masked_extras(self._inner.extra_headings, self._inner.extras(row))

    def exact(self, row: R | GroupLine, column: int) -> Exact:
        if not isinstance(row, GroupLine):
            return masked_exact(self.columns[column], self._inner.exact(row, column))
        if column == len(self.columns) - 1:
            at = self.fetched_at(row)
            return None if at is None else at.utc
        exact = dict(row.texts).get(column) or dict(row.amounts).get(column)
        return masked_exact(self.columns[column], exact)
