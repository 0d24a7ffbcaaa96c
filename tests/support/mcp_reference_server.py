"""The official SDK's MCP server: the other side, written by others; run as a script."""

import socket
import threading
from collections.abc import Awaitable, Callable
from typing import Any

import anyio
import mcp_types as types
import uvicorn
from mcp.server.lowlevel import Server
from mcp.server.streamable_http import EventMessage, EventStore
from mcp.shared.message import ServerMessageMetadata
from starlette.responses import JSONResponse

PAGE_SIZE = 4

FORM = {
    "type": "object",
    "properties": {
        "account": {"type": "string", "default": "Sim101"},
        "count": {"type": "integer", "default": 3},
        "sure": {"type": "boolean"},
    },
}


def main() -> None:
    """Serve three ways, on a port each, and print the ports: events, JSON, handshake only."""
    apps = [
        build_app(json_response=False),
        build_app(json_response=True),
        without_stateless(build_app(json_response=False)),
    ]
    listeners = [listen() for _ in apps]
    print(*(listener.getsockname()[1] for listener in listeners), flush=True)
    for app, listener in zip(apps, listeners, strict=True):
        server = uvicorn.Server(uvicorn.Config(app, log_level="error"))
        # Outside the main thread uvicorn leaves the signals alone, so that ending is at once.
        threading.Thread(target=server.run, args=[[listener]], daemon=True).start()
    threading.Event().wait()


def listen() -> socket.socket:
    """A listening socket on a free port.

    Its protocol is named, for asyncio turns Nagle's algorithm off only where it is: else every
    answer would wait 40 ms for the client's delayed acknowledgement.
    """
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.bind(("127.0.0.1", 0))
    listener.listen()
    return listener


def build_app(*, json_response: bool) -> Any:
    """The server as an application that answers in JSON, or in streams that can be resumed."""
    return build_server().streamable_http_app(
        json_response=json_response,
        event_store=None if json_response else MemoryEventStore(),
        retry_interval=20,
    )


def without_stateless(app: Any) -> Any:
    """``app`` as a server of 2025 answers requests of 2026: 400 and an unspecific error."""

    async def serve(scope: Any, receive: Any, send: Any) -> None:
        headers = dict(scope.get("headers", ()))
        if headers.get(b"mcp-protocol-version") == b"2026-07-28":
            error = {"code": -32600, "message": "Bad Request: Unsupported protocol version"}
            answer = {"jsonrpc": "2.0", "id": "server-error", "error": error}
            await JSONResponse(answer, 400)(scope, receive, send)
        else:
            await app(scope, receive, send)

    return serve


class MemoryEventStore(EventStore):
    """Events kept in memory, so that streams can be taken up again."""

    def __init__(self) -> None:
        self._events: list[tuple[str, Any]] = []

    async def store_event(self, stream_id: str, message: Any) -> str:
        self._events.append((stream_id, message))
        return str(len(self._events))

    async def replay_events_after(self, last_event_id: str, send_callback: Any) -> str:
        first = int(last_event_id)
        stream_id = self._events[first - 1][0]
        for number, (stream, message) in enumerate(self._events[first:], first + 1):
            if stream == stream_id and message is not None:
                await send_callback(EventMessage(message, str(number)))
        return stream_id


