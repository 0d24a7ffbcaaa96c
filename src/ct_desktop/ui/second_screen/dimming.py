"""Less light in the hours that the trader set; what must be noticed stays as bright as ever."""

from datetime import time

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from ct_desktop.core.moment import Moment
from ct_desktop.core.notices import QuietHours

DIMMED = 0.35
"""The share of the light that goes. Every text keeps a contrast of 3, which large text needs."""


def is_dim(hours: tuple[str, str] | None, now: Moment) -> bool:
    """Whether ``hours``, as the settings keep them, cover the local time of ``now``."""
    if hours is None:
        return False
    begin, end = (time.fromisoformat(hour) for hour in hours)
    return QuietHours(begin, end).cover(now.utc.astimezone().time())


class Dimming(QWidget):
    """A dark veil over the view, but for its ``bright`` part."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._bright = QRect()
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        self.hide()

    def spare(self, bright: QRect) -> None:
        """Leave ``bright`` as it is; an empty rectangle spares nothing."""
        if bright != self._bright:
            self._bright = bright
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        veil = QColor(0, 0, 0, round(255 * DIMMED))
        painter.setClipRegion(event.region().subtracted(self._bright))
        painter.fillRect(self.rect(), veil)
