"""The typed calls: what they ask, how long they wait, and the documented answers word for word."""

import asyncio
import json
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import pytest

from ct_desktop.core.accounts import Account, Balance
from ct_desktop.core.capabilities import Capabilities, SelfTest, Watermarks
from ct_desktop.core.feeds import BrokerConnection, FeedState, FeedStatus
from ct_desktop.core.orders import Execution, Order
from ct_desktop.core.positions import MarketPosition, Position
from ct_desktop.core.problems import ProblemKind, Refusal
from ct_desktop.core.wording import problem
from ct_desktop.crosstrade.calls import CrossTrade
from ct_desktop.crosstrade.errors import CallFailed
from ct_desktop.crosstrade.read_list import READ_TOOLS
from ct_desktop.mcp.tools import ToolResult
from support.scripted_session import ScriptedSession, json_result, text_result

CONNECTED = FeedStatus(FeedState.CONNECTED, "Connected")
DISCONNECTED = FeedStatus(FeedState.DISCONNECTED, "Disconnected")


def answered(document: Any) -> CrossTrade:
    return CrossTrade(ScriptedSession(json_result(document)))


# What is asked


@pytest.mark.parametrize(
    ("call", "tool", "arguments", "answer"),
    [
        (lambda c: c.get_capabilities(), "GetMcpCapabilities", {}, {}),
        (lambda c: c.self_test(), "McpSelfTest", {}, {"transport": "ok"}),
        (lambda c: c.list_accounts(), "ListAccounts", {}, []),
        (lambda c: c.get_account("A"), "GetAccount", {"account": "A"}, {"name": "A"}),
        (lambda c: c.get_accounts_summary(), "GetAccountSummary", {}, {"accounts": []}),
        (
            lambda c: c.get_account_balance("A"),
            "GetAccountSummary",
            {"account": "A"},
            {"account": "A"},
        ),
        (lambda c: c.get_connections(), "GetConnections", {}, []),
        (lambda c: c.get_all_positions(), "GetAllPositions", {}, []),
        (lambda c: c.list_positions("A"), "ListPositions", {"account": "A"}, []),
        (lambda c: c.list_orders("A"), "ListOrders", {"account": "A"}, []),
        (lambda c: c.get_all_orders(), "GetAllOrders", {}, []),
        (
            lambda c: c.list_executions("A"),
            "ListExecutions",
            {"account": "A", "lookbackTime": 900},
            [],
        ),
        (
            lambda c: c.list_executions("A", 86_400),
            "ListExecutions",
            {"account": "A", "lookbackTime": 900},
            [],
        ),
        (
            lambda c: c.list_executions("A", -5),
            "ListExecutions",
            {"account": "A", "lookbackTime": 1},
            [],
        ),
        (
            lambda c: c.get_watermarks("A"),
            "GetWatermarks",
            {"account": "A"},
            {"watermarks": {}},
        ),
    ],
)
async def test_each_call_asks_one_tool_and_waits_a_bounded_time(
    call: Any, tool: str, arguments: Mapping[str, Any], answer: Any
) -> None:
    session = ScriptedSession(json_result(answer))
    await call(CrossTrade(session))
    assert session.calls == [(tool, arguments)]
    assert tool in READ_TOOLS
    (timeout,) = session.timeouts
    assert timeout is not None
    assert 0 < timeout <= 20


async def test_cancelling_a_call_passes_through() -> None:
    begun = asyncio.Event()

    class SilentSession(ScriptedSession):
        async def call_tool(self, *arguments: Any, **named: Any) -> ToolResult:
            begun.set()
            await asyncio.Event().wait()
            raise AssertionError("nobody sets that event")

    task = asyncio.create_task(CrossTrade(SilentSession()).get_all_positions())
    await begun.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


async def test_a_session_that_knows_better_why_it_cannot_call_is_believed() -> None:
    knows = CallFailed(problem(ProblemKind.KEYCHAIN_LOCKED), Refusal())
    with pytest.raises(CallFailed) as failed:
        await CrossTrade(ScriptedSession(knows)).get_all_positions()
    assert failed.value is knows


