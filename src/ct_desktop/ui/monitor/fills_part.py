"""The fills: table and filter, the newest first."""

from collections.abc import Callable, Generator, Sequence

from ct_desktop.core.moment import Moment
from ct_desktop.core.monitor_state import MonitorState
from ct_desktop.core.rows import AccountRow
from ct_desktop.core.snapshot import AgeLimits
from ct_desktop.ui.controls.text import Text
from ct_desktop.ui.monitor.fill_columns import FillColumns
from ct_desktop.ui.monitor.fill_lines import FillLine, FillLines
from ct_desktop.ui.monitor.group_words import counted
from ct_desktop.ui.monitor.table_part import TablePart
from ct_desktop.ui.theme.fonts import TextRole
from ct_desktop.ui.theme.theme import Theme


class FillsPart(TablePart[FillLine]):
    """Shows the fills of one state after the other."""

    def __init__(self, theme: Theme) -> None:
        self._columns = FillColumns()
        self._summary = Text(theme, role=TextRole.LABEL, color="text3")
        super().__init__(theme, "Fills", self._columns, "Filter fills", self._summary)
        self._lines = FillLines()
        self._limit = 0.0
        self._state: MonitorState | None = None
        self.say_why_empty()

    @property
    def count(self) -> int | None:
        """How many fills were seen; ``None`` while no account was asked about."""
        return None if self._lines.oldest is None else len(self._lines.lines)

    def taking_in(
        self, state: MonitorState, accounts: Sequence[AccountRow], limits: AgeLimits
    ) -> Generator[None, None, Callable[[Moment], None]]:
        """Compute, in pieces, how the fills of ``state`` in ``accounts`` look.

        ``limits`` are those in force. What it returns shows them, at the moment it is given.
        """
        changes = self._lines.read(state.snapshot, accounts)
        yield
        show_rows = yield from self.computing(self._lines.lines, changes)

        def show(now: Moment) -> None:
            self._state, self._limit = state, limits.fills
            self._columns.set_limit(limits.fills)
            show_rows(now)
            self._summarise(len(state.snapshot.fills), len(accounts))
            self.show_rest(now)

        return show

    def _summarise(self, read: int, accounts: int) -> None:
        words = ""
        if read < accounts:
            words = f"{read:,} of {counted(accounts, 'account')} read"
        self.say(self._summary, words)

    def show_rest(self, now: Moment) -> None:
        self.show_totals(())
        self.age.show_age(self._lines.oldest, self._limit, now)
        self.say_why_empty()

    def say_why_empty(self) -> None:
        say = self.view.empty_words.show_words
        if self.model.rowCount():
            say("")
        elif self._lines.lines:
            say("No fill matches the filter", filtered=True)
        elif self._lines.oldest is not None:
            say("No fills", "CrossTrade tells those of the last 15 minutes; they stay for the day.")
        elif self._state is not None and self._state.chain.first_broken is not None:
            say("No fills read yet", "They appear here when the connection works again.")
        else:
            say("Reading your fills", "One account is asked about after another.")
