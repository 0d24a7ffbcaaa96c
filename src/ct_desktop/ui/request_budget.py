"""The request budget in one quiet line: how often CrossTrade was asked, why, and for what."""

from ct_desktop.core.moment import Moment
from ct_desktop.core.request_budget import RequestBudget
from ct_desktop.core.wording_request_budget import budget_words
from ct_desktop.ui.controls.text import Text
from ct_desktop.ui.theme.fonts import TextRole
from ct_desktop.ui.theme.theme import Theme


class RequestBudgetLine(Text):
    """Counts by the clock: a minute that passes without a question is seen to pass."""

    def __init__(self, theme: Theme, *, wrap: bool = False) -> None:
        super().__init__(theme, role=TextRole.LABEL, color="text3", wrap=wrap)
        self._budget: RequestBudget | None = None

    def show_budget(self, budget: RequestBudget, now: Moment) -> None:
        """Show ``budget`` as of ``now``."""
        self._budget = budget
        self.tick(now)

    def tick(self, now: Moment) -> None:
        """Let the minute slide on."""
        if self._budget is not None:
            words = budget_words(self._budget, now)
            if words != self.text():
                self.setText(words)
