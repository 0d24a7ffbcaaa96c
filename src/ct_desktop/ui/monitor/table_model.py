"""Rows in a table, sorted and filtered, that tells the smallest change and never resets.

Sorting and filtering are done here and not by a proxy: the sort values are computed once a changed
row, where a proxy would ask for them, from Python, at every comparison.
"""

from collections.abc import Callable, Generator, Hashable, Iterable, Iterator, Sequence
from itertools import chain
from operator import attrgetter, ne, or_
from typing import Any, Generic, TypeAlias, TypeVar

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from ct_desktop.core.differences import Differences
from ct_desktop.core.moment import Moment
from ct_desktop.ui.controls.text import plain_tool_tip
from ct_desktop.ui.in_turns import run_through
from ct_desktop.ui.monitor.cell import Cell
from ct_desktop.ui.monitor.changed_cells import (
    Pattern,
    Rectangle,
    changed_rectangles,
    covering_rectangle,
)
from ct_desktop.ui.monitor.columns import Columns, Marks
from ct_desktop.ui.monitor.figure_cells import age_cell
from ct_desktop.ui.monitor.groups import GroupLine
from ct_desktop.ui.monitor.table_records import (
    Ahead,
    Arrangement,
    Moved,
    Rank,
    Record,
    Update,
    compute_ahead,
    mark,
)
from ct_desktop.ui.privacy import PRIVACY

Index = QModelIndex | QPersistentModelIndex

SORT_ROLE = Qt.ItemDataRole.UserRole
"""The value that a cell sorts by; ``None`` is unknown, or not to be seen in privacy mode."""

NO_SORT = -1
"""The column to sort by for the server's own order."""

R = TypeVar("R")

_Changed: TypeAlias = dict[Record[R], Pattern]
"""The columns to tell, by record."""

_NO_PARENT = QModelIndex()
_RANK = attrgetter("rank")


