"""A box to tick, with its words beside it."""

import math

from PySide6.QtCore import QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QCheckBox, QSizePolicy, QWidget

from ct_desktop.ui.controls.focus_frame import ShowsFocus
from ct_desktop.ui.theme.fonts import TextRole, text_font
from ct_desktop.ui.theme.icons import IconName, paint_icon
from ct_desktop.ui.theme.measures import RADIUS_TAG
from ct_desktop.ui.theme.theme import Theme

_BOX = 16
_GAP = 10
_HEIGHT = 24


class TickBox(ShowsFocus, QCheckBox):
    """Box and words are one control: a click on either ticks it."""

    _focus_radius = RADIUS_TAG

    def __init__(self, theme: Theme, text: str, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self._theme = theme
        self.setFont(text_font(TextRole.BODY))
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        words = math.ceil(QFontMetricsF(self.font()).horizontalAdvance(self.text()))
        return QSize(_BOX + _GAP + words, _HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def hitButton(self, position: QPoint) -> bool:
        return self.rect().contains(position)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - the whole is small
        palette = self._theme.palette
        enabled, ticked = self.isEnabled(), self.isChecked()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(0, (self.height() - _BOX) / 2, _BOX, _BOX)
        if ticked and enabled:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(palette.accent_fill)
            painter.drawRoundedRect(box, RADIUS_TAG, RADIUS_TAG)
        else:
            hot = enabled and self.underMouse()
            painter.setPen(QPen(palette.border_strong if enabled else palette.border, 1))
            painter.setBrush(palette.hover if hot else palette.window)
            frame = box.adjusted(0.5, 0.5, -0.5, -0.5)
            painter.drawRoundedRect(frame, RADIUS_TAG - 0.5, RADIUS_TAG - 0.5)
        if ticked:
            ink = palette.accent_text if enabled else palette.disabled
            paint_icon(painter, IconName.CHECK, box.adjusted(2, 2, -2, -2), ink)
        painter.setFont(self.font())
        painter.setPen(palette.text if enabled else palette.disabled)
        words = QRectF(self.rect()).adjusted(_BOX + _GAP, 0, 0, 0)
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, self.text())
