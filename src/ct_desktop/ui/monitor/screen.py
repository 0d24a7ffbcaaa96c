"""The Monitor screen: what is broken, the tiles, and the four tables."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ct_desktop.core.moment import Moment
from ct_desktop.core.monitor_state import MonitorState
from ct_desktop.core.problems import Action
from ct_desktop.core.rows import account_rows, totals
from ct_desktop.core.snapshot import AgeLimits
from ct_desktop.ui.monitor.accounts_part import AccountsPart
from ct_desktop.ui.monitor.fills_part import FillsPart
from ct_desktop.ui.monitor.orders_part import OrdersPart
from ct_desktop.ui.monitor.positions_part import PositionsPart
from ct_desktop.ui.monitor.sliding_banner import SlidingBanner
from ct_desktop.ui.monitor.staleness import limits_in_force
from ct_desktop.ui.monitor.tables_area import TablesArea
from ct_desktop.ui.monitor.tile_figures import Ages, tile_figures
from ct_desktop.ui.monitor.tile_row import TileRow
from ct_desktop.ui.theme import measures
from ct_desktop.ui.theme.theme import Theme


class MonitorScreen(QWidget):
    """Shows one state after the other. It decides nothing: what is wanted goes out as a signal."""

    action_requested = Signal(Action)
    """What the trader wants done about what is broken."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state: MonitorState | None = None
        self._limits = AgeLimits()
        self._banner = SlidingBanner(theme)
        self._tiles = TileRow(theme)
        self._accounts = AccountsPart(theme)
        self._positions = PositionsPart(theme)
        self._orders = OrdersPart(theme)
        self._fills = FillsPart(theme)
        self._tables = TablesArea(
            theme, (self._accounts, self._positions, self._orders, self._fills)
        )
        self._banner.action_requested.connect(self.action_requested)
        self._column = QVBoxLayout(self)
        self._column.setSpacing(0)
        self._column.addWidget(self._banner)
        self._column.addWidget(self._tiles)
        self._column.addWidget(self._tables, 1)

    def show_state(self, state: MonitorState, now: Moment) -> None:
        """Show ``state``, whose ages count up to ``now``."""
        snapshot = state.snapshot
        limits = limits_in_force(state, now)
        self._state, self._limits = state, limits
        rows = account_rows(snapshot)
        sums = totals(rows)
        positions_at = snapshot.positions.fetched_at if snapshot.positions else None
        self._banner.show_state(state, now)
        self._accounts.show_accounts(state, rows, sums, limits, now)
        self._positions.show_positions(state, rows, limits, now)
        self._orders.show_orders(state, rows, limits, now)
        self._fills.show_fills(state, rows, limits, now)
        ages = Ages(positions_at, self._positions.count, limits)
        self._tiles.show_tiles(tile_figures(sums, ages), now)
        accounts = None if snapshot.accounts is None else len(rows)
        self._tables.show_counts(
            (accounts, self._positions.count, self._orders.count, self._fills.count)
        )
        self._choose_form()

    def tick(self, now: Moment) -> None:
        """Let all ages go on by the clock; call it every second, whatever the monitor does."""
        if self._state is not None and limits_in_force(self._state, now) != self._limits:
            # Nobody asks any more: the whole view is old at once.
            self.show_state(self._state, now)
            return
        for part in (
            self._banner,
            self._tiles,
            self._accounts,
            self._positions,
            self._orders,
            self._fills,
        ):
            part.tick(now)

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
        self._tables.choose_form(self.window().width(), room, self._tables.height())
