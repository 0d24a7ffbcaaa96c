"""The monitor over hours of market time: it keeps the budget, and no healthy round is stale."""

import asyncio
import random
from bisect import bisect_left
from collections import Counter
from collections.abc import Awaitable, Callable, Coroutine
from datetime import UTC, datetime
from typing import Any, cast

import pytest

from ct_desktop.connection.connection import Connection
from ct_desktop.core.accounts import Account, Balance
from ct_desktop.core.answer_findings import Wire
from ct_desktop.core.capabilities import Capabilities, SelfTest
from ct_desktop.core.feeds import BrokerConnection
from ct_desktop.core.links import LinkName, LinkState
from ct_desktop.core.moment import Clock
from ct_desktop.core.monitor_state import MonitorState
from ct_desktop.core.pace import LEAST_BUDGET, OWN_BUDGET, WatchingRules
from ct_desktop.core.positions import MarketPosition, Position
from ct_desktop.core.problems import ProblemKind, Refusal
from ct_desktop.core.request_budget import AskingReason, Call
from ct_desktop.core.sign_in import SignIn, SignInState
from ct_desktop.core.snapshot import is_stale
from ct_desktop.core.wording import problem
from ct_desktop.crosstrade.calls import CrossTrade
from ct_desktop.crosstrade.errors import CallFailed
from ct_desktop.crosstrade.parsing.accounts import AccountsSummary, ListedAccounts
from ct_desktop.crosstrade.parsing.envelope import Rows
from ct_desktop.listeners import Listeners
from ct_desktop.monitor.monitor import Monitor
from ct_desktop.monitor.surroundings import Change
from support.connection_samples import CONNECTED, LOST
from support.pressed_time import PressedTime

ANSWERS_IN = 0.3
SATURDAY = datetime(2026, 11, 21, 15, tzinfo=UTC)
LOOK_EVERY = 5.0
BROKER = BrokerConnection("Tradovate", orders=CONNECTED, prices=CONNECTED)
OTHER_BROKER = BrokerConnection("Rithmic", orders=CONNECTED, prices=CONNECTED)
LOST_BROKER = BrokerConnection("Tradovate", orders=LOST, prices=LOST)
BEGUN = 120.0
"""Seconds that the first round, with all that it asks at once, is left out of what is counted."""
RETURN_SEEN_WITHIN = 10.0
"""Seconds until a broker that came back is seen to be, also where the budget is used up."""


class Server:
    """CrossTrade and the connection to it, in pressed time. ``calls`` are all that were asked."""

    def __init__(self, time: PressedTime, accounts: int = 12, *, all_at_once: bool = False) -> None:
        self.changed: Listeners[SignIn] = Listeners()
        self.sign_in = SignIn(SignInState.SIGNED_IN)
        self.is_changing_scope = False
        self.calls: list[Call] = []
        self.prices_move = True
        self.at_limit = False
        self.trades = False
        self.broker_is_lost = False
        self.accounts_say_lost = False
        self.accounts = accounts
        self._time = time
        self._names = [f"Account {number}" for number in range(accounts)]
        self._all_at_once = all_at_once

    async def call(self, ask: Callable[[CrossTrade], Awaitable[Any]]) -> Any:
        return await ask(cast("CrossTrade", self))

    def calls_last_minute(self) -> tuple[Call, ...]:
        return tuple(call for call in self.calls if call.began >= self._time.seconds - 60)

    def wire(self) -> Wire:
        return Wire("demo", 200, (ANSWERS_IN,))

    async def _answer(self, tool: str | None, answer: Any) -> Any:
        self.calls.append(Call(tool, self._time.seconds))
        await asyncio.sleep(ANSWERS_IN)
        if self.at_limit:
            raise CallFailed(problem(ProblemKind.RATE_LIMITED, retry_after=20.0), Refusal())
        return answer

    async def list_tools(self) -> frozenset[str]:
        return cast("frozenset[str]", await self._answer(None, frozenset({"GetAllPositions"})))

    async def get_capabilities(self) -> Any:
        return await self._answer("GetMcpCapabilities", Capabilities("1.13.9", "8.1.8.1"))

    async def self_test(self) -> Any:
        return await self._answer("McpSelfTest", SelfTest("ok"))

    async def list_accounts(self) -> Any:
        status = LOST if self.accounts_say_lost else CONNECTED
        accounts = tuple(Account(name, name, connection_status=status) for name in self._names)
        return await self._answer("ListAccounts", ListedAccounts(accounts))

    async def get_accounts_summary(self) -> Any:
        names = self._names if self._all_at_once else self._names[:1]
        balances = tuple(Balance(name) for name in names)
        return await self._answer("GetAccountSummary", AccountsSummary((), balances))

    async def get_account_balance(self, account: str) -> Any:
        return await self._answer("GetAccountSummary", Balance(account))

    async def get_all_positions(self) -> Any:
        price = 7000.0 + (self._time.seconds if self.prices_move else 0.0)
        quantity = 1 + (len(self.calls) % 2 if self.trades else 0)
        position = Position(
            self._names[0], "ES 12-26", MarketPosition.LONG, quantity, market_price=price
        )
        return await self._answer("GetAllPositions", Rows((position,)))

    async def get_connections(self) -> Any:
        broker = LOST_BROKER if self.broker_is_lost else BROKER
        return await self._answer("GetConnections", Rows((broker, OTHER_BROKER)))

    async def get_all_orders(self) -> Any:
        return await self._answer("GetAllOrders", Rows(()))

    async def list_executions(self, _account: str) -> Any:
        return await self._answer("ListExecutions", Rows(()))

    def most_in_a_minute(self, since: float) -> int:
        times = sorted(call.began for call in self.calls if call.began >= since)
        return max(bisect_left(times, start + 60) - place for place, start in enumerate(times))

    def asked_between(self, since: float, until: float) -> int:
        return sum(since <= call.began < until for call in self.calls)


