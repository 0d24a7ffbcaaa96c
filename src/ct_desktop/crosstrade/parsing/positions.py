"""Open positions: GetAllPositions and ListPositions.

Source: the CrossTrade reference, section 2.6.
"""

from ct_desktop.core.positions import MarketPosition, Position
from ct_desktop.crosstrade.parsing.envelope import Rows, find_rows, read_rows
from ct_desktop.crosstrade.parsing.record import Record, names
from ct_desktop.mcp.tools import ToolResult

_POSITIONS = names("positions")
_ACCOUNT = names("account", "account_name")
_INSTRUMENT = names("instrument", "instrument_name", "symbol")
_MARKET_POSITION = names("market_position", "side")
_QUANTITY = names("quantity", "net_pos")
_SIGNED_QUANTITY = names("net_pos")
_AVERAGE_PRICE = names("average_price", "avg_price")
_MARKET_PRICE = names("market_price")
_UNREALIZED_PNL = names("unrealized_pnl", "unrealized_profit_loss")

_DIRECTIONS = {direction.lower(): direction for direction in MarketPosition}


def parse_positions(result: ToolResult, account: str | None = None) -> Rows[Position]:
    """The open positions; flat rows are left out.

    ``account`` is whose they are where a row does not say.
    """
    rows = find_rows(result, _POSITIONS, row=(_INSTRUMENT, _QUANTITY))
    return read_positions(rows, account)


def read_positions(rows: list[object], account: str | None = None) -> Rows[Position]:
    """The open positions in an array of rows. Raises ``UnusableAnswer`` if none can be read."""
    read = read_rows(rows, lambda record: _parse_position(record, account), lambda row: row.key)
    open_rows = tuple(row for row in read.rows if row.market_position is not MarketPosition.FLAT)
    return Rows(open_rows, read.skipped)


def _parse_position(record: Record, account: str | None) -> Position | None:
    account = record.text(_ACCOUNT) or account
    instrument = record.text(_INSTRUMENT)
    quantity = record.number(_QUANTITY)
    direction = _direction(record, quantity)
    if account is None or instrument is None or direction is None:
        return None
    if quantity is None and direction is not MarketPosition.FLAT:
        return None
    return Position(
        account=account,
        instrument=instrument,
        market_position=direction,
        quantity=abs(quantity or 0.0),
        average_price=record.number(_AVERAGE_PRICE),
        market_price=record.number(_MARKET_PRICE) or None,
        unrealized_pnl=record.number(_UNREALIZED_PNL),
    )


def _direction(record: Record, quantity: float | None) -> MarketPosition | None:
    """Which way the position points, ``None`` where that would be a guess.

    Direct-broker accounts carry a signed quantity in place of a word (section 3.1).
    """
    if quantity == 0:
        return MarketPosition.FLAT
    word = record.text(_MARKET_POSITION)
    if word is not None:
        return _DIRECTIONS.get(word.lower())
    signed = record.number(_SIGNED_QUANTITY)
    if signed is None and quantity is not None and quantity < 0:
        signed = quantity
    if signed is None:
        return None
    return MarketPosition.SHORT if signed < 0 else MarketPosition.LONG
