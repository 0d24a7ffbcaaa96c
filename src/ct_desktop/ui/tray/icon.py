"""The app's one icon in the system's tray, and its menu.

Nothing depends on a tray: there may be none, it may come later than the app, and it may go. Qt's
own icon is made when a tray is there and dropped when it has gone, since Qt decides when an icon
is made by what way it reaches the tray.
"""

import sys

from PySide6.QtCore import QObject, Signal, SignalInstance
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QSystemTrayIcon

from ct_desktop.core.notices import Notice
from ct_desktop.core.wording_tray import (
    APP,
    CHECK_NOW,
    HIDE_VALUES,
    OPEN,
    QUIT,
    SECOND_SCREEN,
    STARTING,
)
from ct_desktop.ui.controls.state_shape import StateShape
from ct_desktop.ui.tray.icon_art import tray_icon
from ct_desktop.ui.tray.status import TrayStatus

_A_PRESS_OPENS_THE_WINDOW: bool = sys.platform != "darwin"
"""On macOS it opens the menu, and must do nothing else."""

_PRESSED = (
    QSystemTrayIcon.ActivationReason.Trigger,
    QSystemTrayIcon.ActivationReason.DoubleClick,
)


class TrayIcon(QObject):
    """Shows a :class:`TrayStatus` wherever there is a tray; every wish of the trader is a signal.

    ``profile`` is named in the tool tip, unless it is empty.
    """

    open_requested = Signal()
    second_screen_requested = Signal()
    hide_values_requested = Signal(bool)
    check_requested = Signal()
    quit_requested = Signal()
    message_pressed = Signal()
    """The trader pressed a notice that :meth:`show_notice` showed."""

    def __init__(self, profile: str = "", parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._profile = profile
        self._status = TrayStatus(StateShape.UNKNOWN, STARTING)
        self._icon: QSystemTrayIcon | None = None
        # No widget can be its parent here; the icon does not own it either.
        self._menu = QMenu()
        self._state = self._entry("")
        self._state.setEnabled(False)
        self._menu.addSeparator()
        self._entry(OPEN, self.open_requested)
        self._entry(SECOND_SCREEN, self.second_screen_requested)
        self._hide_values = self._entry(HIDE_VALUES)
        self._hide_values.setCheckable(True)
        self._hide_values.triggered.connect(self.hide_values_requested)
        self._entry(CHECK_NOW, self.check_requested)
        self._menu.addSeparator()
        self._entry(QUIT, self.quit_requested)
        self._hide_values.setVisible(False)
        self._say()

    @property
    def is_shown(self) -> bool:
        """Whether the icon stood in a tray when last looked."""
        return self._icon is not None

    @property
    def tool_tip(self) -> str:
        """What the icon says in words."""
        title = f"{APP} ({self._profile})" if self._profile else APP
        return "\n".join(filter(None, (title, self._status.words, self._status.age)))

    def look_for_tray(self) -> bool:
        """Stand in the tray if there is one now. Call it now and then: trays come and go.

        It asks the system, for some milliseconds. Returns whether there is one.
        """
        if QSystemTrayIcon.isSystemTrayAvailable():
            if self._icon is None:
                self._icon = self._new_icon()
        elif self._icon is not None:
            self.remove()
        return self._icon is not None

    def remove(self) -> None:
        """Take the icon out of the tray."""
        icon, self._icon = self._icon, None
        if icon is not None:
            icon.hide()
            icon.deleteLater()

    def show_status(self, status: TrayStatus) -> None:
        """Show another state; the same again costs nothing."""
        if status == self._status:
            return
        shape_before = self._status.shape
        self._status = status
        if self._icon is not None and status.shape is not shape_before:
            self._icon.setIcon(tray_icon(status.shape))
        self._say()

    def show_profile(self, profile: str) -> None:
        """Name ``profile`` in the tool tip from now on; none where it is empty."""
        self._profile = profile
        self._say()

    def show_hide_values(self, hidden: bool) -> None:
        """Let the menu have the switch for hidden values, and show how it stands."""
        self._hide_values.setVisible(True)
        self._hide_values.setChecked(hidden)

    def show_notice(self, notice: Notice) -> bool:
        """Show ``notice`` beside the icon; whether there was an icon to show it at."""
        if self._icon is None:
            return False
        kind = (
            QSystemTrayIcon.MessageIcon.Information
            if notice.is_recovery
            else QSystemTrayIcon.MessageIcon.Warning
        )
        self._icon.showMessage(notice.title, notice.text, kind)
        return True

    def _new_icon(self) -> QSystemTrayIcon:
        icon = QSystemTrayIcon(tray_icon(self._status.shape), self)
        icon.setContextMenu(self._menu)
        icon.setToolTip(self.tool_tip)
        if _A_PRESS_OPENS_THE_WINDOW:
            icon.activated.connect(self._on_activated)
        icon.messageClicked.connect(self.message_pressed)
        icon.show()
        return icon

    def _entry(self, words: str, request: SignalInstance | None = None) -> QAction:
        action = self._menu.addAction(words)
        if request is not None:
            action.triggered.connect(lambda _checked: request.emit())
        return action

    def _say(self) -> None:
        # Panels that export the menu send it anew with each change: it says the words alone.
        if self._state.text() != self._status.words:
            self._state.setText(self._status.words)
        if self._icon is not None:
            self._icon.setToolTip(self.tool_tip)

    def _on_activated(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        if reason in _PRESSED:
            self.open_requested.emit()
