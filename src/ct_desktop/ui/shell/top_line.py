"""The line over every screen: the chain, the age of the newest figure, the scope."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ct_desktop.core.moment import Moment
from ct_desktop.core.monitor_state import MonitorState
from ct_desktop.ui.controls.scope_badge import ScopeButton
from ct_desktop.ui.shell.chain_line import ChainLine
from ct_desktop.ui.shell.freshness import Freshness
from ct_desktop.ui.shell.privacy_button import PrivacyButton
from ct_desktop.ui.theme import measures
from ct_desktop.ui.theme.theme import Theme


class TopLine(QWidget):
    """What must be in sight whatever the screen."""

    chain_pressed = Signal()
    scope_pressed = Signal()
    """The trader wants another scope."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.chain = ChainLine(theme)
        self.chain.clicked.connect(self.chain_pressed)
        self.freshness = Freshness(theme)
        self.scope = ScopeButton(theme)
        self.scope.clicked.connect(self.scope_pressed)
        self.privacy = PrivacyButton(theme)
        self._row = QHBoxLayout(self)
        self._row.setSpacing(12)
        self._row.addWidget(self.chain, 1)
        for widget in (self.freshness, self.scope, self.privacy):
            self._row.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)
        self.set_small(False)
        theme.changed.connect(self.update)

    def set_small(self, small: bool) -> None:
        """Use the measures and the chain for a small window."""
        side = measures.TOP_LINE_PADDING_SMALL if small else measures.TOP_LINE_PADDING
        self._row.setContentsMargins(side, 0, side, 1)
        self.setFixedHeight(measures.TOP_LINE_HEIGHT_SMALL if small else measures.TOP_LINE_HEIGHT)
        self.chain.set_small(small)

    def show_state(self, state: MonitorState, now: Moment) -> None:
        """Show the chain, the newest figure's age and the scope of ``state``."""
        self.chain.show_chain(state.chain, state.snapshot.age_limits, now)
        self.freshness.show_snapshot(state.snapshot, now)
        self.scope.set_scope(state.sign_in.scope)

    def tick(self, now: Moment) -> None:
        """Let ages go on."""
        self.chain.tick(now)
        self.freshness.tick(now)

    def paintEvent(self, event: QPaintEvent) -> None:
        palette = self._theme.palette
        painter = QPainter(self)
        painter.fillRect(event.rect(), palette.surface)
        painter.fillRect(0, self.height() - 1, self.width(), 1, palette.border)
