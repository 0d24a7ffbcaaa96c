"""Server-sent events, bounded."""

from collections.abc import AsyncGenerator

import httpx
from httpx_sse import EventSource, ServerSentEvent

from ct_desktop.mcp.errors import InvalidAnswer, InvalidReason

CONTENT_TYPE = "text/event-stream"


async def events(response: httpx.Response, limit: int) -> AsyncGenerator[ServerSentEvent]:
    """The events of ``response``, until the server ends the stream.

    Raises :class:`InvalidAnswer` once more than ``limit`` bytes have come: httpx-sse itself would
    gather a line without end.
    """
    # A response around the counted bytes, because the event source reads from nothing else.
    counted = httpx.Response(
        200, headers={"content-type": CONTENT_TYPE}, content=_counted(response, limit)
    )
    async for event in EventSource(counted).aiter_sse():
        yield event


async def _counted(response: httpx.Response, limit: int) -> AsyncGenerator[bytes]:
    received = 0
    async for chunk in response.aiter_bytes():
        received += len(chunk)
        if received > limit:
            raise InvalidAnswer(InvalidReason.TOO_LARGE, status=response.status_code)
        yield chunk
