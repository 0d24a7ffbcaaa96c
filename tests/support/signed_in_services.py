"""One profile's services, signed in to the simulated CrossTrade and watched."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from ct_desktop.core.moment import Clock
from ct_desktop.core.monitor_state import MonitorState
from ct_desktop.profiles import AppFolders
from ct_desktop.services import Services, open_services
from support.demo_grants import new_grant
from support.demo_process import DemoProcess

STATE_TIMEOUT = 45.0
"""Seconds for the monitor to come to a state that a test waits for, on a busy machine."""


@asynccontextmanager
async def signed_in_services(
    demo: DemoProcess, *, clock: Clock | None = None
) -> AsyncIterator[Services]:
    """Services with a sign-in in memory; nothing is watched yet."""
    async with open_services(
        folders=AppFolders.from_environment(),
        profile="default",
        server_url=demo.server_url,
        clock=clock,
    ) as services:
        await services.connection.load()
        await services.connection.keep(await new_grant(services.http, demo))
        yield services


@asynccontextmanager
async def watched(services: Services) -> AsyncIterator[None]:
    """The monitor at work."""
    watch = asyncio.create_task(services.monitor.run())
    try:
        yield
    finally:
        watch.cancel()
        await asyncio.gather(watch, return_exceptions=True)


async def state_that(services: Services, holds: Callable[[MonitorState], bool]) -> MonitorState:
    """The first state from now on that ``holds``, the present one included."""
    found: asyncio.Future[MonitorState] = asyncio.get_running_loop().create_future()

    def look(state: MonitorState) -> None:
        if not found.done() and holds(state):
            found.set_result(state)

    unsubscribe = services.monitor.changed.subscribe(look)
    try:
        look(services.monitor.state)
        async with asyncio.timeout(STATE_TIMEOUT):
            return await found
    except TimeoutError:
        chain = [
            (link.name.value, link.state.value, link.evidence)
            for link in services.monitor.state.chain.links
        ]
        raise AssertionError(f"the state did not come; the chain is {chain}") from None
    finally:
        unsubscribe()
