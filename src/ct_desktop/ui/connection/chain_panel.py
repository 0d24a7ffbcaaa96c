"""The panel of the chain: its state in a few words, the links, and what asking costs."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ct_desktop.core.chain_staleness import stale_links
from ct_desktop.core.moment import Moment
from ct_desktop.core.monitor_state import MonitorState
from ct_desktop.core.problems import Action
from ct_desktop.core.sign_in import SignInState
from ct_desktop.ui.connection.foot import PanelFoot
from ct_desktop.ui.connection.link_chain import LinkChain
from ct_desktop.ui.connection.link_words import summary
from ct_desktop.ui.controls.busy_button import BusyButton
from ct_desktop.ui.controls.buttons import Button, ButtonSize
from ct_desktop.ui.controls.panel import Panel
from ct_desktop.ui.controls.text import Text
from ct_desktop.ui.request_budget import RequestBudgetLine
from ct_desktop.ui.theme.fonts import TextRole
from ct_desktop.ui.theme.icons import IconName
from ct_desktop.ui.theme.measures import PANEL_PADDING_READING
from ct_desktop.ui.theme.theme import Theme


class ChainPanel(Panel):
    """The chain with **Check everything** in its head."""

    action_requested = Signal(Action)
    """The remedy of a problem, by its button."""
    check_requested = Signal()
    """Check everything now."""
    report_requested = Signal()
    """Make the diagnostics report."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(
            theme,
            "Connection chain",
            title_role=TextRole.SECTION_TITLE,
            padding=PANEL_PADDING_READING,
            parent=parent,
        )
        self._state: MonitorState | None = None
        self.summary = Text(theme, role=TextRole.LABEL, color="text3")
        self.check = BusyButton(
            theme, "Check everything", size=ButtonSize.SMALL, icon=IconName.REFRESH
        )
        self.check.requested.connect(self.check_requested)
        # Three dots: nothing is copied before the trader has read it.
        self.report = Button(theme, "Report…", size=ButtonSize.SMALL, icon=IconName.COPY)
        self.report.clicked.connect(self.report_requested)
        self.head.addWidget(self.summary, 1)
        self.head.addWidget(self.report)
        self.head.addWidget(self.check)
        self.links = LinkChain(theme)
        self.links.action_requested.connect(self.action_requested)
        self.budget = RequestBudgetLine(theme)
        self.body.addWidget(self.links, 1)
        self.body.addWidget(PanelFoot(theme, self.budget))

    def show_state(self, state: MonitorState, now: Moment) -> None:
        """Show the chain of ``state`` and the request budget."""
        self._state = state
        self.check.set_busy(state.checking)
        # Without a sign-in there is nothing to ask with: the remedy is another button.
        self.check.setEnabled(state.sign_in.state is SignInState.SIGNED_IN)
        self.budget.show_budget(state.budget, now)
        stale = stale_links(state.chain, state.snapshot.age_limits, now)
        self.links.show_state(state, stale, now)
        self.summary.setText(summary(state.chain, stale))

    def tick(self, now: Moment) -> None:
        """Let ages and the minute go on."""
        self.budget.tick(now)
        if self._state is None:
            return
        stale = stale_links(self._state.chain, self._state.snapshot.age_limits, now)
        self.links.tick(stale, now)
        self.summary.setText(summary(self._state.chain, stale))
