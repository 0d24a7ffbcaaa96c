"""Orders and executions: ListOrders, GetAllOrders and ListExecutions.

Source: the CrossTrade reference, section 2.8.
"""

from ct_desktop.core.orders import Execution, Order
from ct_desktop.crosstrade.parsing.envelope import Rows, find_rows, read_rows
from ct_desktop.crosstrade.parsing.record import Names, Record, names
from ct_desktop.crosstrade.parsing.times import read_time
from ct_desktop.mcp.tools import ToolResult

_ORDERS = names("orders")
_EXECUTIONS = names("executions")

_ACCOUNT = names("account", "account_name")
_INSTRUMENT = names("instrument", "instrument_name", "symbol")
_NAME = names("name")
_QUANTITY = names("quantity")

_ORDER_ID = names("order_id", "id")
_ORDER_SIDE = names("side", "order_action", "action")
_ORDER_TYPE = names("order_type", "type")
_ORDER_STATE = names("order_state", "status", "state")
_FILLED = names("filled", "filled_quantity")
_LIMIT_PRICE = names("limit_price")
_STOP_PRICE = names("stop_price")
_AVERAGE_FILL_PRICE = names("average_fill_price", "avg_fill_price")
_PLACED = names("epoch", "time_utc", "time")

_EXECUTION_ID = names("execution_id", "id")
_EXECUTION_SIDE = names("side", "market_position", "order_action")
_EXECUTION_ORDER_ID = names("order_id")
_PRICE = names("price")
_COMMISSION = names("commission")
_EXECUTED = names("epoch", "time_utc", "time")


def parse_orders(result: ToolResult, account: str | None = None) -> Rows[Order]:
    """Working and recent orders. ``account`` is whose they are where a row does not say."""
    rows = find_rows(result, _ORDERS, row=(names("order_id"), _INSTRUMENT))
    return read_rows(
        rows,
        lambda record: _parse_order(record, account),
        lambda order: (order.account, order.order_id),
    )


def parse_executions(result: ToolResult, account: str | None = None) -> Rows[Execution]:
    """Fills. ``account`` is whose they are where a row does not say."""
    rows = find_rows(result, _EXECUTIONS, row=(_EXECUTION_ID, _INSTRUMENT))
    return read_rows(
        rows,
        lambda record: _parse_execution(record, account),
        lambda execution: (execution.account, execution.execution_id),
    )


def _parse_order(record: Record, account: str | None) -> Order | None:
    account = record.text(_ACCOUNT) or account
    order_id, instrument = record.text(_ORDER_ID), record.text(_INSTRUMENT)
    if account is None or order_id is None or instrument is None:
        return None
    return Order(
        order_id=order_id,
        account=account,
        instrument=instrument,
        side=record.text(_ORDER_SIDE),
        order_type=_order_type(record),
        state=record.text(_ORDER_STATE),
        quantity=record.number(_QUANTITY),
        filled=record.number(_FILLED),
        limit_price=_price(record, _LIMIT_PRICE),
        stop_price=_price(record, _STOP_PRICE),
        average_fill_price=_price(record, _AVERAGE_FILL_PRICE),
        name=record.text(_NAME),
        placed_at=read_time(record, _PLACED),
    )


def _parse_execution(record: Record, account: str | None) -> Execution | None:
    account = record.text(_ACCOUNT) or account
    execution_id, instrument = record.text(_EXECUTION_ID), record.text(_INSTRUMENT)
    if account is None or execution_id is None or instrument is None:
        return None
    return Execution(
        execution_id=execution_id,
        account=account,
        instrument=instrument,
        order_id=record.text(_EXECUTION_ORDER_ID),
        name=record.text(_NAME),
        side=record.text(_EXECUTION_SIDE),
        quantity=record.number(_QUANTITY),
        price=_price(record, _PRICE),
        commission=record.number(_COMMISSION),
        executed_at=read_time(record, _EXECUTED),
    )


def _order_type(record: Record) -> str | None:
    """The order's type; in the REST shape ``type`` is the .NET type name of every order."""
    kind = record.text(_ORDER_TYPE)
    return None if kind is None or kind.startswith("NinjaTrader.") else kind


def _price(record: Record, field: Names) -> float | None:
    """A price; NT8 writes 0 for a price that an order does not have."""
    return record.number(field) or None
