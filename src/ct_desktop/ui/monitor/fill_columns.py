"""The columns of the fills table."""

from collections.abc import Hashable
from enum import IntEnum

from ct_desktop.core.delimited_text import Exact
from ct_desktop.core.moment import Moment
from ct_desktop.core.snapshot import is_stale
from ct_desktop.ui.controls import formatting
from ct_desktop.ui.monitor.cell import Cell
from ct_desktop.ui.monitor.columns import Column, ColumnKind, ColumnSet, Marks, Values
from ct_desktop.ui.monitor.figure_cells import money_cell, price_cell
from ct_desktop.ui.monitor.fill_lines import FillLine, line_key
from ct_desktop.ui.monitor.trade_cells import plain_words, quantity_cell, side_cell, time_cell
from ct_desktop.ui.theme.fonts import TextRole


class FillColumn(IntEnum):
    """From left to right."""

    TIME = 0
    ACCOUNT = 1
    INSTRUMENT = 2
    SIDE = 3
    QUANTITY = 4
    PRICE = 5
    COMMISSION = 6
    NAME = 7
    AGE = 8


_COLUMNS = (
    Column("Time", ColumnKind.TEXT),
    Column("Account", ColumnKind.TEXT, names_account=True),
    Column("Instrument", ColumnKind.TEXT),
    Column("Side", ColumnKind.TEXT),
    Column("Quantity", ColumnKind.FIGURE),
    Column("Price", ColumnKind.FIGURE),
    Column("Commission", ColumnKind.FIGURE, first_in=ColumnSet.MORE),
    Column("Name", ColumnKind.TEXT),
    Column("Age", ColumnKind.AGE),
)

_FRESH: Marks = (False,) * len(_COLUMNS)
_STALE: Marks = (*(False,) * (len(_COLUMNS) - 1), True)
"""What was filled stays so: only the knowledge that there was nothing more grows old."""


class FillColumns:
    """How :class:`FillLine` stands in the table. ``set_limit`` says what counts as stale."""

    columns = _COLUMNS

    def __init__(self) -> None:
        self._limit = 0.0

    def set_limit(self, limit: float) -> None:
        """``limit`` is in seconds since the row's account was last asked about."""
        self._limit = limit

    def key(self, row: FillLine) -> Hashable:
        return line_key(row)

    def values(self, row: FillLine) -> Values:
        fill = row.fill
        at = fill.executed_at
        return (
            None if at is None else at.timestamp(),
            row.account.casefold(),
            fill.instrument,
            plain_words(fill.side) if fill.side else None,
            fill.quantity,
            fill.price,
            fill.commission,
            fill.name,
            -row.read_at.steady,
        )

    def appearance(self, row: FillLine) -> Hashable:
        return (row.account, row.decimals)

    def form(self, row: FillLine) -> Hashable:
        return row.decimals

    def cell(self, row: FillLine, column: int, stale: bool) -> Cell:  # noqa: ARG002 - see _STALE
        fill = row.fill
        match column:
            case FillColumn.TIME:
                cell = time_cell(fill.executed_at)
            case FillColumn.ACCOUNT:
                cell = Cell(row.account, "text2", tool_tip=row.account)
            case FillColumn.INSTRUMENT:
                cell = Cell(fill.instrument, role=TextRole.NAME)
            case FillColumn.SIDE:
                cell = side_cell(fill.side, stale=False)
            case FillColumn.QUANTITY:
                cell = quantity_cell(fill.quantity, stale=False)
            case FillColumn.PRICE:
                cell = price_cell(fill.price, row.decimals)
            case FillColumn.COMMISSION:
                cell = money_cell(fill.commission, None)
            case _:
                name = fill.name or formatting.NOT_SUPPLIED
                cell = Cell(name, "text2", tool_tip=fill.name or "")
        return cell

    def fetched_at(self, row: FillLine) -> Moment | None:
        return row.read_at

    def marks(self, row: FillLine, now: Moment) -> Marks:
        return _STALE if is_stale(row.read_at, self._limit, now) else _FRESH

    def shared_marks(self, now: Moment) -> Marks | None:  # noqa: ARG002 - each account has its age
        return None

    extra_headings = ("NT8 account", "Execution id", "Order id")

    def extras(self, row: FillLine) -> tuple[Exact, ...]:
        fill = row.fill
        return (fill.account, fill.execution_id, fill.order_id)

    def exact(self, row: FillLine, column: int) -> Exact:
        match column:
            case FillColumn.TIME:
                return row.fill.executed_at
            case FillColumn.ACCOUNT:
                return row.account
            case FillColumn.SIDE:
                return row.fill.side
            case FillColumn.AGE:
                return row.read_at.utc
        value = self.values(row)[column]
        return None if isinstance(value, tuple) else value

    def search_text(self, row: FillLine) -> str:
        fill = row.fill
        side = plain_words(fill.side) if fill.side else ""
        return " ".join((row.account, fill.instrument, side, fill.name or "")).casefold()
