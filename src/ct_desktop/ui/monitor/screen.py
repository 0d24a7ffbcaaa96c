"""The Monitor screen: what is broken, the tiles, and the four tables."""

from collections.abc import Callable, Generator, Mapping
from functools import partial
from typing import Any

from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ct_desktop.core.account_rules import NO_RULES, AccountRules
from ct_desktop.core.drawdown import Peaks
from ct_desktop.core.moment import Moment
from ct_desktop.core.monitor_state import MonitorState
from ct_desktop.core.problems import Action
from ct_desktop.core.rows import account_rows, totals
from ct_desktop.core.snapshot import AgeLimits
from ct_desktop.profiles.tables_view import TablesView
from ct_desktop.ui.equity.sparkline import Sparkline
from ct_desktop.ui.in_turns import InTurns
from ct_desktop.ui.monitor.accounts_part import AccountsPart
from ct_desktop.ui.monitor.fills_part import FillsPart
from ct_desktop.ui.monitor.flashing import Flashing
from ct_desktop.ui.monitor.orders_part import OrdersPart
from ct_desktop.ui.monitor.positions_part import PositionsPart
from ct_desktop.ui.monitor.sliding_banner import SlidingBanner
from ct_desktop.ui.monitor.staleness import limits_in_force
from ct_desktop.ui.monitor.table_choices import TableChoices
from ct_desktop.ui.monitor.table_part import TablePart
from ct_desktop.ui.monitor.tables_area import TablesArea
from ct_desktop.ui.monitor.tile_figures import Counts, tile_figures
from ct_desktop.ui.monitor.tile_row import TileRow
from ct_desktop.ui.privacy import PRIVACY
from ct_desktop.ui.shell.shortcuts import EQUITY_KEYS
from ct_desktop.ui.theme import measures
from ct_desktop.ui.theme.theme import Theme