@pytest.fixture(autouse=True)
def _same_jitter() -> None:
    random.seed(20261118)


async def _nothing_changes(_clock: Clock, _tell: Callable[[Change], None]) -> None:
    await asyncio.sleep(1_000_000)


class Watch:
    """A monitor at work. ``stale`` counts the figures that were seen past their limit."""

    def __init__(self, time: PressedTime, server: Server) -> None:
        self.time, self.server = time, server
        self.stale: Counter[str] = Counter()
        self.monitor = Monitor(
            cast("Connection", server), clock=time, surroundings=_nothing_changes
        )

    def reason(self) -> AskingReason:
        return self.monitor.state.budget.reason

    async def until(self, seconds: float) -> None:
        """Look again and again whether something is stale, until this time."""
        while self.time.seconds < seconds:
            await asyncio.sleep(min(LOOK_EVERY, seconds - self.time.seconds))
            self._look(self.monitor.state)

    def _look(self, state: MonitorState) -> None:
        snapshot, now = state.snapshot, self.time.now()
        limits = snapshot.age_limits
        parts = (
            ("positions", snapshot.positions, limits.positions),
            ("accounts", snapshot.accounts, limits.accounts),
            ("connections", snapshot.connections, limits.connections),
            ("orders", snapshot.orders, limits.orders),
            *(("balances", dated, limits.balances) for dated in snapshot.balances.values()),
            *(("fills", dated, limits.fills) for dated in snapshot.fills.values()),
        )
        for name, part, limit in parts:
            if part is not None and is_stale(part.fetched_at, limit, now):
                self.stale[name] += 1


def watching(
    work: Callable[[Watch], Coroutine[Any, Any, None]],
    *,
    rules: WatchingRules | None = None,
    accounts: int = 12,
    all_at_once: bool = False,
    began: datetime | None = None,
) -> Watch:
    """Have ``work`` done beside a monitor that runs."""
    time = PressedTime(began) if began else PressedTime()
    watch = Watch(time, Server(time, accounts, all_at_once=all_at_once))
    watch.monitor.set_rules(rules or WatchingRules())

    async def both() -> None:
        run = asyncio.create_task(watch.monitor.run())
        try:
            await work(watch)
        finally:
            run.cancel()
            await asyncio.gather(run, return_exceptions=True)

    time.run(both())
    return watch


async def a_whole_round(watch: Watch) -> None:
    await watch.until(1200 if watch.server.accounts < 200 else 2400)


@pytest.mark.parametrize(("accounts", "all_at_once"), [(1, False), (12, True), (12, False)])
@pytest.mark.parametrize("calls", [LEAST_BUDGET, 12, OWN_BUDGET])
def test_b38_no_minute_has_more_calls_than_the_trader_allows(
    calls: int, accounts: int, all_at_once: bool
) -> None:
    watch = watching(
        a_whole_round, rules=WatchingRules(calls), accounts=accounts, all_at_once=all_at_once
    )
    most = watch.server.most_in_a_minute(BEGUN)
    assert calls / 2 < most <= calls
    assert not watch.stale
    assert watch.reason() is AskingReason.WATCHED


def test_two_hundred_accounts_read_in_turn_are_never_stale() -> None:
    watch = watching(a_whole_round, accounts=200)
    assert watch.server.most_in_a_minute(BEGUN) <= OWN_BUDGET
    assert not watch.stale


async def hide_and_show(watch: Watch) -> None:
    shown = True
    for seconds in (300, 303, 306, 700, 760, 1500, 1510, 3600):
        await watch.until(seconds)
        shown = not shown
        watch.monitor.set_watched(shown)
    await watch.until(4000)


@pytest.mark.parametrize("calls", [LEAST_BUDGET, OWN_BUDGET])
def test_nothing_is_called_stale_for_a_window_that_is_hidden_and_shown(calls: int) -> None:
    assert not watching(hide_and_show, rules=WatchingRules(calls)).stale


