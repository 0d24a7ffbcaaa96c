"""The answers in both documented shape families, held against the reference's samples."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from ct_desktop.demo.market.cast import trading_cast
from ct_desktop.demo.market.market import Market
from ct_desktop.demo.options import Options
from ct_desktop.demo.tools.answers import Answers, Machine, ToolError
from ct_desktop.demo.tools.catalogue import TOOLS, listed_tools

START = datetime(2026, 11, 22, 15, 0, tzinfo=UTC)

HAS_NOTHING_TO_SHOW = {
    "GetCompileResult",
    "GetBacktestResult",
    "GetDeployedStrategyState",
    "GetExecution",
    "GetIndicatorValue",
    "GetMcpJob",
    "GetNinjaScriptHelp",
    "GetStrategy",
    "GetStrategyState",
    "LookupNinjaScriptSymbol",
    "ReadNinjaScriptFile",
}

ITEM_FIELDS = {
    "buyingPower",
    "cashValue",
    "commission",
    "dailyLossLimit",
    "dailyProfitTrigger",
    "excessInitialMargin",
    "excessIntradayMargin",
    "excessMaintenanceMargin",
    "excessPositionMargin",
    "fee",
    "grossRealizedProfitLoss",
    "initialMargin",
    "intradayMargin",
    "longOptionValue",
    "longStockValue",
    "lookAheadMaintenanceMargin",
    "maintenanceMargin",
    "netLiquidation",
    "netLiquidationByCurrency",
    "positionMargin",
    "realizedProfitLoss",
    "shortOptionValue",
    "shortStockValue",
    "sodCashValue",
    "sodLiquidatingValue",
    "totalCashBalance",
    "trailingMaxDrawdown",
    "unrealizedProfitLoss",
    "weeklyLossLimit",
    "weeklyProfitLoss",
    "weeklyProfitTrigger",
}
"""The reference, section 3.2."""


def answers(*, seconds: float = 0, **options: Any) -> Answers:
    market = Market(trading_cast(), seed=1, started_at=START)
    market.advance(seconds)
    connected_since = {feeds.connection.name: START for feeds in market.feeds.connections}
    return Answers(Machine(market, Options(**options), connected_since))


def ask(tool: str, *, seconds: float = 0, dialect: str = "rest", **arguments: Any) -> Any:
    """A tool's answer after a walk through JSON."""
    return json.loads(json.dumps(answers(seconds=seconds, dialect=dialect).answer(tool, arguments)))


def test_rest_positions_have_the_documented_keys_and_unsigned_quantities() -> None:
    answer = ask("GetAllPositions")

    assert answer["success"] is True
    assert answer["count"] == len(answer["positions"]) == 9
    short = next(p for p in answer["positions"] if p["account"] == "TPT-20917")
    assert list(short) == [
        "type",
        "account",
        "instrument",
        "instrumentType",
        "marketPosition",
        "quantity",
        "averagePrice",
        "marketPrice",
        "unrealizedProfitLoss",
        "tag",
    ]
    assert short["type"] == "NinjaTrader.Cbi.Position"
    assert (short["marketPosition"], short["quantity"]) == ("Short", 2)
    assert short["unrealizedProfitLoss"] == pytest.approx(320.0)
    assert short["unrealizedProfitLoss"] != 320.0, "NT8 sends the noise of binary floats"


def test_mcp_positions_are_the_small_sample() -> None:
    answer = ask("GetAllPositions", dialect="mcp")

    assert list(answer) == ["positions"]
    assert answer["positions"][0] == {
        "account": "Live-48120",
        "instrument": "ES 12-26",
        "quantity": 1,
        "market_position": "Long",
        "average_price": 7006.75,
        "unrealized_pnl": 275.0,
    }


def test_flat_rows_come_only_when_asked_for() -> None:
    without = ask("GetAllPositions", seconds=900)
    with_flat = ask("GetAllPositions", seconds=900, includeFlat=True)

    directions = {position["marketPosition"] for position in without["positions"]}
    flat = [p for p in with_flat["positions"] if p["marketPosition"] == "Flat"]
    assert "Flat" not in directions
    assert flat
    assert all(position["quantity"] == 0 for position in flat)
    assert with_flat["count"] == without["count"] + len(flat)


def test_list_positions_is_one_account_and_empty_when_flat() -> None:
    held = ask("ListPositions", account="sim101")
    flat = ask("ListPositions", account="SimPractice")

    assert [position["account"] for position in held["positions"]] == ["Sim101"]
    assert flat["positions"] == []


