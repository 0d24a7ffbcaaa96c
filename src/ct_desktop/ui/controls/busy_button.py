"""A button for work that takes a while: says so while it lasts, and keeps the keyboard."""

import math

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QHideEvent, QPainter, QPaintEvent, QPen, QShowEvent
from PySide6.QtWidgets import QWidget

from ct_desktop.ui.controls.buttons import Button, ButtonKind, ButtonSize
from ct_desktop.ui.controls.state_shape import StateShape, Turning, paint_state_shape
from ct_desktop.ui.theme.icons import IconName
from ct_desktop.ui.theme.measures import RADIUS_CONTROL
from ct_desktop.ui.theme.theme import Theme

_GAP = 8


class BusyButton(Button):
    """A button that shows a turning arc and ``busy_text`` while its work runs.

    It is not disabled meanwhile: that would throw the keyboard to the next control. Connect to
    :attr:`requested`, which no press emits while the work runs. Its width fits both texts.
    """

    requested = Signal()
    """Pressed while idle."""

    def __init__(
        self,
        theme: Theme,
        text: str,
        *,
        busy_text: str = "Checking",
        kind: ButtonKind = ButtonKind.PLAIN,
        size: ButtonSize = ButtonSize.NORMAL,
        icon: IconName | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, text, kind=kind, size=size, icon=icon, parent=parent)
        self._idle_text = text
        self._busy_text = busy_text
        self._busy = False
        self._turning = Turning(self)
        self.clicked.connect(self._on_clicked)

    def set_busy(self, busy: bool) -> None:
        """Show that the work runs, or that it has ended."""
        if busy is not self._busy:
            self._busy = busy
            self.setText(self._busy_text if busy else self._idle_text)
            self._turning.set_wanted(busy and self.isVisible())
            self.update()

    def set_idle_text(self, text: str) -> None:
        """Say something else while the work does not run."""
        self._idle_text = text
        if not self._busy:
            self.setText(text)
        self.updateGeometry()

    def _on_clicked(self) -> None:
        if not self._busy:
            self.requested.emit()

    def sizeHint(self) -> QSize:
        metrics = QFontMetricsF(self.font())
        shape = self._icon_size + _GAP
        idle = metrics.horizontalAdvance(self._idle_text) + (shape if self._icon else 0)
        busy = metrics.horizontalAdvance(self._busy_text) + shape
        return QSize(2 * self._padding + math.ceil(max(idle, busy)), self._height)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._turning.set_wanted(self._busy)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._turning.set_wanted(False)

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._busy:
            super().paintEvent(event)
            return
        palette = self._theme.palette
        ink = palette.text3 if self.isEnabled() else palette.disabled
        side = self._icon_size
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(palette.border, 1))
        painter.setBrush(palette.surface)
        radius = RADIUS_CONTROL - 0.5
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
        text_width = QFontMetricsF(self.font()).horizontalAdvance(self._busy_text)
        left = round((self.width() - side - _GAP - text_width) / 2)
        paint_state_shape(
            painter,
            QRectF(left, (self.height() - side) / 2, side, side),
            StateShape.CHECKING,
            palette,
            color=None if self.isEnabled() else palette.disabled,
            turn=self._turning.turn,
        )
        painter.setPen(ink)
        painter.setFont(self.font())
        text = QRectF(left + side + _GAP, 0, text_width + 1, self.height())
        painter.drawText(text, Qt.AlignmentFlag.AlignVCenter, self._busy_text)
