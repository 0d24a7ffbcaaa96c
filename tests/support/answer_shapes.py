"""CrossTrade's answers in every documented shape: one value, rendered in all the ways it may come.

Written from the CrossTrade reference, sections 1 to 3, apart from the parsers that it tests.
"""

import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

from hypothesis import strategies as st

from ct_desktop.core.accounts import Account, Balance
from ct_desktop.core.feeds import BrokerConnection, FeedState, FeedStatus
from ct_desktop.core.orders import Execution, Order
from ct_desktop.core.positions import MarketPosition, Position
from ct_desktop.mcp.tools import ToolResult
from support.scripted_session import text_result

Document = dict[str, Any]

# Values

names = st.text(
    st.characters(exclude_categories=("C", "Z"), exclude_characters="\u00ad"),
    min_size=1,
    max_size=20,
)
"""Names in any script: account names, connection names, instruments."""

amounts = st.floats(-1e9, 1e9).filter(lambda amount: abs(amount) > 0.01)
"""Money and prices that are not zero, which would say "not supplied"."""

quantities = st.integers(1, 10_000).map(float)

instants = st.integers(10**12, 4 * 10**12).map(
    lambda milliseconds: (
        datetime.fromtimestamp(milliseconds // 1000, UTC)
        + timedelta(milliseconds=milliseconds % 1000)
    )
)
"""Times in whole milliseconds, which is what an epoch carries."""

_FEED_WORDS = {
    "Connected": FeedState.CONNECTED,
    "Connecting": FeedState.CONNECTING,
    "ConnectionLost": FeedState.CONNECTION_LOST,
    "Disconnected": FeedState.DISCONNECTED,
    "Disconnecting": FeedState.DISCONNECTING,
    "Hibernating": FeedState.UNKNOWN,
}

feeds = st.sampled_from(sorted(_FEED_WORDS)).map(lambda word: FeedStatus(_FEED_WORDS[word], word))


@st.composite
def positions(draw: st.DrawFn) -> Position:
    """An open position, with the fields that both dialects carry."""
    return Position(
        account=draw(names),
        instrument=draw(names),
        market_position=draw(st.sampled_from([MarketPosition.LONG, MarketPosition.SHORT])),
        quantity=draw(quantities),
        average_price=draw(st.none() | amounts),
        unrealized_pnl=draw(st.none() | st.floats(-1e9, 1e9)),
    )


def position_tables(min_size: int = 0) -> st.SearchStrategy[list[Position]]:
    """Tables of positions whose keys are unique, as a server's are."""
    return st.lists(
        positions(), min_size=min_size, max_size=6, unique_by=lambda position: position.key
    )


@st.composite
def balances(draw: st.DrawFn) -> Balance:
    """Money that holds to the identity: net liquidation is cash plus unrealized P/L."""
    cash, unrealized = draw(amounts), draw(st.floats(-1e6, 1e6))
    return Balance(
        account=draw(names),
        currency=draw(st.sampled_from(["USD", "EUR", "GBP", "CHF", "JPY"])),
        cash_value=cash,
        net_liquidation=cash + unrealized or None,
        buying_power=draw(st.none() | amounts),
        realized_pnl=draw(st.floats(-1e6, 1e6)),
        unrealized_pnl=unrealized,
    )


@st.composite
def orders(draw: st.DrawFn) -> Order:
    """An order, with the fields that both dialects carry."""
    return Order(
        order_id=draw(names),
        account=draw(names),
        instrument=draw(names),
        order_type=draw(st.sampled_from(["Market", "Limit", "StopMarket", "Iceberg"])),
        state=draw(st.sampled_from(["Working", "CancelPending", "Filled", "Snoozing"])),
        quantity=draw(quantities),
        limit_price=draw(st.none() | amounts),
    )


# Spelling: the same fields under the names of either dialect

CURRENCY_NAMES = {
    "USD": "UsDollar",
    "EUR": "Euro",
    "GBP": "BritishPound",
    "CHF": "SwissFranc",
    "JPY": "JapaneseYen",
}


def position_row(position: Position, dialect: str) -> Document:
    """One row of ``positions`` (section 2.6)."""
    if dialect == "mcp":
        return {
            "account": position.account,
            "instrument": position.instrument,
            "quantity": position.quantity,
            "market_position": position.market_position.value,
            "average_price": position.average_price,
            "unrealized_pnl": position.unrealized_pnl,
        }
    return {
        "type": "NinjaTrader.Cbi.Position",
        "account": position.account,
        "instrument": position.instrument,
        "instrumentType": "Future",
        "marketPosition": position.market_position.value,
        "quantity": position.quantity,
        "averagePrice": position.average_price,
        "unrealizedProfitLoss": position.unrealized_pnl,
        "tag": None,
    }


def account_row(account: Account, balance: Balance | None = None) -> Document:
    """One account in the REST shape, its money under ``item`` (section 3.2)."""
    row: Document = {
        "id": 2,
        "name": account.name,
        "displayName": account.display_name,
        "primaryUser": None,
        "provider": account.provider,
        "status": account.status,
        "dailyLossLimit": 0.0,
        "connection": "NinjaTrader.Cbi.Connection",
        "connectionStatus": account.connection_status and account.connection_status.text,
    }
    if balance is not None:
        row["denomination"] = CURRENCY_NAMES[balance.currency or "USD"]
        row["item"] = {
            "buyingPower": balance.buying_power or 0.0,
            "cashValue": balance.cash_value,
            "commission": 0.0,
            "netLiquidation": balance.net_liquidation or 0.0,
            "realizedProfitLoss": balance.realized_pnl,
            "unrealizedProfitLoss": balance.unrealized_pnl,
        }
    return row


def summary(balance: Balance) -> Document:
    """One account's money in the MCP shape (section 2.4); it has no net liquidation."""
    return {
        "account": balance.account,
        "realized_pnl": balance.realized_pnl,
        "unrealized_pnl": balance.unrealized_pnl,
        "buying_power": balance.buying_power or 0.0,
        "cash_value": balance.cash_value,
        "currency": balance.currency,
    }


def connection_row(connection: BrokerConnection) -> Document:
    """One row of ``connections`` as observed (section 2.3)."""
    row: Document = {
        "name": connection.name,
        "provider": connection.provider,
        "status": connection.orders and connection.orders.text,
        "priceStatus": connection.prices and connection.prices.text,
    }
    if connection.established_at is not None:
        row["user"] = connection.user
        row["establishedAt"] = f"{connection.established_at:%Y-%m-%dT%H:%M:%S.%f}8Z"
    return row


def order_row(order: Order, dialect: str) -> Document:
    """One row of ``orders`` (section 2.8)."""
    if dialect == "mcp":
        return {
            "order_id": order.order_id,
            "account": order.account,
            "instrument": order.instrument,
            "type": order.order_type,
            "status": order.state,
            "quantity": order.quantity,
            "limit_price": order.limit_price,
        }
    return {
        "orderId": order.order_id,
        "account": order.account,
        "instrument": order.instrument,
        "orderType": order.order_type,
        "orderState": order.state,
        "quantity": order.quantity,
        "limitPrice": order.limit_price or 0.0,
        "averageFillPrice": 0.0,
        "gtd": "2099-12-01T00:00:00.0000000",
        "isBacktestOrder": False,
    }


def execution_row(execution: Execution) -> Document:
    """One row of ``executions``; ``time`` is NT8's own local time, and wrong on purpose."""
    assert execution.executed_at is not None
    return {
        "id": execution.execution_id,
        "type": "NinjaTrader.Cbi.Execution",
        "time": "2025-09-26T18:09:38.3736787",
        "epoch": round(execution.executed_at.timestamp() * 1000),
        "name": execution.name,
        "orderId": execution.order_id,
        "account": execution.account,
        "serverName": "DESKTOP",
        "instrument": execution.instrument,
        "price": execution.price,
        "quantity": execution.quantity,
    }


def snapshot(
    accounts: Sequence[tuple[Account, Balance, Sequence[Position]]], at: datetime
) -> Document:
    """All accounts with their positions (section 3.3)."""
    local = at.astimezone(timezone(timedelta(hours=-7)))
    return {
        "type": "snapshot",
        "timestamp": f"{local:%Y-%m-%dT%H:%M:%S.%f}8-07:00",
        "epoch": round(at.timestamp() * 1000),
        "accounts": [
            {
                "account": {**account_row(account, balance), "isAccountFlat": not held},
                "positions": [position_row(position, "rest") for position in held],
            }
            for account, balance, held in accounts
        ],
    }


# Wrapping: what stands around a payload, and which part of the result carries it


@st.composite
def respelled(draw: st.DrawFn, row: Document) -> Document:
    """``row`` with what servers do to rows: keys added, numbers as text, ``null`` left out."""
    changed: Document = {}
    as_text, without_null = draw(st.booleans()), draw(st.booleans())
    for key, value in row.items():
        if value is None and without_null:
            continue
        if isinstance(value, dict):
            changed[key] = draw(respelled(value))
        elif as_text and isinstance(value, float):
            changed[key] = repr(value)
        else:
            changed[key] = value
    if draw(st.booleans()):
        changed["aFieldOfTheNextVersion"] = draw(st.sampled_from([None, 1, "x", [], {"a": [1]}]))
    return changed


@st.composite
def wrapped_rows(draw: st.DrawFn, key: str, rows: list[Document]) -> ToolResult:
    """A result that brings ``rows`` under ``key``, bare or wrapped."""
    document = draw(
        st.sampled_from(
            [
                {key: rows},
                {key: rows, "count": len(rows), "success": True},
                rows,
                {"data": {key: rows}, "success": True},
                {"data": rows},
                {"success": True, "error": None, key: rows, "warning": "add-on is old"},
            ]
        )
    )
    return draw(carried(document))


@st.composite
def wrapped_object(draw: st.DrawFn, document: Document) -> ToolResult:
    """A result that brings one object, bare or wrapped."""
    return draw(
        carried(
            draw(
                st.sampled_from(
                    [document, {**document, "success": True}, {"success": True, "data": document}]
                )
            )
        )
    )


@st.composite
def carried(draw: st.DrawFn, document: Any) -> ToolResult:
    """A result that carries ``document`` as text, as structured content, or as both."""
    text = json.dumps(document, ensure_ascii=draw(st.booleans()))
    ways = [
        text_result(text),
        text_result(text, structured=document),
        text_result("Done.", structured=document),
        text_result(text, structured={"result": document}),
        text_result(text, structured={"result": text}),
        text_result("Here you are:", text),
    ]
    if isinstance(document, list) and len(document) > 1:
        # Some servers make a block of each element.
        ways.append(text_result(*(json.dumps(row) for row in document)))
    return draw(st.sampled_from(ways))
