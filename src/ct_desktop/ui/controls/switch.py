"""A switch: a tick box of 36 by 20 pixels whose mark moves to the right when it is on."""

from PySide6.QtCore import QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QCheckBox, QSizePolicy, QWidget

from ct_desktop.ui.controls.focus_frame import ShowsFocus
from ct_desktop.ui.theme.measures import SWITCH_HEIGHT, SWITCH_WIDTH
from ct_desktop.ui.theme.theme import Theme

_RADIUS = 8
_MARK = 14
_MARK_RADIUS = 5
_INSET = (SWITCH_HEIGHT - _MARK) / 2


class Switch(ShowsFocus, QCheckBox):
    """On or off, at once. ``name`` says what, to screen readers; words stand beside it."""

    _focus_radius = _RADIUS

    def __init__(self, theme: Theme, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setAccessibleName(name)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(SWITCH_WIDTH, SWITCH_HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def hitButton(self, position: QPoint) -> bool:
        return self.rect().contains(position)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - the whole is small
        palette = self._theme.palette
        enabled, on = self.isEnabled(), self.isChecked()
        hot = enabled and self.underMouse()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        track = QRectF(self.rect())
        if on and enabled:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(palette.accent_fill_hover if hot else palette.accent_fill)
            painter.drawRoundedRect(track, _RADIUS, _RADIUS)
            ink = palette.accent_text
        else:
            painter.setPen(QPen(palette.border_strong if enabled else palette.border, 1))
            painter.setBrush(palette.hover if hot else palette.window)
            frame = track.adjusted(0.5, 0.5, -0.5, -0.5)
            painter.drawRoundedRect(frame, _RADIUS - 0.5, _RADIUS - 0.5)
            ink = palette.border_strong if enabled else palette.disabled
        left = self.width() - _INSET - _MARK if on else _INSET
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ink)
        mark = QRectF(left, (self.height() - _MARK) / 2, _MARK, _MARK)
        painter.drawRoundedRect(mark, _MARK_RADIUS, _MARK_RADIUS)
