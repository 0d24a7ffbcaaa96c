"""Server-sent events, bounded."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
from httpx_sse import EventSource, ServerSentEvent

from ct_desktop.mcp.body import leave
from ct_desktop.mcp.errors import InvalidAnswer, InvalidReason

CONTENT_TYPE = "text/event-stream"


@asynccontextmanager
async def events(
    response: httpx.Response, limit: int
) -> AsyncIterator[AsyncIterator[ServerSentEvent]]:
    """The events of ``response``, until the server ends the stream or the context ends.

    Iterating raises :class:`InvalidAnswer` once more than ``limit`` bytes have come: httpx-sse
    itself would gather a line without end.
    """
    # A response around the counted bytes, because the event source reads from nothing else.
    counted = httpx.Response(
        200, headers={"content-type": CONTENT_TYPE}, content=_counted(response, limit)
    )
    stream = EventSource(counted).aiter_sse()
    try:
        yield stream
    finally:
        await leave(stream)


async def _counted(response: httpx.Response, limit: int) -> AsyncIterator[bytes]:
    received = 0
    async for chunk in response.aiter_bytes():
        received += len(chunk)
        if received > limit:
            raise InvalidAnswer(InvalidReason.TOO_LARGE, status=response.status_code)
        yield chunk
