"""The typed calls against the simulated CrossTrade: both dialects, all three carriers of a failure.

The other side is written apart from this one, on the official SDK.
"""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager

import httpx
import pytest

from ct_desktop.clock import SystemClock
from ct_desktop.core.chain_rules import addon_finding, brokers_finding, nt8_finding
from ct_desktop.core.feeds import FeedState
from ct_desktop.core.positions import MarketPosition
from ct_desktop.core.problems import ProblemKind
from ct_desktop.crosstrade.calls import CrossTrade
from ct_desktop.crosstrade.errors import CallFailed, ToolNotOnReadList
from ct_desktop.crosstrade.parsing.positions import parse_positions
from ct_desktop.crosstrade.read_list import READ_TOOLS
from ct_desktop.http_client import create_http_client
from ct_desktop.mcp.authorizer import Credentials
from ct_desktop.mcp.errors import HttpRefusal
from ct_desktop.mcp.lifecycle import ClientInfo
from ct_desktop.mcp.session import McpSession
from support.demo_client import DemoClient
from support.demo_process import DemoProcess

CARRIERS = ["http", "jsonrpc", "iserror"]


class FixedToken:
    """Sends one token with every request."""

    def __init__(self, token: str) -> None:
        self._credentials = Credentials({"Authorization": f"Bearer {token}"})

    async def credentials(self, method: str, url: str) -> Credentials:
        return self._credentials

    def note_answer(self, url: str, headers: httpx.Headers) -> None:
        """Nothing in them concerns a token that stays the same."""

    async def on_refusal(self, refusal: HttpRefusal, used: Credentials) -> bool:
        return False


