"""The accounts: table, totals, segments by class, filter."""

from collections import Counter
from collections.abc import Sequence

from ct_desktop.core.accounts import AccountClass
from ct_desktop.core.moment import Moment
from ct_desktop.core.monitor_state import MonitorState
from ct_desktop.core.rows import AccountRow, oldest, totals
from ct_desktop.core.snapshot import AgeLimits
from ct_desktop.ui.controls.segments import Segments
from ct_desktop.ui.monitor.account_columns import AccountColumns
from ct_desktop.ui.monitor.account_lines import AccountLine, account_lines
from ct_desktop.ui.monitor.group_words import CLASS_TAGS
from ct_desktop.ui.monitor.table_part import TablePart
from ct_desktop.ui.monitor.tile_figures import main_group
from ct_desktop.ui.monitor.total_lines import account_total_lines
from ct_desktop.ui.theme.theme import Theme

_ALL = "all"


class AccountsPart(TablePart[AccountLine]):
    """Shows the accounts of one state after the other."""

    def __init__(self, theme: Theme) -> None:
        self._columns = AccountColumns()
        self._segments = Segments(theme, "Accounts by class")
        super().__init__(theme, "Accounts", self._columns, "Filter accounts", self._segments)
        self._segments.chosen.connect(self.apply_filter)
        self._rows: Sequence[AccountRow] = ()
        self._limits = AgeLimits()
        self._state: MonitorState | None = None
        self._now: Moment | None = None
        self._offer_segments()
        self._say_why_empty()

    def show_accounts(
        self, state: MonitorState, rows: Sequence[AccountRow], limits: AgeLimits, now: Moment
    ) -> None:
        """Show ``rows``, the accounts of ``state``, with ``limits`` in force."""
        self._state, self._rows, self._limits, self._now = state, rows, limits, now
        accounts = state.snapshot.accounts
        self._columns.set_ages(accounts.fetched_at if accounts else None, limits)
        self.show_rows(list(account_lines(state.snapshot, rows)), now)
        self._offer_segments()
        self._show_rest(now)

    def tick(self, now: Moment) -> None:
        """Let ages go on."""
        if self._state is None:
            return
        self._now = now
        self.model.tick(now)
        self._show_rest(now)

    def _show_rest(self, now: Moment) -> None:
        shown = [line.row for line in self.model.shown_rows]
        self.show_totals(account_total_lines(totals(shown), self._limits, now))
        group = main_group(row.group for row in self._rows)
        mine = (row.balance_at for row in self._rows if row.group is group)
        self.age.show_age(oldest(mine), self._limits.balances, now)
        self._say_why_empty()

    def _offer_segments(self) -> None:
        counts = Counter(row.account_class for row in self._rows)
        by_class = ((c.value, f"{CLASS_TAGS[c]} {counts[c]:,}") for c in AccountClass)
        self._segments.set_choices(((_ALL, f"All {len(self._rows):,}"), *by_class))
        self.tools.share_room()

    @property
    def is_filtered(self) -> bool:
        return super().is_filtered or self._segments.choice != _ALL

    def apply_filter(self) -> None:
        words, choice = self.filter_words, self._segments.choice
        search_text = self._columns.search_text

        def accept(line: AccountLine) -> bool:
            if choice not in (_ALL, line.row.account_class.value):
                return False
            text = search_text(line) if words else ""
            return all(word in text for word in words)

        self.model.set_filter(accept if self.is_filtered else None)
        if self._now is not None:
            self._show_rest(self._now)

    def show_all(self) -> None:
        self._segments.choose(_ALL)
        self.filter_box.clear()
        self.apply_filter()

    def _say_why_empty(self) -> None:
        say = self.view.empty_words.show_words
        if self.model.rowCount():
            say("")
        elif self._rows:
            say("No account matches the filter", filtered=True)
        elif self._state is None or self._state.snapshot.accounts is None:
            broken = self._state is not None and self._state.chain.first_broken is not None
            if broken:
                say("No accounts read yet", "They appear here when the connection works again.")
            else:
                say("Reading your accounts", "The first figures appear in a few seconds.")
        elif self._state.snapshot.accounts.value:
            say(
                "NinjaTrader 8 lists only its own accounts",
                "Backtest and Playback hold nobody’s money and are not shown. Connect to your "
                "broker in the Control Center under Connections.",
            )
        else:
            say(
                "NinjaTrader 8 lists no accounts",
                "Open its Control Center, choose Connections and connect to your broker.",
            )
