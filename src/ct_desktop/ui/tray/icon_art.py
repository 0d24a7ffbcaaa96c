"""The tray icon's pictures: the app's mark, and over its corner the silhouette of the state.

Nobody can ask what colour a panel has. So the mark stands on a plate of its own, and the silhouette
on a white one with the light palette's colours: both read on any panel, at 16 pixels.
"""

from functools import cache

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap

from ct_desktop.ui.controls.state_shape import StateShape, paint_state_shape
from ct_desktop.ui.theme.icons import IconName, icon_pixmap
from ct_desktop.ui.theme.palette import LIGHT

SIZES = (16, 20, 22, 24, 32, 48, 64)
"""Pixels: what the panels of the three systems ask for."""

# All in sixteenths of the icon.
_PLATE = QRectF(0, 0, 16, 16)
_PLATE_RADIUS = 3.5
_MARK = QRectF(0.5, -0.5, 12, 12)
_SHAPE = QRectF(6, 6, 10, 10)
_RIM = 1.0
_RIM_RADIUS = 3.5

_WATCHING = (LIGHT.accent_fill, LIGHT.accent_text)
_IDLE = (LIGHT.border, LIGHT.unknown)
"""Plate and mark; the other way round, light and dark, where nobody is signed in."""


@cache
def tray_icon(shape: StateShape) -> QIcon:
    """The icon for ``shape``, at every size that a panel asks for."""
    icon = QIcon()
    for size in SIZES:
        icon.addPixmap(_picture(shape, size))
    return icon


def _picture(shape: StateShape, size: int) -> QPixmap:
    picture = QPixmap(size, size)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    unit = size / 16
    plate, ink = _IDLE if shape is StateShape.OFF else _WATCHING
    _fill(painter, _scaled(_PLATE, unit), plate, _PLATE_RADIUS * unit)
    mark = _scaled(_MARK, unit).toRect()
    painter.drawPixmap(mark, icon_pixmap(IconName.APP, mark.width(), ink, 1.0))
    around = _SHAPE.adjusted(-_RIM, -_RIM, _RIM, _RIM).intersected(_PLATE)
    _fill(painter, _scaled(around, unit), LIGHT.surface, _RIM_RADIUS * unit)
    paint_state_shape(painter, _scaled(_SHAPE, unit), shape, LIGHT)
    painter.end()
    return picture


def _fill(painter: QPainter, rect: QRectF, color: QColor, radius: float) -> None:
    painter.setBrush(color)
    painter.drawRoundedRect(rect, radius, radius)


def _scaled(rect: QRectF, unit: float) -> QRectF:
    return QRectF(rect.x() * unit, rect.y() * unit, rect.width() * unit, rect.height() * unit)
