"""Streamable HTTP: one POST for each message, the answer as JSON or as an event stream.

Sources: MCP 2026-07-28, basic/transports/streamable-http; MCP 2025-11-25, basic/transports, for
the server's own requests in a stream and for taking up a broken one.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass

import httpx
from httpx_sse import ServerSentEvent

from ct_desktop.mcp import wire
from ct_desktop.mcp.answers import Answer, content_type, read_json_answer, rpc_refusal
from ct_desktop.mcp.body import leave, read_beginning, read_whole
from ct_desktop.mcp.endpoint import Endpoint, Outgoing
from ct_desktop.mcp.errors import (
    HttpRefusal,
    InvalidAnswer,
    InvalidReason,
    McpError,
    NoAnswer,
    Unreachable,
    UnreachableReason,
    WaitPhase,
)
from ct_desktop.mcp.event_stream import CONTENT_TYPE as EVENT_STREAM
from ct_desktop.mcp.event_stream import events

logger = logging.getLogger(__name__)

ANSWER_LIMIT = 16 * 1024 * 1024
"""Bytes of one answer, unpacked; several times what 200 accounts and 2,000 positions take."""

MAX_RESUMPTIONS = 10
"""Times in a row that a stream may end without a new event before its answer is given up."""

DEFAULT_RETRY = 1.0
"""Seconds before a stream is taken up again, where the server names none."""

STREAM_LINGER = 0.05
"""Seconds an answered stream may take to end. Opening a new connection costs more than that."""

MAX_OPEN_STREAMS = 3
"""Answered streams in a row that may stay open before their end is no longer waited for."""

COURTESY_BODY_LIMIT = 4096
"""Bytes read of an answer that needs no body, so that its connection can be used again."""

COURTESY_BODY_TIMEOUT = 1.0
"""Seconds spent on that."""

_POST_HEADERS = {
    "Accept": f"application/json, {EVENT_STREAM}",
    "Content-Type": "application/json",
}

ServerRequestHandler = Callable[[wire.Json], Awaitable[None]]
"""Answers a request of the server's that came in a stream."""


@dataclass(frozen=True, slots=True)
class Request:
    """One JSON-RPC request as it goes out.

    ``headers`` come on top of the transport's own. ``timeout`` is in seconds, from sending to the
    complete answer. With ``on_server_request`` the stream follows the revisions up to 2025-11-25:
    the server may ask in it, and it can be taken up again.
    """

    id: int
    method: str
    params: Mapping[str, object]
    headers: Mapping[str, str]
    timeout: float
    tool: str | None = None
    on_server_request: ServerRequestHandler | None = None


@dataclass(slots=True)
class _StreamPosition:
    """Where a broken stream is taken up again."""

    last_event_id: str = ""
    retry: float = DEFAULT_RETRY
    fruitless: int = 0
    """Resumptions since the last new event."""


