"""The MCP pages' dialect: small, snake_case (the CrossTrade reference, section 2)."""

from datetime import datetime
from typing import Any

from ct_desktop.demo.market.book import Account, Order, Position, RoundTrip
from ct_desktop.demo.market.feeds import ConnectionFeeds
from ct_desktop.demo.market.market import session_start
from ct_desktop.demo.tools import times

Json = dict[str, Any]


def connection(entry: ConnectionFeeds) -> Json:
    """A broker connection by name and state; one word for both feeds."""
    return {"name": entry.connection.name, "status": entry.worse}


def account(entry: Account) -> Json:
    """An account with its connection's name and its broker."""
    profile = entry.profile
    return {"name": profile.name, "connection": profile.connection, "broker": profile.broker}


def account_summary(entry: Account) -> Json:
    """The figures of one account."""
    return {
        "account": entry.profile.name,
        "realized_pnl": round(entry.realized, 2),
        "unrealized_pnl": round(entry.unrealized, 2),
        "buying_power": 0.0 if entry.profile.simulated else round(entry.cash, 2),
        "cash_value": round(entry.cash, 2),
        "currency": "USD",
    }


def position(entry: Account, held: Position) -> Json:
    """An open position; no market price in this dialect."""
    return {
        "account": entry.profile.name,
        "instrument": held.contract.name,
        "quantity": abs(held.quantity),
        "market_position": "Long" if held.quantity > 0 else "Short",
        "average_price": held.average_price,
        "unrealized_pnl": round(held.unrealized, 2),
    }


def order(entry: Order) -> Json:
    """An order; a price only where its type has one."""
    shape: Json = {
        "order_id": entry.order_id,
        "account": entry.account,
        "instrument": entry.contract.name,
        "side": "Buy" if entry.sign > 0 else "Sell",
        "type": entry.type,
        "quantity": entry.quantity,
        "status": entry.state,
    }
    if entry.limit_price:
        shape["limit_price"] = entry.limit_price
    if entry.stop_price:
        shape["stop_price"] = entry.stop_price
    return shape


def watermarks(entry: Account, at: datetime) -> Json:
    """Session extremes in dollars of balance."""
    return {
        "account": entry.profile.name,
        "session": f"{session_start(at).astimezone(times.MACHINE_ZONE):%Y-%m-%d}",
        "high_watermark": round(entry.net_liquidation_high, 2),
        "low_watermark": round(entry.net_liquidation_low, 2),
        "current_balance": round(entry.net_liquidation, 2),
    }


def journal_trade(entry: RoundTrip, number: int) -> Json:
    """One closed trade of the journal; ``realized_pnl`` before ``fees``."""
    return {
        "id": f"j-{number}",
        "entry_ts": times.utc_seconds(entry.entered_at),
        "exit_ts": times.utc_seconds(entry.exited_at),
        "account": entry.account,
        "instrument": entry.contract.name,
        "side": "Long" if entry.quantity > 0 else "Short",
        "quantity": abs(entry.quantity),
        "entry_price": entry.entry_price,
        "exit_price": entry.exit_price,
        "realized_pnl": entry.realized,
        "fees": entry.fees,
        "setup": None,
    }
