"""The heading row of a table: a click, or space on the keyboard, sorts by a column."""

from collections.abc import Callable

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QFontMetricsF,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
)
from PySide6.QtWidgets import QHeaderView, QWidget

from ct_desktop.ui.controls.focus_frame import QUIET_REASONS
from ct_desktop.ui.controls.pnl import pnl_slot_width
from ct_desktop.ui.monitor.columns import Column, ColumnKind
from ct_desktop.ui.monitor.table_model import NO_SORT
from ct_desktop.ui.theme.fonts import TextRole, text_font
from ct_desktop.ui.theme.measures import CELL_PADDING_CLOSE, FOCUS_WIDTH, TABLE_HEADING_HEIGHT
from ct_desktop.ui.theme.theme import Theme

_MARK_WIDTH = 7
_MARK_GAP = 4
_RESERVED = _MARK_WIDTH + _MARK_GAP + 1 - CELL_PADDING_CLOSE
"""For the mark of sorting besides the padding before or behind the heading, which it shares."""
_MOVES = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
_PRESSES = (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter)


class Heading(QHeaderView):
    """Headings over their cells. A column is sorted upwards, downwards, then no more.

    The mouse moves and resizes columns too; the keyboard does it by the menu.
    """

    menu_requested = Signal(int, QPoint)
    """The menu is wanted for a column, at a place on the screen."""

    def __init__(self, theme: Theme, columns: tuple[Column, ...], parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._theme = theme
        self._columns = columns
        self._short = False
        self._paddings_of: Callable[[int], tuple[int, int]] = lambda _: (0, 0)
        self._focused = 0
        self._shows_focus = False
        self.setFixedHeight(TABLE_HEADING_HEIGHT)
        self.setMinimumSectionSize(8)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self.setSectionsMovable(True)
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setSortIndicatorClearable(True)
        self.setSortIndicator(NO_SORT, Qt.SortOrder.AscendingOrder)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setFont(text_font(TextRole.HEADING))
        theme.changed.connect(self.viewport().update)

    def set_short(self, short: bool) -> None:
        """Use the short headings, for a window of middling width."""
        if short is not self._short:
            self._short = short
            self.viewport().update()

    @property
    def is_short(self) -> bool:
        """Whether the short headings are used."""
        return self._short

    def set_paddings(self, paddings_of: Callable[[int], tuple[int, int]]) -> None:
        """``paddings_of`` a column: what its cells keep free at the left and at the right."""
        self._paddings_of = paddings_of

    def needed_width(self, column: int, *, short: bool | None = None) -> int:
        """What a heading needs besides its padding; ``short``: if not as it is now.

        The mark of sorting stands in the padding for the most part: few headings ever show it.
        """
        text = self._text(column, self._short if short is None else short)
        width = QFontMetricsF(self.font()).horizontalAdvance(text)
        slot = pnl_slot_width() if self._columns[column].kind is ColumnKind.PNL else 0
        return round(width + 0.5) + _RESERVED + round(slot)

    def _text(self, column: int, short: bool) -> str:
        spec = self._columns[column]
        return spec.short_heading if short and spec.short_heading else spec.heading

    def sort_by_next(self, column: int) -> None:
        """Sort by ``column`` upwards, then downwards, then no more."""
        if self.sortIndicatorSection() != column:
            self.setSortIndicator(column, Qt.SortOrder.AscendingOrder)
        elif self.sortIndicatorOrder() is Qt.SortOrder.AscendingOrder:
            self.setSortIndicator(column, Qt.SortOrder.DescendingOrder)
        else:
            self.setSortIndicator(NO_SORT, Qt.SortOrder.AscendingOrder)

    def paintSection(
        self,
        painter: QPainter,
        rect: QRect,
        logicalIndex: int,  # noqa: N803 - Qt's name
    ) -> None:
        palette = self._theme.palette
        painter.fillRect(rect, palette.raised)
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, palette.border)
        box = self._box(logicalIndex, rect)
        spec = self._columns[logicalIndex]
        sorted_by = self.sortIndicatorSection() == logicalIndex
        painter.setFont(self.font())
        painter.setPen(palette.text if sorted_by else palette.text3)
        text = self._text(logicalIndex, self._short)
        side = (
            Qt.AlignmentFlag.AlignRight
            if spec.kind.is_right_aligned
            else Qt.AlignmentFlag.AlignLeft
        )
        painter.drawText(box, side | Qt.AlignmentFlag.AlignVCenter, text)
        if self._shows_focus and logicalIndex == self._focused:
            painter.setPen(QPen(palette.accent, FOCUS_WIDTH))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            inner = FOCUS_WIDTH / 2
            painter.drawRect(QRectF(rect).adjusted(inner, inner, -inner, -inner - 1))

    def _box(self, column: int, rect: QRect) -> QRectF:
        """Where the heading's text stands in its section, over the figures of its cells."""
        left, right = self._paddings_of(column)
        slot = pnl_slot_width() if self._columns[column].kind is ColumnKind.PNL else 0
        return QRectF(rect).adjusted(left, 0, -right - slot, -1)

    def _paint_mark(self, painter: QPainter) -> None:
        """Before a heading over figures, which may be in the section before, or behind a text."""
        column = self.sortIndicatorSection()
        if not 0 <= column < self.count() or self.isSectionHidden(column):
            return
        start = self.sectionViewportPosition(column)
        box = self._box(column, QRect(start, 0, self.sectionSize(column), self.height()))
        width = QFontMetricsF(self.font()).horizontalAdvance(self._text(column, self._short))
        if self._columns[column].kind.is_right_aligned:
            left = box.right() - width - _MARK_GAP - _MARK_WIDTH
        else:
            left = box.left() + width + _MARK_GAP
        middle = box.center().y()
        up = self.sortIndicatorOrder() is Qt.SortOrder.AscendingOrder
        tip, base = (middle - 2.5, middle + 2) if up else (middle + 2.5, middle - 2)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.palette.text2)
        painter.drawPolygon(
            QPolygonF(
                [
                    QPointF(left + _MARK_WIDTH / 2, tip),
                    QPointF(left + _MARK_WIDTH, base),
                    QPointF(left, base),
                ]
            )
        )
        painter.restore()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self.viewport())
        self._paint_mark(painter)
        # Over the scroll bar, where there is no column.
        viewport = self.viewport()
        end = self.length() - self.offset()
        palette = self._theme.palette
        painter.fillRect(end, 0, viewport.width() - end, viewport.height(), palette.raised)
        painter.fillRect(end, viewport.height() - 1, viewport.width() - end, 1, palette.border)

    def _visible(self) -> list[int]:
        """From left to right."""
        columns = (self.logicalIndex(place) for place in range(self.count()))
        return [column for column in columns if not self.isSectionHidden(column)]

    # The keyboard

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        visible = self._visible()
        if key in _MOVES and visible:
            here = visible.index(self._focused) if self._focused in visible else 0
            self._focused = visible[max(0, min(len(visible) - 1, here + _MOVES[key]))]
            self._shows_focus = True
            self.viewport().update()
        elif key == Qt.Key.Key_F10 and event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self._ask_for_menu(self._focused)
        elif key in _PRESSES:
            self.sort_by_next(self._focused)
        else:
            # Not Qt's: it would move a current cell that the heading does not show.
            event.ignore()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        by_mouse = event.reason() is QContextMenuEvent.Reason.Mouse
        under_it = self.logicalIndexAt(event.pos())
        if by_mouse and under_it >= 0:
            self.menu_requested.emit(under_it, event.globalPos())
        else:
            self._ask_for_menu(self._focused)
        event.accept()

    def _ask_for_menu(self, column: int) -> None:
        below = QPoint(self.sectionViewportPosition(column), self.height())
        self.menu_requested.emit(column, self.mapToGlobal(below))

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._shows_focus = event.reason() not in QUIET_REASONS
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._shows_focus = False
        self.viewport().update()
