"""The answer to a request, as read from a JSON body."""

from dataclasses import dataclass

import httpx

from ct_desktop.mcp import wire
from ct_desktop.mcp.errors import (
    HttpRefusal,
    InvalidAnswer,
    InvalidReason,
    McpError,
    RpcRefusal,
)


@dataclass(frozen=True, slots=True)
class Answer:
    """The result object of a request, with the HTTP headers that brought it."""

    result: wire.Json
    headers: httpx.Headers


def read_json_answer(response: httpx.Response, body: bytes, request_id: int) -> Answer:
    """The answer to request ``request_id`` in the JSON ``body`` of ``response``.

    Raises :class:`RpcRefusal` for an error object, :class:`InvalidAnswer` for anything else.
    """
    status, media_type = response.status_code, content_type(response)

    def invalid(reason: InvalidReason) -> InvalidAnswer:
        return InvalidAnswer(reason, status=status, content_type=media_type)

    if not body:
        raise invalid(InvalidReason.EMPTY)
    try:
        value = wire.decode(body)
    except ValueError:
        is_json = media_type == "application/json" or media_type.endswith("+json")
        raise invalid(InvalidReason.NOT_JSON if is_json else InvalidReason.CONTENT_TYPE) from None
    responses = [message for message in wire.messages_in(value) if wire.is_response(message)]
    if len(responses) != 1:
        raise invalid(InvalidReason.NOT_JSON_RPC)
    outcome = wire.outcome(responses[0], request_id, http_status=status, headers=response.headers)
    if isinstance(outcome, McpError):
        raise outcome
    return Answer(outcome, response.headers)


def rpc_refusal(refusal: HttpRefusal, request_id: int) -> RpcRefusal | None:
    """The JSON-RPC error that a refusal's body holds in answer to our request, if it does."""
    try:
        messages = wire.messages_in(wire.decode(refusal.body))
    except (ValueError, InvalidAnswer):
        return None
    if len(messages) != 1 or "error" not in messages[0]:
        return None
    outcome = wire.outcome(
        messages[0], request_id, http_status=refusal.status, headers=refusal.headers
    )
    return outcome if isinstance(outcome, RpcRefusal) else None


def content_type(response: httpx.Response) -> str:
    """The media type, in lower case, without parameters; of a repeated field the first."""
    value: str = response.headers.get("content-type", "")
    return value.partition(";")[0].partition(",")[0].strip().lower()
