"""Refused tool calls: what CrossTrade documents, and the three ways in which one can be carried.

Source: the CrossTrade reference, section 4.1.
"""

import json
import math
from dataclasses import dataclass, replace
from typing import Any

from mcp.shared.exceptions import MCPError
from mcp_types import CallToolResult, TextContent
from starlette.responses import JSONResponse, Response

from ct_desktop.demo.options import Options

_JSONRPC_CODE = -32050
"""In the range JSON-RPC leaves to servers, clear of the codes that MCP itself uses."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a tool call gets no answer: an HTTP status, a JSON body, headers beside them."""

    status: int
    body: dict[str, Any]
    headers: tuple[tuple[str, str], ...] = ()

    def as_http(self) -> Response:
        """An HTTP status with the body."""
        return JSONResponse(self.body, status_code=self.status, headers=dict(self.headers))

    def as_jsonrpc(self) -> MCPError:
        """A JSON-RPC error with status and body in its data."""
        return MCPError(
            _JSONRPC_CODE, str(self.body["error"]), {"status": self.status, **self.body}
        )

    def as_result(self) -> CallToolResult:
        """A result marked as an error, with the body as its text."""
        text = json.dumps(self.body, ensure_ascii=False)
        return CallToolResult(content=[TextContent(type="text", text=text)], is_error=True)


def plan_refused() -> Refusal:
    """403: below Elite."""
    return Refusal(403, {"error": "MCP requires an Elite subscription"})


def insufficient_scope(resource_metadata: str) -> Refusal:
    """403: a trade tool with a read token. Source: RFC 6750, section 3.1."""
    challenge = (
        'Bearer error="insufficient_scope", scope="mcp:trade", '
        f'resource_metadata="{resource_metadata}"'
    )
    return Refusal(
        403,
        {"error": "insufficient_scope", "error_description": "This tool needs mcp:trade."},
        (("WWW-Authenticate", challenge),),
    )


def addon_disconnected() -> Refusal:
    """408: NT8 closed, or the add-on not connected."""
    return Refusal(408, {"success": False, "error": "addon_disconnected"})


def timed_out() -> Refusal:
    """408: the add-on did not answer in time."""
    return Refusal(408, {"success": False, "error": "timeout"})


_LIMITED_SECONDS = 3
"""What a client is asked to wait while others use up the budget."""


def budget_used_up(options: Options) -> Refusal:
    """429 with ``Retry-After``, and the documented or the observed body."""
    refusal = rate_limited(_LIMITED_SECONDS, options)
    return replace(refusal, headers=(("Retry-After", str(_LIMITED_SECONDS)),))


def rate_limited(wait: float, options: Options) -> Refusal:
    """429: the documented body, or the observed one with ``Retry-After``."""
    if options.rate_limit_reply == "plain":
        return Refusal(429, {"error": "Rate limit exceeded"})
    seconds = max(1, math.ceil(wait))
    return Refusal(
        429,
        {"success": False, "error": "rate_limited", "retryAfter": seconds},
        (("Retry-After", str(seconds)),),
    )
