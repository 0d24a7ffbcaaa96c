"""The row of tiles."""

from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from ct_desktop.core.moment import Moment
from ct_desktop.ui.controls.tile import Tile
from ct_desktop.ui.monitor.tile_figures import Tiles
from ct_desktop.ui.theme.measures import PANEL_GAP
from ct_desktop.ui.theme.theme import Theme

_SHARES = (25, 22, 22, 20, 20)
"""Of the width, by tile."""


class TileRow(QWidget):
    """Net liquidation, realized, open P/L, open positions and working orders.

    Amounts have more of the width than numbers.
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._net_liquidation = Tile(theme, "Net liquidation", short_label="Net liq.")
        self._realized = Tile(theme, "Realized today", short_label="Realized")
        self._open_pnl = Tile(theme, "Open P/L")
        self._open_positions = Tile(theme, "Open positions", short_label="Positions")
        self._working_orders = Tile(theme, "Working orders", short_label="Working")
        self._tiles = (
            self._net_liquidation,
            self._realized,
            self._open_pnl,
            self._open_positions,
            self._working_orders,
        )
        self._row = QHBoxLayout(self)
        for tile, share in zip(self._tiles, _SHARES, strict=True):
            self._row.addWidget(tile, share)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.set_form(small=False, gap=PANEL_GAP)

    def set_form(self, *, small: bool, gap: int) -> None:
        """Use the lower tiles of a small window, or not; ``gap`` stands between and below."""
        self._row.setContentsMargins(0, 0, 0, gap)
        self._row.setSpacing(gap)
        for tile in self._tiles:
            tile.set_small(small)

    def show_tiles(self, tiles: Tiles, now: Moment) -> None:
        """Show the figures in ``tiles``."""
        for tile, figure, suffix in (
            (self._net_liquidation, tiles.net_liquidation, tiles.suffix),
            (self._realized, tiles.realized, tiles.pnl_suffix),
            (self._open_pnl, tiles.open_pnl, tiles.pnl_suffix),
            (self._open_positions, tiles.open_positions, tiles.suffix),
            (self._working_orders, tiles.working_orders, tiles.suffix),
        ):
            tile.set_suffix(suffix)
            tile.show_figure(figure, now)

    def tick(self, now: Moment) -> None:
        """Let the ages go on."""
        for tile in self._tiles:
            tile.tick(now)
