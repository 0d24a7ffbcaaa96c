"""Paints one entry of the timeline: time, shape, two lines, and two at the right."""

from dataclasses import dataclass, replace

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QHelpEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolTip,
)

from ct_desktop.ui.activity.entry_words import EntryWords
from ct_desktop.ui.activity.timeline_model import WORDS_ROLE
from ct_desktop.ui.controls.state_shape import paint_state_shape
from ct_desktop.ui.controls.text import elided, plain_tool_tip
from ct_desktop.ui.controls.text_drawing import draw_text, text_width
from ct_desktop.ui.theme.fonts import TextRole, text_font
from ct_desktop.ui.theme.icons import paint_icon
from ct_desktop.ui.theme.measures import (
    FOCUS_WIDTH,
    PANEL_PADDING_READING,
    SELECTED_BAR_WIDTH,
    SHAPE_LINE,
)
from ct_desktop.ui.theme.palette import Token
from ct_desktop.ui.theme.theme import Theme

Index = QModelIndex | QPersistentModelIndex

ROW_HEIGHT = 54

_SHAPE_LEFT = 104
_WORDS_LEFT = 130
_FIRST_LINE = (9, 20)
_SECOND_LINE = (29, 16)
_SHAPE_TOP = 12
_GAP = 16
"""Between the words and what stands at the right."""
_MOST_AT_RIGHT = 0.4
"""Of the row: the words before it keep the rest."""


class EntryDelegate(QStyledItemDelegate):
    """Rows of one height, so that the list asks for none but those in sight."""

    def __init__(self, theme: Theme, view: QAbstractItemView) -> None:
        super().__init__(view)
        self._theme = theme
        self._view = view
        self._frames_current = False

    def set_frame(self, shown: bool) -> None:
        """Frame the current row, or do not: it has the keyboard and is in use."""
        self._frames_current = shown

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: ARG002 - all alike
        return QSize(0, ROW_HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        words: EntryWords = index.data(WORDS_ROLE)
        rect: QRect = option.rect
        ground = self._paint_ground(painter, option, rect)
        self._paint_words(painter, words, rect, ground)
        if self._frames_current and index.row() == self._view.currentIndex().row():
            painter.setPen(QPen(self._theme.palette.accent, FOCUS_WIDTH))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            inner = FOCUS_WIDTH // 2
            painter.drawRect(rect.adjusted(inner, inner, -inner, -inner - 1))

    def _paint_ground(self, painter: QPainter, option: QStyleOptionViewItem, rect: QRect) -> QColor:
        palette = self._theme.palette
        state = option.state
        selected = bool(state & QStyle.StateFlag.State_Selected)
        hovered = bool(state & QStyle.StateFlag.State_MouseOver) and self._view.isEnabled()
        ground = palette.surface
        if selected or hovered:
            ground = palette.selected if selected else palette.hover
        painter.fillRect(rect, ground)
        painter.fillRect(rect.x(), rect.bottom(), rect.width(), 1, palette.border)
        if selected:
            height = rect.height() - 1
            painter.fillRect(rect.x(), rect.y(), SELECTED_BAR_WIDTH, height, palette.accent)
        return ground

    def _paint_words(
        self, painter: QPainter, words: EntryWords, rect: QRect, ground: QColor
    ) -> None:
        self._paint_sign(painter, words, rect, ground)
        time = _Said(words.time, TextRole.BODY, "text2", _FIRST_LINE)
        self._write(painter, time, rect.x() + PANEL_PADDING_READING, rect.y())
        for said, room in zip(_at_left(words), _rooms(words, rect.width()), strict=True):
            self._write(painter, said.cut(room), rect.x() + _WORDS_LEFT, rect.y())
        right = rect.right() + 1 - PANEL_PADDING_READING
        for said in _at_right(words):
            cut = said.cut(rect.width() * _MOST_AT_RIGHT)
            self._write(painter, cut, right - cut.width, rect.y())

    def _write(self, painter: QPainter, said: "_Said", left: float, top: int) -> None:
        palette = self._theme.palette
        enabled = self._view.isEnabled()
        painter.setPen(palette.color(said.color) if enabled else palette.disabled)
        draw_text(painter, said.text, said.role, left, (top + said.line[0], said.line[1]))

    def _paint_sign(
        self, painter: QPainter, words: EntryWords, rect: QRect, ground: QColor
    ) -> None:
        palette = self._theme.palette
        middle = _FIRST_LINE[0] + _FIRST_LINE[1] // 2
        box = QRectF(
            rect.x() + _SHAPE_LEFT, rect.y() + middle - SHAPE_LINE // 2, SHAPE_LINE, SHAPE_LINE
        )
        disabled = None if self._view.isEnabled() else palette.disabled
        if words.icon is not None:
            paint_icon(painter, words.icon, box, disabled or palette.text2)
        elif words.shape is not None:
            paint_state_shape(painter, box, words.shape, palette, color=disabled, ground=ground)

    def helpEvent(
        self,
        event: QHelpEvent,
        view: QAbstractItemView,
        option: QStyleOptionViewItem,
        index: Index,
    ) -> bool:
        if event.type() is not QEvent.Type.ToolTip or not index.isValid():
            return super().helpEvent(event, view, option, index)
        words: EntryWords = index.data(WORDS_ROLE)
        lines = zip(_at_left(words), _rooms(words, option.rect.width()), strict=True)
        cut = [said.text for said, room in lines if said.width > room]
        QToolTip.showText(event.globalPos(), plain_tool_tip("\n".join(cut)) if cut else "", view)
        return True


@dataclass(frozen=True, slots=True)
class _Said:
    """One text of a row; ``line`` is its top within the row and its height."""

    text: str
    role: TextRole
    color: Token
    line: tuple[int, int]

    @property
    def width(self) -> float:
        return text_width(self.text, self.role)

    def cut(self, room: float) -> "_Said":
        """The same, with an ellipsis where it is wider than ``room``."""
        if self.width <= room:
            return self
        return replace(self, text=elided(self.text, text_font(self.role), room))


def _at_left(words: EntryWords) -> tuple[_Said, _Said]:
    return (
        _Said(words.title, TextRole.NAME, "text", _FIRST_LINE),
        _Said(words.detail, TextRole.LABEL, "text2", _SECOND_LINE),
    )


def _at_right(words: EntryWords) -> tuple[_Said, _Said]:
    role = TextRole.LABEL_STRONG if words.is_open else TextRole.LABEL
    return (
        _Said(words.right, role, words.right_color, _FIRST_LINE),
        _Said(words.right_below, TextRole.LABEL, "text2", _SECOND_LINE),
    )


def _rooms(words: EntryWords, width: int) -> tuple[float, float]:
    """The room for the two lines at the left of a row of ``width``."""
    room = float(width - _WORDS_LEFT - PANEL_PADDING_READING)
    most = width * _MOST_AT_RIGHT
    first, second = (
        room - min(said.width, most) - _GAP if said.text else room for said in _at_right(words)
    )
    return first, second
