"""The accounts: table, totals, segments by class, filter."""

from collections.abc import Callable, Generator, Mapping, Sequence

from PySide6.QtCore import QModelIndex

from ct_desktop.core.equity import EquityOf
from ct_desktop.core.moment import Moment
from ct_desktop.core.monitor_state import MonitorState
from ct_desktop.core.rows import AccountRow, Total, oldest, totals
from ct_desktop.core.snapshot import AgeLimits
from ct_desktop.core.wording_equity import EquityWords
from ct_desktop.listeners import Listeners
from ct_desktop.profiles.tables_view import GroupBy
from ct_desktop.ui.controls import formatting
from ct_desktop.ui.controls.segments import Segments
from ct_desktop.ui.equity.sparkline import Sparkline
from ct_desktop.ui.monitor.account_columns import AccountColumn, AccountColumns
from ct_desktop.ui.monitor.account_lines import AccountLine, AccountLines
from ct_desktop.ui.monitor.columns import SortValue
from ct_desktop.ui.monitor.group_sums import Group, Parts
from ct_desktop.ui.monitor.group_words import CLASS_TAGS
from ct_desktop.ui.monitor.groups import GroupKey, GroupLine, group_key, group_title
from ct_desktop.ui.monitor.table_part import Command, TablePart
from ct_desktop.ui.monitor.tile_figures import main_group
from ct_desktop.ui.monitor.total_lines import account_total_lines
from ct_desktop.ui.shell.shortcuts import EQUITY_KEYS
from ct_desktop.ui.theme.theme import Theme

_ALL = "all"

_NAMES: Mapping[GroupBy, Callable[[AccountLine], str]] = {
    GroupBy.BROKER: lambda line: line.connection.name or formatting.NOT_SUPPLIED,
    GroupBy.ACCOUNT_CLASS: lambda line: CLASS_TAGS[line.row.account_class],
}
_ADDED_UP = (
    AccountColumn.NET_LIQUIDATION,
    AccountColumn.CASH,
    AccountColumn.BUYING_POWER,
    AccountColumn.REALIZED,
    AccountColumn.OPEN_PNL,
    AccountColumn.DAY_TOTAL,
    AccountColumn.POSITIONS,
)