async def test_2000_positions_are_read_quickly() -> None:
    rows = [
        {
            "type": "NinjaTrader.Cbi.Position",
            "account": f"APEX{number % 200}",
            "instrument": f"MES {number:04}",
            "instrumentType": "Future",
            "marketPosition": "Long",
            "quantity": 7,
            "averagePrice": 6615.178571428572,
            "marketPrice": 6614.25,
            "unrealizedProfitLoss": -32.50000000000455,
            "tag": None,
        }
        for number in range(2000)
    ]
    crosstrade = answered({"positions": rows, "count": 2000, "success": True})
    took = []
    for _ in range(5):
        begun = time.thread_time()
        assert len((await crosstrade.get_all_positions()).rows) == 2000
        took.append(time.thread_time() - begun)
    # A twentieth of a second is three frames; alone on a machine it takes half of that.
    assert min(took) < 0.05


# The reference's own samples


async def test_capabilities_as_documented() -> None:
    read = await answered(
        {
            "addon_version": "1.13.0",
            "nt8_version": "8.1.6.3",
            "features": ["compile", "strategy_state"],
            "backtest_engine": {"available": True, "nt8_version": "8.1.6.3"},
        }
    ).get_capabilities()
    assert read == Capabilities("1.13.0", "8.1.6.3", ("compile", "strategy_state"))


async def test_capabilities_of_an_old_addon_carry_its_warning() -> None:
    for warning in ({"warning": "too old"}, {"warnings": ["too old", "too old", ""]}):
        read = await answered({"addon_version": "v1.12.0", **warning}).get_capabilities()
        assert read == Capabilities("1.12.0", warnings=("too old",))


@pytest.mark.parametrize(
    "document",
    [{}, {"success": True}, {"addon_version": None, "nt8_version": "", "features": []}],
)
async def test_capabilities_without_an_addon_are_empty(document: dict[str, Any]) -> None:
    assert (await answered(document).get_capabilities()).is_empty


async def test_the_self_test_as_documented() -> None:
    read = await answered(
        {
            "transport": "ok",
            "categories": {"accounts": "ok", "backtest": "unavailable"},
            "warnings": ["addon below recommended version"],
        }
    ).self_test()
    assert read == SelfTest(
        "ok",
        (("accounts", "ok"), ("backtest", "unavailable")),
        ("addon below recommended version",),
    )


@pytest.mark.parametrize("nested", [False, True])
async def test_the_self_tests_counters(nested: bool) -> None:
    counters = {"passed": 8, "failed": 0, "skipped": 4.0}
    read = await answered({"summary": counters} if nested else counters).self_test()
    assert (read.passed, read.failed, read.skipped) == (8, 0, 4)


async def test_counters_that_are_no_counts_are_not_supplied() -> None:
    read = await answered(
        {"transport": "ok", "passed": -1, "failed": 0.5, "skipped": True}
    ).self_test()
    assert (read.passed, read.failed, read.skipped) == (None, None, None)


async def test_accounts_as_documented_for_mcp() -> None:
    listed = await answered(
        {
            "accounts": [
                {"name": "Sim101", "connection": "Sim101", "broker": "Sim"},
                {"name": "APEX1234", "connection": "Rithmic", "broker": "Apex"},
            ]
        }
    ).list_accounts()
    assert listed.accounts == (
        Account("Sim101", "Sim101", provider="Sim", connection_name="Sim101"),
        Account("APEX1234", "APEX1234", provider="Apex", connection_name="Rithmic"),
    )
    assert listed.balances == ()


REST_ACCOUNT = {
    "id": 2,
    "name": "Sim101",
    "displayName": "My sim",
    "primaryUser": None,
    "provider": "Simulator",
    "denomination": "UsDollar",
    "status": "Enabled",
    "dailyLossLimit": 0.0,
    "connection": "NinjaTrader.Cbi.Connection",
    "connectionStatus": "Connected",
    "item": {
        "buyingPower": 0.0,
        "cashValue": 100565.0,
        "netLiquidation": 103502.5,
        "realizedProfitLoss": 0.0,
        "unrealizedProfitLoss": 2937.5,
        "trailingMaxDrawdown": 0.0,
    },
    "success": True,
}

SIM101 = Account(
    "Sim101",
    "My sim",
    provider="Simulator",
    connection_status=CONNECTED,
    status="Enabled",
)


async def test_an_account_as_documented_for_rest() -> None:
    detail = await answered(REST_ACCOUNT).get_account("sim101")
    assert detail.account == SIM101
    assert detail.balance == Balance(
        "Sim101",
        "USD",
        cash_value=100565.0,
        net_liquidation=103502.5,
        buying_power=None,
        realized_pnl=0.0,
        unrealized_pnl=2937.5,
    )


