"""A table of live figures, painted a row at a time.

Not by a delegate: handing each cell to Python costs several times its painting.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import pairwise
from typing import Generic, TypeVar

from PySide6.QtCore import QEvent, QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QFocusEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QRegion,
    QResizeEvent,
)
from PySide6.QtWidgets import QFrame, QHeaderView, QTableView, QWidget

from ct_desktop.core.delimited_text import csv_text, tab_separated
from ct_desktop.profiles.tables_view import TableLayout
from ct_desktop.ui.controls.empty_words import EmptyWords
from ct_desktop.ui.controls.focus_frame import QUIET_REASONS
from ct_desktop.ui.controls.overlay_scroll_bar import SCROLL_BAR_WIDTH, OverlayScrollBar
from ct_desktop.ui.monitor.cell_painter import CellPainter, Stamps
from ct_desktop.ui.monitor.column_widths import ColumnWidths
from ct_desktop.ui.monitor.columns import ColumnKind, Columns, ColumnSet
from ct_desktop.ui.monitor.heading import Heading
from ct_desktop.ui.monitor.lit_cells import LitCells, LitRow, between
from ct_desktop.ui.monitor.table_model import NO_SORT, TableModel
from ct_desktop.ui.monitor.table_records import Moved
from ct_desktop.ui.privacy import PRIVACY
from ct_desktop.ui.theme.measures import (
    CELL_PADDING,
    CELL_PADDING_CLOSE,
    CELL_PADDING_OUTER,
    FOCUS_WIDTH,
    SELECTED_BAR_WIDTH,
    TABLE_ROW_HEIGHT,
)
from ct_desktop.ui.theme.theme import Theme

_NARROWEST_TEXT = 88
"""Content of a text column when the table is too narrow for all of it; it is then cut."""

_TEXT_GAP = 12
"""Between a figure and the text that follows it, besides the figure's own padding."""

_EVERY_CELL = 1_000_000
"""More than any table has."""

R = TypeVar("R")