class AccountsPart(TablePart[AccountLine]):
    """Shows the accounts of one state after the other.

    ``equity_requested`` is given whose equity line the trader wants to see, or ``None``.
    """

    def __init__(self, theme: Theme) -> None:
        self.equity_requested: Listeners[EquityOf | None] = Listeners()
        self._columns = AccountColumns()
        self._segments = Segments(theme, "Accounts by class")
        super().__init__(theme, "Accounts", self._columns, "Filter accounts", self._segments)
        self._segments.chosen.connect(self.apply_filter)
        self._lines = AccountLines()
        self._rows: Sequence[AccountRow] = ()
        self._oldest: Moment | None = None
        self._positions_at: Moment | None = None
        self._totals: tuple[Total, ...] = ()
        self._limits = AgeLimits()
        self._choices: tuple[tuple[str, str], ...] = ()
        self._state: MonitorState | None = None
        self._offer_segments()
        self._say_why_empty()
        self.view.activated.connect(self._on_activated)
        self.totals.activated.connect(self.equity_requested.emit)

    def use_sessions(self, sessions: Mapping[str, Sparkline]) -> None:
        """Show these equity lines, by account name, from the next state on."""
        self._lines.sessions = sessions

    def taking_in(
        self,
        state: MonitorState,
        rows: Sequence[AccountRow],
        sums: tuple[Total, ...],
        limits: AgeLimits,
    ) -> Generator[None, None, Callable[[Moment], None]]:
        """Compute, in pieces, how ``rows`` look, the accounts of ``state``, with their ``sums``.

        ``limits`` are those in force. What it returns shows them, at the moment it is given.
        """
        changes = self._lines.read(state.snapshot, rows)
        yield
        show_rows = yield from self.computing(self._lines.lines, changes)

        def show(now: Moment) -> None:
            self._take_over(state, rows, sums, limits)
            show_rows(now)
            self._offer_segments()
            if self.is_filtered:
                self.add_up()
            self.show_rest(now)

        return show

    def _take_over(
        self,
        state: MonitorState,
        rows: Sequence[AccountRow],
        sums: tuple[Total, ...],
        limits: AgeLimits,
    ) -> None:
        self._state, self._rows, self._limits, self._totals = state, rows, limits, sums
        accounts = state.snapshot.accounts
        group = main_group(total.group for total in sums)
        self._oldest = oldest(total.balances_at for total in sums if total.group is group)
        positions = state.snapshot.positions
        self._positions_at = positions.fetched_at if positions else None
        self._columns.set_ages(
            accounts.fetched_at if accounts else None,
            self._positions_at,
            oldest(total.balances_at for total in sums),
            oldest(total.open_pnl_at for total in sums),
            limits,
        )
        self.tools.show_skipped(state.snapshot.skipped.accounts, "accounts")
        self._grouped.set_ages(limits.balances)

    def add_up(self) -> None:
        # NT8's own accounts hold nobody's money.
        shown = (line.row for line in self.rows_shown)
        self._totals = totals(row for row in shown if not row.account.is_built_in)

    def show_rest(self, now: Moment) -> None:
        self.show_totals(account_total_lines(self._totals, self._positions_at, self._limits, now))
        self.age.show_age(self._oldest, self._limits.balances, now)
        self._say_why_empty()

    def commands(self) -> tuple[Command, ...]:
        return (Command(EquityWords.MENU, EQUITY_KEYS, self.open_equity),)

    def open_equity(self) -> None:
        """Ask for the line of the account that is chosen, of the first group where none is."""
        self.equity_requested.emit(self._account_of(self.view.currentIndex()))

    def _on_activated(self, index: QModelIndex) -> None:
        account = self._account_of(index)
        if account is not None:
            self.equity_requested.emit(account)

    def _account_of(self, index: QModelIndex) -> str | None:
        if not index.isValid():
            return None
        line = self.model.shown_rows[index.row()]
        return None if isinstance(line, GroupLine) else line.row.account.name

    def _offer_segments(self) -> None:
        """Offer each class with its count; without counts while no account was read."""
        classes = [row.account_class for row in self._rows]
        numbers = [(_ALL, "All", len(classes))]
        numbers += [(c.value, title, classes.count(c)) for c, title in CLASS_TAGS.items()]
        read = self._state is not None and self._state.snapshot.accounts is not None
        choices = tuple((key, f"{t} {n:,}" if read else t) for key, t, n in numbers)
        if choices != self._choices:
            self._choices = choices
            self._segments.set_choices(choices)
            self.tools.share_room()

    @property
    def is_filtered(self) -> bool:
        return super().is_filtered or self._segments.choice != _ALL

    def group_names(self, group_by: GroupBy) -> Callable[[AccountLine], GroupKey] | None:
        names = _NAMES.get(group_by)
        if names is None:
            return None
        return lambda line: group_key(names(line), (line.row.group, line.row.currency))

    def parts(self, row: AccountLine) -> Parts:
        values = self._columns.values(row)
        return tuple(_number(values[column]) for column in _ADDED_UP)

    def head(self, key: GroupKey, group: Group[AccountLine]) -> GroupLine:
        row = next(iter(group.rows)).row
        title = group_title(key[0], len(group.rows), (row.group, row.currency))
        amounts = tuple(zip(map(int, _ADDED_UP), group.sums, strict=True))
        at = oldest(line.row.balance_at for line in group.rows)
        return GroupLine(key, row.currency, amounts, ((int(AccountColumn.ACCOUNT), title),), at)

    def is_flat(self, row: AccountLine) -> bool:
        return row.row.positions == 0

    def accepts(self, row: AccountLine) -> bool:
        if self._segments.choice not in (_ALL, row.row.account_class.value):
            return False
        return super().accepts(row)

    def show_all(self) -> None:
        self._segments.choose(_ALL)
        self.filter_box.clear()
        self.apply_filter()

    def _say_why_empty(self) -> None:
        say = self.view.empty_words.show_words
        if self.model.rowCount():
            say("")
        elif self._rows:
            if self._hides_flat and not self._words and self._segments.choice == _ALL:
                say("Every account is flat", "Accounts without a position are hidden.")
            else:
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


def _number(value: SortValue) -> float | None:
    return value if isinstance(value, (int, float)) else None
