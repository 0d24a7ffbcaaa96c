"""The index at the left: one entry a section, of which one is where the page stands."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QButtonGroup, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from ct_desktop.ui.controls.focus_frame import ShowsFocus
from ct_desktop.ui.controls.panel import Surface
from ct_desktop.ui.theme.fonts import TextRole, text_font
from ct_desktop.ui.theme.measures import RADIUS_CONTROL
from ct_desktop.ui.theme.theme import Theme

_WIDTH = 202
_WIDTH_SMALL = 148
_ENTRY_HEIGHT = 36
_PADDING = 12


class _Entry(ShowsFocus, QPushButton):
    """One section's title."""

    def __init__(self, theme: Theme, title: str) -> None:
        super().__init__(title)
        self._theme = theme
        self.setCheckable(True)
        self.setAutoDefault(False)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(100, _ENTRY_HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - the whole is small
        palette = self._theme.palette
        chosen, enabled = self.isChecked(), self.isEnabled()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if chosen or (enabled and self.underMouse()):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(palette.selected if chosen else palette.hover)
            painter.drawRoundedRect(QRectF(self.rect()), RADIUS_CONTROL, RADIUS_CONTROL)
        ink = palette.text if chosen else palette.text2
        painter.setPen(ink if enabled else palette.disabled)
        painter.setFont(text_font(TextRole.NAME if chosen else TextRole.BODY))
        words = QRectF(self.rect()).adjusted(_PADDING, 0, -_PADDING, 0)
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, self.text())


class SettingsIndex(Surface):
    """The titles in the page's order; the arrow keys move through them."""

    chosen = Signal(int)
    """The place of the section that the trader wants to see."""

    def __init__(self, theme: Theme, titles: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(theme, parent=parent)
        self.setAccessibleName("Sections")
        self._group = QButtonGroup(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.setSpacing(0)
        for place, title in enumerate(titles):
            entry = _Entry(theme, title)
            self._group.addButton(entry, place)
            column.addWidget(entry)
        column.addStretch(1)
        self._group.idClicked.connect(self.chosen)
        self._group.button(0).setChecked(True)
        self.set_small(False)

    def set_small(self, small: bool) -> None:
        """Use the measures for a small window."""
        self.setFixedWidth(_WIDTH_SMALL if small else _WIDTH)

    @property
    def current(self) -> int:
        """The place of the section that is marked."""
        return self._group.checkedId()

    def mark(self, place: int) -> None:
        """Mark the section that the page stands at."""
        self._group.button(place).setChecked(True)
