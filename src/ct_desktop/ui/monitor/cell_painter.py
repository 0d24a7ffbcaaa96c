"""Paints the cells of tables and totals: a text, and what stands before and behind it.

A full table of a large screen has a thousand cells, and all of it must be painted within a frame.
"""

import math
from collections.abc import Callable
from functools import cache

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QPainter, QPixmap

from ct_desktop.ui.controls.pnl import paint_triangle, pnl_color, pnl_slot_width
from ct_desktop.ui.controls.state_shape import StateShape, paint_state_shape
from ct_desktop.ui.controls.tag import paint_tag, tag_width
from ct_desktop.ui.controls.text import elided
from ct_desktop.ui.controls.text_drawing import draw_text, text_width
from ct_desktop.ui.equity.sparkline import Sparkline
from ct_desktop.ui.monitor.cell import Bar, Cell
from ct_desktop.ui.theme.fonts import TextRole, text_font
from ct_desktop.ui.theme.icons import IconName, icon_pixmap
from ct_desktop.ui.theme.measures import (
    RADIUS_BAR,
    ROOM_BAR_HEIGHT,
    ROOM_BAR_WIDTH,
    ROOM_BAR_WIDTH_LONG,
    SHAPE_CELL,
    SPARKLINE_HEIGHT,
    SPARKLINE_WIDTH,
    SPARKLINE_WIDTH_LONG,
    TAG_HEIGHT,
    TRIANGLE_WIDTH,
)
from ct_desktop.ui.theme.palette import Palette

_GAP = 8
"""Between a text and the shape before it or the tag behind it."""

_PNL_SLOT = round(pnl_slot_width())
_ARROW = 12
_ARROW_GAP = 6
_BAR_GAP = 6
"""Between a shape, the bar behind it and the amount behind that."""
_USUAL_AMOUNT = "~9,999"
"""Amounts up to this one leave their bars in line."""
_MOST_KEPT = 8192

Box = tuple[int, int, int, int]
"""Left, top, width and height."""


def cell_width(cell: Cell) -> int:
    """The width in pixels that ``cell`` needs to stand uncut."""
    if cell.sparkline is not None:
        return SPARKLINE_WIDTH
    if cell.bar is not None:
        return SHAPE_CELL + ROOM_BAR_WIDTH + 2 * _BAR_GAP + math.ceil(_amount_slot(cell))
    width = text_width(cell.text, cell.role)
    width += _leading(cell)
    if cell.tag:
        width += _GAP + _tag_width(cell.tag)
    if cell.sign is not None:
        width += _PNL_SLOT
    return math.ceil(width)


@cache
def _tag_width(text: str) -> int:
    return tag_width(text)


def _amount_slot(cell: Cell) -> float:
    """What an amount behind a bar takes up."""
    return max(text_width(cell.text, cell.role), text_width(_USUAL_AMOUNT, TextRole.TOTAL))


def _leading(cell: Cell) -> int:
    if cell.shape is not None:
        return SHAPE_CELL + _GAP
    return _ARROW + _ARROW_GAP if cell.arrow else 0


class Stamps:
    """Small shapes as pixmaps, kept from cell to cell and from painting to painting."""

    def __init__(self) -> None:
        self._stamps: dict[tuple[object, ...], QPixmap] = {}

    def stamp(
        self,
        key: tuple[object, ...],
        size: QSizeF,
        ratio: float,
        paint: Callable[[QPainter, QRectF], None],
    ) -> QPixmap:
        """What ``paint`` paints into a rectangle of ``size`` at a device pixel ratio."""
        pixmap = self._stamps.get((ratio, *key))
        if pixmap is None:
            pixmap = QPixmap(math.ceil(size.width() * ratio), math.ceil(size.height() * ratio))
            pixmap.setDevicePixelRatio(ratio)
            pixmap.fill(Qt.GlobalColor.transparent)
            painter = QPainter(pixmap)
            paint(painter, QRectF(QPointF(0, 0), size))
            painter.end()
            if len(self._stamps) >= _MOST_KEPT:
                self._stamps.clear()
            self._stamps[(ratio, *key)] = pixmap
        return pixmap


