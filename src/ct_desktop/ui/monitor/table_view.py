"""A table of live figures, painted a row at a time.

Not by a delegate: handing each cell to Python costs several times its painting.
"""

from collections.abc import Iterable
from typing import TypeVar

from PySide6.QtCore import QEvent, QPoint, QRect, Qt, Signal
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
from PySide6.QtWidgets import QFrame, QHeaderView, QWidget

from ct_desktop.core.delimited_text import csv_text, tab_separated
from ct_desktop.ui.controls.empty_words import EmptyWords
from ct_desktop.ui.controls.focus_frame import QUIET_REASONS
from ct_desktop.ui.controls.overlay_scroll_bar import OverlayScrollBar
from ct_desktop.ui.monitor.arranged_table import ArrangedTable
from ct_desktop.ui.monitor.cell_painter import CellPainter, Stamps
from ct_desktop.ui.monitor.columns import Columns
from ct_desktop.ui.monitor.lit_cells import LitCells, LitRow, between
from ct_desktop.ui.monitor.table_model import TableModel
from ct_desktop.ui.monitor.table_records import Moved
from ct_desktop.ui.privacy import PRIVACY
from ct_desktop.ui.theme.measures import (
    CELL_PADDING_OUTER,
    FOCUS_WIDTH,
    SELECTED_BAR_WIDTH,
    TABLE_ROW_HEIGHT,
)
from ct_desktop.ui.theme.theme import Theme

_EVERY_CELL = 1_000_000
"""More than any table has."""

R = TypeVar("R")


class TableView(ArrangedTable[R]):
    """Paints the rows, lights what moved, and takes the pointer and the keyboard."""

    menu_requested = Signal(QPoint)
    """The menu is wanted, at a place on the screen."""

    def __init__(
        self,
        theme: Theme,
        name: str,
        columns: Columns[R],
        model: TableModel[R],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, name, columns, model, parent)
        self._theme = theme
        self._table = model
        self._stamps = Stamps()
        self._lit = LitCells(model.painted_cell)
        self._hovered = -1
        self._shows_focus = False
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
        self.viewport().setAutoFillBackground(False)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    @property
    def stamps(self) -> Stamps:
        """What the cells' painting keeps, for the totals below."""
        return self._stamps

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
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
        boxes, cell_at, grown = self._boxes, self._table.painted_cell, False
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
            if column == title or not self._table.painted_cell(row, column).text:
                empty.append(column)
            elif empty:
                break
        if empty:
            left = self._boxes[empty[0]][0]
            last, width, _ = self._boxes[empty[-1]]
            box = (left, self._row_top(row), last + width - left, self._row_height - 1)
            ground = self._theme.palette.raised
            cells.paint(self._table.painted_cell(row, title), box, ground, right_aligned=False)
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
