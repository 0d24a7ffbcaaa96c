"""The main window: rail, top line and the screens; or the welcome, which has neither."""

import base64
import binascii

from PySide6.QtCore import QByteArray, Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QPainter, QPaintEvent, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from ct_desktop.core.links import LinkState
from ct_desktop.core.moment import Moment
from ct_desktop.core.monitor_state import MonitorState
from ct_desktop.core.problems import Action
from ct_desktop.ui.controls.state_shape import LINK_SHAPES
from ct_desktop.ui.shell.opening import Opening
from ct_desktop.ui.shell.rail import Rail, Screen
from ct_desktop.ui.shell.top_line import TopLine
from ct_desktop.ui.theme import measures
from ct_desktop.ui.theme.icons import window_icon
from ct_desktop.ui.theme.theme import Theme

_FIRST_WIDTH, _FIRST_HEIGHT = 1440, 900


class MainWindow(QMainWindow):
    """The app's one window. It shows values and says what the trader wants; it decides nothing.

    It opens empty, until :meth:`show_welcome` or :meth:`set_screen` says what is there. Closing it
    hides it at once and emits :attr:`close_requested`; whoever owns the app then ends it in order.
    """

    screen_chosen = Signal(str)
    """A :class:`Screen` that the trader chose; the window shows it already."""
    action_requested = Signal(Action)
    """What the trader wants done: here only to check again, by F5."""
    close_requested = Signal()
    """The trader closed the window or asked to quit."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._screens: dict[Screen, QWidget] = {}
        self._welcome: QWidget | None = None
        self.setWindowTitle("CrossTrade Desktop")
        self.setMinimumSize(measures.MINIMUM_WINDOW_WIDTH, measures.MINIMUM_WINDOW_HEIGHT)
        self.resize(_FIRST_WIDTH, _FIRST_HEIGHT)
        self._rail = Rail(theme)
        self._top_line = TopLine(theme)
        self._stack = QStackedWidget()
        self._modes = QStackedWidget()
        self._opening = Opening(theme)
        self._framed = self._build_frame()
        self._modes.addWidget(self._opening)
        self._modes.addWidget(self._framed)
        self.setCentralWidget(self._modes)
        self._rail.chosen.connect(self._choose)
        self._top_line.chain_pressed.connect(lambda: self._choose(Screen.CONNECTION))
        self._add_shortcuts()
        self._refresh_icon()
        theme.changed.connect(self._refresh_icon)

    def _build_frame(self) -> QWidget:
        frame = QWidget()
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(self._top_line)
        right.addWidget(self._stack, 1)
        row = QHBoxLayout(frame)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._rail)
        row.addLayout(right, 1)
        return frame

    def _add_shortcuts(self) -> None:
        quit_shortcut = QShortcut(QKeySequence("Ctrl+Q"), self)
        quit_shortcut.activated.connect(self.close)
        # On the framed part, so that they rest while it is not shown or a dialog is open.
        for number, screen in enumerate(Screen, start=1):
            shortcut = QShortcut(QKeySequence(f"Ctrl+{number}"), self._framed)
            shortcut.activated.connect(lambda screen=screen: self._choose(screen))
        check = QShortcut(QKeySequence(Qt.Key.Key_F5), self._framed)
        check.activated.connect(lambda: self.action_requested.emit(Action.CHECK_AGAIN))

    def add_screen(self, screen: Screen, widget: QWidget) -> None:
        """Give ``screen`` its content; once a screen, before it is shown."""
        self._screens[screen] = widget
        self._stack.addWidget(widget)

    def set_welcome(self, widget: QWidget) -> None:
        """Give the welcome its content; once."""
        self._welcome = widget
        self._modes.addWidget(widget)

    def show_welcome(self) -> None:
        """Show the welcome, without rail and top line."""
        if self._welcome is not None:
            self._modes.setCurrentWidget(self._welcome)

    def show_opening(self) -> None:
        """Show the empty window that waits for the keychain."""
        self._modes.setCurrentWidget(self._opening)

    def set_screen(self, screen: Screen) -> None:
        """Show ``screen`` within rail and top line."""
        self._rail.choose(screen)
        self._stack.setCurrentWidget(self._screens[screen])
        self._modes.setCurrentWidget(self._framed)

    def _choose(self, screen: str) -> None:
        self.set_screen(Screen(screen))
        self.screen_chosen.emit(str(screen))

    def show_state(self, state: MonitorState, now: Moment) -> None:
        """Show the chain, the newest figure's age and the scope; the screens have their own."""
        self._top_line.show_state(state, now)
        trouble = state.chain.first_trouble
        badge = None if trouble is None else LINK_SHAPES[LinkState(trouble.state)]
        self._rail.set_badge(Screen.CONNECTION, badge)

    def tick(self, now: Moment) -> None:
        """Let ages go on. Call it every second, whatever the monitor does."""
        self._top_line.tick(now)

    def geometry_text(self) -> str:
        """Where the window stands, as text to keep for :meth:`restore_geometry_text`."""
        return base64.b64encode(self.saveGeometry().data()).decode("ascii")

    def restore_geometry_text(self, text: str) -> None:
        """Stand where :meth:`geometry_text` said; text that is not from there changes nothing."""
        try:
            raw = base64.b64decode(text.encode("ascii"), validate=True)
        except (UnicodeEncodeError, binascii.Error):
            return
        self.restoreGeometry(QByteArray(raw))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        small = event.size().width() < measures.SMALL_WINDOW_BELOW
        self._rail.set_small(small)
        self._top_line.set_small(small)

    def closeEvent(self, event: QCloseEvent) -> None:
        super().closeEvent(event)
        self.close_requested.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(event.rect(), self._theme.palette.window)

    def _refresh_icon(self) -> None:
        self.setWindowIcon(window_icon(self._theme.palette.accent))