class CellPainter:
    """Paints cells with one painter in one palette: made anew for each painting."""

    def __init__(
        self, painter: QPainter, palette: Palette, stamps: Stamps, *, disabled: bool = False
    ) -> None:
        self._painter = painter
        self._palette = palette
        self._stamps = stamps
        self._disabled = disabled
        self._ratio = painter.device().devicePixelRatioF()

    def paint(self, cell: Cell, box: Box, ground: QColor, *, right_aligned: bool) -> bool:
        """Paint ``cell`` into ``box``, on ``ground``, which is painted already.

        Whether it fits. A text that does not is cut; a figure never is, and reaches out of its box.
        """
        if cell.sparkline is not None:
            return self._paint_sparkline(cell, cell.sparkline, box)
        if right_aligned:
            return self._paint_figure(cell, box)
        return self._paint_text(cell, box, ground)

    def _paint_figure(self, cell: Cell, box: Box) -> bool:
        left, _, width, _ = box
        right = left + width
        ink = self._ink(cell)
        if cell.sign is not None:
            if cell.sign:
                self._triangle(box, cell.sign, ink)
            right -= _PNL_SLOT
        if cell.bar is not None:
            self._bar(cell, cell.bar, box)
        start = right - text_width(cell.text, cell.role)
        self._write(cell.text, cell.role, start, box, ink)
        return start >= left - 0.5 and (cell.bar is None or cell_width(cell) <= width)

    def _paint_sparkline(self, cell: Cell, sparkline: Sparkline, box: Box) -> bool:
        """The line in a quiet colour, its end in that of profit or loss."""
        left, _, width, _ = box
        has_room = width >= SPARKLINE_WIDTH_LONG
        size = QSizeF(SPARKLINE_WIDTH_LONG if has_room else SPARKLINE_WIDTH, SPARKLINE_HEIGHT)
        palette = self._palette
        ink = palette.text3 if cell.is_stale else palette.text2
        if self._disabled:
            ink = palette.disabled
        picture = sparkline.picture(size, self._ratio, ink, self._ink(cell))
        self._painter.drawPixmap(QPointF(left, _middle(box, SPARKLINE_HEIGHT)), picture)
        return width >= SPARKLINE_WIDTH

    def _paint_text(self, cell: Cell, box: Box, ground: QColor) -> bool:
        left, top, width, height = box
        ink = self._ink(cell)
        lead = _leading(cell)
        room = width - lead
        if cell.shape is not None:
            self._shape(cell.shape, box, ground)
        elif cell.arrow:
            self._arrow(cell.arrow, box, ink)
        if cell.tag:
            room -= _GAP + _tag_width(cell.tag)
        text, taken = cell.text, text_width(cell.text, cell.role)
        fits = taken <= room + 0.5
        if not fits:
            text = elided(cell.text, text_font(cell.role), room)
            taken = text_width(text, cell.role)
        self._write(text, cell.role, left + lead, box, ink)
        if cell.tag:
            behind = left + lead + math.ceil(taken) + _GAP
            self._tag(cell.tag, (behind, top, width, height))
        return fits

    def _write(self, text: str, role: TextRole, left: float, box: Box, ink: QColor) -> None:
        self._painter.setPen(ink)
        draw_text(self._painter, text, role, left, (box[1], box[3]))

    def _ink(self, cell: Cell) -> QColor:
        if self._disabled:
            return self._palette.disabled
        if cell.sign is None:
            return self._palette.color(cell.color)
        return pnl_color(float(cell.sign), self._palette, stale=cell.is_stale)

    def _triangle(self, box: Box, sign: int, ink: QColor) -> None:
        left, _, width, _ = box
        pixmap = self._stamps.stamp(
            ("triangle", sign, ink.rgb()),
            QSizeF(TRIANGLE_WIDTH, TRIANGLE_WIDTH),
            self._ratio,
            lambda painter, rect: paint_triangle(painter, rect, sign, ink),
        )
        place = QPointF(left + width - TRIANGLE_WIDTH, _middle(box, TRIANGLE_WIDTH))
        self._painter.drawPixmap(place, pixmap)

    def _shape(self, shape: StateShape, box: Box, ground: QColor) -> None:
        palette = self._palette
        color = palette.disabled if self._disabled else None
        pixmap = self._stamps.stamp(
            ("shape", shape, palette.is_dark, self._disabled, ground.rgb()),
            QSizeF(SHAPE_CELL, SHAPE_CELL),
            self._ratio,
            lambda painter, rect: paint_state_shape(
                painter, rect, shape, palette, color=color, ground=ground
            ),
        )
        self._painter.drawPixmap(QPointF(box[0], _middle(box, SHAPE_CELL)), pixmap)

    def _arrow(self, way: int, box: Box, ink: QColor) -> None:
        icon = IconName.ARROW_UP if way > 0 else IconName.ARROW_DOWN
        pixmap = icon_pixmap(icon, _ARROW, ink, self._ratio)
        self._painter.drawPixmap(QPointF(box[0], _middle(box, _ARROW)), pixmap)

    def _bar(self, cell: Cell, bar: Bar, box: Box) -> None:
        """The bar before the amount, the longer one where there is room, and the shape before."""
        palette = self._palette
        left, top, width, height = box
        end = left + width - math.ceil(_amount_slot(cell)) - _BAR_GAP
        has_room = end - left >= SHAPE_CELL + _BAR_GAP + ROOM_BAR_WIDTH_LONG
        length = ROOM_BAR_WIDTH_LONG if has_room else ROOM_BAR_WIDTH
        ink = palette.disabled if self._disabled else palette.color(bar.color)
        share = _in_pixels(bar.share, length * self._ratio)
        key = ("bar", length, share, ink.rgb(), palette.bar_bg.rgb())
        pixmap = self._stamps.stamp(
            key,
            QSizeF(length, ROOM_BAR_HEIGHT),
            self._ratio,
            lambda painter, rect: _paint_bar(painter, rect, share, ink, palette.bar_bg),
        )
        self._painter.drawPixmap(QPointF(end - length, _middle(box, ROOM_BAR_HEIGHT)), pixmap)
        if cell.shape is not None:
            before = end - length - _BAR_GAP - SHAPE_CELL
            self._shape(cell.shape, (before, top, SHAPE_CELL, height), palette.surface)

    def _tag(self, text: str, box: Box) -> None:
        palette = self._palette
        ink = palette.disabled if self._disabled else palette.text2
        edge = palette.disabled if self._disabled else palette.border_strong
        pixmap = self._stamps.stamp(
            ("tag", text, ink.rgb(), edge.rgb()),
            QSizeF(_tag_width(text), TAG_HEIGHT),
            self._ratio,
            lambda painter, rect: paint_tag(painter, rect, text, ink=ink, edge=edge),
        )
        self._painter.drawPixmap(QPointF(box[0], _middle(box, TAG_HEIGHT)), pixmap)


def _in_pixels(share: float | None, pixels: float) -> float | None:
    """``share`` as a bar of so many pixels can show it, or a stamp would be kept for every cent."""
    return None if share is None else math.ceil(share * pixels) / pixels


def _paint_bar(
    painter: QPainter, rect: QRectF, share: float | None, ink: QColor, ground: QColor
) -> None:
    """A groove, filled as far as there is room; the least of it is still a dot."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ground)
    painter.drawRoundedRect(rect, RADIUS_BAR, RADIUS_BAR)
    if share:
        rect.setWidth(max(rect.height(), rect.width() * share))
        painter.setBrush(ink)
        painter.drawRoundedRect(rect, RADIUS_BAR, RADIUS_BAR)


def _middle(box: Box, height: float) -> int:
    """Where something of ``height`` begins so that it stands in the middle, on a whole pixel."""
    return box[1] + round((box[3] - height) / 2)
