"""Rows in a table, sorted and filtered, that tells the smallest change and never resets.

Sorting and filtering are done here and not by a proxy: the sort values are computed once a changed
row, where a proxy would ask for them, from Python, at every comparison.
"""

from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from ct_desktop.core.differences import differences
from ct_desktop.core.moment import Moment
from ct_desktop.ui.controls.text import plain_tool_tip
from ct_desktop.ui.monitor.cell import Cell
from ct_desktop.ui.monitor.changed_cells import changed_rectangles
from ct_desktop.ui.monitor.columns import Columns, Marks, SortValue
from ct_desktop.ui.monitor.figure_cells import age_cell

Index = QModelIndex | QPersistentModelIndex

SORT_ROLE = Qt.ItemDataRole.UserRole
"""The value that a cell sorts by; ``None`` is unknown."""

NO_SORT = -1
"""The column to sort by for the server's own order."""

R = TypeVar("R")


class _Record(Generic[R]):
    """One row with what was computed from it."""

    __slots__ = ("accepted", "appearance", "cells", "marks", "row", "values")

    def __init__(self, row: R, columns: Columns[R], now: Moment) -> None:
        self.accepted = True
        self.row = row
        self.values: tuple[SortValue, ...] = columns.values(row)
        self.appearance = columns.appearance(row)
        self.marks: Marks = columns.marks(row, now)
        self.cells: list[Cell | None] = [None] * len(self.values)

    def forget_cells(self) -> None:
        self.cells = [None] * len(self.values)


_NO_PARENT = QModelIndex()