async def test_accounts_bring_their_balances_where_the_server_sends_them() -> None:
    listed = await answered({"accounts": [REST_ACCOUNT]}).list_accounts()
    assert [balance.cash_value for balance in listed.balances] == [100565.0]


@pytest.mark.parametrize(
    ("money", "cash", "net_liquidation"),
    [
        # Not supplied by the provider: all zero, or zero where the other figure says otherwise.
        ((0.0, 0.0, 120.0), None, None),
        ((50_000.0, 0.0, 0.0), 50_000.0, None),
        ((0.0, 50_000.0, 0.0), None, 50_000.0),
        # A zero that the other figures explain.
        ((0.0, 250.0, 250.0), 0.0, 250.0),
        ((250.0, 0.0, -250.0), 250.0, 0.0),
    ],
)
async def test_a_zero_counts_only_where_it_can_be_one(
    money: tuple[float, float, float], cash: float | None, net_liquidation: float | None
) -> None:
    item = dict(zip(("cashValue", "netLiquidation", "unrealizedProfitLoss"), money, strict=True))
    balance = await answered({"name": "A", "item": item}).get_account_balance("A")
    assert balance.cash_value == cash
    assert balance.net_liquidation == net_liquidation
    assert balance.unrealized_pnl == money[2]


@pytest.mark.parametrize("nested", [True, False])
async def test_money_that_is_all_zero_was_not_supplied(nested: bool) -> None:
    money = {
        "buyingPower": 0.0,
        "cashValue": 0.0,
        "netLiquidation": 0,
        "realizedProfitLoss": 0.0,
        "unrealizedProfitLoss": 0.0,
    }
    row = {"name": "A", "denomination": "Euro", **({"item": money} if nested else money)}
    assert (await answered({"accounts": [row]}).list_accounts()).balances == ()
    assert (await answered(row).get_account("A")).balance == Balance("A", "EUR")
    assert await answered(row).get_account_balance("A") == Balance("A", "EUR")


async def test_the_summary_of_one_account_as_documented() -> None:
    balance = await answered(
        {
            "account": "Sim101",
            "realized_pnl": 240.75,
            "unrealized_pnl": -55.00,
            "buying_power": 24500.00,
            "cash_value": 50000.00,
            "currency": "USD",
        }
    ).get_account_balance("Sim101")
    assert balance == Balance("Sim101", "USD", 50000.0, None, 24500.0, 240.75, -55.0)


SNAPSHOT = {
    "type": "snapshot",
    "timestamp": "2025-03-10T07:53:13.0908809-07:00",
    "epoch": 1741618393090,
    "accounts": [
        {"account": REST_ACCOUNT, "positions": []},
        {"account": {**REST_ACCOUNT, "name": "Sim102", "item": {}}},
    ],
}


async def test_the_summary_of_all_accounts_as_documented() -> None:
    summary = await answered(SNAPSHOT).get_accounts_summary()
    assert [account.name for account in summary.accounts] == ["Sim101", "Sim102"]
    assert [balance.account for balance in summary.balances] == ["Sim101"]
    assert summary.positions == ()
    assert summary.as_of == datetime(2025, 3, 10, 14, 53, 13, 90_000, UTC)


async def test_a_summary_of_all_accounts_without_positions_says_nothing_about_them() -> None:
    summary = await answered({"accounts": [REST_ACCOUNT]}).get_accounts_summary()
    assert summary.positions is None
    assert summary.as_of is None


async def test_a_server_that_sums_up_one_account_for_all_is_taken_at_its_word() -> None:
    summary = await answered({"account": "Sim101", "cash_value": 50_000.0}).get_accounts_summary()
    assert summary.balances == (Balance("Sim101", cash_value=50_000.0),)


async def test_a_server_that_sums_up_all_accounts_for_one_is_read_for_that_one() -> None:
    assert (await answered(SNAPSHOT).get_account_balance("sim101")).cash_value == 100565.0
    assert await answered(SNAPSHOT).get_account_balance("Sim102") == Balance("Sim102")
    with pytest.raises(CallFailed):
        await answered(SNAPSHOT).get_account_balance("Sim103")


