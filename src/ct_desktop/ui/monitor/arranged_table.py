"""A table whose columns stand as the trader chose, or else as there is room for them."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import pairwise
from typing import Generic, TypeVar

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QTableView, QWidget

from ct_desktop.profiles.tables_view import TableLayout
from ct_desktop.ui.controls.overlay_scroll_bar import SCROLL_BAR_WIDTH
from ct_desktop.ui.monitor.column_widths import ColumnWidths
from ct_desktop.ui.monitor.columns import ColumnKind, Columns, ColumnSet
from ct_desktop.ui.monitor.heading import Heading
from ct_desktop.ui.monitor.table_model import NO_SORT, TableModel
from ct_desktop.ui.theme.measures import CELL_PADDING, CELL_PADDING_CLOSE, CELL_PADDING_OUTER
from ct_desktop.ui.theme.theme import Theme

_NARROWEST_TEXT = 88
"""Content of a text column when the table is too narrow for all of it; it is then cut."""

_TEXT_GAP = 12
"""Between a figure and the text that follows it, besides the figure's own padding."""

R = TypeVar("R")


class ArrangedTable(QTableView, Generic[R]):
    """Owns which columns are shown, where and how wide.

    ``name`` is what the settings and screen readers call the table.
    """

    columns_moved = Signal()
    """The columns stand elsewhere now, or are as wide as they were not."""

    layout_changed = Signal()
    """The trader chose, moved, resized or sorted by a column."""

    def __init__(
        self,
        theme: Theme,
        name: str,
        columns: Columns[R],
        model: TableModel[R],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._columns = columns.columns
        self._specs = columns
        self._widths = ColumnWidths(columns)
        self._boxes: dict[int, tuple[int, int, bool]] = {}
        self._needed_widths: dict[tuple[ColumnSet, bool], int] = {}
        self._column_set = ColumnSet.USUAL
        self._chosen: tuple[int, ...] = ()
        self._chosen_widths: dict[int, int] = {}
        self._is_arranging = False
        # A column may not change its width while it is being painted.
        self._lay_out_later = QTimer(self, singleShot=True, interval=0)
        self._lay_out_later.timeout.connect(self.lay_out)
        self._heading = Heading(theme, self._columns, self)
        self._heading.set_paddings(self._paddings)
        self._heading.sectionMoved.connect(self._on_moved)
        self._heading.sectionResized.connect(self._on_resized)
        self._heading.sectionHandleDoubleClicked.connect(self._forget_width)
        self._heading.sortIndicatorChanged.connect(self._on_sorted)
        self.setAccessibleName(name)
        self.setModel(model)
        self.setHorizontalHeader(self._heading)
        self.horizontalScrollBar().valueChanged.connect(self._place_boxes)

    @property
    def widths(self) -> ColumnWidths[R]:
        """What the columns need; after adding to it call :meth:`lay_out`."""
        return self._widths

    def set_form(self, *, row_height: int, columns: ColumnSet, short_headings: bool) -> None:
        """Take the form for a window of a certain size."""
        self.verticalHeader().setDefaultSectionSize(row_height)
        self._heading.set_short(short_headings)
        self._column_set = columns
        self._show_columns()

    @property
    def heading(self) -> Heading:
        """The heading row."""
        return self._heading

    @property
    def headings(self) -> list[str]:
        """What the columns are called, by their number."""
        return [spec.heading for spec in self._columns]

    @property
    def layout_chosen(self) -> TableLayout:
        """What the trader chose, by the columns' names."""
        names = self.headings
        sorted_by = self._heading.sortIndicatorSection()
        return TableLayout(
            table=self.accessibleName(),
            columns=tuple(names[column] for column in self._chosen),
            widths=tuple((names[c], width) for c, width in sorted(self._chosen_widths.items())),
            sort_by="" if sorted_by == NO_SORT else names[sorted_by],
            descending=self._heading.sortIndicatorOrder() is Qt.SortOrder.DescendingOrder,
        )

    def choose_layout(self, layout: TableLayout) -> None:
        """Take a layout over; what it names that is no column is left out."""
        if layout == self.layout_chosen:
            return
        places = {spec.heading: column for column, spec in enumerate(self._columns)}
        self._chosen = tuple(places[name] for name in layout.columns if name in places)
        self._chosen_widths = {places[n]: width for n, width in layout.widths if n in places}
        order = Qt.SortOrder.DescendingOrder if layout.descending else Qt.SortOrder.AscendingOrder
        with self._arranging():
            self._heading.setSortIndicator(places.get(layout.sort_by, NO_SORT), order)
        self._show_columns()

    def forget_choices(self) -> None:
        """Have the app's own columns, widths and order again."""
        self.choose_layout(TableLayout(self.accessibleName()))
        self.layout_changed.emit()

    def choose_columns(self, columns: Sequence[int]) -> None:
        """Show these columns from left to right; none for the app's own choice."""
        self._chosen = tuple(columns)
        self._show_columns()
        self.layout_changed.emit()

    def choose_width(self, column: int, width: int | None) -> None:
        """Give a column ``width`` pixels, or what it needs and its share of the rest."""
        if width is None:
            self._chosen_widths.pop(column, None)
        else:
            self._chosen_widths[column] = max(width, self._narrowest(column))
        self.lay_out()
        self.layout_changed.emit()

    def _on_moved(self, column: int, old: int, new: int) -> None:  # noqa: ARG002 - Qt's signal
        if not self._is_arranging:
            self.choose_columns(self.shown_columns())

    def _on_resized(self, column: int, old: int, new: int) -> None:
        if not self._is_arranging and old and new:
            self._chosen_widths[column] = max(new, self._narrowest(column))
            # The others make room when the mouse is let go of.
            self._place_boxes()
            self._lay_out_later.start()
            self.layout_changed.emit()

    def _forget_width(self, column: int) -> None:
        self.choose_width(column, None)

    def _on_sorted(self) -> None:
        if not self._is_arranging:
            self.layout_changed.emit()

    @contextmanager
    def _arranging(self) -> Iterator[None]:
        """What the heading tells of within is no choice of the trader.

        Hiding a column may resize the viewport, and so lay out the columns while they are shown.
        """
        before, self._is_arranging = self._is_arranging, True
        try:
            yield
        finally:
            self._is_arranging = before

    def _wanted_columns(self, there: ColumnSet) -> list[int]:
        automatic = [i for i, spec in enumerate(self._columns) if spec.first_in <= there]
        return list(self._chosen) or automatic

    def _show_columns(self) -> None:
        """Show the wanted columns, in their order; those hidden stand behind them."""
        wanted = self._wanted_columns(self._column_set)
        hidden = [column for column in range(len(self._columns)) if column not in wanted]
        with self._arranging():
            for column in hidden:
                self.setColumnHidden(column, True)
            for place, column in enumerate((*wanted, *hidden)):
                self._heading.moveSection(self._heading.visualIndex(column), place)
            for column in wanted:
                self.setColumnHidden(column, False)
        self.lay_out()

    def needed_width(self, there: ColumnSet, *, short_headings: bool) -> int:
        """The width at which no cell of these columns is cut."""
        key = (there, short_headings)
        if key not in self._needed_widths:
            columns = self._wanted_columns(there)
            padding = _padding(close=short_headings)
            outer = CELL_PADDING_OUTER + (CELL_PADDING_OUTER - padding)
            contents = sum(
                self._content(column, short_heading=short_headings) + padding for column in columns
            )
            before = pairwise(columns)
            gaps = sum(self._gap_before(column, left) for left, column in before)
            self._needed_widths[key] = contents + gaps + outer
        return self._needed_widths[key]

    def box(self, column: int) -> tuple[int, int] | None:
        """Left and width of a column's content, within the viewport; None when hidden."""
        box = self._boxes.get(column)
        return None if box is None else box[:2]

    def shown_columns(self) -> list[int]:
        """The columns that are shown, from left to right."""
        places = (self._heading.logicalIndex(place) for place in range(len(self._columns)))
        return [column for column in places if not self.isColumnHidden(column)]

    def _paddings(self, column: int) -> tuple[int, int]:
        shown = self.shown_columns()
        place = shown.index(column)
        left = self._gap_before(column, shown[place - 1]) if place else CELL_PADDING_OUTER
        if column == shown[-1]:
            return left, CELL_PADDING_OUTER - SCROLL_BAR_WIDTH
        return left, _padding(close=self._heading.is_short)

    def _gap_before(self, column: int, left: int) -> int:
        """A text keeps off the end of a figure at its left."""
        is_text = self._columns[column].kind is ColumnKind.TEXT
        return _TEXT_GAP if is_text and self._columns[left].kind.is_right_aligned else 0

    def _needed(self, column: int) -> int:
        return self._content(column) + sum(self._paddings(column))

    def _narrowest(self, column: int) -> int:
        """What the column must have: a figure all that it needs, a text enough to be told."""
        needed = self._needed(column)
        if self._columns[column].kind is ColumnKind.TEXT:
            return min(needed, _NARROWEST_TEXT + sum(self._paddings(column)))
        return needed

    def _content(self, column: int, *, short_heading: bool | None = None) -> int:
        heading = self._heading.needed_width(column, short=short_heading)
        return max(self._widths[column], heading)

    def lay_out(self) -> None:
        """Give every column what it needs, and share out what is left."""
        self._needed_widths.clear()
        shown = self.shown_columns()
        widths = {column: self._needed(column) for column in shown}
        chosen = {
            column: max(width, self._narrowest(column))
            for column, width in self._chosen_widths.items()
            if column in widths
        }
        if sum((widths | chosen).values()) <= self.viewport().width() - SCROLL_BAR_WIDTH:
            widths |= chosen
        else:
            chosen = {}
        # The columns end where the scroll bar begins, which is spared their repaints so.
        spare = self.viewport().width() - SCROLL_BAR_WIDTH - sum(widths.values())
        if spare > 0:
            free = [column for column in shown if column not in chosen]
            sharing = [c for c in free if self._columns[c].kind is not ColumnKind.AGE] or shown[-1:]
            share, rest = divmod(spare, len(sharing))
            for column in sharing:
                widths[column] += share
            widths[sharing[0]] += rest
        elif spare < 0:
            self._narrow_texts(widths, -spare)
        with self._arranging():
            for column, width in widths.items():
                self.setColumnWidth(column, width)
        self._place_boxes()

    def _narrow_texts(self, widths: dict[int, int], missing: int) -> None:
        """Take what is missing from the widest texts, never from a figure."""
        texts = [c for c in widths if self._columns[c].kind is ColumnKind.TEXT]
        while missing > 0 and texts:
            widest = max(texts, key=lambda column: widths[column])
            least = _NARROWEST_TEXT + sum(self._paddings(widest))
            if widths[widest] <= least:
                texts.remove(widest)
                continue
            others = sorted((widths[c] for c in texts if c != widest), reverse=True)
            floor = max([least, *others[:1]])
            step = min(missing, max(1, widths[widest] - floor))
            widths[widest] -= step
            missing -= step

    def _place_boxes(self) -> None:
        boxes = {}
        for column in self.shown_columns():
            left, right = self._paddings(column)
            start = self.columnViewportPosition(column) + left
            is_figure = self._columns[column].kind.is_right_aligned
            boxes[column] = (start, self.columnWidth(column) - left - right, is_figure)
        if boxes != self._boxes:
            self._boxes = boxes
            self.viewport().update()
            self._heading.viewport().update()
            self.columns_moved.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.lay_out()


def _padding(*, close: bool) -> int:
    return CELL_PADDING_CLOSE if close else CELL_PADDING
