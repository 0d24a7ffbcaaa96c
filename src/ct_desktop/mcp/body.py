"""Reading HTTP bodies of servers that may send too much, too slowly or without end."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from typing import Any

import httpx

from ct_desktop.mcp.errors import InvalidAnswer, InvalidReason


async def read_whole(response: httpx.Response, limit: int) -> bytes:
    """The body. Raises :class:`InvalidAnswer` if it is longer than ``limit`` bytes."""
    chunks: list[bytes] = []
    received = 0
    stream = response.aiter_bytes()
    async for chunk in stream:
        received += len(chunk)
        if received > limit:
            await leave(stream)
            raise InvalidAnswer(InvalidReason.TOO_LARGE, status=response.status_code)
        chunks.append(chunk)
    return b"".join(chunks)


async def read_beginning(response: httpx.Response, limit: int, seconds: float) -> bytes:
    """At most ``limit`` bytes of the body: what came within ``seconds``, however it ended.

    For refusals: their status is worth more than their body, so no fault in the body hides it.
    """
    body = bytearray()
    stream = response.aiter_bytes()
    with suppress(TimeoutError, httpx.HTTPError):
        async with asyncio.timeout(seconds):
            async for chunk in stream:
                body += chunk
                if len(body) >= limit:
                    await leave(stream)
                    break
    return bytes(body[:limit])


async def leave(stream: AsyncIterator[Any], linger: float = 0) -> bool:
    """Read ``stream`` to its end and tell whether it came within ``linger`` seconds.

    A body read to its end leaves the connection usable for the next request. Cutting it off by a
    time-out, instead of dropping the iterator, ends the iterators beneath it here and now; else
    each would leave a task behind for the event loop to close it.
    """
    try:
        async with asyncio.timeout(linger):
            async for _ in stream:
                pass
    except (TimeoutError, httpx.HTTPError, InvalidAnswer):
        return False
    return True
