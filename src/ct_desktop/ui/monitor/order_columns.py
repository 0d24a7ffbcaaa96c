"""The columns of the orders table."""

from collections.abc import Hashable
from enum import IntEnum

from ct_desktop.core.delimited_text import Exact
from ct_desktop.core.wording_tables import NO_PLACED_TIME
from ct_desktop.ui.monitor.cell import Cell
from ct_desktop.ui.monitor.columns import Column, ColumnKind, Marks, Values
from ct_desktop.ui.monitor.figure_cells import price_cell
from ct_desktop.ui.monitor.one_age import OneAge
from ct_desktop.ui.monitor.order_lines import OrderLine, line_key
from ct_desktop.ui.monitor.trade_cells import (
    plain_words,
    quantity_cell,
    side_cell,
    state_cell,
    time_cell,
)
from ct_desktop.ui.theme.fonts import TextRole


class OrderColumn(IntEnum):
    """From left to right."""

    PLACED = 0
    ACCOUNT = 1
    INSTRUMENT = 2
    SIDE = 3
    TYPE = 4
    QUANTITY = 5
    FILLED = 6
    PRICE = 7
    DISTANCE = 8
    STATE = 9
    AGE = 10


_COLUMNS = (
    Column("Placed", ColumnKind.TEXT),
    Column("Account", ColumnKind.TEXT, names_account=True),
    Column("Instrument", ColumnKind.TEXT),
    Column("Side", ColumnKind.TEXT),
    Column("Type", ColumnKind.TEXT),
    Column("Quantity", ColumnKind.FIGURE),
    Column("Filled", ColumnKind.FIGURE),
    Column("Price", ColumnKind.FIGURE),
    Column("Distance", ColumnKind.FIGURE),
    Column("State", ColumnKind.TEXT),
    Column("Age", ColumnKind.AGE),
)

_FRESH: Marks = (False,) * len(_COLUMNS)
_STALE: Marks = (False, False, False, *(True,) * (len(_COLUMNS) - 3))


class OrderColumns(OneAge):
    """How :class:`OrderLine` stands in the table. ``set_ages`` says what counts as stale."""

    columns = _COLUMNS

    def __init__(self) -> None:
        super().__init__(fresh=_FRESH, stale=_STALE)

    def key(self, row: OrderLine) -> Hashable:
        return line_key(row)

    def values(self, row: OrderLine) -> Values:
        order = row.order
        placed = order.placed_at
        return (
            None if placed is None else placed.timestamp(),
            row.account.casefold(),
            order.instrument,
            (plain_words(order.side),) if order.side else None,
            order.order_type,
            order.quantity,
            order.filled,
            row.price,
            row.distance,
            ("0" if order.is_working else "1", plain_words(order.state)),
            # As old as the one read longest ago, so the age orders nothing.
            0.0,
        )

    def appearance(self, row: OrderLine) -> Hashable:
        return (row.account, row.decimals, row.order.limit_price)

    def form(self, row: OrderLine) -> Hashable:
        return row.decimals

    def cell(self, row: OrderLine, column: int, stale: bool) -> Cell:
        order = row.order
        match column:
            case OrderColumn.PLACED:
                cell = time_cell(order.placed_at, missing=NO_PLACED_TIME)
            case OrderColumn.ACCOUNT:
                cell = Cell(row.account, "text2", tool_tip=row.account)
            case OrderColumn.INSTRUMENT:
                cell = Cell(order.instrument, role=TextRole.NAME)
            case OrderColumn.SIDE:
                cell = side_cell(order.side, stale=stale)
            case OrderColumn.TYPE:
                cell = Cell(plain_words(order.order_type), "text3" if stale else "text2")
            case OrderColumn.QUANTITY:
                cell = quantity_cell(order.quantity, stale=stale)
            case OrderColumn.FILLED:
                cell = quantity_cell(order.filled, stale=stale)
            case OrderColumn.PRICE:
                cell = price_cell(row.price, row.decimals, stale=stale)
            case OrderColumn.DISTANCE:
                cell = price_cell(row.distance, row.decimals, stale=stale)
            case _:
                cell = state_cell(order, stale=stale)
        return cell

    extra_headings = ("NT8 account", "Order id", "Limit price", "Stop price", "Fill price")

    def extras(self, row: OrderLine) -> tuple[Exact, ...]:
        order = row.order
        prices = (order.limit_price, order.stop_price, order.average_fill_price)
        return (order.account, order.order_id, *prices)

    def exact(self, row: OrderLine, column: int) -> Exact:
        order = row.order
        match column:
            case OrderColumn.PLACED:
                return order.placed_at
            case OrderColumn.ACCOUNT:
                return row.account
            case OrderColumn.SIDE:
                return order.side
            case OrderColumn.STATE:
                return order.state
            case OrderColumn.AGE:
                return None if self._fetched_at is None else self._fetched_at.utc
        value = self.values(row)[column]
        return None if isinstance(value, tuple) else value

    def search_text(self, row: OrderLine) -> str:
        order = row.order
        words = (plain_words(word) for word in (order.side, order.order_type, order.state) if word)
        return " ".join((row.account, order.instrument, *words)).casefold()
