"""The main window: the screens in their frame; or the welcome, which has none.

Nothing is imported or built here before it is shown: the first paint comes before all else.
"""

import base64
import binascii
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QPoint, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QScreen,
    QShortcut,
    QShowEvent,
)
from PySide6.QtWidgets import QMainWindow, QStackedWidget, QWidget

from ct_desktop.ui.shell.opening import LOOKING, Opening
from ct_desktop.ui.shell.scroll_room import ScrollRoom
from ct_desktop.ui.shell.shortcuts import (
    ABOUT_KEYS,
    HELP_KEYS,
    PROFILES_KEYS,
    QUIT_KEYS,
    SECOND_SCREEN_KEYS,
)
from ct_desktop.ui.theme import measures
from ct_desktop.ui.theme.theme import Theme

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ct_desktop.core.limit_alerts import LimitAlert
    from ct_desktop.core.moment import Moment
    from ct_desktop.core.monitor_state import MonitorState
    from ct_desktop.ui.shell.frame import Frame
    from ct_desktop.ui.shell.rail import Screen
    from ct_desktop.ui.shell.shortcuts_dialog import ShortcutsDialog

APP = "CrossTrade Desktop"
_FIRST_WIDTH, _FIRST_HEIGHT = 1440, 900

_FRAME = QSize(16, 48)
"""What a window manager may put around a window: no smaller screen is to cut the first one."""


