"""Sizes that follow the window: units of 1/160 of its width, and text of any number of them."""

from dataclasses import dataclass
from functools import lru_cache

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter

from ct_desktop.ui.theme.fonts import TextRole, text_font

SMALLEST_TEXT = 10
"""Pixels under which no text goes, however small the window."""

_LARGE = 20
_LARGE_SPACING = -0.01
_LEAST_SHARE = 0.6
"""How far a text shrinks to fit before it is cut with an ellipsis."""


@lru_cache(maxsize=64)
def _font(pixel_size: int, weight: int) -> tuple[QFont, QFontMetricsF]:
    font = text_font(TextRole.BODY)
    font.setPixelSize(pixel_size)
    font.setWeight(QFont.Weight(weight))
    if pixel_size >= _LARGE:
        font.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, _LARGE_SPACING * pixel_size)
    return font, QFontMetricsF(font)


@dataclass(frozen=True, slots=True)
class Type:
    """A text's size in units and its weight."""

    size: float
    weight: int = 400

    def scaled(self, share: float) -> "Type":
        """The same at another size."""
        return Type(self.size * share, self.weight)


@dataclass(frozen=True, slots=True)
class Units:
    """``pixels`` is how many one unit has."""

    pixels: float

    def px(self, units: float) -> float:
        """``units`` in pixels."""
        return units * self.pixels

    def font(self, kind: Type) -> QFont:
        """The interface font for ``kind``."""
        return self._look(kind)[0]

    def width(self, text: str, kind: Type) -> float:
        """How wide ``text`` is, in pixels."""
        return self._look(kind)[1].horizontalAdvance(text)

    def _look(self, kind: Type) -> tuple[QFont, QFontMetricsF]:
        return _font(max(SMALLEST_TEXT, round(self.px(kind.size))), kind.weight)

    def draw(
        self,
        painter: QPainter,
        text: str,
        kind: Type,
        x: float,
        middle: float,
        *,
        room: float | None = None,
        from_right: bool = False,
        whole: bool = False,
    ) -> float:
        """Draw ``text`` in the painter's pen, its capitals centred on ``middle``; its width.

        It begins at ``x``, or ends there ``from_right``. Where it is wider than ``room`` it
        shrinks, and is cut only when that does not do; ``whole`` never is it cut, since half a
        figure is a wrong one. All in pixels.
        """
        if not text:
            return 0.0
        if room is not None:
            text, kind = self.fitted(text, kind, room, whole=whole)
        font, metrics = self._look(kind)
        width = metrics.horizontalAdvance(text)
        painter.setFont(font)
        left = x - width if from_right else x
        painter.drawText(QPointF(left, round(middle + metrics.capHeight() / 2)), text)
        return width

    def fitted(
        self, text: str, kind: Type, room: float, *, whole: bool = False
    ) -> tuple[str, Type]:
        """``text`` and ``kind`` such that it is no wider than ``room`` pixels."""
        width = self.width(text, kind)
        if width <= room:
            return text, kind
        smaller = kind.scaled(max(0.0 if whole else _LEAST_SHARE, room / width * 0.98))
        metrics = self._look(smaller)[1]
        if not whole and metrics.horizontalAdvance(text) > room:
            text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, max(0.0, room))
        return text, smaller
