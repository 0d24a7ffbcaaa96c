"""A card that is a radio button as a whole: its frame and its ring."""

from PySide6.QtCore import QPoint, QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QRadioButton

from ct_desktop.ui.controls.focus_frame import ShowsFocus
from ct_desktop.ui.theme.theme import Theme

RADIO_SIZE = 16


class RadioCard(ShowsFocus, QRadioButton):
    """One choice of several; a click anywhere on it chooses it."""

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__(name)
        self._theme = theme
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        theme.changed.connect(self.update)

    def hitButton(self, position: QPoint) -> bool:
        return self.rect().contains(position)

    def paint_card(self, painter: QPainter, *, radius: float, ring: QPointF) -> None:
        """Paint the frame with corners of ``radius``, and the ring, its corner at ``ring``."""
        palette = self._theme.palette
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        chosen = self.isChecked()
        edge = palette.accent if chosen else palette.border_strong
        mark = edge
        if not self.isEnabled():
            edge = palette.border_strong if chosen else palette.border
            mark = palette.disabled
        width = 2 if chosen else 1
        hot = self.isEnabled() and self.underMouse() and not chosen
        painter.setPen(QPen(edge, width))
        painter.setBrush(palette.hover if hot else palette.surface)
        half = width / 2
        frame = QRectF(self.rect()).adjusted(half, half, -half, -half)
        painter.drawRoundedRect(frame, radius - half, radius - half)
        circle = QRectF(ring, QSizeF(RADIO_SIZE, RADIO_SIZE)).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setPen(QPen(mark, 1.2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(circle)
        if chosen:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(mark)
            painter.drawEllipse(circle.adjusted(3.5, 3.5, -3.5, -3.5))
