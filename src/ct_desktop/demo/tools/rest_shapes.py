"""The REST dialect: camelCase, NT8 type names, noisy floats (the CrossTrade reference, 2 and 3)."""

from datetime import datetime, timedelta
from typing import Any

from ct_desktop.demo.market.book import Account, Execution, Order, Position
from ct_desktop.demo.market.contracts import Contract
from ct_desktop.demo.market.feeds import ConnectionFeeds
from ct_desktop.demo.market.market import Market, session_start
from ct_desktop.demo.tools import times

Json = dict[str, Any]

_GTD = "2099-12-01T00:00:00.0000000"
_MACHINE = "DESKTOP-7Q2K9F1"
_INTRADAY_MARGIN = 500.0

_UNSUPPLIED = [
    "dailyLossLimit",
    "dailyProfitTrigger",
    "excessInitialMargin",
    "excessMaintenanceMargin",
    "excessPositionMargin",
    "fee",
    "initialMargin",
    "longOptionValue",
    "longStockValue",
    "lookAheadMaintenanceMargin",
    "maintenanceMargin",
    "netLiquidationByCurrency",
    "positionMargin",
    "shortOptionValue",
    "shortStockValue",
    "sodLiquidatingValue",
    "trailingMaxDrawdown",
    "weeklyLossLimit",
    "weeklyProfitLoss",
    "weeklyProfitTrigger",
]
"""Item fields that no simulated provider supplies, so sent as 0.0."""


def connection(entry: ConnectionFeeds, *, established_at: datetime) -> Json:
    """A broker connection; ``user`` and ``establishedAt`` only while connected."""
    shape: Json = {
        "name": entry.connection.name,
        "provider": entry.connection.provider,
        "status": entry.orders,
        "priceStatus": entry.prices,
    }
    if entry.orders == "Connected":
        shape["user"] = entry.connection.user
        shape["establishedAt"] = times.utc_7(established_at)
    return shape


def listed_account(account: Account, connection_status: str) -> Json:
    """An account without its figures, as a list shows it."""
    profile = account.profile
    return {
        "id": profile.id,
        "name": profile.name,
        "displayName": profile.name,
        "primaryUser": None,
        "provider": profile.provider,
        "denomination": "UsDollar",
        "status": "Enabled",
        "dailyLossLimit": 0.0,
        "minCashValue": 0.0,
        "maxOrderSize": 0,
        "maxPositionSize": 0,
        "connection": "NinjaTrader.Cbi.Connection",
        "connectionStatus": connection_status,
        "lastTransactionSum": 0.0,
    }


def account_item(account: Account) -> Json:
    """The figures. Simulated accounts supply no margins and no buying power: 0.0."""
    unrealized = account.unrealized
    margin = 0.0
    buying_power = 0.0
    if not account.profile.simulated:
        contracts = sum(abs(position.quantity) for position in account.positions.values())
        margin = contracts * _INTRADAY_MARGIN
        buying_power = account.cash - margin
    item = dict.fromkeys(_UNSUPPLIED, 0.0)
    item.update(
        buyingPower=buying_power,
        cashValue=account.cash,
        commission=account.commission,
        excessIntradayMargin=buying_power,
        grossRealizedProfitLoss=account.realized + account.commission,
        intradayMargin=margin,
        netLiquidation=account.cash + unrealized,
        realizedProfitLoss=account.realized,
        sodCashValue=account.start_of_day_cash,
        totalCashBalance=account.cash,
        unrealizedProfitLoss=unrealized,
    )
    return dict(sorted(item.items()))


def account(entry: Account, connection_status: str) -> Json:
    """An account with its figures, as GetAccount sends it."""
    return {
        **listed_account(entry, connection_status),
        "item": account_item(entry),
        "success": True,
    }


def snapshot(accounts: list[tuple[Account, str]], at: datetime) -> Json:
    """All accounts with their figures and positions; no ``success`` in it."""
    entries = []
    for entry, connection_status in accounts:
        shape = listed_account(entry, connection_status)
        shape["type"] = "NinjaTrader.Cbi.Account"
        shape["isAccountFlat"] = not entry.positions
        shape["item"] = account_item(entry)
        held = [position(entry, each) for each in entry.positions.values()]
        entries.append({"account": shape, "positions": held})
    return {
        "type": "snapshot",
        "timestamp": times.local_offset(at),
        "epoch": times.epoch_ms(at),
        "accounts": entries,
    }


def position(entry: Account, held: Position) -> Json:
    """An open position; the quantity is unsigned, the direction stands beside it."""
    return {
        "type": "NinjaTrader.Cbi.Position",
        "account": entry.profile.name,
        "instrument": held.contract.name,
        "instrumentType": "Future",
        "marketPosition": "Long" if held.quantity > 0 else "Short",
        "quantity": abs(held.quantity),
        "averagePrice": held.average_price,
        "marketPrice": held.market_price,
        "unrealizedProfitLoss": held.unrealized,
        "tag": None,
    }


def flat_position(entry: Account, contract: Contract, market_price: float) -> Json:
    """What stands where there is no position."""
    return {
        "type": "NinjaTrader.Cbi.Position",
        "account": entry.profile.name,
        "instrument": contract.name,
        "instrumentType": "Future",
        "marketPosition": "Flat",
        "quantity": 0,
        "averagePrice": 0.0,
        "marketPrice": market_price,
        "unrealizedProfitLoss": 0.0,
        "tag": None,
    }


