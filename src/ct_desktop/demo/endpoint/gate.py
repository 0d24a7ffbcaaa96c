"""What a request meets before the MCP server: the token, the budget, the plan, the faults."""

import asyncio
import json
from dataclasses import dataclass
from typing import Any

from mcp.server.auth.middleware.bearer_auth import AuthenticatedUser
from mcp.server.auth.provider import AccessToken
from mcp.server.streamable_http_manager import StreamableHTTPSessionManager
from mcp.shared.inbound import MCP_PROTOCOL_VERSION_HEADER
from mcp_types import INVALID_REQUEST
from mcp_types.version import MODERN_PROTOCOL_VERSIONS
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.types import Message, Receive, Scope, Send

from ct_desktop.demo.authorization.provider import AuthorizationServer
from ct_desktop.demo.authorization.scopes import TRADE, covers
from ct_desktop.demo.endpoint import refusals
from ct_desktop.demo.endpoint.event_stream import send_as_event_stream
from ct_desktop.demo.endpoint.mcp_server import REFUSAL_KEY
from ct_desktop.demo.endpoint.rate_limit import TokenBucket
from ct_desktop.demo.endpoint.refusals import Refusal
from ct_desktop.demo.scenarios import Fault
from ct_desktop.demo.simulation import Simulation
from ct_desktop.demo.tools.catalogue import TOOLS, ToolEntry


@dataclass(frozen=True, slots=True)
class _ToolCall:
    name: str


