"""The columns of the positions table."""

from collections.abc import Hashable, Iterable
from enum import IntEnum
from math import fsum

from ct_desktop.core.delimited_text import Exact
from ct_desktop.core.positions import MarketPosition, Position
from ct_desktop.ui.controls import formatting
from ct_desktop.ui.monitor.cell import Cell
from ct_desktop.ui.monitor.columns import Column, ColumnKind, ColumnSet, Marks, Values
from ct_desktop.ui.monitor.figure_cells import pnl_cell, points_cell, price_cell
from ct_desktop.ui.monitor.one_age import OneAge
from ct_desktop.ui.monitor.position_lines import PositionLine
from ct_desktop.ui.monitor.trade_cells import open_since_cell
from ct_desktop.ui.theme.fonts import TextRole


class PositionColumn(IntEnum):
    """From left to right."""

    INSTRUMENT = 0
    ACCOUNT = 1
    SIDE = 2
    AVERAGE_PRICE = 3
    LAST = 4
    POINTS = 5
    OPEN_PNL = 6
    OPEN_SINCE = 7
    AGE = 8


_COLUMNS = (
    Column("Instrument", ColumnKind.TEXT),
    Column("Account", ColumnKind.TEXT, names_account=True),
    Column("Side", ColumnKind.TEXT),
    Column("Avg price", ColumnKind.FIGURE),
    Column("Last", ColumnKind.FIGURE),
    Column("Points", ColumnKind.FIGURE, first_in=ColumnSet.MORE),
    Column("Open P/L", ColumnKind.PNL),
    Column("Open since", ColumnKind.TEXT, first_in=ColumnSet.ALL),
    Column("Age", ColumnKind.AGE),
)

_DIRECTIONS = {MarketPosition.LONG: 1, MarketPosition.SHORT: -1, MarketPosition.FLAT: 0}
_FRESH: Marks = (False,) * len(_COLUMNS)
_NEVER_STALE = (PositionColumn.INSTRUMENT, PositionColumn.ACCOUNT, PositionColumn.OPEN_SINCE)
_STALE: Marks = tuple(column not in _NEVER_STALE for column in PositionColumn)


class PositionColumns(OneAge):
    """How :class:`PositionLine` stands in the table. ``set_ages`` says what counts as stale."""

    columns = _COLUMNS

    def __init__(self) -> None:
        super().__init__(fresh=_FRESH, stale=_STALE)

    def key(self, row: PositionLine) -> tuple[str, str]:
        return row.position.key

    def values(self, row: PositionLine) -> Values:
        position = row.position
        return (
            position.instrument,
            row.holder.label.casefold(),
            _DIRECTIONS[position.market_position] * position.quantity,
            position.average_price,
            position.market_price,
            points(position),
            position.unrealized_pnl,
            None if row.open_since is None else row.open_since.at.timestamp(),
            # One answer brings them all, so the age orders nothing.
            0.0,
        )

    def appearance(self, row: PositionLine) -> Hashable:
        return (row.holder, row.decimals, row.open_since)

    def form(self, row: PositionLine) -> Hashable:
        return row.decimals

    def cell(self, row: PositionLine, column: int, stale: bool) -> Cell:
        position = row.position
        match column:
            case PositionColumn.INSTRUMENT:
                cell = Cell(position.instrument, role=TextRole.NAME)
            case PositionColumn.ACCOUNT:
                cell = Cell(row.holder.label, "text2", tool_tip=row.holder.label)
            case PositionColumn.SIDE:
                way = _DIRECTIONS[position.market_position]
                cell = Cell(side(position), "text3" if stale else "text", arrow=way)
            case PositionColumn.AVERAGE_PRICE:
                cell = price_cell(position.average_price, row.decimals, stale=stale)
            case PositionColumn.LAST:
                cell = price_cell(position.market_price, row.decimals, stale=stale)
            case PositionColumn.POINTS:
                cell = points_cell(points(position), row.decimals, stale=stale)
            case PositionColumn.OPEN_SINCE:
                cell = open_since_cell(row.open_since)
            case _:
                cell = pnl_cell(position.unrealized_pnl, row.holder.currency, stale=stale)
        return cell

    extra_headings = ("NT8 account", "Market position", "Quantity", "Currency")

    def extras(self, row: PositionLine) -> tuple[Exact, ...]:
        position = row.position
        return (
            position.account,
            position.market_position.value,
            position.quantity,
            row.holder.currency,
        )

    def exact(self, row: PositionLine, column: int) -> Exact:
        if column == PositionColumn.ACCOUNT:
            return row.holder.label
        if column == PositionColumn.SIDE:
            return side(row.position)
        if column == PositionColumn.OPEN_SINCE:
            since = row.open_since
            return since.at if since is not None and since.was_seen else None
        if column == PositionColumn.AGE:
            return None if self._fetched_at is None else self._fetched_at.utc
        value = self.values(row)[column]
        return None if isinstance(value, tuple) else value

    def search_text(self, row: PositionLine) -> str:
        return f"{row.position.instrument} {row.holder.label} {side(row.position)}".casefold()


def points(position: Position) -> float | None:
    """How far the price has gone the position's way since its average price."""
    if position.market_price is None or position.average_price is None:
        return None
    return (position.market_price - position.average_price) * _DIRECTIONS[position.market_position]


def side(position: Position) -> str:
    """``Long 2``, ``Short 0.5``, ``Flat``."""
    if position.market_position is MarketPosition.FLAT:
        return "Flat"
    return f"{position.market_position.value} {formatting.quantity(position.quantity)}"


def net_side(positions: Iterable[Position]) -> str:
    """What positions in one instrument come to together: ``Net long 3``, ``Net flat``."""
    signed = (_DIRECTIONS[each.market_position] * each.quantity for each in positions)
    net = fsum(signed)
    if net == 0:
        return "Net flat"
    return f"Net {'long' if net > 0 else 'short'} {formatting.quantity(abs(net))}"
