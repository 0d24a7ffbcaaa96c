"""The open positions: table, totals, filter."""

from collections.abc import Callable, Generator, Mapping, Sequence

from ct_desktop.core.accounts import AccountGroup
from ct_desktop.core.moment import Moment
from ct_desktop.core.monitor_state import MonitorState
from ct_desktop.core.positions import MarketPosition
from ct_desktop.core.rows import AccountRow
from ct_desktop.core.snapshot import AgeLimits, is_stale
from ct_desktop.profiles.tables_view import GroupBy
from ct_desktop.ui.controls import formatting
from ct_desktop.ui.controls.text import Text
from ct_desktop.ui.monitor.group_sums import Group, Parts
from ct_desktop.ui.monitor.group_words import CLASS_TAGS
from ct_desktop.ui.monitor.groups import GroupKey, GroupLine, group_key, group_title
from ct_desktop.ui.monitor.position_columns import PositionColumn, PositionColumns, net_side
from ct_desktop.ui.monitor.position_lines import PositionLine, PositionLines, figures_by_money
from ct_desktop.ui.monitor.table_part import TablePart
from ct_desktop.ui.monitor.total_lines import (
    PositionTotal,
    position_total_lines,
    position_totals,
)
from ct_desktop.ui.theme.fonts import TextRole
from ct_desktop.ui.theme.theme import Theme

_NAMES: Mapping[GroupBy, Callable[[PositionLine], str]] = {
    GroupBy.BROKER: lambda line: line.holder.broker or formatting.NOT_SUPPLIED,
    GroupBy.ACCOUNT_CLASS: lambda line: CLASS_TAGS[line.holder.account_class],
    GroupBy.INSTRUMENT: lambda line: line.position.instrument,
}


class PositionsPart(TablePart[PositionLine]):
    """Shows the positions of one state after the other."""

    def __init__(self, theme: Theme) -> None:
        self._columns = PositionColumns()
        self._summary = Text(theme, role=TextRole.LABEL, color="text3")
        super().__init__(theme, "Positions", self._columns, "Filter positions", self._summary)
        self._lines = PositionLines()
        self._count = 0
        self._all_totals: tuple[PositionTotal, ...] = ()
        self._totals: tuple[PositionTotal, ...] = ()
        self._fetched_at: Moment | None = None
        self._limit = 0.0
        self._state: MonitorState | None = None
        self._say_why_empty()

    @property
    def count(self) -> int | None:
        """How many positions are open; ``None`` while never read."""
        return None if self._fetched_at is None else self._count

    def taking_in(
        self, state: MonitorState, accounts: Sequence[AccountRow], limits: AgeLimits
    ) -> Generator[None, None, Callable[[Moment], None]]:
        """Compute, in pieces, how the positions of ``state`` look, which ``accounts`` hold.

        ``limits`` are those in force. What it returns shows them, at the moment it is given.
        """
        changes = yield from self._lines.reading(state.snapshot, accounts)
        yield
        lines = self._lines.lines
        all_totals = self._all_totals
        if not changes.in_place or changes.changed:
            all_totals = position_totals(self._lines.figures_by_money)
        show_rows = yield from self.computing(lines, changes)

        def show(now: Moment) -> None:
            self._count, self._all_totals = len(lines), all_totals
            self._take_over(state, limits)
            show_rows(now)
            self.add_up()
            self._summarise()
            self.show_rest(now)

        return show

    def _take_over(self, state: MonitorState, limits: AgeLimits) -> None:
        self._state, self._limit = state, limits.positions
        positions = state.snapshot.positions
        self._fetched_at = positions.fetched_at if positions else None
        self._columns.set_ages(self._fetched_at, limits.positions)
        self._grouped.set_ages(limits.positions, self._fetched_at)
        self.tools.show_skipped(state.snapshot.skipped.positions, "positions")

    def add_up(self) -> None:
        self._totals = self._all_totals
        if self.is_filtered:
            self._totals = position_totals(figures_by_money(self.rows_shown))

    def show_rest(self, now: Moment) -> None:
        at = self._fetched_at
        stale = at is not None and is_stale(at, self._limit, now)
        self.show_totals(position_total_lines(self._totals, stale=stale))
        self.age.show_age(at, self._limit, now)
        self._summary.setVisible(not stale)
        self._say_why_empty()

    def group_names(self, group_by: GroupBy) -> Callable[[PositionLine], GroupKey] | None:
        names = _NAMES.get(group_by)
        if names is None:
            return None
        return lambda line: group_key(names(line), line.holder.money)

    def parts(self, row: PositionLine) -> Parts:
        return (row.position.unrealized_pnl,)

    def head(self, key: GroupKey, group: Group[PositionLine]) -> GroupLine:
        money = next(iter(group.rows)).holder.money
        title = group_title(key[0], len(group.rows), money)
        texts: tuple[tuple[int, str], ...] = ((int(PositionColumn.INSTRUMENT), title),)
        if self._group_by is GroupBy.INSTRUMENT:
            texts += ((int(PositionColumn.SIDE), net_side(line.position for line in group.rows)),)
        amounts = ((int(PositionColumn.OPEN_PNL), group.sums[0]),)
        return GroupLine(key, money[1], amounts, texts, None)

    def is_flat(self, row: PositionLine) -> bool:
        return row.position.market_position is MarketPosition.FLAT

    def _summarise(self) -> None:
        group = AccountGroup.LIVE_AND_FUNDED
        mine = sum(total.positions for total in self._all_totals if total.group is group)
        if self._fetched_at is None:
            words = ""
        elif mine in (0, self._count):
            words = f"{self._count:,} open"
        else:
            words = f"{self._count:,} open, {mine:,} live and funded"
        self.say(self._summary, words)

    def _say_why_empty(self) -> None:
        say = self.view.empty_words.show_words
        if self.model.rowCount():
            say("")
        elif self._count:
            say("No position matches the filter", filtered=True)
        elif self._fetched_at is not None:
            say("No open positions", "A position appears here when it is opened.")
        elif self._state is not None and self._state.chain.first_broken is not None:
            say("No positions read yet", "They appear here when the connection works again.")
        else:
            say("Reading your positions", "The first figures appear in a few seconds.")
