"""Reaching a real session bus, and giving it up at any moment."""

import asyncio
import time

import pytest

from ct_desktop.ui.session_bus import NO_BUS, session_bus
from support.session_bus import SessionBus

TURNS = 40
"""More turns of the loop than it takes until the connection is there."""


async def hold(opened: asyncio.Event) -> None:
    async with session_bus():
        opened.set()
        await asyncio.Event().wait()


async def test_given_up_in_any_turn_of_the_loop_it_ends_as_every_task_that_is_cancelled(
    bus: SessionBus,
) -> None:
    opened = asyncio.Event()
    for turns in range(TURNS):
        opened.clear()
        task = asyncio.create_task(hold(opened))
        for _ in range(turns):
            await asyncio.sleep(0)
            # The bus, another process, has answered by the next turn: its answer and the end of
            # the task then come together.
            time.sleep(0.002)  # noqa: ASYNC251 - see above
        asyncio.get_running_loop().call_soon(task.cancel)
        with pytest.raises(asyncio.CancelledError):
            await task
    assert opened.is_set()


async def test_without_a_bus_it_is_told_by_a_known_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere/bus")
    with pytest.raises(NO_BUS):
        await hold(asyncio.Event())
