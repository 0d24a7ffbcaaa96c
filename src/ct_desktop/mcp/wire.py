"""JSON-RPC 2.0 messages as MCP uses them: writing ours, reading the server's.

Source: MCP 2026-07-28, basic/index, "Messages".
"""

import json
from collections.abc import Mapping
from typing import Any

import httpx

from ct_desktop.mcp.errors import InvalidAnswer, InvalidReason, McpError, RpcRefusal

Json = dict[str, Any]

METHOD_NOT_FOUND = -32601
HEADER_MISMATCH = -32020
MISSING_CLIENT_CAPABILITY = -32021
UNSUPPORTED_PROTOCOL_VERSION = -32022

MODERN_CODES = frozenset({HEADER_MISMATCH, MISSING_CLIENT_CAPABILITY, UNSUPPORTED_PROTOCOL_VERSION})
"""Codes that only a server of the stateless revisions sends."""

_encode = json.JSONEncoder(separators=(",", ":"), allow_nan=False).encode


def _refuse_constant(name: str) -> Any:
    raise ValueError(f"{name} is not JSON")


_decode = json.JSONDecoder(parse_constant=_refuse_constant).decode


def encode_request(request_id: int, method: str, params: Mapping[str, Any]) -> bytes:
    """A request. Raises ``ValueError`` or ``TypeError`` for parameters that are not JSON."""
    return _encode(
        {"jsonrpc": "2.0", "id": request_id, "method": method, "params": params}
    ).encode()


def encode_notification(method: str, params: Mapping[str, Any] | None = None) -> bytes:
    """A notification; ``params`` is left out when ``None``."""
    message: Json = {"jsonrpc": "2.0", "method": method}
    if params is not None:
        message["params"] = params
    return _encode(message).encode()


def encode_result(request_id: Any, result: Mapping[str, Any]) -> bytes:
    """The answer to a request of the server's."""
    return _encode({"jsonrpc": "2.0", "id": request_id, "result": result}).encode()


def encode_error(request_id: Any, code: int, message: str) -> bytes:
    """The refusal of a request of the server's."""
    error = {"code": code, "message": message}
    return _encode({"jsonrpc": "2.0", "id": request_id, "error": error}).encode()


def decode(data: bytes | str) -> Any:
    """The JSON value in ``data``; bytes must be UTF-8.

    Raises ``ValueError`` for anything that is not JSON by RFC 8259, for nesting deeper than can be
    read, and for strings with half a surrogate pair, which no file or screen could take later.
    """
    try:
        text = data if isinstance(data, str) else str(data, "utf-8-sig")
        value = _decode(text)
        if "\\ud" in text or "\\uD" in text:
            json.dumps(value, ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        pass
    else:
        return value
    # Raised here, since the parser's own exception holds the whole text.
    raise ValueError("not JSON")


def messages_in(value: Any) -> list[Json]:
    """The message or messages in one JSON value; a batch (2025-03-26 only) gives several.

    Raises :class:`InvalidAnswer` if anything in it is not a JSON-RPC 2.0 message.
    """
    messages = value if isinstance(value, list) else [value]
    for message in messages:
        if not isinstance(message, dict) or message.get("jsonrpc") != "2.0":
            raise InvalidAnswer(InvalidReason.NOT_JSON_RPC)
    return messages


def is_response(message: Json) -> bool:
    """Whether ``message`` answers a request, rather than being a request or notification."""
    return "method" not in message and ("result" in message or "error" in message)


def outcome(
    message: Json, request_id: int, *, http_status: int, headers: httpx.Headers
) -> Json | McpError:
    """What the response ``message`` says about request ``request_id``: its result, or the failure.

    An error object without an id answers us too: the server could not read the id
    (JSON-RPC 2.0, section 5).
    """
    answered = message.get("id")
    error = message.get("error")
    if error is not None:
        if answered is not None and not _same_id(answered, request_id):
            return InvalidAnswer(InvalidReason.WRONG_ID)
        return _refusal(error, http_status, headers)
    if not _same_id(answered, request_id):
        return InvalidAnswer(InvalidReason.WRONG_ID)
    result = message.get("result")
    return result if isinstance(result, dict) else InvalidAnswer(InvalidReason.NOT_JSON_RPC)


def _same_id(answered: Any, request_id: int) -> bool:
    return type(answered) is int and answered == request_id


def _refusal(error: Any, http_status: int, headers: httpx.Headers) -> McpError:
    if not isinstance(error, dict):
        return InvalidAnswer(InvalidReason.NOT_JSON_RPC)
    code, message = error.get("code"), error.get("message")
    if type(code) is not int:
        return InvalidAnswer(InvalidReason.NOT_JSON_RPC)
    text = message if isinstance(message, str) else ""
    return RpcRefusal(code, text, error.get("data"), http_status=http_status, headers=headers)