def build_server() -> Any:
    """The server with its tools; what each does stands in its description."""
    running = 0
    cancelled = 0

    async def add(ctx: Any, given: dict[str, Any]) -> Any:
        return result(f"{given['a'] + given['b']}", {"sum": given["a"] + given["b"]})

    async def fail(ctx: Any, given: dict[str, Any]) -> Any:
        return types.CallToolResult(
            content=[types.TextContent(text="account_not_found")], is_error=True
        )

    async def unlisted(ctx: Any, given: dict[str, Any]) -> Any:
        return types.CallToolResult.model_validate(
            {"content": [{"type": "text", "text": "x"}], "_meta": {"example.org/age": 7}}
        )

    async def chatter(ctx: Any, given: dict[str, Any]) -> Any:
        for step in range(3):
            await ctx.session.send_progress_notification(
                "token", step, related_request_id=ctx.request_id
            )
        return result("done")

    async def ask(ctx: Any, given: dict[str, Any]) -> Any:
        answer = await ctx.session.elicit_form("Which one?", FORM, ctx.request_id)
        return result(answer.action, answer.content)

    async def sample(ctx: Any, given: dict[str, Any]) -> Any:
        try:
            await ctx.session.send_request(
                types.ListRootsRequest(), types.ListRootsResult, metadata=related(ctx)
            )
        except Exception as refusal:
            return result(str(getattr(refusal, "code", refusal)))
        return result("granted")

    async def poll(ctx: Any, given: dict[str, Any]) -> Any:
        if ctx.close_sse_stream is not None:
            await ctx.close_sse_stream()
        return result("after the break")

    async def wait(ctx: Any, given: dict[str, Any]) -> Any:
        nonlocal running, cancelled
        running += 1
        try:
            await anyio.sleep(60)
        except anyio.get_cancelled_exc_class():
            cancelled += 1
            raise
        finally:
            running -= 1
        return result("waited")

    async def counts(ctx: Any, given: dict[str, Any]) -> Any:
        return result("", {"running": running, "cancelled": cancelled})

    async def headers(ctx: Any, given: dict[str, Any]) -> Any:
        return result("", {"headers": dict(ctx.request.headers), "arguments": given})

    def result(text: str, structured: Any = None) -> Any:
        return types.CallToolResult(
            content=[types.TextContent(text=text)], structured_content=structured
        )

    def related(ctx: Any) -> Any:
        return ServerMessageMetadata(related_request_id=ctx.request_id)

    def mirrored(**properties: Any) -> dict[str, Any]:
        return {"type": "object", "properties": properties}

    region = {"type": "string", "x-mcp-header": "Region"}
    tools: dict[str, tuple[Callable[[Any, dict[str, Any]], Awaitable[Any]], dict[str, Any]]] = {
        "add": (add, {"type": "object", "$defs": {"n": {"type": "number"}}, "required": ["a"]}),
        "fail": (fail, {"type": "object"}),
        "unlisted": (unlisted, {"type": "object"}),
        "chatter": (chatter, {"type": "object"}),
        "ask": (ask, {"type": "object"}),
        "sample": (sample, {"type": "object"}),
        "poll": (poll, {"type": "object"}),
        "wait": (wait, {"type": "object"}),
        "counts": (counts, {"type": "object"}),
        "headers": (headers, {"type": "object"}),
        "mirrored": (
            headers,
            mirrored(region=region, deep=mirrored(n={"type": "integer", "x-mcp-header": "N"})),
        ),
        "badly_mirrored": (headers, mirrored(region={**region, "x-mcp-header": "not a token"})),
    }

    async def list_tools(ctx: Any, params: Any) -> Any:
        first = int(params.cursor) if params is not None and params.cursor else 0
        names = list(tools)[first : first + PAGE_SIZE]
        following = first + PAGE_SIZE
        return types.ListToolsResult(
            tools=[types.Tool(name=name, input_schema=tools[name][1]) for name in names],
            next_cursor=str(following) if following < len(tools) else None,
        )

    async def call_tool(ctx: Any, params: Any) -> Any:
        if params.name == "ask" and ctx.protocol_version == "2026-07-28":
            return ask_in_rounds(params)
        return await tools[params.name][0](ctx, params.arguments or {})

    def ask_in_rounds(params: Any) -> Any:
        if params.input_responses is None:
            question = types.ElicitRequest(
                params=types.ElicitRequestFormParams(message="Which one?", requested_schema=FORM)
            )
            return types.InputRequiredResult(
                input_requests={"which": question}, request_state="kept as it is"
            )
        assert params.request_state == "kept as it is"
        answer = params.input_responses["which"]
        return result(answer.action, answer.content)

    return Server("reference", version="7.0", on_list_tools=list_tools, on_call_tool=call_tool)


if __name__ == "__main__":
    main()