async def ten_minutes_each(watch: Watch) -> None:
    await watch.until(600)
    watch.monitor.set_watched(False)
    await watch.until(1200)
    assert watch.reason() is AskingReason.HIDDEN
    watch.monitor.set_watched(True)
    await watch.until(1800)


def test_a_hidden_window_asks_a_third_and_a_shown_one_asks_at_once() -> None:
    watch = watching(ten_minutes_each)
    seen, hidden, again = (
        watch.server.asked_between(since, since + 540) / 9 for since in (60, 660, 1260)
    )
    assert hidden < seen / 2.5
    assert again == pytest.approx(seen, rel=0.1)
    at_once = [call.tool for call in watch.server.calls if 1200 <= call.began < 1205]
    assert "GetAllPositions" in at_once


def test_a_trader_may_have_it_as_often_unseen() -> None:
    watch = watching(ten_minutes_each_unslowed, rules=WatchingRules(slower_unwatched=False))
    seen, hidden = (watch.server.asked_between(since, since + 540) for since in (60, 660))
    assert hidden == pytest.approx(seen, rel=0.1)


async def ten_minutes_each_unslowed(watch: Watch) -> None:
    await watch.until(600)
    watch.monitor.set_watched(False)
    await watch.until(1200)
    assert watch.reason() is AskingReason.WATCHED


async def stand_still(watch: Watch) -> None:
    watch.server.prices_move = False
    await watch.until(600)
    assert watch.reason() is AskingReason.MARKET_CLOSED
    watch.server.prices_move = True
    await watch.until(1200)
    assert watch.reason() is AskingReason.WATCHED


def test_a_closed_market_is_asked_about_less_often_unless_prices_move_all_the_same() -> None:
    watch = watching(stand_still, began=SATURDAY)
    closed, moving = (watch.server.asked_between(since, since + 420) for since in (120, 720))
    assert closed < moving / 2.5
    assert not watch.stale


async def change_the_budget(watch: Watch) -> None:
    await watch.until(300)
    watch.monitor.set_rules(WatchingRules(10))
    await watch.until(600)
    watch.monitor.set_rules(WatchingRules(OWN_BUDGET))
    await watch.until(900)


def test_a_changed_budget_is_followed_at_once() -> None:
    watch = watching(change_the_budget)
    assert watch.server.asked_between(300, 360) <= 10
    assert watch.server.asked_between(480, 540) <= 10
    assert watch.server.asked_between(600, 660) > 20
    assert not watch.stale


async def reach_the_limit(watch: Watch) -> None:
    await watch.until(300)
    watch.server.at_limit = True
    await watch.until(400)
    assert watch.reason() is AskingReason.TOLD_TO_WAIT
    assert watch.monitor.state.chain.first_broken is None
    watch.server.at_limit = False
    await watch.until(600)
    assert watch.reason() is AskingReason.WATCHED


def test_b38_a_spent_limit_is_left_alone_for_as_long_as_the_server_says() -> None:
    watch = watching(reach_the_limit)
    at_limit = watch.server.asked_between(310, 400)
    assert 3 <= at_limit <= 5, "once in twenty seconds"
    assert watch.server.asked_between(430, 490) > 20


async def lose_the_broker_now_and_then(watch: Watch) -> None:
    server = watch.server
    # Each fill asks for orders, fills and balances, and takes what room the budget has.
    server.trades = True
    for lost_at in range(200, 2000, 300):
        await watch.until(lost_at)
        server.broker_is_lost = server.accounts_say_lost = True
        # Long enough for the accounts to be listed meanwhile, at whatever moment of it.
        await watch.until(lost_at + 30 + lost_at // 20)
        server.broker_is_lost = server.accounts_say_lost = False
        await watch.until(watch.time.seconds + RETURN_SEEN_WITHIN)
        assert watch.monitor.state.chain[LinkName.BROKERS].state is LinkState.OK, lost_at


@pytest.mark.parametrize("all_at_once", [True, False])
def test_no_older_list_of_accounts_holds_a_broker_lost_that_came_back(all_at_once: bool) -> None:
    watch = watching(lose_the_broker_now_and_then, all_at_once=all_at_once)
    # The question that its return is worth comes on top.
    assert watch.server.most_in_a_minute(BEGUN) <= OWN_BUDGET + 1


async def accounts_stay_lost(watch: Watch) -> None:
    watch.server.accounts_say_lost = True
    await watch.until(1200)
    assert watch.monitor.state.chain[LinkName.BROKERS].problem == problem(ProblemKind.BROKER_LOST)


def test_accounts_that_alone_say_lost_are_asked_about_within_the_budget() -> None:
    watch = watching(accounts_stay_lost, all_at_once=True)
    assert watch.server.most_in_a_minute(BEGUN) <= OWN_BUDGET
    assert not watch.stale