def order(entry: Order) -> Json:
    """An order with the keys of the documented sample and of NT8's Order class."""
    return {
        "type": "NinjaTrader.Cbi.Order",
        "account": entry.account,
        "orderId": entry.order_id,
        "name": entry.name,
        "instrument": entry.contract.name,
        "instrumentType": "Future",
        "orderAction": entry.action,
        "orderType": entry.type,
        "orderState": entry.state,
        "quantity": entry.quantity,
        "filled": entry.filled,
        "averageFillPrice": entry.average_fill_price,
        "limitPrice": entry.limit_price,
        "limitPriceChanged": 0.0,
        "stopPrice": entry.stop_price,
        "timeInForce": "Day",
        "oco": entry.oco,
        "fromEntrySignal": None,
        "gtd": _GTD,
        "hasOverfill": False,
        "isBacktestOrder": False,
        "isLiveUntilCancelled": False,
        "time": times.local_7(entry.time),
    }


def execution(entry: Execution) -> Json:
    """A fill; ``epoch`` is the time to trust, ``time`` has no zone."""
    filled = entry.order
    return {
        "id": entry.execution_id,
        "type": "NinjaTrader.Cbi.Execution",
        "time": times.local_7(entry.time),
        "epoch": times.epoch_ms(entry.time),
        "name": filled.name,
        "orderId": filled.order_id,
        "account": filled.account,
        "serverName": _MACHINE,
        "instrument": filled.contract.name,
        "instrumentType": "Future",
        "marketPosition": "Long" if filled.sign > 0 else "Short",
        "price": entry.price,
        "quantity": entry.quantity,
        "position": entry.position_after,
        "commission": entry.commission,
        "rate": 1.0,
        "slippage": 0.0,
    }


def watermarks(entry: Account) -> Json:
    """Session highs under ``data``; empty maps for an account without a monitor."""
    data: Json = {"account": entry.profile.name, "watermarks": {}, "stats": {}}
    if entry.profile.monitored:
        unrealized = entry.unrealized
        highs = {
            "pnlhigh": round(entry.pnl_high, 2),
            "netliqhigh": round(entry.net_liquidation_high, 2),
            "unrealhigh": round(entry.unrealized_high, 2),
        }
        data["watermarks"] = highs
        data["stats"] = {
            "pnl": round(entry.realized, 2),
            "total": round(entry.realized + unrealized, 2),
            "unrealized": round(unrealized, 2),
            "poscount": len(entry.positions),
            "netliq": round(entry.net_liquidation, 2),
            **highs,
        }
    return {"success": True, "data": data}


def quote(contract: Contract, market: Market) -> Json:
    """A quote; ``epoch`` in seconds, no ``success``."""
    at = market.now
    prices = market.session_prices(contract)
    tick = contract.tick_size
    return {
        "description": contract.description,
        "type": "Future",
        "tickSize": tick,
        "pointValue": contract.point_value,
        "tickValue": round(tick * contract.point_value, 4),
        "exchange": contract.exchange,
        "expiration": contract.expiration,
        "tradingHours": "CME US Index Futures ETH",
        "instrument": contract.name,
        "bid": round(prices["last"] - tick, 4),
        "ask": prices["last"],
        "last": prices["last"],
        "open": prices["open"],
        "high": prices["high"],
        "low": prices["low"],
        "close": prices["close"],
        "volume": market.volume(contract),
        "quoteTime": times.quote_local(at),
        "quoteTimeUtc": times.quote_utc(at),
        "epoch": int(at.timestamp()),
        "dataSource": _data_source(market),
        "isMarketOpen": True,
    }


def _data_source(market: Market) -> Json:
    """Where quotes come from; what is said without a feed is inferred."""
    if "NinjaTrader" in market.feeds.prices_from():
        return {"status": "Live", "connectedFeeds": ["NinjaTrader"]}
    return {"status": "Disconnected", "connectedFeeds": []}


def market_info(contract: Contract, at: datetime) -> Json:
    """Session times. The simulated market is always open, so that there is always something."""
    start = session_start(at)
    end = start + timedelta(days=1)
    left = (end - at).total_seconds()
    hours, rest = divmod(int(left), 3600)
    return {
        "success": True,
        "timestamp": times.utc_7(at),
        "instrument": contract.name,
        "timeZone": "Eastern Standard Time",
        "status": {"isOpen": True, "state": "Open"},
        "session": {
            "label": "Current Session",
            "utcStart": times.utc_7(start),
            "utcEnd": times.utc_7(end),
            "localStart": f"{start.astimezone(times.MACHINE_ZONE):%Y-%m-%d %H:%M:%S}",
            "localEnd": f"{end.astimezone(times.MACHINE_ZONE):%Y-%m-%d %H:%M:%S}",
            "countdown": f"{hours:02d}:{rest // 60:02d}:{rest % 60:02d}",
            "action": "Until Close",
            "secondsRemaining": left,
        },
        "upcoming": {
            "utcStart": times.utc_7(end),
            "utcEnd": times.utc_7(end + timedelta(days=1)),
        },
    }
