"""A box that opens a list of choices, of which one is chosen."""

import math
from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QComboBox, QSizePolicy, QWidget

from ct_desktop.ui.controls.focus_frame import ShowsFocus
from ct_desktop.ui.theme.fonts import TextRole, text_font
from ct_desktop.ui.theme.icons import IconName, paint_icon
from ct_desktop.ui.theme.measures import BUTTON_HEIGHT, ICON_SMALL, RADIUS_CONTROL
from ct_desktop.ui.theme.theme import Theme

_PADDING = 12
_GAP = 12


class ChoiceBox(ShowsFocus, QComboBox):
    """Choices by value, written by ``describe``. ``name`` is what screen readers call the box.

    A value that is not offered, as one written into the settings file by hand, is added when it is
    chosen: what holds is always what is shown.
    """

    chosen = Signal(object)
    """The value, when the trader chooses one."""

    def __init__(
        self,
        theme: Theme,
        name: str,
        values: Sequence[Any],
        describe: Callable[[Any], str] = str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._describe = describe
        self._values: list[Any] = []
        self.setAccessibleName(name)
        self.setFont(text_font(TextRole.BODY))
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setMaxVisibleItems(12)
        for value in values:
            self._offer(value)
        self.activated.connect(lambda index: self.chosen.emit(self._values[index]))
        theme.changed.connect(self.update)

    @property
    def choice(self) -> Any:
        """The value that is chosen."""
        return self._values[self.currentIndex()]

    def choose(self, value: Any) -> None:
        """Choose ``value``, without announcing it."""
        if value not in self._values:
            self._offer(value)
        self.setCurrentIndex(self._values.index(value))

    def offer(self, values: Sequence[Any]) -> None:
        """Offer ``values`` from now on, and nothing else."""
        if list(values) != self._values:
            self._values.clear()
            self.clear()
            for value in values:
                self._offer(value)

    def _offer(self, value: Any) -> None:
        self._values.append(value)
        self.addItem(self._describe(value))
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        metrics = QFontMetricsF(self.font())
        texts = (self.itemText(index) for index in range(self.count()))
        widest = max((metrics.horizontalAdvance(text) for text in texts), default=0)
        width = math.ceil(widest) + 2 * _PADDING + _GAP + ICON_SMALL
        return QSize(width, BUTTON_HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def wheelEvent(self, event: QWheelEvent) -> None:
        # A page that is scrolled past it must not change a setting.
        event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - the whole is small
        palette = self._theme.palette
        enabled = self.isEnabled()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(palette.border_strong if enabled else palette.border, 1))
        painter.setBrush(palette.hover if enabled and self.underMouse() else palette.window)
        frame = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(frame, RADIUS_CONTROL - 0.5, RADIUS_CONTROL - 0.5)
        painter.setPen(palette.text if enabled else palette.disabled)
        painter.setFont(self.font())
        words = QRectF(self.rect()).adjusted(_PADDING, 0, 0, 0)
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, self.currentText())
        left = self.width() - _PADDING - ICON_SMALL
        sign = QRectF(left, (self.height() - ICON_SMALL) / 2, ICON_SMALL, ICON_SMALL)
        ink = palette.text2 if enabled else palette.disabled
        paint_icon(painter, IconName.CHEVRON_DOWN, sign, ink)
