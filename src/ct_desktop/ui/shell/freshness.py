"""The age of the newest figure and the time it was supplied, at the same place on every screen."""

import math

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from ct_desktop.ui.controls.newest_age import NO_FIGURES, NewestAge
from ct_desktop.ui.controls.state_shape import StateShape, paint_state_shape
from ct_desktop.ui.theme.fonts import TextRole, text_font
from ct_desktop.ui.theme.measures import SHAPE_LINE
from ct_desktop.ui.theme.theme import Theme

_GAP = 6


class Freshness(NewestAge, QLabel):
    """``2 s ago · 10:41:07``; once stale a clock and ``42 s old · as of 10:41:07``."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._strong = ""
        self._plain = ""
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._write("", NO_FIGURES, stale=False)
        theme.changed.connect(self.update)

    def _stale_words(self, age: str, clock: str) -> tuple[str, str]:
        return f"{age} old", f"· as of {clock}"

    def _write(self, strong: str, plain: str, *, stale: bool) -> None:
        if (strong, plain, stale) == (self._strong, self._plain, self._stale):
            return
        self._strong, self._plain, self._stale = strong, plain, stale
        words = f"{strong} {plain}".strip()
        self.setText(words)
        self.setAccessibleName(f"Newest figure: {words}")
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        width = _advance(self._plain, TextRole.LABEL)
        if self._strong:
            width += _advance(self._strong, TextRole.LABEL_STRONG) + _GAP
        if self._stale:
            width += SHAPE_LINE + _GAP
        return QSize(math.ceil(width), TextRole.BODY.line_height)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - the whole is small
        palette = self._theme.palette
        strong = palette.stale if self._stale else palette.text
        plain = palette.stale if self._stale else palette.text2
        if not self.isEnabled():
            strong = plain = palette.disabled
        painter = QPainter(self)
        left = 0.0
        if self._stale:
            rect = QRectF(0, (self.height() - SHAPE_LINE) / 2, SHAPE_LINE, SHAPE_LINE)
            paint_state_shape(painter, rect, StateShape.STALE, palette, color=strong)
            left = SHAPE_LINE + _GAP
        for text, role, ink in (
            (self._strong, TextRole.LABEL_STRONG, strong),
            (self._plain, TextRole.LABEL, plain),
        ):
            if not text:
                continue
            painter.setFont(text_font(role))
            painter.setPen(ink)
            rect = QRectF(left, 0, self.width() - left, self.height())
            painter.drawText(rect, Qt.AlignmentFlag.AlignVCenter, text)
            left += _advance(text, role) + _GAP


def _advance(text: str, role: TextRole) -> float:
    return QFontMetricsF(text_font(role)).horizontalAdvance(text)
