"""One request under an agreement: its form, its second chance, its cancellation.

Sources: MCP 2026-07-28, basic/transports/streamable-http; MCP 2025-11-25, basic/utilities.
"""

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from itertools import count
from typing import Any

from ct_desktop.mcp import elicitation, wire
from ct_desktop.mcp.answers import Answer
from ct_desktop.mcp.elicitation import OnElicitation, answer_elicitation
from ct_desktop.mcp.errors import (
    InvalidAnswer,
    McpError,
    NoAnswer,
    Unreachable,
    UnreachableReason,
)
from ct_desktop.mcp.lifecycle import Agreement, Lifecycle
from ct_desktop.mcp.parameter_headers import header_value
from ct_desktop.mcp.transport import Request, StreamableHttpTransport

FAREWELL_TIMEOUT = 1.0
"""Seconds for a cancellation notice or the end of a session; both are courtesies."""

RESPONSE_TIMEOUT = 5.0
"""Seconds to deliver the answer to a question of the server's."""

_INVALID_PARAMS = -32602


@dataclass(frozen=True, slots=True)
class Call:
    """One request before it takes its lifecycle's form.

    ``seconds`` is its time limit. An ``idempotent`` one is sent again, once, if the connection is
    lost before the answer. ``tool`` and ``mirrored``, the header fields made from arguments, are
    for ``tools/call``.
    """

    method: str
    params: Mapping[str, Any]
    seconds: float
    idempotent: bool = True
    tool: str | None = None
    mirrored: Mapping[str, str] = field(default_factory=dict)


class RequestSender:
    """Sends calls in the form an agreement asks for, and answers what the server asks meanwhile."""

    def __init__(
        self, transport: StreamableHttpTransport, on_elicitation: OnElicitation | None
    ) -> None:
        self._transport = transport
        self._on_elicitation = on_elicitation
        self._ids = count(1)

    async def send(self, agreement: Agreement, call: Call) -> Answer:
        """Send ``call`` and wait for its answer.

        A cancelled or timed-out request is cancelled at the server. Raises the errors of
        :mod:`ct_desktop.mcp.errors`.
        """
        try:
            return await self._send_once(agreement, call)
        except Unreachable as lost:
            if not call.idempotent or lost.reason is not UnreachableReason.RESET:
                raise
        # A server may close an idle connection in the instant that we use it.
        return await self._send_once(agreement, call)

    async def notify(
        self, agreement: Agreement, method: str, *, seconds: float, params: wire.Json | None = None
    ) -> None:
        """Send a notification. Raises the errors of :mod:`ct_desktop.mcp.errors`."""
        await self._transport.notify(
            wire.encode_notification(method, params),
            method=method,
            headers=agreement.headers,
            seconds=seconds,
        )

    async def say_farewell(self, agreement: Agreement) -> None:
        """End the session at the server, as well as that can be done quickly."""
        with suppress(McpError):
            await self._transport.end_session(headers=agreement.headers, seconds=FAREWELL_TIMEOUT)

    async def _send_once(self, agreement: Agreement, call: Call) -> Answer:
        request_id = next(self._ids)
        handshake = agreement.lifecycle is Lifecycle.HANDSHAKE
        request = Request(
            id=request_id,
            method=call.method,
            params=call.params if handshake else {**call.params, "_meta": agreement.meta},
            headers=agreement.headers if handshake else _stateless_headers(agreement, call),
            timeout=call.seconds,
            tool=call.tool,
            on_server_request=partial(self._answer, agreement) if handshake else None,
        )
        try:
            if handshake and call.tool is not None and self._on_elicitation is not None:
                return await self._request_listening(agreement, request)
            return await self._transport.request(request)
        except (asyncio.CancelledError, NoAnswer):
            # A stateless request is cancelled by the end of its connection alone.
            if handshake and call.method != "initialize":
                await self._say_cancelled(agreement, request_id)
            raise

    async def _say_cancelled(self, agreement: Agreement, request_id: int) -> None:
        params = {"requestId": request_id}
        with suppress(McpError):
            await self.notify(
                agreement, "notifications/cancelled", seconds=FAREWELL_TIMEOUT, params=params
            )

    async def _request_listening(self, agreement: Agreement, request: Request) -> Answer:
        """Send ``request`` while hearing the server's standalone stream.

        Up to 2025-11-25 some servers ask there instead of in the stream of the call.
        """
        answer: Answer | McpError
        opened = asyncio.Event()
        async with asyncio.TaskGroup() as group:
            listener = group.create_task(self._listen(agreement, opened, request.timeout))
            await opened.wait()
            try:
                answer = await self._transport.request(request)
            except McpError as failure:
                answer = failure
            listener.cancel()
        if isinstance(answer, McpError):
            raise answer
        return answer

    async def _listen(self, agreement: Agreement, opened: asyncio.Event, seconds: float) -> None:
        with suppress(McpError):
            await self._transport.listen(
                partial(self._answer, agreement), opened, headers=agreement.headers, seconds=seconds
            )

    async def _answer(self, agreement: Agreement, message: wire.Json) -> None:
        """Answer a request of the server's that came in a stream (2025-11-25 and earlier)."""
        request_id, method = message["id"], message.get("method")
        if method == "ping":
            response = wire.encode_result(request_id, {})
        elif method == elicitation.METHOD:
            try:
                answer = await answer_elicitation(message.get("params"), self._on_elicitation)
                response = wire.encode_result(request_id, answer)
            except InvalidAnswer:
                response = wire.encode_error(request_id, _INVALID_PARAMS, "Invalid params")
        else:
            response = wire.encode_error(request_id, wire.METHOD_NOT_FOUND, "Method not found")
        with suppress(McpError):
            await self._transport.notify(
                response, method="response", headers=agreement.headers, seconds=RESPONSE_TIMEOUT
            )


def _stateless_headers(agreement: Agreement, call: Call) -> dict[str, str]:
    headers = {**agreement.headers, "Mcp-Method": call.method}
    if call.tool is not None:
        headers["Mcp-Name"] = header_value(call.tool)
        headers.update(call.mirrored)
    return headers
