"""The view on the broker connections: headings, shapes, a frame around the row in focus."""

import math

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import (
    QFocusEvent,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPalette,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from ct_desktop.ui.connection.broker_model import (
    CELL_ROLE,
    HEADINGS,
    RIGHT_ALIGNED,
    BrokerModel,
    Cell,
    Column,
)
from ct_desktop.ui.controls.focus_frame import QUIET_REASONS
from ct_desktop.ui.controls.state_shape import paint_state_shape
from ct_desktop.ui.controls.text import elided
from ct_desktop.ui.theme.fonts import TextRole, text_font
from ct_desktop.ui.theme.measures import (
    CELL_PADDING,
    FOCUS_WIDTH,
    PANEL_PADDING_READING,
    SHAPE_CELL,
    TABLE_HEADING_HEIGHT,
    TABLE_ROW_HEIGHT,
)
from ct_desktop.ui.theme.theme import Theme

Index = QModelIndex | QPersistentModelIndex

_SHAPE_GAP = 8
_NAME_LEAST, _NAME_MOST = 72, 280
"""Room for a name; a longer one is cut and shows itself whole as a tool tip."""

_SHARES = {
    Column.CONNECTION: 3,
    Column.ORDERS: 2,
    Column.PRICES: 2,
    Column.ACCOUNTS: 1,
    Column.SINCE: 2,
}
"""How the columns divide the room that none of them needs."""

_LONGEST_COMMON_FEED = "Not connected"


class BrokerTable(QTableView):
    """A table to read: nothing in it can be pressed, arrow keys move from row to row."""

    def __init__(self, theme: Theme, model: BrokerModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._focus_shown = False
        self._most_rows = 0
        self.setAccessibleName("Broker connections")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setTabKeyNavigation(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalHeader(_Headings(theme, self))
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(TABLE_ROW_HEIGHT)
        self.verticalHeader().setMinimumSectionSize(TABLE_ROW_HEIGHT)
        self.setItemDelegate(_CellDelegate(theme, self))
        self.setModel(model)
        model.dataChanged.connect(self._fit_columns)
        for signal in (model.rowsInserted, model.rowsRemoved):
            signal.connect(self._fit)
        theme.changed.connect(self._recolor)
        self._recolor()
        self.set_most_rows(4)

    @property
    def shows_focus(self) -> bool:
        """Whether the current row is framed: the keyboard is here and in use."""
        return self._focus_shown and self.hasFocus()

    @property
    def full_height(self) -> int:
        """Pixels for all rows and the headings."""
        return TABLE_HEADING_HEIGHT + self.model().rowCount() * TABLE_ROW_HEIGHT

    def set_most_rows(self, rows: int) -> None:
        """Ask for room for all rows but no more than ``rows``; the others scroll."""
        self._most_rows = rows
        self._fit()

    def _fit(self) -> None:
        rows = min(self.model().rowCount(), self._most_rows)
        self.setMinimumHeight(TABLE_HEADING_HEIGHT + rows * TABLE_ROW_HEIGHT)
        self._fit_columns()

    def _fit_columns(self) -> None:
        """Give each column what its texts need, and divide the rest; a name gives way first."""
        needs = {column: self._need(column) for column in Column}
        name = min(needs.pop(Column.CONNECTION), _NAME_MOST)
        room = self.viewport().width()
        rest = max(0, room - name - sum(needs.values()))
        shares = sum(_SHARES.values())
        widths = {column: need + rest * _SHARES[column] // shares for column, need in needs.items()}
        widths[Column.CONNECTION] = max(_NAME_LEAST, room - sum(widths.values()))
        for column, width in widths.items():
            if self.columnWidth(column) != width:
                self.setColumnWidth(column, width)

    def _need(self, column: Column) -> int:
        heading = QFontMetricsF(text_font(TextRole.HEADING)).horizontalAdvance(HEADINGS[column])
        body = QFontMetricsF(text_font(TextRole.TOTAL))
        model = self.model()
        texts = [model.index(row, column).data() for row in range(model.rowCount())]
        shape = 0
        if column in (Column.ORDERS, Column.PRICES):
            shape = SHAPE_CELL + _SHAPE_GAP
            texts.append(_LONGEST_COMMON_FEED)
        widest = max((body.horizontalAdvance(text) for text in texts), default=0.0)
        left, right = cell_padding(column)
        return math.ceil(max(heading, shape + widest)) + left + right

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_columns()

    def sizeHint(self) -> QSize:
        return QSize(480, self.minimumHeight())

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        self.viewport().update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._focus_shown = event.reason() not in QUIET_REASONS
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self._focus_shown = True
        super().keyPressEvent(event)
        self.viewport().update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._focus_shown = False
        super().mousePressEvent(event)
        self.viewport().update()

    def _recolor(self) -> None:
        colors = QPalette(self.palette())
        colors.setColor(QPalette.ColorRole.Base, self._theme.palette.surface)
        self.setPalette(colors)
        self.viewport().update()


class _Headings(QHeaderView):
    """The heading row."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._theme = theme
        self.setSectionsClickable(False)
        self.setHighlightSections(False)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setMinimumSectionSize(0)
        self.setFixedHeight(TABLE_HEADING_HEIGHT)
        theme.changed.connect(self.viewport().update)

    def paintSection(self, painter: QPainter, rect: QRect, logical_index: int) -> None:
        palette = self._theme.palette
        column = Column(logical_index)
        painter.fillRect(rect, palette.raised)
        painter.fillRect(rect.x(), rect.bottom(), rect.width(), 1, palette.border)
        font = text_font(TextRole.HEADING)
        painter.setFont(font)
        painter.setPen(palette.text3 if self.isEnabled() else palette.disabled)
        left, right = cell_padding(column)
        inner = QRectF(rect).adjusted(left, 0, -right, -1)
        text = elided(HEADINGS[column], font, inner.width())
        painter.drawText(inner, _alignment(column), text)


class _CellDelegate(QStyledItemDelegate):
    """Paints one cell: ground, line, shape, text."""

    def __init__(self, theme: Theme, table: BrokerTable) -> None:
        super().__init__(table)
        self._theme = theme
        self._table = table

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        palette = self._theme.palette
        column = Column(index.column())
        cell: Cell = index.data(CELL_ROLE)
        rect: QRect = option.rect
        painter.save()
        painter.fillRect(rect.x(), rect.bottom(), rect.width(), 1, palette.border)
        left, right = cell_padding(column)
        inner = QRectF(rect).adjusted(left, 0, -right, -1)
        disabled = None if self._table.isEnabled() else palette.disabled
        if cell.shape is not None:
            top = inner.center().y() - SHAPE_CELL / 2
            shape = QRectF(round(inner.left()), round(top), SHAPE_CELL, SHAPE_CELL)
            paint_state_shape(painter, shape, cell.shape, palette, color=disabled)
            inner.setLeft(inner.left() + SHAPE_CELL + _SHAPE_GAP)
        role = TextRole.NAME if column is Column.CONNECTION else TextRole.BODY
        font = text_font(TextRole.TOTAL if cell.emphasised else role)
        painter.setFont(font)
        painter.setPen(disabled or palette.color(cell.color))
        painter.drawText(inner, _alignment(column), elided(cell.text, font, inner.width()))
        if self._table.shows_focus and index.row() == self._table.currentIndex().row():
            self._paint_frame(painter, rect, column)
        painter.restore()

    def _paint_frame(self, painter: QPainter, rect: QRect, column: Column) -> None:
        """This cell's part of the frame around its row."""
        ink = self._theme.palette.accent
        width, height = rect.width(), rect.height()
        painter.fillRect(rect.x(), rect.y(), width, FOCUS_WIDTH, ink)
        painter.fillRect(rect.x(), rect.y() + height - FOCUS_WIDTH, width, FOCUS_WIDTH, ink)
        if column is Column.CONNECTION:
            painter.fillRect(rect.x(), rect.y(), FOCUS_WIDTH, height, ink)
        if column is Column.SINCE:
            painter.fillRect(rect.right() + 1 - FOCUS_WIDTH, rect.y(), FOCUS_WIDTH, height, ink)


def cell_padding(column: Column) -> tuple[int, int]:
    """Pixels left and right of a cell's content: none between columns but at the right."""
    left = PANEL_PADDING_READING if column is Column.CONNECTION else 0
    right = PANEL_PADDING_READING if column is Column.SINCE else CELL_PADDING
    return left, right


def _alignment(column: Column) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if column in RIGHT_ALIGNED else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter
