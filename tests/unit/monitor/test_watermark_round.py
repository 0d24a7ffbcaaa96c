"""Watermarks are asked slowly: one account at a time, where the budget has room."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import cast

from ct_desktop.connection.connection import Connection
from ct_desktop.core.capabilities import Watermarks
from ct_desktop.core.moment import Moment
from ct_desktop.core.pace import OWN_BUDGET
from ct_desktop.core.problems import ProblemKind, Refusal
from ct_desktop.core.request_budget import Call
from ct_desktop.core.sign_in import SignIn, SignInState
from ct_desktop.core.wording import problem
from ct_desktop.crosstrade.calls import CrossTrade
from ct_desktop.crosstrade.errors import CallFailed
from ct_desktop.monitor.watermarks import KEPT_FOR, LONGEST_WAIT, WatermarkRound
from support.connection_samples import NOW


class Server:
    """The connection, CrossTrade behind it, and the clock. ``asked`` are the accounts in order."""

    def __init__(self) -> None:
        self.sign_in = SignIn(SignInState.SIGNED_IN)
        self.asked: list[str] = []
        self.calls = 0
        self.failure: CallFailed | None = None
        self.seconds = 0.0
        self.looks = 0
        self.looked = asyncio.Event()

    def now(self) -> Moment:
        self.looks += 1
        self.looked.set()
        return replace(NOW, steady=NOW.steady + self.seconds)

    def calls_last_minute(self) -> tuple[Call, ...]:
        return (Call("GetAllPositions", NOW.steady),) * self.calls

    async def call(self, ask: Callable[[CrossTrade], Awaitable[Watermarks]]) -> Watermarks:
        return await ask(cast("CrossTrade", self))

    async def get_watermarks(self, account: str) -> Watermarks:
        self.asked.append(account)
        if self.failure is not None:
            raise self.failure
        return Watermarks(account, high_watermark=1.0)

    async def looks_again(self) -> None:
        """Return when it was looked at twice more, so that one whole look lies between."""
        for _ in range(4):
            self.looked.clear()
            async with asyncio.timeout(5):
                await self.looked.wait()

    def later(self, seconds: float) -> None:
        self.seconds += seconds


@asynccontextmanager
async def asking(
    server: Server, *accounts: str, calls_a_minute: int = OWN_BUDGET
) -> AsyncIterator[list[str]]:
    told: list[str] = []
    watermarks = WatermarkRound(
        cast("Connection", server),
        clock=server,
        calls_a_minute=lambda: calls_a_minute,
        look_interval=0.001,
    )
    watermarks.follow(accounts)
    watermarks.answered.subscribe(lambda found: told.append(found.value.account))
    task = asyncio.create_task(watermarks.run())
    try:
        await server.looks_again()
        yield told
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def test_each_account_is_asked_about_once_and_again_when_its_answer_has_aged() -> None:
    server = Server()
    async with asking(server, "A", "B") as told:
        await server.looks_again()
        assert server.asked == told == ["A", "B"]
        server.later(KEPT_FOR + 1)
        await server.looks_again()
        await server.looks_again()
        assert server.asked == ["A", "B", "A", "B"]


async def test_without_room_in_the_budget_one_question_waits_its_time() -> None:
    server = Server()
    server.calls = OWN_BUDGET
    async with asking(server, "A", "B"):
        await server.looks_again()
        assert server.asked == ["A"]
        server.later(LONGEST_WAIT + 1)
        await server.looks_again()
        assert server.asked == ["A", "B"]


async def test_the_budget_is_the_one_that_the_trader_set() -> None:
    server = Server()
    server.calls = 10
    for budget, asked in ((10, ["A"]), (11, ["A", "B"])):
        server.asked.clear()
        async with asking(server, "A", "B", calls_a_minute=budget):
            await server.looks_again()
            assert server.asked == asked


async def test_nothing_is_asked_where_nobody_is_signed_in_or_no_limit_follows_highs() -> None:
    server = Server()
    server.sign_in = SignIn(SignInState.SIGNED_OUT)
    async with asking(server, "A"):
        assert server.asked == []
    server.sign_in = SignIn(SignInState.SIGNED_IN)
    async with asking(server):
        assert server.asked == []


async def test_a_refusal_is_no_trouble_and_retry_after_is_honoured() -> None:
    server = Server()
    limited = problem(ProblemKind.RATE_LIMITED, retry_after=30.0)
    server.failure = CallFailed(limited, Refusal())
    async with asking(server, "A", "B") as told:
        await server.looks_again()
        assert (server.asked, told) == (["A"], [])
        server.failure = None
        server.later(31.0)
        await server.looks_again()
        assert told == ["B"]