class Gate:
    """The ASGI application at the MCP path.

    The SDK's own bearer middleware is not used: it says ``invalid_token`` to a first call without
    a token, has one form of challenge only, and can't refuse by the tool that is called.
    """

    def __init__(
        self,
        *,
        simulation: Simulation,
        authorization: AuthorizationServer,
        sessions: StreamableHTTPSessionManager,
        resource_metadata: str,
    ) -> None:
        self._simulation = simulation
        self._authorization = authorization
        self._sessions = sessions
        self._resource_metadata = resource_metadata
        self._bucket = TokenBucket()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one HTTP request."""
        simulation = self._simulation
        request = Request(scope, receive)
        body = await request.body()
        call = _tool_call(request.method, body)
        if call is not None:
            entry = TOOLS.get(call.name)
            simulation.ledger.note_tool_call(
                call.name, trades=entry is not None and entry.scope == TRADE
            )
        token = await self._token(request)
        if token is None:
            await self._challenge(request)(scope, receive, send)
            return
        version = request.headers.get(MCP_PROTOCOL_VERSION_HEADER)
        if simulation.options.lifecycle == "handshake" and version in MODERN_PROTOCOL_VERSIONS:
            await _unsupported_version()(scope, receive, send)
            return
        refusal = await self._judge(call, token, receive) if call else None
        if refusal is not None and simulation.options.carrier == "http":
            await refusal.as_http()(scope, receive, send)
            return
        scope["user"] = AuthenticatedUser(token)  # binds a session to who opened it
        scope[REFUSAL_KEY] = refusal
        await self._serve(scope, _replay(body, receive), send)

    async def _serve(self, scope: Scope, receive: Receive, send: Send) -> None:
        as_json = self._simulation.options.replies == "json"
        self._sessions.json_response = as_json
        if as_json:
            await self._sessions.handle_request(scope, receive, send)
        else:
            await send_as_event_stream(self._sessions.handle_request, scope, receive, send)

    async def _token(self, request: Request) -> AccessToken | None:
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        if scheme.lower() != "bearer" or self._simulation.has(Fault.TOKENS_REFUSED):
            return None
        return await self._authorization.load_access_token(token.strip())

    def _challenge(self, request: Request) -> Response:
        """401: no body at a first call; ``invalid_token`` for a token that does not work."""
        has_token = "authorization" in request.headers
        if self._simulation.options.challenge == "realm":
            parts = ['realm="CrossTrade MCP"']
        else:
            parts = [f'resource_metadata="{self._resource_metadata}"']
        if not has_token:
            return Response(status_code=401, headers={"WWW-Authenticate": f"Bearer {parts[0]}"})
        parts.insert(0, 'error="invalid_token"')
        return JSONResponse(
            {
                "error": "invalid_token",
                "error_description": "The token expired, was revoked, or was never issued.",
            },
            status_code=401,
            headers={"WWW-Authenticate": f"Bearer {', '.join(parts)}"},
        )

    async def _judge(self, call: _ToolCall, token: AccessToken, receive: Receive) -> Refusal | None:
        """Why the call is refused, which a frozen NT8 may take its time to show."""
        refusal = self._spend() or self._refuse(call, token)
        if refusal is None and self._is_frozen(call):
            # When NT8 moves again, something else may be wrong meanwhile.
            refusal = await self._hang(receive) or self._refuse(call, token)
        return refusal

    def _spend(self) -> Refusal | None:
        """Take the call out of the budget, unless others used that up."""
        options = self._simulation.options
        if self._simulation.has(Fault.CALLS_LIMITED):
            return refusals.budget_used_up(options)
        wait = self._bucket.take() if options.rate_limit else 0.0
        return refusals.rate_limited(wait, options) if wait > 0 else None

    def _refuse(self, call: _ToolCall, token: AccessToken) -> Refusal | None:
        """Why the call is refused, the first reason in the order of the connection's links."""
        entry = TOOLS.get(call.name)
        if self._simulation.has(Fault.PLAN_REFUSED):
            return refusals.plan_refused()
        if entry is not None and not covers(token.scopes, entry.scope):
            return refusals.insufficient_scope(self._resource_metadata)
        if entry is not None and self._needs_absent_addon(entry):
            return refusals.addon_disconnected()
        return None

    def _needs_absent_addon(self, entry: ToolEntry) -> bool:
        if not self._simulation.has(Fault.ADDON_OFFLINE) or entry.answered_by == "crosstrade":
            return False
        answers_empty = self._simulation.options.capabilities_offline == "empty"
        return not (entry.name == "GetMcpCapabilities" and answers_empty)

    def _is_frozen(self, call: _ToolCall) -> bool:
        entry = TOOLS.get(call.name)
        return (
            entry is not None
            and entry.answered_by == "nt8"
            and self._simulation.has(Fault.NT8_FROZEN)
        )

    async def _hang(self, receive: Receive) -> Refusal | None:
        """Leave the call without an answer until NT8 moves again, the wait is over or no one waits.

        None when NT8 moves again; then the call is answered after all.
        """
        seconds = self._simulation.options.addon_timeout_seconds
        waiting = asyncio.ensure_future(self._simulation.wait_while(Fault.NT8_FROZEN, seconds))
        leaving = asyncio.ensure_future(receive())
        try:
            await asyncio.wait({waiting, leaving}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            leaving.cancel()
            waiting.cancel()
        recovered = waiting.done() and not waiting.cancelled() and waiting.result()
        return None if recovered else refusals.timed_out()


def _unsupported_version() -> Response:
    """What a server of the handshake revisions says to a later one (2025-11-25, "Transports")."""
    error = {"code": INVALID_REQUEST, "message": "Bad Request: Unsupported protocol version"}
    return JSONResponse({"jsonrpc": "2.0", "id": None, "error": error}, status_code=400)


def _tool_call(method: str, body: bytes) -> _ToolCall | None:
    """The tool call in the request, if it is one; anything malformed is left to the SDK."""
    if method != "POST":
        return None
    try:
        message: Any = json.loads(body)
    except ValueError:
        return None
    if not isinstance(message, dict) or message.get("method") != "tools/call":
        return None
    params = message.get("params")
    name = params.get("name") if isinstance(params, dict) else None
    return _ToolCall(name) if isinstance(name, str) else None


def _replay(body: bytes, receive: Receive) -> Receive:
    """A ``receive`` that gives the body, read already, once more."""
    is_given = False

    async def again() -> Message:
        nonlocal is_given
        if is_given:
            return await receive()
        is_given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return again
