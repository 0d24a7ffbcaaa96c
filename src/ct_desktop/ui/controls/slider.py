"""A slider from a least to a most; the arrow keys move it."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QSlider, QStyle, QWidget

from ct_desktop.ui.controls.focus_frame import ShowsFocus
from ct_desktop.ui.theme.measures import BUTTON_HEIGHT
from ct_desktop.ui.theme.theme import Theme

_WIDTH = 240
_LEAST_WIDTH = 140
_GROOVE = 4
_KNOB = 16


class Slider(ShowsFocus, QSlider):
    """Whole numbers from ``least`` to ``most``. ``name`` is what screen readers call it."""

    def __init__(
        self, theme: Theme, name: str, least: int, most: int, parent: QWidget | None = None
    ) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._theme = theme
        self.setRange(least, most)
        self.setSingleStep(1)
        self.setPageStep(max(1, (most - least) // 4))
        self.setAccessibleName(name)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(_WIDTH, BUTTON_HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return QSize(_LEAST_WIDTH, BUTTON_HEIGHT)

    def wheelEvent(self, event: QWheelEvent) -> None:
        # A page that is scrolled past it must not change a setting.
        event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - the whole is small
        palette = self._theme.palette
        enabled = self.isEnabled()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        middle, knob = self.height() / 2, self._knob()
        groove = QRectF(0, middle - _GROOVE / 2, self.width(), _GROOVE)
        painter.setBrush(palette.bar_bg)
        painter.drawRoundedRect(groove, _GROOVE / 2, _GROOVE / 2)
        ink = palette.accent if enabled else palette.disabled
        painter.setBrush(ink)
        groove.setRight(knob)
        painter.drawRoundedRect(groove, _GROOVE / 2, _GROOVE / 2)
        painter.setPen(QPen(ink, 2))
        hot = enabled and self.underMouse()
        painter.setBrush(palette.hover if hot else palette.surface)
        painter.drawEllipse(QPointF(knob, middle), _KNOB / 2 - 1, _KNOB / 2 - 1)

    def _knob(self) -> float:
        """Where its middle stands, which is where Qt takes the mouse to be for this value."""
        span = self.width() - _KNOB
        place = QStyle.sliderPositionFromValue(
            self.minimum(), self.maximum(), self.sliderPosition(), span
        )
        return place + _KNOB / 2