class StreamableHttpTransport:
    """Carries JSON-RPC messages over one endpoint; holds no state of the protocol's."""

    def __init__(self, endpoint: Endpoint, *, answer_limit: int = ANSWER_LIMIT) -> None:
        self._endpoint = endpoint
        self._answer_limit = answer_limit
        self._open_streams = 0

    async def request(self, request: Request) -> Answer:
        """Send ``request`` and wait for its result.

        Raises the errors of :mod:`ct_desktop.mcp.errors`.
        """
        deadline = asyncio.get_running_loop().time() + request.timeout
        position = _StreamPosition()
        outgoing = Outgoing(
            "POST",
            {**_POST_HEADERS, **request.headers},
            request.timeout,
            request.method,
            request.tool,
            wire.encode_request(request.id, request.method, request.params),
        )
        answer = await self._exchange(outgoing, request, position)
        while answer is None:
            await self._wait_to_resume(position, deadline, request.timeout)
            resumption = Outgoing(
                "GET",
                {
                    "Accept": EVENT_STREAM,
                    "Last-Event-ID": position.last_event_id,
                    **request.headers,
                },
                deadline - asyncio.get_running_loop().time(),
                request.method,
                request.tool,
            )
            answer = await self._exchange(resumption, request, position)
        return answer

    async def notify(
        self, message: bytes, *, method: str, headers: Mapping[str, str], seconds: float
    ) -> None:
        """Send an encoded notification or response; any 2xx status is a success.

        ``method`` names it for the observer. Raises the errors of :mod:`ct_desktop.mcp.errors`.
        """
        headers = {**_POST_HEADERS, **headers}
        outgoing = Outgoing("POST", headers, seconds, method, body=message)
        await self._endpoint.exchange(outgoing, _no_answer_expected)

    async def end_session(self, *, headers: Mapping[str, str], seconds: float) -> None:
        """Tell the server that the session named in ``headers`` is over.

        Raises the errors of :mod:`ct_desktop.mcp.errors`; a server may refuse with 405.
        """
        outgoing = Outgoing("DELETE", headers, seconds, "DELETE")
        await self._endpoint.exchange(outgoing, _no_answer_expected)

    async def listen(
        self,
        on_server_request: ServerRequestHandler,
        opened: asyncio.Event,
        *,
        headers: Mapping[str, str],
        seconds: float,
    ) -> None:
        """Hear the server's requests on its standalone stream, until it ends or we are cancelled.

        ``opened`` is set once the stream stands or is refused. Source: MCP 2025-11-25,
        basic/transports, "Listening for Messages from the Server". Raises the errors of
        :mod:`ct_desktop.mcp.errors`.
        """

        async def read(response: httpx.Response) -> None:
            opened.set()
            if content_type(response) != EVENT_STREAM:
                return
            async with events(response, self._answer_limit) as stream:
                async for event in stream:
                    if _has_message(event):
                        for message in _messages(event, response):
                            await _pass_on(message, on_server_request)

        outgoing = Outgoing("GET", {"Accept": EVENT_STREAM, **headers}, seconds, "GET")
        try:
            await self._endpoint.exchange(outgoing, read)
        finally:
            opened.set()

    async def _exchange(
        self, outgoing: Outgoing, request: Request, position: _StreamPosition
    ) -> Answer | None:
        """The answer, or ``None`` if its stream broke off and can be taken up again."""

        async def read(response: httpx.Response) -> Answer | None:
            if content_type(response) == EVENT_STREAM:
                return await self._read_stream(response, request, position)
            body = await read_whole(response, self._answer_limit)
            return read_json_answer(response, body, request.id)

        try:
            return await self._endpoint.exchange(outgoing, read)
        except HttpRefusal as refusal:
            failure = rpc_refusal(refusal, request.id)
            if failure is None:
                raise
        except Unreachable as lost:
            if lost.reason is UnreachableReason.RESET and _resumable(request, position):
                return None
            raise
        raise failure

    async def _wait_to_resume(
        self, position: _StreamPosition, deadline: float, limit: float
    ) -> None:
        """Wait as long as the server asked before a stream is taken up again (SEP-1699)."""
        if position.fruitless == MAX_RESUMPTIONS:
            raise Unreachable(UnreachableReason.RESET, "the stream kept ending before the answer")
        if asyncio.get_running_loop().time() + position.retry >= deadline:
            raise NoAnswer(WaitPhase.STREAM, limit)
        position.fruitless += 1
        await asyncio.sleep(position.retry)

    async def _read_stream(
        self, response: httpx.Response, request: Request, position: _StreamPosition
    ) -> Answer | None:
        async with events(response, self._answer_limit) as stream:
            async for event in stream:
                _note_position(position, event)
                if not _has_message(event):
                    continue
                outcome = await self._take(event, response, request)
                if outcome is not None:
                    await self._leave_answered(stream)
                    if isinstance(outcome, McpError):
                        raise outcome
                    return Answer(outcome, response.headers)
        if _resumable(request, position):
            return None
        raise Unreachable(UnreachableReason.RESET, "the stream ended before the answer")

    async def _leave_answered(self, stream: AsyncIterator[ServerSentEvent]) -> None:
        """Let an answered stream end by itself, unless this server's streams never do."""
        waits = self._open_streams < MAX_OPEN_STREAMS
        ended = await leave(stream, STREAM_LINGER if waits else 0)
        self._open_streams = 0 if ended else self._open_streams + 1

    async def _take(
        self, event: ServerSentEvent, response: httpx.Response, request: Request
    ) -> wire.Json | McpError | None:
        """Handle one event's messages; the answer's outcome, if it is among them."""
        try:
            messages = _messages(event, response)
        except InvalidAnswer as failure:
            return failure
        for message in messages:
            if wire.is_response(message):
                return wire.outcome(
                    message,
                    request.id,
                    http_status=response.status_code,
                    headers=response.headers,
                )
            await _pass_on(message, request.on_server_request)
        return None


def _has_message(event: ServerSentEvent) -> bool:
    return event.event == "message" and bool(event.data)


def _messages(event: ServerSentEvent, response: httpx.Response) -> list[wire.Json]:
    try:
        return wire.messages_in(wire.decode(event.data))
    except ValueError:
        raise InvalidAnswer(InvalidReason.NOT_JSON, status=response.status_code) from None


async def _pass_on(message: wire.Json, handler: ServerRequestHandler | None) -> None:
    """Give a request of the server's to ``handler``; notifications need no reaction of ours."""
    if handler is not None and "id" in message and "method" in message:
        await handler(message)
    else:
        logger.debug("ignored a message in the stream that is no answer")


def _resumable(request: Request, position: _StreamPosition) -> bool:
    return request.on_server_request is not None and bool(position.last_event_id)


def _fits_a_header(event_id: str) -> bool:
    return event_id.isascii() and event_id.isprintable()


def _note_position(position: _StreamPosition, event: ServerSentEvent) -> None:
    if event.id and event.id != position.last_event_id and _fits_a_header(event.id):
        position.last_event_id = event.id
        position.fruitless = 0
    if event.retry is not None:
        position.retry = max(0.0, event.retry / 1000)


async def _no_answer_expected(response: httpx.Response) -> None:
    """The status alone counts. The body is read for the sake of the connection."""
    await read_beginning(response, COURTESY_BODY_LIMIT, COURTESY_BODY_TIMEOUT)
