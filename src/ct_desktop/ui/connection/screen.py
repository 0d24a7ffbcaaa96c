"""The Connection screen: which link is down, the sign-in, the self-test, the brokers."""

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QDialog,
    QMainWindow,
    QVBoxLayout,
    QWidget,
)

from ct_desktop.core.moment import Moment
from ct_desktop.core.monitor_state import MonitorState
from ct_desktop.core.problems import Action, Problem
from ct_desktop.core.scopes import Scope
from ct_desktop.ui.connection.broker_panel import BrokerPanel
from ct_desktop.ui.connection.chain_panel import ChainPanel
from ct_desktop.ui.connection.self_test_card import SelfTestCard
from ct_desktop.ui.connection.sign_in_card import SignInCard
from ct_desktop.ui.connection.sign_out_dialog import SignOutDialog
from ct_desktop.ui.controls.scroll_column import ScrollColumn
from ct_desktop.ui.theme import measures
from ct_desktop.ui.theme.theme import Theme

TWO_COLUMNS_FROM = 1180
"""Width of the screen from which chain and cards stand side by side."""
THREE_COLUMNS_FROM = 2300
"""From here the brokers have a column of their own."""

WIDEST = 2800
HIGHEST = 960
"""The panels grow no further, unless the brokers fill them: lines to read stay short on 4K."""

_UNLIMITED = 16_777_215
"""Qt's QWIDGETSIZE_MAX."""

_ROWS_IN_ONE_COLUMN = 12
_ROWS_BESIDE = 4
"""Brokers for which room is asked; the table takes more where there is more."""


class ConnectionScreen(QWidget):
    """Shows a state; every wish of the trader is a signal."""

    action_requested = Signal(Action)
    """The remedy of a problem, by its button."""
    check_requested = Signal()
    """Check everything now, the self-test with it."""
    sign_out_requested = Signal()
    """Sign out; the trader has confirmed it."""
    sign_in_again_requested = Signal(Scope)
    """Sign in once more, with this scope."""
    scope_change_requested = Signal()
    """Change to the other scope."""
    report_requested = Signal()
    """Make the diagnostics report."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._kept_in = ""
        self._dialog: SignOutDialog | None = None
        self._trouble: Problem | None = None
        self.chain = ChainPanel(theme)
        self.sign_in = SignInCard(theme)
        self.self_test = SelfTestCard(theme)
        self.brokers = BrokerPanel(theme)
        self._connect_signals()
        self._cards = QVBoxLayout()
        self._cards.addWidget(self.sign_in)
        self._cards.addWidget(self.self_test)
        self._cards.addStretch(1)
        # Right of the chain: cards over brokers, or beside them.
        self._right = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._right.addLayout(self._cards)
        self._right.addWidget(self.brokers)
        self._columns = QWidget()
        self._layout = QBoxLayout(QBoxLayout.Direction.LeftToRight, self._columns)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.addWidget(self.chain, 6)
        self._layout.addLayout(self._right, 5)
        self._scroll = self._build_scroll()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._scroll)
        self._arrange(self.width())

    def _connect_signals(self) -> None:
        self.chain.action_requested.connect(self.action_requested)
        self.chain.check_requested.connect(self.check_requested)
        self.chain.report_requested.connect(self.report_requested)
        self.chain.links.link_focused.connect(self._show_focused)
        self.sign_in.action_requested.connect(self.action_requested)
        self.sign_in.sign_in_again_requested.connect(self.sign_in_again_requested)
        self.sign_in.scope_change_requested.connect(self.scope_change_requested)
        self.sign_in.sign_out_pressed.connect(self._confirm_sign_out)
        self.self_test.check_requested.connect(self.check_requested)

    def _build_scroll(self) -> ScrollColumn:
        content = QWidget()
        row = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        row.setContentsMargins(0, 0, 0, 0)
        # The stretches take only what the columns' greatest size leaves over.
        row.addStretch()
        row.addWidget(self._columns, 1)
        row.addStretch()
        self._margins = QVBoxLayout(content)
        self._margins.addLayout(row, 1)
        self._margins.addStretch()
        return ScrollColumn(content)

    def show_state(self, state: MonitorState, now: Moment) -> None:
        """Show ``state`` with its ages at ``now``."""
        self._kept_in = state.sign_in.kept_in
        self.chain.show_state(state, now)
        self.sign_in.show_sign_in(state.sign_in)
        self.self_test.show_state(state, now)
        brokers_before = self.brokers.full_height
        self.brokers.show_state(state, now)
        if self.brokers.full_height != brokers_before:
            self._arrange(self.width())
        trouble = self.chain.links.first_card
        before, self._trouble = self._trouble, None if trouble is None else trouble.problem
        at_the_top = self._scroll.verticalScrollBar().value() == 0
        # Whoever has scrolled is reading something else.
        if self._trouble not in (None, before) and at_the_top:
            self._show_trouble_soon()

    def tick(self, now: Moment) -> None:
        """Let ages go on. Call it every second, whatever the monitor does."""
        self.chain.tick(now)
        self.self_test.tick(now)
        self.brokers.tick(now)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._show_trouble_soon()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange(event.size().width())

    def _arrange(self, width: int) -> None:
        """One column, two or three, with the measures of the window."""
        down = QBoxLayout.Direction.TopToBottom
        across = QBoxLayout.Direction.LeftToRight
        beside = width >= TWO_COLUMNS_FROM
        three = width >= THREE_COLUMNS_FROM
        self._layout.setDirection(across if beside else down)
        self._right.setDirection(across if three else down)
        self._right.setStretch(0, 5 if three else 0)
        self._right.setStretch(1, 6 if three else 1)
        self._layout.setStretch(0, 6 if beside else 0)
        self._layout.setStretch(1, (11 if three else 5) if beside else 1)
        above = 0 if three else self._cards.sizeHint().height() + measures.PANEL_GAP
        highest = max(HIGHEST, above + self.brokers.full_height)
        self._columns.setMaximumSize(WIDEST, highest if beside else _UNLIMITED)
        self.brokers.set_most_rows(_ROWS_BESIDE if beside else _ROWS_IN_ONE_COLUMN)
        small = width < measures.SMALL_WINDOW_BELOW - measures.RAIL_WIDTH
        side = measures.WINDOW_PADDING_SMALL if small else measures.WINDOW_PADDING
        gap = measures.PANEL_GAP_SMALL if small else measures.PANEL_GAP
        self._margins.setContentsMargins(side, side, side, side)
        for layout in (self._layout, self._right, self._cards):
            layout.setSpacing(gap)

    def _show_focused(self, row: QWidget) -> None:
        self._scroll.ensureWidgetVisible(row, 0, 24)

    def _show_trouble_soon(self) -> None:
        """Bring the first trouble's remedy into sight, as soon as all has its place."""
        QTimer.singleShot(0, self, self._show_trouble)

    def _show_trouble(self) -> None:
        card = self.chain.links.first_card
        if card is not None:
            self._scroll.ensureWidgetVisible(card, 0, 24)

    def _confirm_sign_out(self) -> None:
        window = self.window()
        if self._dialog is not None or not isinstance(window, QMainWindow):
            return
        self._dialog = SignOutDialog(self._theme, window, kept_in=self._kept_in)
        self._dialog.finished.connect(self._on_sign_out_answered)
        self._dialog.open()

    def _on_sign_out_answered(self, result: int) -> None:
        dialog, self._dialog = self._dialog, None
        if dialog is not None:
            dialog.deleteLater()
        if result == QDialog.DialogCode.Accepted:
            self.sign_out_requested.emit()
