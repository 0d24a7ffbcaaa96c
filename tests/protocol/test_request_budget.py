"""The request budget against the simulated CrossTrade: what is said was asked is what it was."""

from collections import Counter
from collections.abc import Callable, Iterator

import pytest

from ct_desktop.core.monitor_state import MonitorState
from ct_desktop.core.pace import QUIET, WATCHED
from ct_desktop.core.price_watch import FROZEN_AFTER
from ct_desktop.core.request_budget import AskingReason, CallKind
from ct_desktop.services import Services
from support.demo_process import DemoProcess
from support.market_clock import SATURDAY, WEDNESDAY, clock_at
from support.signed_in_services import signed_in_services, state_that, watched

DEMO_OPTIONS = {"auto_approve": True, "registrations_per_hour": 1000, "rate_limit": False}


@pytest.fixture(autouse=True)
def _well_again(demo: DemoProcess) -> Iterator[None]:
    yield
    demo.set_scenario("healthy")


def positions_after(first: MonitorState) -> Callable[[MonitorState], bool]:
    """Whether a state has newer positions than ``first``."""

    def holds(state: MonitorState) -> bool:
        before, now = first.snapshot.positions, state.snapshot.positions
        return now is not None and (before is None or now.fetched_at != before.fetched_at)

    return holds


def reason(services: Services) -> AskingReason:
    return services.monitor.state.budget.reason


async def seconds_between_positions(services: Services) -> float:
    """How long it takes from the newest answer with positions to the next."""
    first = services.monitor.state
    second = await state_that(services, positions_after(first))
    assert first.snapshot.positions is not None
    assert second.snapshot.positions is not None
    return second.snapshot.positions.fetched_at.seconds_since(first.snapshot.positions.fetched_at)


async def test_b38_what_is_said_was_asked_is_what_the_server_was_asked(demo: DemoProcess) -> None:
    async with signed_in_services(demo, clock=clock_at(WEDNESDAY)) as services:
        before = Counter(demo.state()["tool_calls"])
        async with watched(services):
            await state_that(services, positions_after(services.monitor.state))
            await seconds_between_positions(services)
        now, budget = services.clock.now(), services.monitor.state.budget
        asked = Counter(demo.state()["tool_calls"]) - before
        assert Counter(call.tool for call in budget.calls if call.tool) == asked
        assert budget.asked(now) >= asked.total() > 8
        kinds = dict(budget.asked_by_kind(now))
        assert kinds[CallKind.POSITIONS] == asked["GetAllPositions"]
        assert CallKind.OTHER not in kinds
        assert budget.reason is AskingReason.WATCHED


async def test_b38_a_hidden_window_asks_the_server_less_often(demo: DemoProcess) -> None:
    async with signed_in_services(demo, clock=clock_at(WEDNESDAY)) as services, watched(services):
        await state_that(services, positions_after(services.monitor.state))
        assert await seconds_between_positions(services) < 2 * WATCHED.positions
        services.monitor.set_watched(False)
        assert reason(services) is AskingReason.HIDDEN
        assert await seconds_between_positions(services) > QUIET.positions - WATCHED.positions
        services.monitor.set_watched(True)
        assert reason(services) is AskingReason.WATCHED


async def test_b38_a_closed_market_is_the_reason_that_is_said(demo: DemoProcess) -> None:
    clock = clock_at(SATURDAY)
    async with signed_in_services(demo, clock=clock) as services:
        await services.monitor.check_everything()
        demo.set_scenario("frozen-prices")
        await services.monitor.check_everything()
        clock.ahead += FROZEN_AFTER + 1
        state = await services.monitor.check_everything()
        assert state.budget.reason is AskingReason.MARKET_CLOSED


async def test_b38_a_spent_limit_is_the_reason_that_is_said(demo: DemoProcess) -> None:
    async with signed_in_services(demo, clock=clock_at(WEDNESDAY)) as services, watched(services):
        await state_that(services, positions_after(services.monitor.state))
        demo.set_scenario("rate-limited")
        await state_that(services, lambda state: state.budget.reason is AskingReason.TOLD_TO_WAIT)
        demo.set_scenario("healthy")
        await state_that(services, lambda state: state.budget.reason is AskingReason.WATCHED)
