"""Lets the banner slide in above the rest, which moves down and never sideways."""

from PySide6.QtCore import QEasingCurve, QVariantAnimation, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ct_desktop.core.moment import Moment
from ct_desktop.core.monitor_state import MonitorState
from ct_desktop.core.problems import Action
from ct_desktop.ui.controls.banner import Banner
from ct_desktop.ui.motion.motion import motion_allowed
from ct_desktop.ui.theme.measures import BANNER_HEIGHT, PANEL_GAP
from ct_desktop.ui.theme.theme import Theme

_MILLISECONDS = 160


class SlidingBanner(QWidget):
    """No height at all while nothing is broken; else the banner and the gap below it."""

    action_requested = Signal(Action)
    """The trader pressed the banner's button."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._gap = PANEL_GAP
        self._open = 0.0
        self.banner = Banner(theme, self)
        self.banner.action_requested.connect(self.action_requested)
        self._animation = QVariantAnimation(self)
        self._animation.setDuration(_MILLISECONDS)
        self._animation.setEasingCurve(QEasingCurve.Type.OutCubic)
        self._animation.valueChanged.connect(self._set_open)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(0)

    def set_gap(self, gap: int) -> None:
        """Keep ``gap`` pixels free below the banner."""
        self._gap = gap
        self._place()

    def show_state(self, state: MonitorState, now: Moment) -> None:
        """Show what is broken in ``state``, or slide away."""
        link = state.chain.first_broken
        was_shown = self.banner.problem is not None
        if link is None:
            self.banner.show_problem(None, now)
        else:
            self.banner.show_problem(
                link.problem,
                now,
                since=link.since,
                next_check_at=state.next_check_at,
                checking=state.checking,
            )
        is_shown = self.banner.problem is not None
        if is_shown is not was_shown:
            self._slide(1.0 if is_shown else 0.0)
        else:
            self._place()

    def tick(self, now: Moment) -> None:
        """Let the times in the banner go on."""
        self.banner.tick(now)

    def _slide(self, to: float) -> None:
        self._animation.stop()
        if not self.isVisible() or not motion_allowed(self):
            self._set_open(to)
            return
        self._animation.setStartValue(self._open)
        self._animation.setEndValue(to)
        self._animation.start()

    def _set_open(self, share: float) -> None:
        self._open = share
        self._place()

    def _place(self) -> None:
        banner = self.banner
        height = BANNER_HEIGHT
        if banner.hasHeightForWidth():
            height = max(height, banner.heightForWidth(self.width()))
        whole = height + self._gap
        shown = round(self._open * whole)
        self.setFixedHeight(shown)
        banner.setGeometry(0, shown - whole, self.width(), height)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()