class MainWindow(QMainWindow):
    """The app's one window. It shows values and says what the trader wants; it decides nothing.

    It opens empty, until :meth:`show_welcome` or :meth:`set_screen` says what is there. Closing it
    hides it at once and emits :attr:`close_requested`, unless a guard keeps it open; whoever owns
    the app then ends it in order.
    """

    screen_chosen = Signal(str)
    """A :class:`~ct_desktop.ui.shell.rail.Screen` that the trader chose; it is shown already."""
    action_requested = Signal(object)
    """An :class:`~ct_desktop.core.problems.Action`: here only to check again, by F5."""
    scope_change_requested = Signal()
    """The trader pressed the scope."""
    profiles_requested = Signal()
    """The trader wants the menu of profiles, by its button or by key."""
    second_screen_requested = Signal()
    """The trader pressed F11."""
    about_requested = Signal()
    """The trader wants to know about the app."""
    close_requested = Signal()
    """The trader closed the window or asked to quit."""
    start_again_requested = Signal()
    """The trader wants another try, after :meth:`show_failure`."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._frame: Frame | None = None
        self._builders: dict[Screen, Callable[[], QWidget]] = {}
        self._newest: tuple[MonitorState, Moment] | None = None
        self._welcome: QWidget | None = None
        self._shortcuts: ShortcutsDialog | None = None
        self._profile_label = ""
        self._close_guard: Callable[[], bool] | None = None
        self._was_closed = False
        self._last_geometry: str | None = None
        self._opening = Opening(theme)
        self._opening.start_again_requested.connect(self.start_again_requested)
        self._modes = QStackedWidget()
        self._modes.addWidget(self._opening)
        self._modes.setMinimumSize(measures.MINIMUM_WINDOW_WIDTH, measures.MINIMUM_WINDOW_HEIGHT)
        self.setCentralWidget(ScrollRoom(self._modes))
        self.setWindowTitle(APP)
        self.setMinimumSize(self._modes.minimumSize().boundedTo(room_on(self.screen())))
        self.resize(QSize(_FIRST_WIDTH, _FIRST_HEIGHT).boundedTo(room_on(self.screen())))
        second_screen_shortcut = QShortcut(QKeySequence(SECOND_SCREEN_KEYS), self)
        second_screen_shortcut.activated.connect(self.second_screen_requested)
        quit_shortcut = QShortcut(QKeySequence(QUIT_KEYS), self)
        quit_shortcut.activated.connect(self.quit)
        profiles_shortcut = QShortcut(QKeySequence(PROFILES_KEYS), self)
        profiles_shortcut.activated.connect(self._request_profiles)
        QShortcut(QKeySequence(ABOUT_KEYS), self).activated.connect(self._request_about)
        for keys in HELP_KEYS:
            QShortcut(QKeySequence(keys), self).activated.connect(self._show_shortcuts)
        theme.changed.connect(self._refresh_icon)

    def add_screen(self, screen: "Screen", build: Callable[[], QWidget]) -> None:
        """Say what builds the content of ``screen``: done once, when it is first shown."""
        self._builders[screen] = build
        if self._frame is not None:
            self._frame.add_screen(screen, build)

    def set_welcome(self, widget: QWidget) -> None:
        """Give the welcome its content; once."""
        self._welcome = widget
        self._modes.addWidget(widget)

    def show_welcome(self) -> None:
        """Show the welcome, without rail and top line."""
        if self._welcome is not None:
            self._show_mode(self._welcome)

    def show_opening(self, words: str = LOOKING) -> None:
        """Show the empty window that waits, with ``words`` for what."""
        self._opening.say(words)
        self._show_mode(self._opening)

    def show_failure(self, words: str) -> None:
        """Show why there can be no content, with a button to start again."""
        self._show_mode(self._opening)
        self._opening.say_failed(words)

    def set_screen(self, screen: "Screen") -> None:
        """Show ``screen`` within rail and top line."""
        self._framed().set_screen(screen)
        self._show_mode(self._framed())

    def show_state(self, state: "MonitorState", now: "Moment") -> None:
        """Show the chain, the newest figure's age and the scope; the screens have their own."""
        self._newest = state, now
        if self._frame is not None:
            self._frame.show_state(state, now)

    def show_profile(self, label: str) -> None:
        """Say which profile this window shows; an empty ``label`` where there is only one."""
        self._profile_label = label
        self.setWindowTitle(f"{APP} ({label})" if label else APP)
        if self._frame is not None:
            self._frame.show_profile(label)

    def profile_menu_place(self, size: QSize) -> QPoint:
        """Where on the screens a menu of ``size`` goes: beside the profile, or in the corner."""
        from ct_desktop.ui.profiles.button import ProfileButton  # noqa: PLC0415 - see _framed

        for button in self.findChildren(ProfileButton):
            if button.isVisible():
                return button.menu_place(size)
        return self.mapToGlobal(QPoint(measures.WINDOW_PADDING, measures.WINDOW_PADDING))

    def _request_profiles(self) -> None:
        # As for the shortcuts: not behind a dialog.
        if self._modes.isEnabled():
            self.profiles_requested.emit()

    def _request_about(self) -> None:
        if self._modes.isEnabled():
            self.about_requested.emit()

    def show_limits(self, alerts: "Sequence[LimitAlert]") -> None:
        """Show over the screens which accounts are near a limit."""
        if self._frame is not None:
            self._frame.show_limits(alerts)

    def stand_over_screens(self, line: QWidget) -> None:
        """Have ``line`` stand over every screen, whenever it is not hidden."""
        self._framed().stand_over_screens(line)

    def tick(self, now: "Moment") -> None:
        """Let ages go on. Call it every second, whatever the monitor does."""
        if self._frame is not None:
            self._frame.tick(now)

    def _show_shortcuts(self) -> None:
        from ct_desktop.ui.shell.shortcuts_dialog import (  # noqa: PLC0415 - see _framed
            ShortcutsDialog,
        )

        # Behind a dialog the rest of the window is disabled, and one more would be in its way.
        if self._shortcuts is not None or not self._modes.isEnabled():
            return
        self._shortcuts = ShortcutsDialog(self._theme, self)
        self._shortcuts.finished.connect(self._forget_shortcuts)
        self._shortcuts.open()

    def _forget_shortcuts(self) -> None:
        dialog, self._shortcuts = self._shortcuts, None
        if dialog is not None:
            dialog.deleteLater()

    def _show_mode(self, mode: QWidget) -> None:
        if mode is self._modes.currentWidget():
            return
        from ct_desktop.ui.controls.focus_frame import QUIETLY  # noqa: PLC0415 - see _framed

        # Else Qt hands the keyboard to some control of the new mode, with a frame around it.
        self.setFocus(QUIETLY)
        self._modes.setCurrentWidget(mode)

    def _framed(self) -> "Frame":
        if self._frame is None:
            # Only now, because the first paint comes before all that this imports.
            from ct_desktop.core.problems import Action  # noqa: PLC0415 - see above
            from ct_desktop.ui.shell.frame import Frame  # noqa: PLC0415 - see above

            frame = Frame(self._theme)
            frame.screen_chosen.connect(self.screen_chosen)
            frame.scope_change_requested.connect(self.scope_change_requested)
            frame.profiles_requested.connect(self._request_profiles)
            frame.show_profile(self._profile_label)
            frame.check_requested.connect(lambda: self.action_requested.emit(Action.CHECK_AGAIN))
            frame.set_small(self.width() < measures.SMALL_WINDOW_BELOW)
            for screen, build in self._builders.items():
                frame.add_screen(screen, build)
            if self._newest is not None:
                frame.show_state(*self._newest)
            self._modes.addWidget(frame)
            self._frame = frame
        return self._frame

    def geometry_text(self) -> str | None:
        """Where the window stands, as text to keep for :meth:`restore_geometry_text`.

        A hidden one no longer knows the frame around it: then where it last stood, if anywhere.
        """
        if self.isHidden():
            return self._last_geometry
        return base64.b64encode(self.saveGeometry().data()).decode("ascii")

    def restore_geometry_text(self, text: str) -> None:
        """Stand where :meth:`geometry_text` said; text that is not from there changes nothing."""
        try:
            raw = base64.b64decode(text.encode("ascii"), validate=True)
        except (UnicodeEncodeError, binascii.Error):
            return
        if self.restoreGeometry(QByteArray(raw)):
            self._last_geometry = text

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._frame is not None:
            self._frame.set_small(event.size().width() < measures.SMALL_WINDOW_BELOW)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self.windowIcon().isNull():
            QTimer.singleShot(0, self, self._refresh_icon)

    def set_close_guard(self, guard: Callable[[], bool] | None) -> None:
        """Ask ``guard`` whether the window may close, each time the trader closes it."""
        self._close_guard = guard

    @property
    def was_closed(self) -> bool:
        """Whether the trader has closed it, which quits."""
        return self._was_closed

    def put_away(self) -> None:
        """Be gone from the screen, and remember where it stood."""
        self._last_geometry = self.geometry_text()
        self.hide()

    def bring_forward(self) -> None:
        """Come before the trader's eyes, from wherever it is."""
        if self.isMinimized():
            self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.show()
        self.raise_()
        self.activateWindow()

    def quit(self) -> None:
        """Close without asking anyone: the trader wants the app to end."""
        self._close_guard = None
        if self.isHidden():
            self._was_closed = True
            self.close_requested.emit()
        else:
            self.close()

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._close_guard is not None and not self._close_guard():
            event.ignore()
            return
        super().closeEvent(event)
        self._last_geometry = self.geometry_text()
        self._was_closed = True
        self.close_requested.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(event.rect(), self._theme.palette.window)

    def _refresh_icon(self) -> None:
        from ct_desktop.ui.theme.icons import window_icon  # noqa: PLC0415 - after the first paint

        self.setWindowIcon(window_icon(self._theme.palette.accent))


def room_on(screen: QScreen) -> QSize:
    """How large a window can be on ``screen`` with a frame around it."""
    return screen.availableSize() - _FRAME