def test_rest_accounts_carry_type_names_and_the_built_in_accounts() -> None:
    accounts = {account["name"]: account for account in ask("ListAccounts")["accounts"]}

    assert len(accounts) == 14
    assert accounts["Sim101"]["provider"] == "Simulator"
    assert accounts["Sim101"]["connection"] == "NinjaTrader.Cbi.Connection"
    assert accounts["Sim101"]["connectionStatus"] == "Connected"
    assert accounts["Sim101"]["status"] == "Enabled"
    assert accounts["Sim101"]["denomination"] == "UsDollar"
    assert accounts["Playback101"]["connectionStatus"] == "Disconnected"
    assert "Backtest" in accounts


def test_mcp_accounts_are_the_small_sample() -> None:
    accounts = ask("ListAccounts", dialect="mcp")["accounts"]

    assert {"name": "APEX1234", "connection": "Rithmic Apex", "broker": "Apex"} in accounts


@pytest.mark.parametrize("name", ["Live-48120", "APEX7801", "Sim101", "SimPractice"])
def test_an_account_is_worth_its_cash_and_its_open_profit(name: str) -> None:
    item = ask("GetAccount", seconds=120, account=name)["item"]

    assert set(item) == ITEM_FIELDS
    assert item["netLiquidation"] == item["cashValue"] + item["unrealizedProfitLoss"]


def test_what_a_simulated_account_does_not_supply_is_zero() -> None:
    item = ask("GetAccount", account="Sim101")["item"]

    assert item["buyingPower"] == 0.0
    assert item["trailingMaxDrawdown"] == 0.0
    assert ask("GetAccount", account="Live-48120")["item"]["buyingPower"] > 0


def test_the_snapshot_nests_each_active_account_with_its_positions() -> None:
    snapshot = ask("GetAccountSummary")

    assert "success" not in snapshot
    assert snapshot["type"] == "snapshot"
    assert snapshot["timestamp"] == "2026-11-22T10:00:00.0000000-05:00"
    assert snapshot["epoch"] == START.timestamp() * 1000
    names = [entry["account"]["name"] for entry in snapshot["accounts"]]
    assert len(names) == 12
    assert not {"Backtest", "Playback101"} & set(names)
    first = snapshot["accounts"][0]
    assert first["account"]["isAccountFlat"] is False
    assert first["positions"][0]["instrument"] == "ES 12-26"


def test_a_summary_may_be_refused_without_an_account() -> None:
    for refusing in (answers(summary_without_account="refuse"), answers(dialect="mcp")):
        with pytest.raises(ToolError, match="account is missing"):
            refusing.answer("GetAccountSummary", {})


def test_the_mcp_summary_is_the_small_sample() -> None:
    assert ask("GetAccountSummary", dialect="mcp", account="Sim101") == {
        "account": "Sim101",
        "realized_pnl": 137.5,
        "unrealized_pnl": 22.5,
        "buying_power": 0.0,
        "cash_value": 100565.0,
        "currency": "USD",
    }


def test_connections_name_a_user_only_while_connected() -> None:
    connections = ask("GetConnections")["connections"]

    by_name = {connection["name"]: connection for connection in connections}
    kinetick = by_name["Kinetick \N{EN DASH} End Of Day (Free)"]
    assert kinetick == {
        "name": "Kinetick \N{EN DASH} End Of Day (Free)",
        "provider": "Provider7",
        "status": "Disconnected",
        "priceStatus": "Disconnected",
    }
    assert by_name["Rithmic Apex"]["user"]
    assert by_name["Rithmic Apex"]["establishedAt"] == "2026-11-22T15:00:00.0000000Z"
    assert set(ask("GetConnections", dialect="mcp")["connections"][0]) == {"name", "status"}


def test_watermarks_are_empty_without_a_monitor() -> None:
    monitored = ask("GetWatermarks", account="APEX1234")["data"]
    unmonitored = ask("GetWatermarks", account="Sim101")["data"]

    assert set(monitored["watermarks"]) == {"pnlhigh", "netliqhigh", "unrealhigh"}
    assert set(monitored["stats"]) > {"pnl", "total", "unrealized", "poscount", "netliq"}
    assert (unmonitored["watermarks"], unmonitored["stats"]) == ({}, {})


