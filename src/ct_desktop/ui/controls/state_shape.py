"""The silhouettes of states, told apart without colour and at ten pixels.

Each shape is drawn in a square; the sign inside a filled shape is in the colour of the surface.
"""

import math
from enum import StrEnum

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, QVariantAnimation
from PySide6.QtGui import QColor, QHideEvent, QPainter, QPaintEvent, QPen, QPolygonF, QShowEvent
from PySide6.QtWidgets import QWidget

from ct_desktop.core.links import LinkState
from ct_desktop.ui.motion.motion import motion_allowed
from ct_desktop.ui.theme.measures import SHAPE_LINE
from ct_desktop.ui.theme.palette import Palette, Token
from ct_desktop.ui.theme.theme import Theme

TURN_MILLISECONDS = 1200
"""Once round, for the arc of a state under examination."""


class StateShape(StrEnum):
    """Every silhouette. ``OFF`` is configured but not connected, ``TO_DO`` a step not begun."""

    OK = "ok"
    WARNING = "warning"
    BROKEN = "broken"
    UNKNOWN = "unknown"
    CHECKING = "checking"
    STALE = "stale"
    OFF = "off"
    TO_DO = "to_do"


LINK_SHAPES = {
    LinkState.OK: StateShape.OK,
    LinkState.WARNING: StateShape.WARNING,
    LinkState.BROKEN: StateShape.BROKEN,
    LinkState.UNKNOWN: StateShape.UNKNOWN,
    LinkState.CHECKING: StateShape.CHECKING,
}

SHAPE_COLORS: dict[StateShape, Token] = {
    StateShape.OK: "ok",
    StateShape.WARNING: "warn",
    StateShape.BROKEN: "broken",
    StateShape.UNKNOWN: "unknown",
    StateShape.CHECKING: "checking",
    StateShape.STALE: "stale",
    StateShape.OFF: "unknown",
    StateShape.TO_DO: "unknown",
}

SHAPE_WORDS = {
    StateShape.OK: "ok",
    StateShape.WARNING: "warning",
    StateShape.BROKEN: "broken",
    StateShape.UNKNOWN: "unknown",
    StateShape.CHECKING: "checking",
    StateShape.STALE: "stale",
    StateShape.OFF: "not connected",
    StateShape.TO_DO: "to do",
}
"""How a screen reader says a shape that has no word beside it."""


def paint_state_shape(
    painter: QPainter,
    rect: QRectF,
    shape: StateShape,
    palette: Palette,
    *,
    color: QColor | None = None,
    ground: QColor | None = None,
    turn: float = 0.0,
) -> None:
    """Paint ``shape`` into the square ``rect``.

    ``color`` overrides the state's own (for disabled), ``ground`` the colour of the sign inside
    (the surface). ``turn``, 0 to 1, is how far round the arc of ``CHECKING`` is.
    """
    ink = color or palette.color(SHAPE_COLORS[shape])
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    # Everything below is drawn in a unit of one fourteenth: the size in the chain line.
    painter.translate(rect.topLeft())
    painter.scale(rect.width() / 14, rect.height() / 14)
    if shape in _FILLED:
        _FILLED[shape](painter, ink, ground or palette.surface)
    elif shape is StateShape.CHECKING:
        _checking(painter, ink, palette.border, turn)
    else:
        _RINGS[shape](painter, ink)
    painter.restore()


def _pen(color: QColor, width: float) -> QPen:
    pen = QPen(color, width)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    return pen


def _ok(painter: QPainter, ink: QColor, ground: QColor) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ink)
    painter.drawEllipse(QRectF(0.4, 0.4, 13.2, 13.2))
    painter.setPen(_pen(ground, 1.7))
    painter.drawPolyline([QPointF(4.2, 7.2), QPointF(6.2, 9.2), QPointF(9.9, 5.1)])


def _warning(painter: QPainter, ink: QColor, ground: QColor) -> None:
    # The pen of the same colour rounds the corners.
    painter.setPen(_pen(ink, 1.4))
    painter.setBrush(ink)
    painter.drawPolygon(QPolygonF([QPointF(7, 1.3), QPointF(13.1, 12.3), QPointF(0.9, 12.3)]))
    painter.setPen(_pen(ground, 1.6))
    painter.drawLine(QPointF(7, 5.2), QPointF(7, 8.2))
    painter.drawPoint(QPointF(7, 10.7))