class MonitorScreen(QWidget):
    """Shows one state after the other. It decides nothing: what is wanted goes out as a signal."""

    action_requested = Signal(Action)
    """What the trader wants done about what is broken."""

    tables_chosen = Signal(object)
    """How the trader wants the tables to look, as :class:`TablesView`."""

    equity_requested = Signal(object)
    """Whose equity line the trader wants to see; ``None`` for the first group's."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._turns = InTurns(self)
        self._waiting: tuple[MonitorState, Moment] | None = None
        self._shown_privacy = PRIVACY.level
        self._state: MonitorState | None = None
        self._limits = AgeLimits()
        self._rules = NO_RULES
        self._peaks: Peaks | None = None
        self._banner = SlidingBanner(theme)
        self._tiles = TileRow(theme)
        self._accounts = AccountsPart(theme)
        self._positions = PositionsPart(theme)
        self._orders = OrdersPart(theme)
        self._fills = FillsPart(theme)
        parts = (self._accounts, self._positions, self._orders, self._fills)
        self._tables = TablesArea(theme, parts)
        self._flashing = Flashing([part.view for part in parts], self)
        self._choices = TableChoices(parts, self)
        self._choices.chosen.connect(self.tables_chosen)
        self._choices.shown.connect(self._show_choices)
        self._now: Moment | None = None
        for part in parts:
            part.view.heading.menu_requested.connect(partial(self._open_menu, part))
            part.view.menu_requested.connect(partial(self._open_menu, part, None))
            part.tools.menu_button.clicked.connect(partial(self._open_menu_below, part))
        find = QShortcut(QKeySequence.StandardKey.Find, self)
        find.activated.connect(self._tables.filter_bar.open_bar)
        equity = QShortcut(QKeySequence(EQUITY_KEYS), self)
        equity.activated.connect(self._accounts.open_equity)
        self._accounts.equity_requested.subscribe(self.equity_requested.emit)
        self._tables.resized.connect(self._choose_form)
        self._banner.action_requested.connect(self.action_requested)
        self._column = QVBoxLayout(self)
        self._column.setSpacing(0)
        self._column.addWidget(self._banner)
        self._column.addWidget(self._tiles)
        self._column.addWidget(self._tables, 1)

    def use_rules(self, rules: AccountRules, peaks: Peaks | None) -> None:
        """Group the accounts, and reckon their room, by these from the next state on."""
        self._rules, self._peaks = rules, peaks

    def show_sessions(self, sessions: Mapping[str, Sparkline]) -> None:
        """Show the accounts' equity lines of this session, by their names."""
        self._accounts.use_sessions(sessions)
        if self._state is not None and self._now is not None and not self._turns.is_busy:
            self.take_in(self._state, self._now)

    def show_state(self, state: MonitorState, now: Moment) -> None:
        """Show ``state``, whose ages count up to ``now``, at once."""
        self.take_in(state, now)
        self._turns.finish()

    def take_in(self, state: MonitorState, now: Moment) -> None:
        """Show ``state``, over several turns of the event loop where it takes that long.

        All of it is shown in one turn, the last: no two parts ever show two states. What is small
        is shown when this returns. Of several that wait the newest counts.
        """
        self._waiting = (state, now)
        if not self._turns.is_busy:
            self._turns.start(self._take_all_in())
        if self._shown_privacy is not PRIVACY.level:
            # What is to be hidden is hidden now.
            self._turns.finish()

    @property
    def is_taking_in(self) -> bool:
        """Whether there is a state that is not shown yet."""
        return self._turns.is_busy

    def _take_all_in(self) -> Generator[None, None, None]:
        while self._waiting is not None:
            (state, now), self._waiting = self._waiting, None
            show = yield from self._computing(state, now)
            show(self._later(now))
            yield

    def _later(self, now: Moment) -> Moment:
        """``now``, unless the clock's tick has come by since: ages never go back."""
        shown = self._now
        return now if shown is None or shown.steady < now.steady else shown

    def _computing(
        self, state: MonitorState, now: Moment
    ) -> Generator[None, None, Callable[[Moment], None]]:
        """Compute, in pieces, what ``state`` looks like; what it returns shows it."""
        snapshot = state.snapshot
        limits = limits_in_force(state, now)
        rows = account_rows(snapshot, rules=self._rules, peaks=self._peaks)
        listed = rows
        if self._choices.tables.built_in_accounts:
            listed = account_rows(
                snapshot, rules=self._rules, peaks=self._peaks, include_built_in=True
            )
        yield
        sums = totals(rows)
        yield
        tables = (
            (yield from self._accounts.taking_in(state, listed, sums, limits)),
            (yield from self._positions.taking_in(state, rows, limits)),
            (yield from self._orders.taking_in(state, rows, limits)),
            (yield from self._fills.taking_in(state, rows, limits)),
        )
        yield

        def show(now: Moment) -> None:
            newer = self._state is not None and self._state.snapshot is not snapshot
            self._state, self._limits, self._now = state, limits, now
            self._shown_privacy = PRIVACY.level
            self._banner.show_state(state, now)
            with self._flashing.figures_move(newer=newer):
                for show_table in tables:
                    show_table(now)
            counts = Counts.of(snapshot, rows, limits, positions=self._positions.count)
            self._tiles.show_tiles(tile_figures(sums, counts), now)
            self._show_counts(None if snapshot.accounts is None else len(listed))

        return show

    def _show_counts(self, accounts: int | None) -> None:
        self._tables.show_counts(
            (accounts, self._positions.count, self._orders.count, self._fills.count)
        )
        self._choose_form()

    def tick(self, now: Moment) -> None:
        """Let all ages go on by the clock; call it every second, whatever the monitor does."""
        if self._turns.is_busy:
            # What is on its way is shown in a moment, and with it what has become old at once.
            pass
        elif self._state is not None and limits_in_force(self._state, now) != self._limits:
            # Nobody asks any more: the whole view is old at once.
            self.show_state(self._state, now)
            return
        self._now = now
        for part in (
            self._banner,
            self._tiles,
            self._accounts,
            self._positions,
            self._orders,
            self._fills,
        ):
            part.tick(now)

    def set_flash_changes(self, wanted: bool) -> None:
        """Let cells whose figure moved light up for a moment, or not."""
        self._flashing.set_wanted(wanted)

    def show_tables(self, tables: TablesView) -> None:
        """Have the tables look as the settings say."""
        self._choices.show(tables)

    def _show_choices(self) -> None:
        tables = self._choices.tables
        self._tables.set_row_height(tables.row_height)
        self._accounts.set_hides_flat(tables.hide_flat)
        self._positions.set_hides_flat(tables.hide_flat)
        self._accounts.set_group_by(tables.group_by)
        self._positions.set_group_by(tables.group_by)
        self._turns.finish()
        if self._state is not None and self._now is not None:
            self.show_state(self._state, self._now)

    def _open_menu(self, part: TablePart[Any], column: int | None, place: QPoint) -> None:
        from ct_desktop.ui.monitor.table_menu import TableMenu  # noqa: PLC0415 - when first wanted

        TableMenu(part, column, self._choices).popup(place)

    def _open_menu_below(self, part: TablePart[Any]) -> None:
        from ct_desktop.ui.monitor.table_menu import TableMenu  # noqa: PLC0415 - when first wanted

        menu = TableMenu(part, None, self._choices)
        button = part.tools.menu_button
        corner = button.mapToGlobal(button.rect().bottomRight())
        menu.popup(corner - QPoint(menu.sizeHint().width(), 0))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        small = self.window().width() < measures.SMALL_WINDOW_BELOW
        padding = measures.WINDOW_PADDING_SMALL if small else measures.WINDOW_PADDING
        gap = measures.PANEL_GAP_SMALL if small else measures.PANEL_GAP
        self._column.setContentsMargins(padding, padding, padding, padding)
        self._banner.set_gap(gap)
        self._tiles.set_form(small=small, gap=gap)
        self._tables.set_gap(gap)
        self._choose_form()

    def _choose_form(self) -> None:
        margins = self._column.contentsMargins()
        room = self.width() - margins.left() - margins.right()
        # As without the banner, so that nothing jumps but itself when it slides in.
        height = self._tables.height() + self._banner.height()
        self._tables.choose_form(self.window().width(), room, height)