class TableView(QTableView, Generic[R]):
    """``name`` is what screen readers call the table."""

    columns_moved = Signal()
    """The columns stand elsewhere now, or are as wide as they were not."""

    menu_requested = Signal(QPoint)
    """The menu is wanted, at a place on the screen."""

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
        self._theme = theme
        self._columns = columns.columns
        self._specs = columns
        self._table = model
        self._widths = ColumnWidths(columns)
        self._stamps = Stamps()
        self._lit = LitCells(model.cell)
        self._boxes: dict[int, tuple[int, int, bool]] = {}
        self._needed_widths: dict[tuple[ColumnSet, bool], int] = {}
        self._column_set = ColumnSet.USUAL
        self._chosen: tuple[int, ...] = ()
        self._chosen_widths: dict[int, int] = {}
        self._is_arranging = False
        # A column may not change its width while it is being painted.
        self._lay_out_later = QTimer(self, singleShot=True, interval=0)
        self._lay_out_later.timeout.connect(self.lay_out)
        self._hovered = -1
        self._shows_focus = False
        self._heading = Heading(theme, self._columns, self)
        self._heading.set_paddings(self._paddings)
        self._heading.sectionMoved.connect(self._on_moved)
        self._heading.sectionResized.connect(self._on_resized)
        self._heading.sectionHandleDoubleClicked.connect(self._forget_width)
        self._heading.sortIndicatorChanged.connect(self._on_sorted)
        self.setAccessibleName(name)
        self.setModel(model)
        model.set_rows_in_sight(self._rows_in_sight)
        self._configure()
        self._scroll_bar = OverlayScrollBar(theme, self)
        self.empty_words = EmptyWords(theme, self)
        theme.changed.connect(self.viewport().update)
        PRIVACY.changed.connect(self._on_privacy)

    def _on_privacy(self) -> None:
        """Write all cells anew; a column's width is not to tell what stood in it."""
        self._lit.put_out()
        self._table.write_anew()
        self._widths.start_over(self._table.shown_rows)
        self.lay_out()
        self.viewport().update()

    def _configure(self) -> None:
        self.setHorizontalHeader(self._heading)
        rows = self.verticalHeader()
        rows.hide()
        rows.setMinimumSectionSize(1)
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(TABLE_ROW_HEIGHT)
        self.setSortingEnabled(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.setTabKeyNavigation(False)
        self.setEditTriggers(self.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(self.SelectionBehavior.SelectRows)
        self.setSelectionMode(self.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(self.ScrollMode.ScrollPerItem)
        self.setHorizontalScrollMode(self.ScrollMode.ScrollPerPixel)
        self.setMouseTracking(True)
        self.setMinimumSize(0, 0)
        # The ages of all rows change at once: repaint their column, not the whole table.
        if hasattr(self, "setUpdateThreshold"):  # from Qt 6.9
            self.setUpdateThreshold(_EVERY_CELL)
        self.horizontalScrollBar().valueChanged.connect(self._place_boxes)
        self.viewport().setAutoFillBackground(False)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    # Columns

    @property
    def stamps(self) -> Stamps:
        """What the cells' painting keeps, for the totals below."""
        return self._stamps

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
            sharing = [c for c in free if self._columns[c].kind is not _AGE] or shown[-1:]
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
        self.empty_words.setGeometry(self.viewport().geometry())

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        palette = self._theme.palette
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), palette.surface)
        touched = self._touched_cells(event.region())
        cells = CellPainter(painter, palette, self._stamps, disabled=not self.isEnabled())
        height = self._row_height
        width = self.viewport().width()
        lit_rows = self._lit.by_row()
        selected = {index.row() for index in self.selectionModel().selectedRows()}
        boxes, cell_at, grown = self._boxes, self._table.cell, False
        for row, columns in touched.items():
            top = self._row_top(row)
            title = self._table.title_column(row)
            ground = palette.surface if title is None else palette.raised
            if title is not None:
                painter.fillRect(0, top, width, height - 1, ground)
            if row in selected or row == self._hovered:
                ground = palette.selected if row in selected else palette.hover
                painter.fillRect(0, top, width, height - 1, ground)
            lit = self._paint_lights(painter, row, ground, lit_rows[row]) if row in lit_rows else {}
            painter.fillRect(0, top + height - 1, width, 1, palette.border)
            if row in selected:
                painter.fillRect(0, top, SELECTED_BAR_WIDTH, height - 1, palette.accent)
            spanned = set() if title is None else self._paint_title(cells, row, title)
            for column in columns - spanned:
                left, room, is_figure = boxes[column]
                cell = cell_at(row, column)
                box = (left, top, room, height - 1)
                under = lit.get(column, ground)
                if not cells.paint(cell, box, under, right_aligned=is_figure):
                    grown = self._widths.include_cell(column, cell) or grown
        if grown:
            self._lay_out_later.start()
        current = self.currentIndex().row()
        if self._shows_focus and current in touched:
            painter.setPen(QPen(palette.accent, FOCUS_WIDTH))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            inner = FOCUS_WIDTH // 2
            top = self._row_top(current) + inner
            painter.drawRect(inner, top, width - FOCUS_WIDTH, height - 1 - FOCUS_WIDTH)

    def _paint_lights(
        self, painter: QPainter, row: int, ground: QColor, lit: LitRow
    ) -> dict[int, QColor]:
        """Paint the grounds of lit cells over that of their row; which they are, by column."""
        palette = self._theme.palette
        # Text of every colour can be read on both of these, and so on all between.
        light = palette.hover if ground == palette.selected else palette.selected
        grounds = {column: between(ground, light, share) for column, share in lit.items()}
        for column, color in grounds.items():
            cell = self._cell_rect(row, column)
            painter.fillRect(cell.adjusted(0, 0, 0, -1), color)
        return grounds

    def _cell_rect(self, row: int, column: int) -> QRect:
        left = self.columnViewportPosition(column)
        return QRect(left, self._row_top(row), self.columnWidth(column), self._row_height)

    def _paint_title(self, cells: CellPainter, row: int, title: int) -> set[int]:
        """Paint what a group is called over the columns that are empty there; which those are."""
        empty: list[int] = []
        for column in self.shown_columns():
            if column == title or not self._table.cell(row, column).text:
                empty.append(column)
            elif empty:
                break
        if empty:
            left = self._boxes[empty[0]][0]
            last, width, _ = self._boxes[empty[-1]]
            box = (left, self._row_top(row), last + width - left, self._row_height - 1)
            ground = self._theme.palette.raised
            cells.paint(self._table.cell(row, title), box, ground, right_aligned=False)
        return {title, *empty}

    @property
    def _row_height(self) -> int:
        return self.verticalHeader().defaultSectionSize()

    def _row_top(self, row: int) -> int:
        return row * self._row_height - self.verticalOffset()

    def _rows_in_sight(self) -> tuple[int, int]:
        """The first and last row that is painted; none where the table is not."""
        if not self.isVisible():
            return 0, -1
        height, offset = self._row_height, self.verticalOffset()
        return offset // height, (offset + self.viewport().height()) // height

    def _touched_cells(self, region: QRegion) -> dict[int, set[int]]:
        """The columns to paint anew, by row."""
        height = self._row_height
        offset = self.verticalOffset()
        count = self._table.rowCount()
        edges = [
            (column, self.columnViewportPosition(column), self.columnWidth(column))
            for column in self._boxes
        ]
        touched: dict[int, set[int]] = {}
        for rect in region:  # type: ignore[attr-defined]  # iterable, whatever the stubs say
            columns = {
                column
                for column, left, width in edges
                if left <= rect.right() and left + width > rect.left()
            }
            first = max(0, (rect.top() + offset) // height)
            last = min(count - 1, (rect.bottom() + offset) // height)
            for row in range(first, last + 1):
                if row in touched:
                    touched[row] |= columns
                else:
                    touched[row] = set(columns)
        return touched

    # Cells that are lit

    @property
    def table(self) -> TableModel[R]:
        """The model, as what it is."""
        return self._table

    @property
    def has_lit_cells(self) -> bool:
        """Whether any cell is lit."""
        return len(self._lit) > 0

    def light(self, moved: Iterable[Moved[R]]) -> None:
        """Light the cells in sight that read otherwise than before."""
        self._lit.light(moved, *self._rows_in_sight())

    def fade(self) -> None:
        """Let lit cells take a step back to the ground of their row."""
        self._paint_anew(self._lit.fade())

    def put_out(self) -> None:
        """Light no cell any more."""
        self._paint_anew(self._lit.put_out())

    def _paint_anew(self, cells: Iterable[tuple[int, int]]) -> None:
        for row, column in cells:
            self.viewport().update(self._cell_rect(row, column))

    # Pointer and keyboard

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Leave:
            self._hover(-1)
        return super().viewportEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        self._hover(self.rowAt(event.position().toPoint().y()))

    def _hover(self, row: int) -> None:
        if row != self._hovered:
            before, self._hovered = self._hovered, row
            for changed in (before, row):
                self._update_row(changed)

    def _update_row(self, row: int) -> None:
        if row >= 0:
            width = self.viewport().width()
            self.viewport().update(0, self._row_top(row), width, self._row_height)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._show_focus(False)
        super().mousePressEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self._show_focus(True)
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_rows()
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        place = event.globalPos()
        if event.reason() is not QContextMenuEvent.Reason.Mouse:
            below = (
                self._row_top(self.currentIndex().row() + 1) if self.currentIndex().isValid() else 0
            )
            place = self.viewport().mapToGlobal(QPoint(CELL_PADDING_OUTER, below))
        self.menu_requested.emit(place)

    def copy_rows(self) -> None:
        """Copy the chosen rows, as they stand, for a spreadsheet."""
        rows = sorted(index.row() for index in self.selectionModel().selectedRows())
        shown, columns = self._table.shown_rows, self.shown_columns()
        copied = [[self._specs.exact(shown[row], c) for c in columns] for row in rows]
        if copied:
            QGuiApplication.clipboard().setText(tab_separated(copied))

    def as_csv(self) -> str:
        """All rows that are shown, with the columns that are shown and what tells them apart."""
        specs, columns = self._specs, self.shown_columns()
        headings = ["As of" if c == len(self._columns) - 1 else self.headings[c] for c in columns]
        rows = (
            (*(specs.exact(row, column) for column in columns), *specs.extras(row))
            for number, row in enumerate(self._table.shown_rows)
            if self._table.title_column(number) is None
        )
        return csv_text((*headings, *specs.extra_headings), rows)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._show_focus(event.reason() not in QUIET_REASONS)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._show_focus(False)

    def _show_focus(self, shown: bool) -> None:
        if shown is not self._shows_focus:
            self._shows_focus = shown
            self.viewport().update()


_AGE = ColumnKind.AGE


def _padding(*, close: bool) -> int:
    return CELL_PADDING_CLOSE if close else CELL_PADDING
