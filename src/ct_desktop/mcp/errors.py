"""What can go wrong between the client and an MCP server, each kind with its evidence.

No text here carries a token, a header value or a piece of a body: what the server sent stays in
attributes that ``str`` and ``repr`` leave out.
"""

# ruff: noqa: N818 - the names say what happened, as the chain shows it; McpError marks the kind

import json
from enum import StrEnum
from typing import Any

import httpx


class McpError(Exception):
    """Any failure of an MCP request; every public call of this package raises only these."""


class UnreachableReason(StrEnum):
    """Where the way to the server broke."""

    DNS = "dns"
    CONNECT = "connect"
    TLS = "tls"
    PROXY = "proxy"
    RESET = "reset"
    """The connection stood and was lost before the answer was complete."""


class Unreachable(McpError):
    """No HTTP answer, because the network, the proxy or the connection failed.

    ``detail`` is the operating system's or the TLS library's own words.
    """

    def __init__(self, reason: UnreachableReason, detail: str) -> None:
        super().__init__(f"the MCP server cannot be reached ({reason}): {detail}")
        self.reason = reason
        self.detail = detail


class WaitPhase(StrEnum):
    """What the client was waiting for when its time ran out."""

    CONNECT = "connect"
    HEADERS = "headers"
    STREAM = "stream"
    """The HTTP headers had come; the answer in the body had not."""


class NoAnswer(McpError):
    """The time limit passed. ``seconds`` is the limit, ``phase`` what was being waited for."""

    def __init__(self, phase: WaitPhase, seconds: float) -> None:
        super().__init__(f"the MCP server did not answer within {seconds:g} s (waiting: {phase})")
        self.phase = phase
        self.seconds = seconds


class HttpRefusal(McpError):
    """An HTTP status other than 2xx, without a JSON-RPC answer to our request in its body.

    Redirects count: they are never followed. ``headers`` reads without regard to case and
    ``headers.get_list(name)`` gives repeated fields. ``body`` holds the first
    :data:`~ct_desktop.mcp.endpoint.REFUSAL_BODY_LIMIT` bytes.
    """

    def __init__(self, status: int, headers: httpx.Headers, body: bytes) -> None:
        super().__init__(f"the MCP server refused the request with HTTP status {status}")
        self.status = status
        self.headers = headers
        self.body = body

    @property
    def text(self) -> str:
        """The body as text; bytes that are not UTF-8 become the replacement character."""
        return self.body.decode("utf-8", "replace")

    def json(self) -> Any:
        """The body as a JSON value, or ``None`` where it is not JSON."""
        try:
            return json.loads(self.body)
        except (ValueError, RecursionError):
            return None


class RpcRefusal(McpError):
    """A JSON-RPC error object in answer to our request, under whatever HTTP status.

    ``message`` and ``data`` are the server's, unchecked; ``data`` is ``None`` when absent.
    """

    def __init__(
        self, code: int, message: str, data: Any, *, http_status: int, headers: httpx.Headers
    ) -> None:
        super().__init__(f"the MCP server refused the request with JSON-RPC error {code}")
        self.code = code
        self.message = message
        self.data = data
        self.http_status = http_status
        self.headers = headers


class InvalidReason(StrEnum):
    """Why an answer cannot be used."""

    NOT_HTTP = "not http"
    BAD_ENCODING = "bad content encoding"
    CONTENT_TYPE = "unexpected content type"
    """For example an HTML page with status 200, as a captive portal sends it."""
    EMPTY = "empty"
    TOO_LARGE = "too large"
    NOT_JSON = "not json"
    NOT_JSON_RPC = "not json-rpc"
    WRONG_ID = "wrong id"
    RESULT_TYPE = "unknown result type"
    RESULT_SHAPE = "malformed result"
    INPUT_REQUEST = "asks for input that was never offered"
    SESSION_ID = "unusable session id"
    ENDLESS = "does not come to an end"


class InvalidAnswer(McpError):
    """The server answered with something that is not the protocol.

    ``status`` and ``content_type`` are those of the HTTP answer, where there was one.
    """

    def __init__(
        self, reason: InvalidReason, *, status: int | None = None, content_type: str | None = None
    ) -> None:
        super().__init__(f"the MCP server sent an answer that cannot be used ({reason})")
        self.reason = reason
        self.status = status
        self.content_type = content_type


class NoCommonVersion(McpError):
    """Client and server share no protocol revision. ``supported`` is what the server named."""

    def __init__(self, supported: tuple[str, ...]) -> None:
        named = ", ".join(supported) or "none named"
        super().__init__(f"the MCP server speaks no protocol revision this app knows ({named})")
        self.supported = supported
