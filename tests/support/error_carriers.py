"""The three carriers of a failure, each in the forms in which it may appear.

Source: the CrossTrade reference, section 4.1.
"""

import json
from collections.abc import Callable

import httpx

from ct_desktop.mcp.errors import HttpRefusal, McpError, RpcRefusal
from ct_desktop.mcp.tools import ToolResult
from support.error_matrix import Wire
from support.scripted_session import json_result, text_result

Carrier = Callable[[Wire], McpError | ToolResult]


def _http(wire: Wire) -> McpError:
    body = b"" if wire.body is None else json.dumps(wire.body).encode()
    return HttpRefusal(wire.status, httpx.Headers(wire.headers), body)


def _rpc_with_data(wire: Wire) -> McpError:
    data = {"status": wire.status, **(wire.body or {})}
    return RpcRefusal(-32050, "Refused", data, http_status=200, headers=httpx.Headers(wire.headers))


def _rpc_with_nested_data(wire: Wire) -> McpError:
    data = {"http_status": wire.status, "details": wire.body or {}}
    return RpcRefusal(-32000, "", data, http_status=400, headers=httpx.Headers(wire.headers))


def _rpc_with_status_for_code(wire: Wire) -> McpError:
    message = str((wire.body or {}).get("error", ""))
    return RpcRefusal(
        wire.status, message, None, http_status=200, headers=httpx.Headers(wire.headers)
    )


def _rpc_with_json_message(wire: Wire) -> McpError:
    message = json.dumps({"status": wire.status, **(wire.body or {})})
    return RpcRefusal(-32603, message, None, http_status=200, headers=httpx.Headers(wire.headers))


def _is_error_text(wire: Wire) -> ToolResult:
    return json_result(wire.body, is_error=True)


def _is_error_sentence(wire: Wire) -> ToolResult:
    assert wire.body is not None
    sentence = f"Error executing tool: {wire.body['error']}. {wire.body.get('detail', '')}"
    return text_result(sentence, is_error=True)


def _is_error_structured(wire: Wire) -> ToolResult:
    return text_result("The call failed.", structured={"error": wire.body}, is_error=True)


def _success_false(wire: Wire) -> ToolResult:
    return json_result({"success": False, **(wire.body or {})})


def _success_false_under_data(wire: Wire) -> ToolResult:
    return json_result({"data": {"success": False, **(wire.body or {})}})


def _bare_error(wire: Wire) -> ToolResult:
    return json_result(wire.body)


HTTP_STATUS: tuple[Carrier, ...] = (_http,)
JSON_RPC_ERROR: tuple[Carrier, ...] = (
    _rpc_with_data,
    _rpc_with_nested_data,
    _rpc_with_status_for_code,
    _rpc_with_json_message,
)
IS_ERROR: tuple[Carrier, ...] = (
    _is_error_text,
    _is_error_sentence,
    _is_error_structured,
    _success_false,
    _success_false_under_data,
    _bare_error,
)


def carriers_of(wire: Wire) -> tuple[Carrier, ...]:
    """All that can carry ``wire``: a failure inside a result has a body to be known by."""
    with_status = (*HTTP_STATUS, *JSON_RPC_ERROR)
    return with_status if wire.body is None else (*with_status, *IS_ERROR)
