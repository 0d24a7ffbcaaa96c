"""Prices that stand still are a fault while the market is open, and no news while it is closed."""

import asyncio
from collections.abc import Iterator

import pytest

from ct_desktop.core.chain import Link
from ct_desktop.core.links import LinkName, LinkState
from ct_desktop.core.price_watch import FROZEN_AFTER
from ct_desktop.core.problems import ProblemKind
from ct_desktop.services import Services
from support.demo_process import DemoProcess
from support.market_clock import SATURDAY, WEDNESDAY, clock_at
from support.oauth_values import MovableClock
from support.signed_in_services import STATE_TIMEOUT, signed_in_services

DEMO_OPTIONS = {"auto_approve": True, "rate_limit": False}


@pytest.fixture(autouse=True)
def _well_again(demo: DemoProcess) -> Iterator[None]:
    yield
    demo.set_scenario("healthy")


async def prices_link(services: Services) -> Link:
    return (await services.monitor.check_everything()).chain[LinkName.PRICES]


async def prices_stop(demo: DemoProcess, services: Services, clock: MovableClock) -> Link:
    """The link after a minute in which nothing moved."""
    await prices_link(services)
    demo.set_scenario("frozen-prices")
    await prices_link(services)
    clock.ahead += FROZEN_AFTER + 1
    return await prices_link(services)


async def test_in_an_open_market_standing_still_is_named_and_moving_ends_it(
    demo: DemoProcess,
) -> None:
    clock = clock_at(WEDNESDAY)
    async with signed_in_services(demo, clock=clock) as services:
        link = await prices_stop(demo, services, clock)
        assert link.state is LinkState.WARNING
        assert link.problem is not None
        assert link.problem.kind is ProblemKind.PRICES_FROZEN
        demo.set_scenario("healthy")
        async with asyncio.timeout(STATE_TIMEOUT):
            while (await prices_link(services)).state is not LinkState.OK:
                pass


async def test_in_a_closed_market_standing_still_is_no_fault(demo: DemoProcess) -> None:
    clock = clock_at(SATURDAY)
    async with signed_in_services(demo, clock=clock) as services:
        link = await prices_stop(demo, services, clock)
    assert link.state is LinkState.OK
    assert link.evidence == "The futures market is closed"
