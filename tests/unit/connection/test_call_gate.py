"""Calls are let through, held back, and given up in their middle."""

import asyncio

import pytest

from ct_desktop.connection.call_gate import CallGate, GateClosedError


async def wait_for_ever(gate: CallGate, begun: asyncio.Event) -> None:
    async with gate.passage():
        begun.set()
        await asyncio.Event().wait()


async def test_closing_gives_up_every_call_under_way_at_once() -> None:
    gate = CallGate()
    begun = [asyncio.Event(), asyncio.Event()]
    calls = [asyncio.create_task(wait_for_ever(gate, one)) for one in begun]
    for one in begun:
        await one.wait()
    gate.close()
    async with asyncio.timeout(5):
        ended = await asyncio.gather(*calls, return_exceptions=True)
    assert [type(one) for one in ended] == [GateClosedError, GateClosedError]


async def test_no_call_begins_until_it_is_open_again() -> None:
    gate = CallGate()
    gate.close()
    with pytest.raises(GateClosedError):
        async with gate.passage():
            raise AssertionError("it has begun")
    gate.open()
    async with gate.passage():
        assert not gate.is_closed


async def test_closing_twice_while_a_call_winds_up_is_no_trouble() -> None:
    gate, begun, winding_up = CallGate(), asyncio.Event(), asyncio.Event()

    async def call() -> None:
        async with gate.passage():
            try:
                await wait_for_ever(CallGate(), begun)
            finally:
                await winding_up.wait()

    task = asyncio.create_task(call())
    await begun.wait()
    gate.close()
    for _ in range(3):
        await asyncio.sleep(0)
    gate.close()
    winding_up.set()
    with pytest.raises(GateClosedError):
        await task


async def test_a_call_that_is_cancelled_is_not_taken_for_one_given_up() -> None:
    gate, begun = CallGate(), asyncio.Event()
    task = asyncio.create_task(wait_for_ever(gate, begun))
    await begun.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


async def test_a_time_out_of_the_calls_own_stays_one() -> None:
    gate = CallGate()
    with pytest.raises(TimeoutError):
        async with gate.passage():
            raise TimeoutError