async def test_positions_of_a_summary_that_cannot_be_read_are_counted_not_dropped() -> None:
    rows = [{"instrument": "ES 12-26"}, {"instrument": "NQ 12-26"}]
    summary = await answered(
        {"accounts": [{"account": {"name": "Sim101"}, "positions": rows}]}
    ).get_accounts_summary()
    assert summary.positions is None
    assert summary.skipped == 2


async def test_connections_as_observed() -> None:
    read = await answered(
        {
            "connections": [
                {
                    "name": "Kinetick – End Of Day (Free)",
                    "provider": "Provider7",
                    "status": "Disconnected",
                    "priceStatus": "Disconnected",
                },
                {
                    "name": "Simulation",
                    "provider": "Provider31",
                    "status": "Connected",
                    "priceStatus": "Connected",
                    "user": "somebody",
                    "establishedAt": "2026-08-09T21:06:24.4681086Z",
                },
            ]
        }
    ).get_connections()
    assert read.rows == (
        BrokerConnection("Kinetick – End Of Day (Free)", "Provider7", DISCONNECTED, DISCONNECTED),
        BrokerConnection(
            "Simulation",
            "Provider31",
            CONNECTED,
            CONNECTED,
            "somebody",
            datetime(2026, 8, 9, 21, 6, 24, 468_108, UTC),
        ),
    )


@pytest.mark.parametrize(
    ("word", "state"),
    [
        ("connected", FeedState.CONNECTED),
        ("CONNECTION_LOST", FeedState.CONNECTION_LOST),
        ("Connection Lost (Price Server)", FeedState.CONNECTION_LOST),
        ("Standing By", FeedState.UNKNOWN),
    ],
)
async def test_a_feeds_word_is_kept_and_understood_where_it_is_known(
    word: str, state: FeedState
) -> None:
    (connection,) = (await answered([{"name": "A", "status": word}]).get_connections()).rows
    assert connection.orders == FeedStatus(state, word)
    assert connection.prices is None


async def test_positions_as_documented_for_rest() -> None:
    read = await answered(
        {
            "positions": [
                {
                    "type": "NinjaTrader.Cbi.Position",
                    "account": "Sim101",
                    "instrument": "MES 03-26",
                    "instrumentType": "Future",
                    "marketPosition": "Long",
                    "quantity": 7,
                    "averagePrice": 6615.178571428572,
                    "marketPrice": 6614.25,
                    "unrealizedProfitLoss": -32.50000000000455,
                    "tag": None,
                }
            ],
            "count": 1,
            "success": True,
        }
    ).get_all_positions()
    assert read.rows == (
        Position(
            "Sim101",
            "MES 03-26",
            MarketPosition.LONG,
            7.0,
            6615.178571428572,
            6614.25,
            -32.50000000000455,
        ),
    )


async def test_a_signed_quantity_tells_the_direction() -> None:
    read = await answered(
        [
            {"account": "A", "instrument": "ES", "netPos": -3},
            {"account": "A", "instrument": "NQ", "netPos": "2"},
            {"account": "A", "instrument": "CL", "quantity": -1},
            {"account": "A", "instrument": "GC", "quantity": -4, "marketPosition": "SHORT"},
        ]
    ).get_all_positions()
    assert [(row.market_position.value, row.quantity) for row in read.rows] == [
        ("Short", 3.0),
        ("Long", 2.0),
        ("Short", 1.0),
        ("Short", 4.0),
    ]


async def test_one_bad_row_never_loses_the_others_and_is_counted() -> None:
    good = {"account": "A", "instrument": "ES", "marketPosition": "Long", "quantity": 1}
    read = await answered(
        [
            good,
            None,
            {**good, "instrument": "NQ", "marketPosition": "Sideways"},
            {**good, "instrument": "CL", "quantity": "many"},
            {**good, "instrument": "RTY", "marketPosition": None},
            {**good, "instrument": None},
            {**good, "account": ""},
            {**good, "quantity": 2},
        ]
    ).get_all_positions()
    assert [row.instrument for row in read.rows] == ["ES"]
    assert read.skipped == 7


