"""The figures of the point that is looked at, in a small box beside it."""

from datetime import datetime

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QPainter, QPen

from ct_desktop.core.equity import EquitySample
from ct_desktop.core.wording_equity import EquityWords
from ct_desktop.ui.controls import formatting
from ct_desktop.ui.controls.pnl import paint_triangle, pnl_color, pnl_slot_width
from ct_desktop.ui.controls.text_drawing import draw_text, text_width
from ct_desktop.ui.equity.session import EquitySession
from ct_desktop.ui.theme.fonts import TextRole
from ct_desktop.ui.theme.measures import RADIUS_CONTROL, TRIANGLE_WIDTH
from ct_desktop.ui.theme.palette import Palette

_PADDING = 8
_APART = 10
"""Between the point and its box."""

_Line = tuple[str, TextRole, QColor]


def paint_bubble(
    painter: QPainter,
    session: EquitySession,
    point: EquitySample | datetime,
    palette: Palette,
    *,
    beside: QPointF,
    within: QRectF,
) -> None:
    """Paint what is known of ``point``, a sample or a time in a gap, at the side with room."""
    change = session.change(point) if isinstance(point, EquitySample) else None
    lines = _lines(session, point, palette)
    width = max(text_width(text, role) for text, role, _ in lines) + 2 * _PADDING
    if change is not None:
        width += pnl_slot_width()
    height = sum(role.line_height for _, role, _ in lines) + 2 * _PADDING
    left = beside.x() + _APART
    if left + width > within.right():
        left = max(within.left(), beside.x() - _APART - width)
    box = QRectF(round(left) + 0.5, round(beside.y()) + 0.5, round(width), height)
    painter.setPen(QPen(palette.border_strong, 1))
    painter.setBrush(palette.raised)
    painter.drawRoundedRect(box, RADIUS_CONTROL, RADIUS_CONTROL)
    top = box.top() + _PADDING
    for text, role, ink in lines:
        painter.setPen(ink)
        draw_text(painter, text, role, box.left() + _PADDING, (top, role.line_height))
        top += role.line_height
    if change is not None:
        text, role, ink = lines[-1]
        behind = box.left() + _PADDING + text_width(text, role) + pnl_slot_width() - TRIANGLE_WIDTH
        slot = QRectF(behind, top - role.line_height, TRIANGLE_WIDTH, role.line_height)
        paint_triangle(painter, slot, formatting.pnl_sign(change), ink)


def _lines(session: EquitySession, point: EquitySample | datetime, palette: Palette) -> list[_Line]:
    if isinstance(point, datetime):
        return [
            (formatting.clock_time(point), TextRole.LABEL, palette.text2),
            (EquityWords.NOT_RECORDED, TextRole.NAME, palette.text),
            (EquityWords.NOT_RECORDED_WHY, TextRole.LABEL, palette.text2),
        ]
    change = session.change(point)
    return [
        (formatting.clock_time(point.at), TextRole.LABEL, palette.text2),
        (session.amount(point), TextRole.NAME, palette.text),
        (formatting.pnl(change), TextRole.NAME, pnl_color(change, palette)),
    ]