def test_mcp_watermarks_enclose_the_balance() -> None:
    marks = ask("GetWatermarks", seconds=300, dialect="mcp", account="apex1234")

    assert marks["account"] == "APEX1234", "echoed in canonical case"
    assert marks["low_watermark"] <= marks["current_balance"] <= marks["high_watermark"]


def test_orders_in_both_dialects_are_the_same_orders() -> None:
    rest = ask("GetAllOrders")["orders"]
    small = ask("GetAllOrders", dialect="mcp")["orders"]

    assert [order["orderId"] for order in rest] == [order["order_id"] for order in small]
    stop = next(order for order in rest if order["orderType"] == "StopMarket")
    assert (stop["orderState"], stop["limitPrice"]) == ("Accepted", 0.0)
    assert stop["stopPrice"] > 0
    assert stop["gtd"] == "2099-12-01T00:00:00.0000000"


def test_fills_are_looked_back_for_no_longer_than_asked() -> None:
    running = answers(seconds=900)
    everywhere = [
        len(running.answer("ListExecutions", {"account": name, "lookbackTime": 900})["executions"])  # type: ignore[call-overload]
        for name in ("APEX1234", "APEX7801", "Sim101", "Live-48120")
    ]
    recent = [
        len(running.answer("ListExecutions", {"account": name, "lookbackTime": 5})["executions"])  # type: ignore[call-overload]
        for name in ("APEX1234", "APEX7801", "Sim101", "Live-48120")
    ]

    assert sum(everywhere) > sum(recent)
    with pytest.raises(ToolError, match="1 to 900"):
        running.answer("ListExecutions", {"account": "Sim101", "lookbackTime": 901})


def test_a_quote_mixes_time_formats_and_has_no_success() -> None:
    quote = ask("GetQuote", instrument="ES1!")

    assert "success" not in quote
    assert quote["instrument"] == "ES 12-26"
    assert quote["quoteTime"] == "11/22/2026 10:00:00 AM"
    assert quote["quoteTimeUtc"] == "2026-11-22 15:00:00"
    assert quote["epoch"] == START.timestamp()
    assert quote["bid"] < quote["ask"]


def test_several_instruments_give_an_array_of_quotes() -> None:
    quotes = ask("GetQuote", instrument="ES,NQ")

    assert [quote["instrument"] for quote in quotes] == ["ES 12-26", "NQ 12-26"]


def test_the_market_is_open_until_six_in_new_york() -> None:
    info = ask("MarketInfo")

    assert info["status"] == {"isOpen": True, "state": "Open"}
    assert info["session"]["utcEnd"] == "2026-11-22T23:00:00.0000000Z"
    assert info["session"]["countdown"] == "08:00:00"


def test_an_unknown_account_has_each_dialects_name() -> None:
    for dialect, error in (("rest", "invalid_account"), ("mcp", "account_not_found")):
        with pytest.raises(ToolError, match="not found") as caught:
            answers(dialect=dialect).answer("GetAccount", {"account": "nobody"})
        assert caught.value.error == error


@pytest.mark.parametrize("dialect", ["rest", "mcp"])
def test_every_read_tool_answers_or_says_what_is_missing(dialect: str) -> None:
    running = answers(seconds=60, dialect=dialect)
    order = running.answer("ListOrders", {"account": "APEX1234"})["orders"][0]  # type: ignore[call-overload]
    given = {
        "account": "APEX1234",
        "instrument": "NQ 12-26",
        "orderId": order.get("orderId") or order["order_id"],
    }
    for tool in TOOLS.values():
        if tool.scope != "mcp:read":
            continue
        arguments = {name: given[name] for name in tool.properties if name in given}
        if tool.name in HAS_NOTHING_TO_SHOW:
            with pytest.raises(ToolError, match=r"not found|holds nothing"):
                running.answer(tool.name, arguments)
        else:
            assert json.dumps(running.answer(tool.name, arguments))


def test_no_trade_tool_does_anything() -> None:
    running = answers()
    trading = [tool.name for tool in TOOLS.values() if tool.scope == "mcp:trade"]

    assert len(trading) == 38
    for name in trading:
        with pytest.raises(ToolError, match="takes no orders"):
            running.answer(name, {})


def test_without_the_addon_only_what_needs_none_is_listed() -> None:
    names = {tool.name for tool in listed_tools("offline")}

    assert names == {
        "GetMcpCapabilities",
        "McpSelfTest",
        "GetWatermarks",
        "GetJournalTrades",
        "GetSignalHistory",
        "GetMcpJob",
        "ListMcpJobs",
    }