async def test_a_number_that_is_none_is_not_supplied_and_its_row_stays() -> None:
    good = {"account": "A", "instrument": "ES", "marketPosition": "Long", "quantity": 1}
    values: list[object] = ["NaN", "Infinity", "1e999", "1,5", "x", "", " ", "1_000", "٣", True, {}]
    for value in values:
        read = await answered([{**good, "unrealizedProfitLoss": value}]).get_all_positions()
        assert read.rows[0].unrealized_pnl is None, value
    for text in ("NaN", "-Infinity", "1e999", "true", "[1]", "1" + "0" * 30):
        result = text_result(json.dumps([good])[:-2] + f', "averagePrice": {text}}}]')
        read = await CrossTrade(ScriptedSession(result)).get_all_positions()
        assert read.rows[0].average_price is None, text


async def test_names_keep_their_script_and_lose_what_hides_or_breaks() -> None:
    read = await answered(
        [
            {"name": "Счёт – ação 口座 👩‍💻"},
            {"name": "  Apex\u202e\x00\x1b[31m \ud800x\n1  "},
            {"name": "x" * 500},
        ]
    ).list_accounts()
    assert [account.name for account in read.accounts] == [
        "Счёт – ação 口座 👩‍💻",
        "Apex[31m x 1",
        "x" * 200,
    ]


async def test_orders_as_documented_for_both_dialects() -> None:
    read = await answered(
        {
            "orders": [
                {
                    "order_id": "abc-123",
                    "account": "Sim101",
                    "instrument": "MES 06-26",
                    "side": "Buy",
                    "type": "Limit",
                    "quantity": 1,
                    "limit_price": 5235.00,
                    "status": "Working",
                },
                {
                    "account": "Sim101",
                    "orderId": "50cc",
                    "instrument": "ES 12-25",
                    "instrumentType": "Future",
                    "type": "NinjaTrader.Cbi.Order",
                    "orderType": "Market",
                    "orderState": "CancelPending",
                    "orderAction": "SellShort",
                    "quantity": 1,
                    "averageFillPrice": 0.0,
                    "filled": 0,
                    "gtd": "2099-12-01T00:00:00.0000000",
                    "limitPrice": 0.0,
                    "time": "2025-09-26T18:09:38.3736787",
                },
            ]
        }
    ).list_orders("Sim101")
    assert read.rows == (
        Order("abc-123", "Sim101", "MES 06-26", "Buy", "Limit", "Working", 1.0, None, 5235.0),
        Order(
            "50cc",
            "Sim101",
            "ES 12-25",
            side="SellShort",
            order_type="Market",
            state="CancelPending",
            quantity=1.0,
            filled=0.0,
        ),
    )


async def test_a_dotnet_type_name_is_no_order_type() -> None:
    row = {"order_id": "1", "account": "A", "instrument": "ES", "type": "NinjaTrader.Cbi.Order"}
    (order,) = (await answered([row]).get_all_orders()).rows
    assert order.order_type is None


async def test_executions_as_documented_take_their_time_from_the_epoch() -> None:
    read = await answered(
        {
            "executions": [
                {
                    "id": "5508",
                    "type": "NinjaTrader.Cbi.Execution",
                    "time": "2025-09-26T18:09:38.3736787",
                    "epoch": 1727399378373,
                    "name": "Exit",
                    "orderId": "d99b",
                    "account": "Sim101",
                    "serverName": "DESKTOP-200Q1V3",
                    "instrument": "ES 12-25",
                }
            ]
        }
    ).list_executions("Sim101")
    assert read.rows == (
        Execution(
            "5508",
            "Sim101",
            "ES 12-25",
            order_id="d99b",
            name="Exit",
            executed_at=datetime(2024, 9, 27, 1, 9, 38, 373_000, UTC),
        ),
    )


async def test_a_stamp_in_a_field_that_says_utc_needs_no_zone() -> None:
    row = {"id": "1", "account": "A", "instrument": "ES", "timeUtc": "2026-03-18 20:51:54"}
    (execution,) = (await answered([row]).list_executions("A")).rows
    assert execution.executed_at == datetime(2026, 3, 18, 20, 51, 54, tzinfo=UTC)


async def test_watermarks_of_an_account_that_nothing_watches_are_empty() -> None:
    document = {"success": True, "data": {"account": "Sim101", "watermarks": {}, "stats": {}}}
    assert await answered(document).get_watermarks("Sim101") == Watermarks("Sim101")


async def test_a_failure_outweighs_the_empty_table_that_comes_with_it() -> None:
    for document in (
        {"success": False, "positions": []},
        {"positions": [], "error": "addon_disconnected"},
    ):
        with pytest.raises(CallFailed):
            await answered(document).get_all_positions()
