"""The rail at the left: one entry a screen, with a badge where a screen has trouble to show."""

from enum import StrEnum

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QButtonGroup, QPushButton, QVBoxLayout, QWidget

from ct_desktop.ui.controls.focus_frame import ShowsFocus
from ct_desktop.ui.controls.state_shape import SHAPE_WORDS, StateShape, paint_state_shape
from ct_desktop.ui.profiles.button import RailProfileButton
from ct_desktop.ui.theme import measures
from ct_desktop.ui.theme.fonts import TextRole, text_font
from ct_desktop.ui.theme.icons import IconName, paint_icon
from ct_desktop.ui.theme.theme import Theme

_ENTRY_SMALL = QSize(measures.RAIL_ENTRY_WIDTH_SMALL, measures.RAIL_ENTRY_HEIGHT_SMALL)
_ENTRY = QSize(measures.RAIL_ENTRY_WIDTH, measures.RAIL_ENTRY_HEIGHT)


class Screen(StrEnum):
    """The screens that the rail leads to, in its order."""

    MONITOR = "monitor"
    CONNECTION = "connection"
    ACTIVITY = "activity"
    CLIENTS = "clients"
    SETTINGS = "settings"


_ENTRIES = {
    Screen.MONITOR: ("Monitor", IconName.MONITOR, "Ctrl+1"),
    Screen.CONNECTION: ("Connection", IconName.CONNECTION, "Ctrl+2"),
    Screen.ACTIVITY: ("Activity", IconName.ACTIVITY, "Ctrl+3"),
    Screen.CLIENTS: ("AI clients", IconName.PLUG, "Ctrl+4"),
    Screen.SETTINGS: ("Settings", IconName.SETTINGS, "Ctrl+5"),
}


class _Entry(ShowsFocus, QPushButton):
    """One screen's button."""

    def __init__(self, theme: Theme, screen: Screen) -> None:
        label, icon, shortcut = _ENTRIES[screen]
        super().__init__(label)
        self._theme = theme
        self._icon = icon
        self._small = False
        self._badge: StateShape | None = None
        self.setCheckable(True)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setToolTip(f"{label} ({shortcut})")
        self.set_small(False)
        theme.changed.connect(self.update)

    def set_small(self, small: bool) -> None:
        self._small = small
        self.setFixedSize(_ENTRY_SMALL if small else _ENTRY)

    def set_badge(self, badge: StateShape | None) -> None:
        if badge is not self._badge:
            self._badge = badge
            self.setAccessibleDescription(SHAPE_WORDS[badge] if badge else "")
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - the whole is small
        palette = self._theme.palette
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        chosen = self.isChecked()
        if chosen or (self.isEnabled() and self.underMouse()):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(palette.selected if chosen else palette.hover)
            radius = measures.RADIUS_CONTROL
            painter.drawRoundedRect(QRectF(self.rect()), radius, radius)
        ink = palette.text if chosen else palette.text2
        icon_ink = palette.accent if chosen else palette.text2
        if not self.isEnabled():
            ink = icon_ink = palette.disabled
        size = measures.ICON_RAIL
        top = (self.height() - size) / 2 if self._small else 11
        icon = QRectF((self.width() - size) / 2, top, size, size)
        paint_icon(painter, self._icon, icon, icon_ink)
        if self._badge is not None:
            side = measures.SHAPE_BADGE
            badge = QRectF(icon.right() - 3, icon.top() - 4, side, side)
            color = None if self.isEnabled() else palette.disabled
            paint_state_shape(painter, badge, self._badge, palette, color=color)
        if not self._small:
            role = TextRole.RAIL_CHOSEN if chosen else TextRole.RAIL
            painter.setFont(text_font(role))
            painter.setPen(ink)
            label = QRectF(0, icon.bottom() + 4, self.width(), role.line_height)
            painter.drawText(label, Qt.AlignmentFlag.AlignCenter, self.text())


class Rail(QWidget):
    """The entries, of which one is chosen; profile and settings stand apart at the bottom."""

    chosen = Signal(str)
    """The :class:`Screen` that the trader chose."""
    profile_pressed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setAccessibleName("Screens")
        self._group = QButtonGroup(self)
        self._profile = RailProfileButton(theme)
        self._profile.clicked.connect(self.profile_pressed)
        self._entries = {screen: _Entry(theme, screen) for screen in Screen}
        column = QVBoxLayout(self)
        column.setSpacing(4)
        column.setContentsMargins(0, 8, 1, 8)
        for screen, entry in self._entries.items():
            if screen is Screen.SETTINGS:
                column.addStretch(1)
                column.addWidget(self._profile, 0, Qt.AlignmentFlag.AlignHCenter)
            self._group.addButton(entry)
            entry.clicked.connect(lambda _checked, screen=screen: self.chosen.emit(screen.value))
            column.addWidget(entry, 0, Qt.AlignmentFlag.AlignHCenter)
        self.set_small(False)
        theme.changed.connect(self.update)

    def set_small(self, small: bool) -> None:
        """Drop the labels in a small window."""
        self.setFixedWidth(measures.RAIL_WIDTH_SMALL if small else measures.RAIL_WIDTH)
        for entry in self._entries.values():
            entry.set_small(small)
        self._profile.set_small(small)

    def choose(self, screen: Screen) -> None:
        """Mark ``screen`` as the one shown."""
        self._entries[screen].setChecked(True)

    def show_profile(self, label: str) -> None:
        """Show which profile this is; an empty label where there is only one."""
        self._profile.show_profile(label)

    def set_badge(self, screen: Screen, badge: StateShape | None) -> None:
        """Put a state on a screen's entry, or take it off."""
        self._entries[screen].set_badge(badge)

    def paintEvent(self, event: QPaintEvent) -> None:
        palette = self._theme.palette
        painter = QPainter(self)
        painter.fillRect(event.rect(), palette.surface)
        painter.fillRect(self.width() - 1, 0, 1, self.height(), palette.border)
