"""Profit and loss as sign, number and triangle, painted alike in tiles, tables and totals.

The triangle is drawn, not a glyph, and stands in a slot of fixed width right of the number, so
that decimals line up and triangles line up.
"""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPolygonF

from ct_desktop.ui.controls import formatting
from ct_desktop.ui.theme.measures import TRIANGLE_GAP, TRIANGLE_WIDTH
from ct_desktop.ui.theme.palette import Palette


def pnl_slot_width(triangle: float = TRIANGLE_WIDTH) -> float:
    """The width kept free right of a number for its triangle."""
    return TRIANGLE_GAP + triangle


def pnl_color(amount: float | None, palette: Palette, *, stale: bool = False) -> QColor:
    """Profit, loss or quiet; stale takes the colour away and leaves sign and triangle."""
    if stale or amount is None:
        return palette.text3
    sign = formatting.pnl_sign(amount)
    if sign == 0:
        return palette.text2
    return palette.pos if sign > 0 else palette.neg


def paint_triangle(painter: QPainter, rect: QRectF, sign: int, color: QColor) -> None:
    """Paint the triangle of a profit (``sign`` 1) or a loss (-1) centred in ``rect``."""
    if sign == 0:
        return
    width = rect.width()
    height = width * 0.7
    top = rect.center().y() - height / 2
    bottom = top + height
    tip, base = (top, bottom) if sign > 0 else (bottom, top)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color)
    painter.drawPolygon(
        QPolygonF(
            [
                QPointF(rect.center().x(), tip),
                QPointF(rect.right(), base),
                QPointF(rect.left(), base),
            ]
        )
    )
    painter.restore()


def paint_pnl_sample(
    painter: QPainter,
    rect: QRectF,
    text: str,
    palette: Palette,
    font: QFont,
    *,
    color: QColor | None = None,
) -> None:
    """Paint ``text``, a made-up profit or loss, right-aligned in ``rect`` with its triangle.

    It is nobody's amount, and so privacy mode leaves it. ``color`` overrides profit's and loss's.
    """
    sign = -1 if text.startswith(formatting.MINUS) else 1
    ink = color or (palette.pos if sign > 0 else palette.neg)
    number = rect.adjusted(0, 0, -pnl_slot_width(), 0)
    painter.setFont(font)
    painter.setPen(ink)
    alignment = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
    painter.drawText(number, alignment, text)
    slot = QRectF(rect.right() - TRIANGLE_WIDTH, rect.top(), TRIANGLE_WIDTH, rect.height())
    paint_triangle(painter, slot, sign, ink)
