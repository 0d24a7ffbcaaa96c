"""One link of the chain in full: its shape, its name, what came back and when."""

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QHelpEvent,
    QHideEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QLabel, QSizePolicy, QToolTip, QWidget

from ct_desktop.ui.connection.link_words import LinkWords
from ct_desktop.ui.controls.focus_frame import ShowsFocus
from ct_desktop.ui.controls.state_shape import StateShape, Turning, paint_state_shape
from ct_desktop.ui.controls.text import elided, plain_tool_tip
from ct_desktop.ui.theme.fonts import TextRole, text_font
from ct_desktop.ui.theme.measures import SHAPE_CHAIN
from ct_desktop.ui.theme.palette import Token
from ct_desktop.ui.theme.theme import Theme

HEIGHT = 44
SHAPE_TOP = 3
NAME_LEFT = SHAPE_CHAIN + 14
"""Where the names begin, and the cards beneath them."""

_EVIDENCE_LEFT = NAME_LEFT + 128
_AGE_WIDTH = 84
_LINE_TOP = (2, 24)


class LinkRow(ShowsFocus, QLabel):
    """One link, painted whole; its accessible name is the row in a sentence."""

    move_requested = Signal(int)
    """Up (-1) or down (1) was pressed: the keyboard goes to the neighbour."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._words: LinkWords | None = None
        self._turning = Turning(self)
        self.setFixedHeight(HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    @property
    def words(self) -> LinkWords | None:
        """What the row says now."""
        return self._words

    def show_words(self, words: LinkWords) -> None:
        """Say ``words``."""
        if words == self._words:
            return
        self._words = words
        if words.spoken != self.accessibleName():
            self.setAccessibleName(words.spoken)
        self.setAccessibleDescription(words.detail)
        self._set_turning()
        self.update()

    def _set_turning(self) -> None:
        checking = self._words is not None and self._words.shape is StateShape.CHECKING
        self._turning.set_wanted(checking and self.isVisible())

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._set_turning()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._turning.set_wanted(False)

    def sizeHint(self) -> QSize:
        return QSize(480, HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return QSize(280, HEIGHT)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        super().keyPressEvent(event)
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        step = steps.get(Qt.Key(event.key()))
        if step is not None:
            event.accept()
            self.move_requested.emit(step)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            cut = self._cut_line_at(event.pos().y())
            if cut:
                QToolTip.showText(event.globalPos(), plain_tool_tip(cut), self)
                return True
        return super().event(event)

    def _cut_line_at(self, y: int) -> str:
        """The text of the line at ``y`` where it did not fit, else nothing."""
        if self._words is None:
            return ""
        second = y >= _LINE_TOP[1]
        text = self._words.detail if second else self._words.evidence
        font = text_font(TextRole.LABEL) if second else self._evidence_font()
        return text if elided(text, font, self._text_room()) != text else ""

    def _text_room(self) -> int:
        return self.width() - _EVIDENCE_LEFT - _AGE_WIDTH

    def _evidence_font(self) -> QFont:
        emphasised = self._words is not None and self._words.emphasised
        return text_font(TextRole.TOTAL if emphasised else TextRole.BODY)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - the whole is small
        words = self._words
        if words is None:
            return
        palette = self._theme.palette
        painter = QPainter(self)
        paint_state_shape(
            painter,
            QRectF(0, SHAPE_TOP, SHAPE_CHAIN, SHAPE_CHAIN),
            words.shape,
            palette,
            color=None if self.isEnabled() else palette.disabled,
            turn=self._turning.turn,
        )
        first, second = (float(top) for top in _LINE_TOP)
        room = float(self._text_room())
        name = QRectF(NAME_LEFT, first, _EVIDENCE_LEFT - NAME_LEFT - 8, 20)
        evidence = QRectF(_EVIDENCE_LEFT, first, room, 20)
        detail = QRectF(_EVIDENCE_LEFT, second, room, 16)
        self._write(painter, name, words.title, text_font(TextRole.TOTAL), words.title_color)
        self._write(painter, evidence, words.evidence, self._evidence_font(), words.evidence_color)
        quiet: Token = "text3" if words.is_stale else "text2"
        self._write(painter, detail, words.detail, text_font(TextRole.LABEL), quiet)
        self._paint_age(painter, words)

    def _write(self, painter: QPainter, rect: QRectF, text: str, font: QFont, color: Token) -> None:
        painter.setFont(font)
        painter.setPen(self._ink(color))
        line = elided(text, font, rect.width())
        painter.drawText(rect, Qt.AlignmentFlag.AlignVCenter, line)

    def _paint_age(self, painter: QPainter, words: LinkWords) -> None:
        """The age over the clock time, at the right."""
        font = text_font(TextRole.LABEL)
        painter.setFont(font)
        painter.setPen(self._ink("stale" if words.is_stale else "text3"))
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        left = self.width() - _AGE_WIDTH
        age = QRectF(left, _LINE_TOP[0], _AGE_WIDTH, 20)
        painter.drawText(age, right, words.age)
        painter.drawText(QRectF(left, _LINE_TOP[1], _AGE_WIDTH, 16), right, words.clock)

    def _ink(self, color: Token) -> QColor:
        palette = self._theme.palette
        return palette.color(color) if self.isEnabled() else palette.disabled
