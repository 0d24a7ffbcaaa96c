"""What stands around a screen: the rail at its left, the top line over it."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from ct_desktop.core.limit_alerts import LimitAlert
from ct_desktop.core.moment import Moment
from ct_desktop.core.monitor_state import MonitorState
from ct_desktop.ui.controls.state_shape import LINK_SHAPES
from ct_desktop.ui.limits.banner import LimitBanner
from ct_desktop.ui.shell.privacy_button import hide_more
from ct_desktop.ui.shell.rail import Rail, Screen
from ct_desktop.ui.shell.shortcuts import CHECK_KEYS, PRIVACY_KEYS, screen_keys
from ct_desktop.ui.shell.top_line import TopLine
from ct_desktop.ui.theme.theme import Theme


class Frame(QWidget):
    """Rail, top line and the screens, of which one is shown."""

    screen_chosen = Signal(str)
    """A :class:`Screen` that the trader chose; it is shown already."""
    check_requested = Signal()
    """The trader wants everything asked again now."""
    scope_change_requested = Signal()
    """The trader pressed the scope."""
    profiles_requested = Signal()
    """The trader pressed the profile."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._builders: dict[Screen, Callable[[], QWidget]] = {}
        self._screens: dict[Screen, QWidget] = {}
        self._rail = Rail(theme)
        self._top_line = TopLine(theme)
        self._stack = QStackedWidget()
        self._rail.chosen.connect(self._choose)
        self._top_line.chain_pressed.connect(lambda: self._choose(Screen.CONNECTION))
        self._top_line.scope_pressed.connect(self.scope_change_requested)
        self._rail.profile_pressed.connect(self.profiles_requested)
        self._limit_banner = LimitBanner(theme)
        right = QVBoxLayout()
        right.setSpacing(0)
        self._over_screens = QVBoxLayout()
        self._over_screens.setSpacing(0)
        self._over_screens.addWidget(self._limit_banner)
        right.addWidget(self._top_line)
        right.addLayout(self._over_screens)
        right.addWidget(self._stack, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._rail)
        row.addLayout(right, 1)
        # Here and not on the window, so that they rest behind a dialog and under the welcome.
        for number, screen in enumerate(Screen, start=1):
            shortcut = QShortcut(QKeySequence(screen_keys(number)), self)
            shortcut.activated.connect(lambda screen=screen: self._choose(screen))
        check = QShortcut(QKeySequence(CHECK_KEYS), self)
        check.activated.connect(self.check_requested)
        privacy = QShortcut(QKeySequence(PRIVACY_KEYS), self)
        privacy.activated.connect(lambda: hide_more(self))

    def add_screen(self, screen: Screen, build: Callable[[], QWidget]) -> None:
        """Say what builds the content of ``screen``: done once, when it is first shown."""
        self._builders[screen] = build

    def set_screen(self, screen: Screen) -> None:
        """Show ``screen``."""
        if screen not in self._screens:
            widget = self._builders[screen]()
            self._screens[screen] = widget
            self._stack.addWidget(widget)
        self._rail.choose(screen)
        self._stack.setCurrentWidget(self._screens[screen])

    def set_small(self, small: bool) -> None:
        """Use the measures for a small window."""
        self._rail.set_small(small)
        self._top_line.set_small(small)

    def show_state(self, state: MonitorState, now: Moment) -> None:
        """Show the chain, the newest figure's age and the scope."""
        self._top_line.show_state(state, now)
        trouble = state.chain.first_trouble
        badge = None if trouble is None else LINK_SHAPES[trouble.state]
        self._rail.set_badge(Screen.CONNECTION, badge)

    def show_profile(self, label: str) -> None:
        """Show which profile this is; an empty label where there is only one."""
        self._rail.show_profile(label)

    def show_limits(self, alerts: Sequence[LimitAlert]) -> None:
        """Show which accounts are near a limit."""
        self._limit_banner.show_alerts(alerts)

    def stand_over_screens(self, line: QWidget) -> None:
        """Have ``line`` stand over every screen, below the limits."""
        self._over_screens.addWidget(line)

    def tick(self, now: Moment) -> None:
        """Let ages go on."""
        self._top_line.tick(now)

    def _choose(self, screen: str) -> None:
        self.set_screen(Screen(screen))
        self.screen_chosen.emit(str(screen))
