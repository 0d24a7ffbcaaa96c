"""The app's mark, as it stands over the welcome."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from ct_desktop.ui.theme.icons import IconName, paint_icon
from ct_desktop.ui.theme.measures import RADIUS_PANEL
from ct_desktop.ui.theme.theme import Theme

_SIZE = 40
_ICON = 28


class AppMark(QWidget):
    """A pulse in a soft square."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setFixedSize(_SIZE, _SIZE)
        theme.changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - the whole is small
        palette = self._theme.palette
        enabled = self.isEnabled()
        ink = palette.accent if enabled else palette.disabled
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(ink, 1))
        painter.setBrush(palette.accent_soft if enabled else palette.window)
        frame = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(frame, RADIUS_PANEL - 0.5, RADIUS_PANEL - 0.5)
        margin = (_SIZE - _ICON) / 2
        paint_icon(painter, IconName.APP, QRectF(margin, margin, _ICON, _ICON), ink)