def _broken(painter: QPainter, ink: QColor, ground: QColor) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ink)
    painter.drawRoundedRect(QRectF(0.7, 0.7, 12.6, 12.6), 2.6, 2.6)
    painter.setPen(_pen(ground, 1.7))
    painter.drawLine(QPointF(4.6, 4.6), QPointF(9.4, 9.4))
    painter.drawLine(QPointF(9.4, 4.6), QPointF(4.6, 9.4))


def _ring(painter: QPainter, ink: QColor) -> None:
    painter.setPen(_pen(ink, 1.4))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawEllipse(QRectF(1.1, 1.1, 11.8, 11.8))


def _unknown(painter: QPainter, ink: QColor) -> None:
    painter.setBrush(Qt.BrushStyle.NoBrush)
    pen = QPen(ink, 1.4)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    painter.setPen(pen)
    # Eight dashes, so that a dash stands at the top at any size.
    dashes = 8
    for index in range(dashes):
        start = 90 - 14 + index * 360 / dashes
        painter.drawArc(QRectF(1.1, 1.1, 11.8, 11.8), round(start * 16), 28 * 16)


def _stale(painter: QPainter, ink: QColor) -> None:
    _ring(painter, ink)
    painter.drawPolyline([QPointF(7, 3.9), QPointF(7, 7), QPointF(9.2, 8.5)])


def _off(painter: QPainter, ink: QColor) -> None:
    _ring(painter, ink)
    painter.drawLine(QPointF(4.6, 7), QPointF(9.4, 7))


def _checking(painter: QPainter, ink: QColor, groove: QColor, turn: float) -> None:
    painter.setBrush(Qt.BrushStyle.NoBrush)
    ring = QRectF(1.3, 1.3, 11.4, 11.4)
    painter.setPen(QPen(groove, 2))
    painter.drawEllipse(ring)
    painter.setPen(_pen(ink, 2))
    painter.drawArc(ring, round((90 - turn * 360) * 16), -270 * 16)


_FILLED = {StateShape.OK: _ok, StateShape.WARNING: _warning, StateShape.BROKEN: _broken}
_RINGS = {
    StateShape.UNKNOWN: _unknown,
    StateShape.STALE: _stale,
    StateShape.OFF: _off,
    StateShape.TO_DO: _ring,
}


class StateShapeView(QWidget):
    """One state's silhouette as a widget; its accessible name is the state in words."""

    def __init__(
        self,
        theme: Theme,
        shape: StateShape = StateShape.UNKNOWN,
        *,
        size: int = SHAPE_LINE,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._shape = shape
        self._turning = Turning(self)
        self.setFixedSize(QSize(size, size))
        self.setAccessibleName(SHAPE_WORDS[shape])
        theme.changed.connect(self.update)

    @property
    def shape(self) -> StateShape:
        """The silhouette shown."""
        return self._shape

    def set_shape(self, shape: StateShape) -> None:
        """Show another state."""
        if shape is self._shape:
            return
        self._shape = shape
        self.setAccessibleName(SHAPE_WORDS[shape])
        self._turning.set_wanted(shape is StateShape.CHECKING)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - the whole is small
        palette = self._theme.palette
        painter = QPainter(self)
        paint_state_shape(
            painter,
            QRectF(self.rect()),
            self._shape,
            palette,
            color=None if self.isEnabled() else palette.disabled,
            turn=self._turning.turn,
        )

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._turning.set_wanted(self._shape is StateShape.CHECKING)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._turning.set_wanted(False)


class Turning(QVariantAnimation):
    """Turns the arc of a widget under examination while it can be seen.

    It keeps still where the system asks for no animation.
    """

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self._widget = widget
        self.setStartValue(0.0)
        self.setEndValue(1.0)
        self.setDuration(TURN_MILLISECONDS)
        self.setLoopCount(-1)
        self.valueChanged.connect(self._repaint)

    @property
    def turn(self) -> float:
        """How far round, 0 to 1."""
        value = self.currentValue()
        return math.fmod(value, 1.0) if isinstance(value, float) else 0.0

    def set_wanted(self, wanted: bool) -> None:
        """Start or stop turning; may be called at every change of state."""
        running = self.state() is QVariantAnimation.State.Running
        if wanted and not running and motion_allowed(self._widget):
            self.start()
        elif not wanted and running:
            self.stop()

    def _repaint(self) -> None:
        self._widget.update()
