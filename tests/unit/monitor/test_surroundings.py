"""Waking and changes of network are told once each, and nothing else is."""

import asyncio
import ipaddress
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import chain, repeat

import pytest

from ct_desktop.core.moment import Moment
from ct_desktop.monitor.surroundings import Change, own_addresses, watch_surroundings

HOME, WORK, NOWHERE = frozenset({"192.168.1.7"}), frozenset({"10.0.0.7"}), frozenset[str]()


class SteppingClock:
    """Goes on by one second a look, and by those in ``jumps`` instead where they are named."""

    def __init__(self, jumps: dict[int, float]) -> None:
        self._jumps = jumps
        self._looks = 0
        self._at = Moment(datetime(2026, 11, 22, tzinfo=UTC), 0.0)

    def now(self) -> Moment:
        seconds = self._jumps.get(self._looks, 1.0)
        self._looks += 1
        self._at = Moment(self._at.utc + timedelta(seconds=seconds), self._at.steady + seconds)
        return self._at


async def told(jumps: dict[int, float], places: list[frozenset[str]]) -> list[Change]:
    """What is told while the network is at each of ``places`` in turn, for one look each."""
    changes: list[Change] = []
    done = asyncio.Event()

    def look() -> Iterator[frozenset[str]]:
        yield from places
        done.set()
        yield from repeat(places[-1])

    looks = chain(look())
    watch = asyncio.create_task(
        watch_surroundings(
            SteppingClock(jumps), changes.append, heartbeat=0.0, addresses=lambda: next(looks)
        )
    )
    async with asyncio.timeout(10):
        await done.wait()
    watch.cancel()
    await asyncio.gather(watch, return_exceptions=True)
    return changes


@pytest.mark.parametrize(
    ("places", "changes"),
    [
        ([HOME] * 5, []),
        ([HOME, WORK, WORK, WORK], [Change.NETWORK]),
        ([HOME, NOWHERE, NOWHERE, HOME], [Change.NETWORK, Change.NETWORK]),
        ([NOWHERE, NOWHERE], []),
    ],
)
async def test_each_change_of_network_is_told_once(
    places: list[frozenset[str]], changes: list[Change]
) -> None:
    assert await told({}, places) == changes


async def test_waking_is_told_once() -> None:
    assert await told({3: 3600.0}, [HOME] * 8) == [Change.WOKE]


async def test_waking_somewhere_else_is_one_change() -> None:
    assert await told({2: 3600.0}, [HOME, HOME, WORK, WORK]) == [Change.WOKE]


def test_the_real_addresses_are_addresses() -> None:
    for address in own_addresses():
        assert not ipaddress.ip_address(address.partition("%")[0]).is_unspecified
