"""The totals pinned below a table, their figures under its columns."""

from typing import Any

from PySide6.QtCore import QRect, QRectF, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QVBoxLayout, QWidget

from ct_desktop.ui.controls.text import elided
from ct_desktop.ui.controls.text_drawing import draw_text, text_width
from ct_desktop.ui.monitor.cell_painter import CellPainter
from ct_desktop.ui.monitor.table_view import TableView
from ct_desktop.ui.monitor.total_lines import TotalLine
from ct_desktop.ui.theme.fonts import TextRole, text_font
from ct_desktop.ui.theme.measures import (
    CELL_PADDING,
    CELL_PADDING_OUTER,
    RADIUS_PANEL,
    TABLE_ROW_HEIGHT,
)
from ct_desktop.ui.theme.theme import Theme

_GAP = 4


class _TotalRow(QLabel):
    """One line; its accessible name says the figures with their headings."""

    activated = Signal(object)

    def __init__(self, theme: Theme, table: TableView[Any], parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._table = table
        self._line: TotalLine | None = None
        self._last = False
        theme.changed.connect(self.update)
        table.columns_moved.connect(self.update)

    def show_line(self, line: TotalLine, *, last: bool) -> bool:
        """Show ``line``, and tell whether it is another one than before."""
        before = self._line
        if line == before and last is self._last:
            return False
        figures_alone = (
            before is not None
            and (line.title, line.words) == (before.title, before.words)
            and last is self._last
        )
        self._line, self._last = line, last
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent, not last)
        self.setAccessibleName(line.spoken)
        if figures_alone:
            self.update(self._figures_rect())
        else:
            self.update()
        return True

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self._line is not None and self._line.of is not None:
            self.activated.emit(self._line.of)
        else:
            super().mouseDoubleClickEvent(event)

    def _figures_rect(self) -> QRect:
        """Where the figures stand, with the space before the first."""
        boxes = [self._table.box(column) for column, _ in self._line.cells] if self._line else []
        shown = [box for box in boxes if box is not None]
        if not shown:
            return self.rect()
        left = min(left for left, _ in shown) - CELL_PADDING
        right = max(left + width for left, width in shown)
        return QRect(left, 0, right - left, self.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        line = self._line
        if line is None:
            return
        palette = self._theme.palette
        painter = QPainter(self)
        figures = self._figures_rect()
        all_of_it = not figures.contains(event.rect())
        if all_of_it and self._last:
            painter.fillPath(self._ground(), palette.raised)
        else:
            painter.fillRect(event.rect(), palette.raised)
        painter.fillRect(0, 0, self.width(), 1, palette.border)
        cells = CellPainter(painter, palette, self._table.stamps, disabled=not self.isEnabled())
        for column, cell in line.cells:
            place = self._table.box(column)
            if place is not None:
                left, width = place
                box = (left, 1, width, self.height() - 1)
                cells.paint(cell, box, palette.raised, right_aligned=True)
        if all_of_it:
            self._paint_title(painter, line, figures.left())

    def _paint_title(self, painter: QPainter, line: TotalLine, right: int) -> None:
        palette = self._theme.palette
        left = float(CELL_PADDING_OUTER)
        for text, role, ink in (
            (line.title, TextRole.TOTAL, palette.text),
            (f"· {line.words}", TextRole.BODY, palette.text2),
        ):
            room = right - left
            taken = text_width(text, role)
            shown = text if taken <= room else elided(text, text_font(role), room)
            painter.setPen(ink if self.isEnabled() else palette.disabled)
            draw_text(painter, shown, role, left, (1, self.height() - 1))
            left += taken + _GAP

    def _ground(self) -> QPainterPath:
        """The last line ends in the round corners of its panel."""
        path = QPainterPath()
        rect = QRectF(self.rect())
        radius = RADIUS_PANEL - 1
        path.setFillRule(Qt.FillRule.WindingFill)
        path.addRoundedRect(rect, radius, radius)
        path.addRect(rect.adjusted(0, 0, 0, -radius))
        return path


class TotalsView(QWidget):
    """Up to a line for each group and currency."""

    activated = Signal(object)
    """A line was clicked twice: its :class:`~ct_desktop.core.equity.GroupTotal`."""

    def __init__(self, theme: Theme, table: TableView[Any]) -> None:
        super().__init__()
        self._theme = theme
        self._table = table
        self._rows: list[_TotalRow] = []
        self._row_height = TABLE_ROW_HEIGHT
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def set_row_height(self, height: int) -> None:
        """Use the height of the table's rows."""
        self._row_height = height
        for row in self._rows:
            row.setFixedHeight(height)

    def show_lines(self, lines: tuple[TotalLine, ...]) -> None:
        """Show ``lines`` in place of those before; the columns widen for them where needed."""
        while len(self._rows) > len(lines):
            row = self._rows.pop()
            self._column.removeWidget(row)
            row.hide()
            row.deleteLater()
        while len(self._rows) < len(lines):
            row = _TotalRow(self._theme, self._table, self)
            row.setFixedHeight(self._row_height)
            row.activated.connect(self.activated)
            self._column.addWidget(row)
            # Now, not with the event loop's next turn: it belongs into the frame of its rows.
            row.show()
            self._rows.append(row)
        wider = False
        for number, (row, line) in enumerate(zip(self._rows, lines, strict=True)):
            if not row.show_line(line, last=number == len(lines) - 1):
                continue
            for column, cell in line.cells:
                wider = self._table.widths.include_cell(column, cell) or wider
        if wider:
            self._table.lay_out()
