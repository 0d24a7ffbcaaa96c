"""Lets calls through, or holds them back: those under way as well as those to come."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


class GateClosedError(Exception):
    """No call may be made now, or the one under way was given up."""


class CallGate:
    """Open at first. All methods belong to the event loop's thread."""

    def __init__(self) -> None:
        self._closed = False
        self._under_way: set[asyncio.Timeout] = set()

    @property
    def is_closed(self) -> bool:
        """Whether calls are held back."""
        return self._closed

    def close(self) -> None:
        """Give up every call under way, and let no other begin."""
        self._closed = True
        now = asyncio.get_running_loop().time()
        for call in self._under_way:
            if not call.expired():
                call.reschedule(now)

    def open(self) -> None:
        """Let calls through again."""
        self._closed = False

    @asynccontextmanager
    async def passage(self) -> AsyncIterator[None]:
        """The way of one call. Raises :class:`GateClosedError`, also out of the call's middle."""
        if self._closed:
            raise GateClosedError
        try:
            async with asyncio.timeout(None) as call:
                self._under_way.add(call)
                try:
                    yield
                finally:
                    self._under_way.discard(call)
        except TimeoutError:
            if call.expired():
                raise GateClosedError from None
            raise