class TableModel(QAbstractTableModel, Generic[R]):
    """Rows of one kind by key. :meth:`show_rows` compares and tells only what differs.

    Selection and scroll position therefore survive every update, sort and filter.
    """

    def __init__(self, columns: Columns[R], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._columns = columns
        self._now: Moment | None = None
        self._rows: Sequence[R] = ()
        self._keys: list[Hashable] = []
        self._records: dict[Hashable, _Record[R]] = {}
        self._shown: list[_Record[R]] = []
        self._accept: Callable[[R], bool] | None = None
        self._sort_column = NO_SORT
        self._descending = False

    # What to show

    def show_rows(self, rows: Sequence[R], now: Moment) -> Sequence[R]:
        """Show ``rows``, in the server's order, and return those that are new or differ."""
        self._now = now
        changes = differences(self._rows, rows, key=self._columns.key)
        keys = [self._columns.key(row) for row in rows]
        reordered = keys != self._keys
        self._rows, self._keys = rows, keys
        if changes.removed:
            gone = {id(self._records.pop(self._columns.key(row))) for row in changes.removed}
            self._remove(lambda record: id(record) in gone)
        for row in changes.added:
            record = _Record(row, self._columns, now)
            record.accepted = self._accept is None or self._accept(row)
            self._records[self._columns.key(row)] = record
        changed: dict[int, set[int]] = {}
        refiltered = self._update(changes.changed, changed)
        sort_moved = any(self._sort_column in columns for columns in changed.values())
        if reordered or refiltered or changes.added or sort_moved:
            self._arrange()
        self._mark_stale(now, changed)
        self._tell(changed)
        return [*changes.added, *(new for _, new in changes.changed)]

    def tick(self, now: Moment) -> None:
        """Let ages go on; cells that have become stale, or fresh, are told with them."""
        self._now = now
        changed: dict[int, set[int]] = {}
        self._mark_stale(now, changed)
        self._tell(changed)

    def set_filter(self, accept: Callable[[R], bool] | None) -> None:
        """Show only the rows that ``accept`` allows; ``None`` allows all."""
        self._accept = accept
        for record in self._records.values():
            record.accepted = accept is None or accept(record.row)
        self._arrange()

    @property
    def shown_rows(self) -> list[R]:
        """The rows that pass the filter, in the order shown."""
        return [record.row for record in self._shown]

    def cell(self, row: int, column: int) -> Cell:
        """What stands in a cell."""
        record = self._shown[row]
        if column == len(record.values) - 1:
            return self._age_cell(record)
        cell = record.cells[column]
        if cell is None:
            cell = self._columns.cell(record.row, column, record.marks[column])
            record.cells[column] = cell
        return cell

    def _age_cell(self, record: _Record[R]) -> Cell:
        at = self._columns.fetched_at(record.row)
        now = self._now
        seconds = None if at is None or now is None else now.seconds_since(at)
        return age_cell(seconds, stale=record.marks[-1])

    # Telling the smallest change

    def _update(self, pairs: Iterable[tuple[R, R]], changed: dict[int, set[int]]) -> bool:
        """Take over the new rows of ``pairs``; note by record which columns differ.

        Whether any row passes the filter now that did not, or no longer does.
        """
        refiltered = False
        for _, row in pairs:
            record = self._records[self._columns.key(row)]
            values, appearance = self._columns.values(row), self._columns.appearance(row)
            if appearance != record.appearance:
                changed[id(record)] = set(range(len(values)))
                record.forget_cells()
            elif values != record.values:
                old = record.values
                changed[id(record)] = {i for i, value in enumerate(values) if value != old[i]}
                record.forget_cells()
            record.row, record.values, record.appearance = row, values, appearance
            accepted = self._accept is None or self._accept(row)
            refiltered = refiltered or accepted is not record.accepted
            record.accepted = accepted
        return refiltered

    def _mark_stale(self, now: Moment, changed: dict[int, set[int]]) -> None:
        marks_of = self._columns.marks
        for record in self._records.values():
            marks = marks_of(record.row, now)
            # Marks of one meaning are one object, so most comparisons end here.
            if marks is not record.marks and marks != record.marks:
                flipped = {i for i, mark in enumerate(marks) if mark is not record.marks[i]}
                changed.setdefault(id(record), set()).update(flipped)
                record.marks = marks
                record.forget_cells()

    def _tell(self, changed: dict[int, set[int]]) -> None:
        """Emit the changed cells; the age of every row goes on and is told in one piece."""
        shown = self._shown
        if not shown:
            return
        age = self.columnCount() - 1
        if changed:
            cells = [
                (row, columns - {age})
                for row, record in enumerate(shown)
                if (columns := changed.get(id(record)))
            ]
            for top, left, bottom, right in changed_rectangles(cells):
                self.dataChanged.emit(self.index(top, left), self.index(bottom, right))
        self.dataChanged.emit(self.index(0, age), self.index(len(shown) - 1, age))

    # Order

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by ``column``, or show the server's order with :data:`NO_SORT`."""
        self._sort_column = column
        self._descending = order is Qt.SortOrder.DescendingOrder
        self._arrange()

    def _arrange(self) -> None:
        """Bring what is shown to what should be: rows out, rows in, then the order."""
        wanted = self._ordered()
        stay = {id(record) for record in wanted}
        self._remove(lambda record: id(record) not in stay)
        there = {id(record) for record in self._shown}
        if len(there) < len(wanted):
            self._insert(wanted, there)
        if self._shown != wanted:
            self._reorder(wanted)

    def _ordered(self) -> list[_Record[R]]:
        records = self._records
        found = [record for key in self._keys if (record := records[key]).accepted]
        column = self._sort_column
        if column == NO_SORT:
            return found
        known = [record for record in found if record.values[column] is not None]
        unknown = [record for record in found if record.values[column] is None]
        known.sort(key=lambda record: record.values[column], reverse=self._descending)  # type: ignore[arg-type,return-value]
        return known + unknown

    def _remove(self, is_gone: Callable[[_Record[R]], bool]) -> None:
        row = len(self._shown) - 1
        while row >= 0:
            if not is_gone(self._shown[row]):
                row -= 1
                continue
            last = row
            while row > 0 and is_gone(self._shown[row - 1]):
                row -= 1
            self.beginRemoveRows(_NO_PARENT, row, last)
            del self._shown[row : last + 1]
            self.endRemoveRows()
            row -= 1

    def _insert(self, wanted: Sequence[_Record[R]], there: set[int]) -> None:
        """Insert what of ``wanted`` is not ``there``, each run behind its predecessor."""
        # The rows that stay keep their order for now, so a run goes where as many of them precede.
        place = 0
        start = 0
        while start < len(wanted):
            if id(wanted[start]) in there:
                start += 1
                place += 1
                continue
            end = start
            while end + 1 < len(wanted) and id(wanted[end + 1]) not in there:
                end += 1
            run = wanted[start : end + 1]
            self.beginInsertRows(_NO_PARENT, place, place + len(run) - 1)
            self._shown[place:place] = run
            self.endInsertRows()
            place += len(run)
            start = end + 1

    def _reorder(self, wanted: list[_Record[R]]) -> None:
        self.layoutAboutToBeChanged.emit([], self.LayoutChangeHint.VerticalSortHint)
        before = self._shown
        self._shown = wanted
        rows = {id(record): row for row, record in enumerate(wanted)}
        old = self.persistentIndexList()
        new = [self.index(rows[id(before[index.row()])], index.column()) for index in old]
        self.changePersistentIndexList(old, new)
        self.layoutChanged.emit([], self.LayoutChangeHint.VerticalSortHint)

    # Qt's questions

    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._shown)

    def columnCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._columns.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        if role == SORT_ROLE:
            return self._shown[index.row()].values[index.column()]
        cell = self.cell(index.row(), index.column())
        if role == Qt.ItemDataRole.DisplayRole:
            return cell.text
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return cell.spoken or cell.text
        if role == Qt.ItemDataRole.ToolTipRole and cell.tool_tip:
            return plain_tool_tip(cell.tool_tip)
        return None

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._columns.columns[section].heading
        return None
