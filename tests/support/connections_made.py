"""Which hosts this process connects to or looks up, by whatever library. From the interpreter."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any


@dataclass
class ConnectionsMade:
    """Addresses connected to, as (host, port), and names looked up. Local sockets are left out."""

    addresses: set[tuple[str, int]] = field(default_factory=set)
    names: set[str] = field(default_factory=set)


_listening: list[ConnectionsMade] = []


def _on_event(event: str, arguments: tuple[Any, ...]) -> None:
    if not _listening:
        return
    if event == "socket.connect" and isinstance(arguments[1], tuple):
        host, port, *_ = arguments[1]
        for made in _listening:
            made.addresses.add((str(host), int(port)))
    elif event == "socket.getaddrinfo" and arguments[0]:
        for made in _listening:
            made.names.add(str(arguments[0]))


# An audit hook cannot be taken away again (PEP 578), so there is one, and it listens on demand.
sys.addaudithook(_on_event)


@contextmanager
def connections_made() -> Iterator[ConnectionsMade]:
    """Everything that is connected to in the meantime."""
    made = ConnectionsMade()
    _listening.append(made)
    try:
        yield made
    finally:
        _listening.remove(made)
