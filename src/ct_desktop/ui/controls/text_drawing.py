"""Single lines of text, drawn and measured quickly enough for tables of live figures.

Drawing into a rectangle lays a text out anew each time and takes several times as long as drawing
what was laid out before. Figures are made of few characters, whose widths add up where the font
does not kern tabular figures.
"""

from functools import cache
from typing import TypeAlias

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QStaticText, QTextLayout, QTransform

from ct_desktop.ui.theme.fonts import TextRole, text_font

Line: TypeAlias = tuple[float, float]
"""Top and height of a line."""

_FIGURES = "0123456789,.+−"
_PROBE = "−1,047.71+2,356,889.04"
"""Holds the pairs that fonts kern."""
_EXACT = 0.01

_MOST_KEPT = 2048
"""Texts of one role: two screens full."""

_NEVER = object()


class _Look:
    """One role's font with what was found out about it."""

    def __init__(self, role: TextRole) -> None:
        self.font = text_font(role)
        self.metrics = QFontMetricsF(self.font)
        self.height = self.metrics.height()
        self.ascent = self.metrics.ascent()
        self.laid_out_ascent = _laid_out_ascent(role)
        self.figure_widths = _figure_widths(self.metrics)
        self.widths: dict[str, float] = {}
        self.laid_out: dict[str, QStaticText | None] = {}


@cache
def _look(role: TextRole) -> _Look:
    return _Look(role)


def forget_texts() -> None:
    """Let go of all texts: what was drawn so far will hardly be drawn again."""
    _look.cache_clear()


def text_width(text: str, role: TextRole) -> float:
    """The width of ``text`` in pixels."""
    look = _look(role)
    width = look.widths.get(text)
    if width is None:
        if len(look.widths) >= _MOST_KEPT:
            look.widths.clear()
        figures = look.figure_widths
        try:
            width = sum([figures[character] for character in text])
        except KeyError:
            width = look.metrics.horizontalAdvance(text)
        look.widths[text] = width
    return width


def draw_text(painter: QPainter, text: str, role: TextRole, left: float, line: Line) -> None:
    """Draw ``text`` in the middle of ``line``, in the painter's pen; its font is changed."""
    look = _look(role)
    painter.setFont(look.font)
    stands = baseline(role, line)
    laid_out = look.laid_out.get(text, _NEVER)
    if laid_out is _NEVER:
        # Laying out pays from the second time on, and most figures change before that.
        if len(look.laid_out) >= _MOST_KEPT:
            look.laid_out.clear()
        look.laid_out[text] = None
        painter.drawText(QPointF(left, stands), text)
        return
    if not isinstance(laid_out, QStaticText):
        laid_out = QStaticText(text)
        laid_out.setTextFormat(Qt.TextFormat.PlainText)
        laid_out.prepare(QTransform(), look.font)
        look.laid_out[text] = laid_out
    painter.drawStaticText(QPointF(left, stands - look.laid_out_ascent), laid_out)


def baseline(role: TextRole, line: Line) -> int:
    """Where a text in the middle of ``line`` stands; on a whole pixel."""
    look = _look(role)
    return round(line[0] + (line[1] - look.height) / 2 + look.ascent)


def _laid_out_ascent(role: TextRole) -> float:
    """How far below its top a laid-out text stands; Qt rounds it otherwise than the font's own."""
    layout = QTextLayout("0", text_font(role))
    layout.beginLayout()
    line = layout.createLine()
    layout.endLayout()
    return line.ascent()


def _figure_widths(metrics: QFontMetricsF) -> dict[str, float]:
    """The width of each character of figures; empty where this font's do not add up."""
    widths = {character: metrics.horizontalAdvance(character) for character in _FIGURES}
    added = sum(widths[character] for character in _PROBE)
    return widths if abs(added - metrics.horizontalAdvance(_PROBE)) < _EXACT else {}
