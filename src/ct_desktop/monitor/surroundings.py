"""Notices what makes old connections worthless: waking from sleep, and another network."""

import asyncio
import socket
from collections.abc import Callable
from enum import StrEnum

from ct_desktop.core.moment import Clock
from ct_desktop.core.wake import woke

HEARTBEAT = 1.0
"""Seconds between two looks. They cost no traffic."""

_SOMEWHERE = ((socket.AF_INET, "192.0.2.1"), (socket.AF_INET6, "2001:db8::1"))
"""Addresses that belong to nobody (RFC 5737, RFC 3849)."""

_ANY_PORT = 9


class Change(StrEnum):
    """What is not as it was."""

    WOKE = "woke from sleep"
    NETWORK = "another network, or none"


def own_addresses() -> frozenset[str]:
    """The addresses from which this computer would reach the internet; none when it cannot.

    Choosing a datagram's route sends nothing.
    """
    found = set()
    for family, somewhere in _SOMEWHERE:
        try:
            with socket.socket(family, socket.SOCK_DGRAM) as route:
                route.connect((somewhere, _ANY_PORT))
                found.add(str(route.getsockname()[0]))
        except OSError:
            continue
    return frozenset(found)


async def watch_surroundings(
    clock: Clock,
    tell: Callable[[Change], None],
    *,
    heartbeat: float = HEARTBEAT,
    addresses: Callable[[], frozenset[str]] = own_addresses,
) -> None:
    """Tell each change, until cancelled. ``heartbeat`` is seconds between two looks."""
    seen_at, here = clock.now(), addresses()
    while True:
        await asyncio.sleep(heartbeat)
        now, there = clock.now(), addresses()
        if woke(seen_at, now, heartbeat):
            tell(Change.WOKE)
        elif there != here:
            tell(Change.NETWORK)
        seen_at, here = now, there