class TableModel(QAbstractTableModel, Generic[R]):
    """Rows of one kind by key. :meth:`show_rows` compares and tells only what differs.

    Selection and scroll position therefore survive every update, sort and filter.
    """

    figures_moved = Signal(object)
    """The records that have other values, as a list of :data:`Moved`; after all is told."""

    def __init__(self, columns: Columns[R], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._columns = columns
        self._now: Moment | None = None
        self._in_order: list[Record[R]] = []
        self._records: dict[Hashable, Record[R]] = {}
        self._shown: list[Record[R]] = []
        self._arrangement: Arrangement[R] = Arrangement()
        self._sort_column = NO_SORT
        self._descending = False
        self._shared_marks: Marks | None = None
        self._rows_in_sight: Callable[[], tuple[int, int]] | None = None

    # What to show

    def show_rows(self, rows: Sequence[R], changes: Differences[R], now: Moment) -> None:
        """Show ``rows``, in the server's order; ``changes`` is how they differ from before."""
        self.take_over(run_through(self.compute_ahead(rows, changes)), now)

    def compute_ahead(
        self, rows: Sequence[R], changes: Differences[R]
    ) -> Generator[None, None, Ahead[R]]:
        """The first, longer part of :meth:`show_rows`, in pieces: nothing is shown yet."""
        return compute_ahead(rows, changes, self._records, self._columns, self._arrangement)

    def take_over(self, ahead: Ahead[R], now: Moment) -> None:
        """The second part: show what was computed since the rows were last shown."""
        rows, changes = ahead.rows, ahead.changes
        if ahead.arrangement is not self._arrangement:
            # Filtered or grouped in another way since.
            ahead = run_through(self.compute_ahead(rows, changes))
        self._now = now
        columns = self._columns
        if changes.removed:
            for row in changes.removed:
                self._records.pop(columns.key(row)).accepted = False
            self._remove_unaccepted()
        mark(ahead.added, columns, now)
        for record in ahead.added:
            self._records[columns.key(record.row)] = record
        changed: _Changed[R] = {}
        moved: list[Moved[R]] = []
        rearrange = self._update(ahead.updates, changed, moved)
        if not changes.in_place:
            self._in_order = [self._records[columns.key(row)] for row in rows]
        if rearrange or not changes.in_place:
            self._arrange()
        self._mark_stale(now, changed)
        self._tell(changed)
        self.figures_moved.emit(moved)

    def tick(self, now: Moment) -> None:
        """Let ages go on; cells that have become stale, or fresh, are told with them."""
        self._now = now
        changed: _Changed[R] = {}
        self._mark_stale(now, changed)
        self._tell(changed)

    def set_filter(self, accept: Callable[[R], bool] | None) -> None:
        """Show only the rows that ``accept`` allows; ``None`` allows all."""
        self._set_arrangement(Arrangement(accept, self._arrangement.rank))

    def set_rank(self, rank: Callable[[R], Rank] | None) -> None:
        """Keep together what ``rank`` puts together, in its order; within it the sorting holds."""
        self._set_arrangement(Arrangement(self._arrangement.accept, rank))

    def _set_arrangement(self, arrangement: Arrangement[R]) -> None:
        self._arrangement = arrangement
        for record in self._in_order:
            arrangement.apply(record)
        self._arrange()

    def set_rows_in_sight(self, rows_in_sight: Callable[[], tuple[int, int]]) -> None:
        """Ask here for the first and last row that is painted; telling each change takes long."""
        self._rows_in_sight = rows_in_sight

    def title_column(self, row: int) -> int | None:
        """The column of a group's name where the row is the head of one."""
        head = self._shown[row].row
        return head.texts[0][0] if isinstance(head, GroupLine) else None

    @property
    def shown_rows(self) -> list[R]:
        """The rows that pass the filter, in the order shown."""
        return [record.row for record in self._shown]

    def cell(self, row: int, column: int) -> Cell:
        """What stands in a cell."""
        record = self._shown[row]
        if column == len(record.values) - 1:
            return self._age_cell(record)
        kept = record.cells[column] if record.cells else None
        return kept or self._columns.cell(record.row, column, record.marks[column])

    def painted_cell(self, row: int, column: int) -> Cell:
        """As :meth:`cell`, and kept until it changes: what was painted soon is again."""
        record = self._shown[row]
        kept = record.cells[column] if record.cells else None
        if kept is not None:
            return kept
        cell = self.cell(row, column)
        if column < len(record.values) - 1:
            if not record.cells:
                record.cells = [None] * len(record.values)
            record.cells[column] = cell
        return cell

    def _age_cell(self, record: Record[R]) -> Cell:
        at = self._columns.fetched_at(record.row)
        now = self._now
        seconds = None if at is None or now is None else now.seconds_since(at)
        return age_cell(seconds, stale=record.marks[-1])

    def write_anew(self) -> None:
        """Have every cell written again: what may be shown has changed."""
        for record in self._in_order:
            record.forget_cells()
        if self._shown:
            last = self.createIndex(len(self._shown) - 1, self.columnCount() - 1)
            self.dataChanged.emit(self.createIndex(0, 0), last)

    # Telling the smallest change

    def _update(
        self, updates: Iterable[Update[R]], changed: "_Changed[R]", moved: list[Moved[R]]
    ) -> bool:
        """Take over the new rows; note by record which columns differ, and which cells it had.

        Whether that may change which rows are shown, or their order.
        """
        sort_column = self._sort_column
        rearrange = False
        for record, row, values, appearance, pattern, accepted, rank in updates:
            record.row = row
            if pattern is not None:
                moved.append((record, record.cells))
                record.values, record.appearance = values, appearance
                record.forget_cells()
                changed[record] = pattern
                rearrange = rearrange or (sort_column != NO_SORT and pattern[sort_column])
            if rank != record.rank:
                record.rank = rank
                rearrange = True
            if accepted is not record.accepted:
                record.accepted = accepted
                rearrange = True
        return rearrange

    def _mark_stale(self, now: Moment, changed: "_Changed[R]") -> None:
        shared = self._columns.shared_marks(now)
        if shared is not None and shared == self._shared_marks:
            return
        self._shared_marks = shared
        marks_of = self._columns.marks
        for record in self._in_order:
            marks = shared if shared is not None else marks_of(record.row, now)
            # Marks of one meaning are one object, so most comparisons end here.
            if marks is record.marks or marks == record.marks:
                continue
            flipped = tuple(map(ne, marks, record.marks))
            before = changed.get(record)
            changed[record] = flipped if before is None else tuple(map(or_, before, flipped))
            record.marks = marks
            record.forget_cells()

    def _tell(self, changed: "_Changed[R]") -> None:
        """Emit the changed cells; the age of every row goes on and is told in one piece."""
        if not self._shown:
            return
        age = self.columnCount() - 1
        # createIndex, since index would ask for the number of rows and columns each time.
        for top, left, bottom, right in self._rectangles(changed):
            self.dataChanged.emit(self.createIndex(top, left), self.createIndex(bottom, right))
        last = len(self._shown) - 1
        self.dataChanged.emit(self.createIndex(0, age), self.createIndex(last, age))

    def _rectangles(self, changed: "_Changed[R]") -> Iterator[Rectangle]:
        """Cells in sight exactly; the rest in two pieces, which nobody paints anyway."""
        first, last = 0, len(self._shown)
        if self._rows_in_sight is not None:
            first, last = self._rows_in_sight()
        above: list[tuple[int, Pattern]] = []
        below: list[tuple[int, Pattern]] = []
        in_sight: list[tuple[int, Pattern]] = []
        for record, pattern in changed.items():
            place = record.place
            if place > last:
                below.append((place, pattern))
            elif place >= first:
                in_sight.append((place, (*pattern[:-1], False)))
            elif place >= 0:
                above.append((place, pattern))
        in_sight.sort()
        return chain(
            covering_rectangle(above), changed_rectangles(in_sight), covering_rectangle(below)
        )

    # Order

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by ``column``, or show the server's order with :data:`NO_SORT`."""
        self._sort_column = column
        self._descending = order is Qt.SortOrder.DescendingOrder
        self._arrange()

    def _arrange(self) -> None:
        """Bring what is shown to what should be: rows out, rows in, then the order."""
        self._remove_unaccepted()
        wanted = self._wanted()
        if len(self._shown) < len(wanted):
            self._insert(wanted)
        if self._shown != wanted:
            self._reorder(wanted)

    def _wanted(self) -> list[Record[R]]:
        found = self._sorted([record for record in self._in_order if record.accepted])
        if self._arrangement.rank is not None:
            found.sort(key=_RANK)
        return found

    def _sorted(self, found: list[Record[R]]) -> list[Record[R]]:
        column = self._sort_column
        if column == NO_SORT:
            return found
        known = [record for record in found if record.values[column] is not None]
        unknown = [record for record in found if record.values[column] is None]
        known.sort(key=lambda record: record.values[column], reverse=self._descending)  # type: ignore[arg-type,return-value]
        return known + unknown

    def _remove_unaccepted(self) -> None:
        shown = self._shown
        end = len(shown)
        while end > 0:
            if shown[end - 1].accepted:
                end -= 1
                continue
            start = end - 1
            while start > 0 and not shown[start - 1].accepted:
                start -= 1
            self.beginRemoveRows(_NO_PARENT, start, end - 1)
            for record in shown[start:end]:
                record.place = -1
            del shown[start:end]
            self.endRemoveRows()
            end = start
        self._number()

    def _insert(self, wanted: Sequence[Record[R]]) -> None:
        """Insert what of ``wanted`` is not shown, each run behind as many as precede it."""
        missing = [record.place < 0 for record in wanted]
        start = 0
        while start < len(wanted):
            if not missing[start]:
                start += 1
                continue
            end = start
            while end < len(wanted) and missing[end]:
                end += 1
            self.beginInsertRows(_NO_PARENT, start, end - 1)
            self._shown[start:start] = wanted[start:end]
            self.endInsertRows()
            start = end
        self._number()

    def _reorder(self, wanted: list[Record[R]]) -> None:
        self.layoutAboutToBeChanged.emit()
        before, self._shown = self._shown, wanted
        self._number()
        old = self.persistentIndexList()
        new = [self.createIndex(before[index.row()].place, index.column()) for index in old]
        self.changePersistentIndexList(old, new)
        self.layoutChanged.emit()

    def _number(self) -> None:
        for place, record in enumerate(self._shown):
            record.place = place

    # Qt's questions

    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._shown)

    def columnCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._columns.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        if role == SORT_ROLE:
            # A row's place still tells which is more, and never how much.
            values = self._shown[index.row()].values
            return None if PRIVACY.hides_amounts else values[index.column()]
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