@pytest.fixture(scope="module", params=["rest", "mcp"])
def dialect(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def demo(dialect: str) -> Iterator[DemoProcess]:
    with DemoProcess(dialect=dialect, auto_approve=True, seed=7, rate_limit=False) as process:
        yield process


@pytest.fixture(scope="module")
def access_token(demo: DemoProcess) -> Iterator[str]:
    with DemoClient(demo) as client:
        client.sign_in()
        yield client.access_token


@asynccontextmanager
async def connected(demo: DemoProcess, token: str) -> AsyncIterator[CrossTrade]:
    async with create_http_client() as client:
        session = McpSession(
            client,
            demo.server_url,
            client_info=ClientInfo("test", "1.0"),
            authorizer=FixedToken(token),
        )
        try:
            yield CrossTrade(session)
        finally:
            await session.aclose()


@pytest.fixture
async def crosstrade(demo: DemoProcess, access_token: str) -> AsyncIterator[CrossTrade]:
    demo.set_scenario("healthy")
    async with connected(demo, access_token) as calls:
        yield calls


async def failure_of(call: Awaitable[object]) -> ProblemKind:
    with pytest.raises(CallFailed) as failed:
        await call
    return failed.value.problem.kind


# Well


async def test_every_call_reads_the_simulated_market(crosstrade: CrossTrade, dialect: str) -> None:
    capabilities = await crosstrade.get_capabilities()
    self_test = await crosstrade.self_test()
    listed = await crosstrade.list_accounts()
    connections = await crosstrade.get_connections()
    positions = await crosstrade.get_all_positions()

    assert (capabilities.addon_version, capabilities.nt8_version) == ("1.13.9", "8.1.8.1")
    assert self_test.transport == "ok"
    assert len(self_test.categories) == 6
    assert not self_test.unavailable

    names = {account.name for account in listed.accounts}
    assert {"Sim101", "Backtest", "Playback101"} <= names
    assert listed.skipped == connections.skipped == positions.skipped == 0
    assert any(connection.name == "Kinetick – End Of Day (Free)" for connection in connections.rows)
    states = {connection.orders.state for connection in connections.rows if connection.orders}
    assert states == {FeedState.CONNECTED, FeedState.DISCONNECTED}
    has_prices = all(connection.prices is not None for connection in connections.rows)
    assert has_prices is (dialect == "rest")

    assert positions.rows
    for position in positions.rows:
        assert position.account in names
        assert position.market_position is not MarketPosition.FLAT
        assert position.quantity > 0
        assert position.unrealized_pnl is not None
        assert (position.market_price is not None) is (dialect == "rest")

    now = SystemClock().now()
    assert addon_finding(capabilities, self_test, now).problem is None
    assert nt8_finding(capabilities, now).problem is None
    assert brokers_finding(connections.rows, listed.accounts, now).problem is None


async def test_one_accounts_calls_agree_with_each_other(
    demo: DemoProcess, crosstrade: CrossTrade, dialect: str
) -> None:
    demo.pause_market()
    try:
        positions = await crosstrade.get_all_positions()
        account = positions.rows[0].account
        held = [position for position in positions.rows if position.account == account]
        assert list((await crosstrade.list_positions(account)).rows) == held

        balance = await crosstrade.get_account_balance(account)
        assert balance.account == account
        assert balance.currency == "USD"
        assert balance.cash_value
        open_pnl = sum(position.unrealized_pnl or 0.0 for position in held)
        assert balance.unrealized_pnl == pytest.approx(open_pnl, abs=0.02)

        detail = await crosstrade.get_account(account.lower())
        assert detail.account.name == account
        if dialect == "rest":
            assert detail.balance == balance
            assert balance.net_liquidation == pytest.approx(balance.cash_value + open_pnl)

        orders = (await crosstrade.list_orders(account)).rows
        assert set(orders) <= set((await crosstrade.get_all_orders()).rows)
        for execution in (await crosstrade.list_executions(account)).rows:
            assert execution.account == account
            assert execution.executed_at is not None
        assert (await crosstrade.get_watermarks(account)).account == account
    finally:
        demo.pause_market(paused=False)


async def test_the_summary_of_all_accounts_covers_the_snapshot(
    crosstrade: CrossTrade, dialect: str
) -> None:
    if dialect == "mcp":
        # In this dialect the tool wants an account.
        assert await failure_of(crosstrade.get_accounts_summary()) is ProblemKind.BAD_REQUEST
        return
    summary = await crosstrade.get_accounts_summary()
    assert len(summary.balances) == len(summary.accounts) > 1
    assert summary.skipped == 0
    assert summary.as_of is not None
    assert abs((SystemClock().now().utc - summary.as_of).total_seconds()) < 60
    positions = await crosstrade.get_all_positions()
    assert summary.positions is not None
    assert {row.key for row in summary.positions} == {row.key for row in positions.rows}


async def test_structured_content_and_event_streams_say_the_same(
    demo: DemoProcess, crosstrade: CrossTrade, access_token: str
) -> None:
    demo.pause_market()
    try:
        plain = await crosstrade.get_all_positions()
        demo.set_options(structured_content=True, replies="sse")
        async with connected(demo, access_token) as streaming:
            assert await streaming.get_all_positions() == plain
    finally:
        demo.set_options(structured_content=False, replies="json")
        demo.pause_market(paused=False)


async def test_b40_a_trade_tool_that_the_server_lists_is_neither_offered_nor_called(
    demo: DemoProcess, crosstrade: CrossTrade
) -> None:
    offered = await crosstrade.list_tools()
    assert "GetAllPositions" in offered
    assert offered <= READ_TOOLS
    with pytest.raises(ToolNotOnReadList):
        await crosstrade.call("PlaceOrder", {"account": "Sim101"}, 1.0, parse_positions)
    state = demo.state()
    assert state["trade_tool_calls"] == {}
    assert set(state["tool_calls"]) <= READ_TOOLS


# Faults, by each carrier


@pytest.mark.parametrize("carrier", CARRIERS)
@pytest.mark.parametrize(
    ("scenario", "kind"),
    [
        ("addon-offline", ProblemKind.ADDON_OFFLINE),
        ("not-elite", ProblemKind.PLAN_REQUIRED),
    ],
)
async def test_a_fault_means_the_same_by_each_carrier(
    demo: DemoProcess, crosstrade: CrossTrade, carrier: str, scenario: str, kind: ProblemKind
) -> None:
    demo.set_options(carrier=carrier)
    demo.set_scenario(scenario)
    try:
        calls: list[Callable[[], Awaitable[object]]] = [
            crosstrade.get_capabilities,
            crosstrade.get_all_positions,
            lambda: crosstrade.get_account_balance("Sim101"),
        ]
        for call in calls:
            assert await failure_of(call()) is kind
    finally:
        demo.set_options(carrier="http")
        demo.set_scenario("healthy")
    assert (await crosstrade.get_all_positions()).rows


async def test_watermarks_come_without_an_addon_and_hidden_tools_are_missed(
    demo: DemoProcess, crosstrade: CrossTrade
) -> None:
    offered = await crosstrade.list_tools()
    demo.set_scenario("addon-offline")
    assert (await crosstrade.get_watermarks("Sim101")).account == "Sim101"
    left = await crosstrade.list_tools()
    assert "GetWatermarks" in left
    assert "GetAllPositions" in offered - left


async def test_an_absent_addon_that_answers_empty_is_an_offline_addon(
    demo: DemoProcess, crosstrade: CrossTrade
) -> None:
    demo.set_options(capabilities_offline="empty")
    demo.set_scenario("addon-offline")
    try:
        capabilities = await crosstrade.get_capabilities()
    finally:
        demo.set_options(capabilities_offline="refuse")
    trouble = addon_finding(capabilities, None, SystemClock().now()).problem
    assert trouble is not None
    assert trouble.kind is ProblemKind.ADDON_OFFLINE


async def test_a_frozen_nt8_is_told_from_a_silent_crosstrade(
    demo: DemoProcess, crosstrade: CrossTrade
) -> None:
    demo.set_scenario("nt8-frozen")
    positions = crosstrade.call("GetAllPositions", {}, 0.3, parse_positions)
    assert await failure_of(positions) is ProblemKind.NT8_NOT_RESPONDING
    assert (await crosstrade.get_watermarks("Sim101")).account == "Sim101"


async def test_200_accounts_with_2000_positions_are_read_whole(
    demo: DemoProcess, crosstrade: CrossTrade
) -> None:
    demo.set_scenario("many-accounts")
    listed = await crosstrade.list_accounts()
    positions = await crosstrade.get_all_positions()
    assert len([account for account in listed.accounts if not account.is_built_in]) == 200
    assert len(positions.rows) == 2000
    assert listed.skipped == positions.skipped == 0


async def test_an_unknown_account_is_told_as_such(crosstrade: CrossTrade) -> None:
    for call in (crosstrade.get_account_balance, crosstrade.list_positions, crosstrade.get_account):
        assert await failure_of(call("No such account")) is ProblemKind.ACCOUNT_NOT_FOUND


async def test_a_token_that_is_no_more_good_is_rejected(demo: DemoProcess) -> None:
    demo.set_scenario("healthy")
    async with connected(demo, "not-a-token") as calls:
        assert await failure_of(calls.get_all_positions()) is ProblemKind.TOKEN_REJECTED


async def ask_again_and_again(crosstrade: CrossTrade) -> None:
    for _ in range(60):
        await crosstrade.get_watermarks("Sim101")


@pytest.mark.parametrize("carrier", CARRIERS)
@pytest.mark.parametrize("reply", ["plain", "coded"])
async def test_b38_a_spent_budget_says_when_to_come_back(
    demo: DemoProcess, crosstrade: CrossTrade, carrier: str, reply: str
) -> None:
    demo.set_options(carrier=carrier, rate_limit=True, rate_limit_reply=reply)
    try:
        with pytest.raises(CallFailed) as failed:
            await ask_again_and_again(crosstrade)
    finally:
        demo.set_options(carrier="http", rate_limit=False, rate_limit_reply="plain")
    problem = failed.value.problem
    assert problem.kind is ProblemKind.RATE_LIMITED
    assert (problem.retry_after is not None) is (reply == "coded")
