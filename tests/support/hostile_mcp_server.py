"""An MCP server that breaks the protocol, one way for each path; run as a script."""

import asyncio
import gzip
import json
from collections.abc import Callable
from typing import Any

from support.raw_http_server import (
    OTHER_ORIGIN,
    SEEN,
    Behaviour,
    Request,
    chunk,
    error,
    forever,
    last_chunk,
    respond,
    result,
    serve_origins,
    start_events,
    times_seen,
    tool_result,
)

BEHAVIOURS: dict[str, Behaviour] = {}


def behaviour(run: Behaviour) -> Behaviour:
    """Serve the path of the function's name, with hyphens."""
    BEHAVIOURS[run.__name__.replace("_", "-")] = run
    return run


# Bodies that are not the protocol.


def constant(name: str, body: bytes | str, *headers: str, status: str = "200 OK") -> None:
    """A path that always answers the same."""

    async def run(request: Request, writer: asyncio.StreamWriter) -> None:
        respond(writer, body, *headers, status=status)

    BEHAVIOURS[name] = run


constant("html", "<html>Please log in to the hotel</html>", "Content-Type: text/html")
constant("html-called-json", "<html>Please log in to the hotel</html>")
constant("truncated-json", '{"jsonrpc": "2.0", "id": 1, "resu')
constant("plain-json", '{"success": false}')
constant("json-text", '"fine"')
constant("no-result", '{"jsonrpc": "2.0", "id": 1}')
constant("result-is-text", '{"jsonrpc": "2.0", "id": 1, "result": "fine"}')
constant("wrong-id", '{"jsonrpc": "2.0", "id": 999, "result": {}}')
constant("id-as-text", '{"jsonrpc": "2.0", "id": "1", "result": {}}')
constant("id-as-true", '{"jsonrpc": "2.0", "id": true, "result": {}}')
constant("error-is-text", '{"jsonrpc": "2.0", "id": 1, "error": "no"}')
constant("empty", "")
constant("accepted", "", status="202 Accepted")
constant("not-a-number", '{"jsonrpc": "2.0", "id": 1, "result": {"content": [], "x": NaN}}')
constant("half-surrogate", '{"jsonrpc": "2.0", "id": 1, "result": {"x": "\\ud800"}}')
constant("deeply-nested", "[" * 200_000)
constant("not-utf-8", b'{"jsonrpc": "2.0", "id": 1, "result": {"x": "\xff"}}')
constant("bad-gzip", b"this is not gzip", "Content-Encoding: gzip")
constant("huge", b" " * (17 * 1024 * 1024))
constant("gzip-bomb", gzip.compress(b" " * (64 * 1024 * 1024)), "Content-Encoding: gzip")
constant("events-bad-json", "data: {oops\n\n", "Content-Type: text/event-stream")
constant(
    "events-wrong-id",
    'data: {"jsonrpc": "2.0", "id": 999, "result": {}}\n\n',
    "Content-Type: text/event-stream",
)
constant("events-stop", "event: message\ndata: \n\n", "Content-Type: text/event-stream")


@behaviour
async def cut_off(request: Request, writer: asyncio.StreamWriter) -> None:
    respond(writer, '{"jsonrpc"', length=500)
    writer.close()


@behaviour
async def not_http(request: Request, writer: asyncio.StreamWriter) -> None:
    writer.write(b"220 smtp.example.org ready\r\n\r\n")
    writer.close()


@behaviour
async def hang_up(request: Request, writer: asyncio.StreamWriter) -> None:
    writer.close()


@behaviour
async def hang_up_once(request: Request, writer: asyncio.StreamWriter) -> None:
    if times_seen(request) == 1:
        writer.close()
    else:
        respond(writer, tool_result(request))


# Slowness.


@behaviour
async def silent(request: Request, writer: asyncio.StreamWriter) -> None:
    await forever()


@behaviour
async def drip(request: Request, writer: asyncio.StreamWriter) -> None:
    respond(writer, "", length=100_000)
    while True:
        writer.write(b" ")
        await writer.drain()
        await asyncio.sleep(0.02)


@behaviour
async def silent_events(request: Request, writer: asyncio.StreamWriter) -> None:
    start_events(writer)
    while True:
        chunk(writer, ": still here\n\n")
        await writer.drain()
        await asyncio.sleep(0.02)


@behaviour
async def endless_events(request: Request, writer: asyncio.StreamWriter) -> None:
    start_events(writer)
    params = {"message": "x" * 20_000}
    notice = json.dumps({"jsonrpc": "2.0", "method": "notifications/message", "params": params})
    while True:
        chunk(writer, f"data: {notice}\n\n" * 5)
        await writer.drain()


@behaviour
async def endless_line(request: Request, writer: asyncio.StreamWriter) -> None:
    start_events(writer)
    while True:
        chunk(writer, "data: " + "x" * 60_000)
        await writer.drain()


@behaviour
async def open_after_answer(request: Request, writer: asyncio.StreamWriter) -> None:
    start_events(writer)
    chunk(writer, f"data: {tool_result(request)}\n\n")
    await writer.drain()
    await forever()


@behaviour
async def endless_refusal(request: Request, writer: asyncio.StreamWriter) -> None:
    writer.write(
        b"HTTP/1.1 503 Service Unavailable\r\nContent-Type: text/html\r\n"
        b"Transfer-Encoding: chunked\r\n\r\n"
    )
    while True:
        chunk(writer, "<p>maintenance</p>" * 1000)
        await writer.drain()


@behaviour
async def refusal_without_body(request: Request, writer: asyncio.StreamWriter) -> None:
    respond(writer, "", "Content-Type: text/plain", status="502 Bad Gateway", length=9)
    await forever()


# Refusals, in each status and carrier: /refuse-STATUS-CARRIER.

REFUSAL_BODIES: dict[str, Callable[[Request], tuple[str, str]]] = {
    "json": lambda _: ("application/json", '{"error": "addon_disconnected"}'),
    "html": lambda _: ("text/html", "<html>no</html>"),
    "empty": lambda _: ("text/plain", ""),
    "rpc": lambda r: ("application/json", error(r, -32000, "addon_disconnected", {"a": 1})),
    "rpcnullid": lambda _: (
        "application/json",
        '{"jsonrpc": "2.0", "id": null, "error": {"code": -32000, "message": "no"}}',
    ),
    "rpcotherid": lambda _: (
        "application/json",
        '{"jsonrpc": "2.0", "id": 999, "error": {"code": -32000, "message": "no"}}',
    ),
}


async def refuse(request: Request, writer: asyncio.StreamWriter) -> None:
    """Refuse as the path says."""
    _, status, carrier = request.path.split("-")
    content_type, body = REFUSAL_BODIES[carrier](request)
    respond(
        writer,
        body,
        f"Content-Type: {content_type}",
        "Retry-After: 7",
        'WWW-Authenticate: Bearer realm="one"',
        'WWW-Authenticate: Bearer error="invalid_token"',
        status=f"{status} Whatever",
    )


for refused_status in (400, 401, 403, 404, 408, 409, 429, 500, 503):
    for refused_carrier in REFUSAL_BODIES:
        BEHAVIOURS[f"refuse-{refused_status}-{refused_carrier}"] = refuse


@behaviour
async def token_expired_once(request: Request, writer: asyncio.StreamWriter) -> None:
    if times_seen(request) == 1:
        respond(writer, '{"error": "invalid_token"}', status="401 Unauthorized")
    else:
        respond(writer, tool_result(request))


@behaviour
async def token_expired_once_too(request: Request, writer: asyncio.StreamWriter) -> None:
    """For a second test, since a path is asked for the first time but once."""
    await token_expired_once(request, writer)


@behaviour
async def redirect(request: Request, writer: asyncio.StreamWriter) -> None:
    respond(writer, "", f"Location: {OTHER_ORIGIN[0]}/stolen", status="307 Temporary Redirect")


# Headers.


@behaviour
async def repeated_headers(request: Request, writer: asyncio.StreamWriter) -> None:
    respond(
        writer,
        tool_result(request),
        "Content-Type: application/json",
        "Content-Type: text/html",
        "Date: Sun, 22 Nov 2026 10:00:00 GMT",
        "Date: Mon, 23 Nov 2026 10:00:00 GMT",
    )


@behaviour
async def dated_2026_11_22_noon(request: Request, writer: asyncio.StreamWriter) -> None:
    respond(writer, tool_result(request), "Date: Sun, 22 Nov 2026 12:00:00 GMT")


@behaviour
async def undated(request: Request, writer: asyncio.StreamWriter) -> None:
    respond(writer, tool_result(request), "Date: yesterday")


# The handshake and its sessions.


def initialized(
    request: Request,
    writer: asyncio.StreamWriter,
    *session_ids: str,
    version: str = "2025-06-18",
) -> bool:
    """Answer the messages of the handshake; whether it was one."""
    if request.rpc_method == "initialize":
        info = {"protocolVersion": version, "serverInfo": {"name": "hostile", "version": "1"}}
        headers = [f"Mcp-Session-Id: {session_id}" for session_id in session_ids]
        respond(writer, result(request, info), *headers)
    elif request.id is None and request.method == "POST":
        respond(writer, "", status="202 Accepted")
    else:
        return False
    return True


@behaviour
async def session_lost_once(request: Request, writer: asyncio.StreamWriter) -> None:
    session_id = f"session-{times_seen(request, 'initialize')}"
    if initialized(request, writer, session_id):
        return
    if request.headers.get("mcp-session-id") == "session-1":
        respond(writer, "no such session", status="404 Not Found")
    else:
        respond(writer, tool_result(request))


@behaviour
async def session_lost_by_400(request: Request, writer: asyncio.StreamWriter) -> None:
    session_id = f"session-{times_seen(request, 'initialize')}"
    if initialized(request, writer, session_id):
        return
    if request.headers.get("mcp-session-id") == "session-1":
        respond(
            writer,
            '{"jsonrpc": "2.0", "id": null, "error": {"code": -32000, "message": "Bad Request: '
            'No valid session ID provided"}}',
            status="400 Bad Request",
        )
    else:
        respond(writer, tool_result(request))


@behaviour
async def session_always_lost(request: Request, writer: asyncio.StreamWriter) -> None:
    if not initialized(request, writer, "a-session"):
        respond(writer, "no such session", status="404 Not Found")


@behaviour
async def two_sessions(request: Request, writer: asyncio.StreamWriter) -> None:
    initialized(request, writer, "one", "two")


@behaviour
async def same_session_twice(request: Request, writer: asyncio.StreamWriter) -> None:
    if not initialized(request, writer, "one", "one"):
        respond(writer, tool_result(request))


@behaviour
async def old_server(request: Request, writer: asyncio.StreamWriter) -> None:
    if not initialized(request, writer, version="2024-11-05"):
        respond(writer, "", status="404 Not Found")


@behaviour
async def only_2025_03_26(request: Request, writer: asyncio.StreamWriter) -> None:
    if request.rpc_method == "initialize":
        proposed = request.message["params"]["protocolVersion"]
        if proposed != "2025-03-26":
            supported = {"supported": ["2025-03-26", "2024-11-05"], "requested": proposed}
            respond(writer, error(request, -32602, "Unsupported protocol version", supported))
            return
    if not initialized(request, writer, version="2025-03-26"):
        if request.rpc_method == "server/discover":
            respond(writer, "not here", "Content-Type: text/plain", status="405 Not Allowed")
        else:
            respond(writer, f"[{tool_result(request)}]")


@behaviour
async def only_2030(request: Request, writer: asyncio.StreamWriter) -> None:
    supported = {"supported": ["2030-01-01"], "requested": "2026-07-28"}
    respond(writer, error(request, -32022, "no", supported), status="400 Bad Request")


@behaviour
async def names_2025(request: Request, writer: asyncio.StreamWriter) -> None:
    if not initialized(request, writer):
        supported = {"supported": ["2025-11-25", "2025-06-18"], "requested": "2026-07-28"}
        respond(writer, error(request, -32022, "no", supported), status="400 Bad Request")


@behaviour
async def discovers_2025(request: Request, writer: asyncio.StreamWriter) -> None:
    if not initialized(request, writer):
        respond(writer, result(request, {"supportedVersions": ["2025-06-18"]}))


@behaviour
async def handshake_then_html(request: Request, writer: asyncio.StreamWriter) -> None:
    if request.rpc_method == "server/discover":
        respond(writer, "<html></html>", "Content-Type: text/html")
    elif not initialized(request, writer):
        respond(writer, tool_result(request))


@behaviour
async def left_the_handshake(request: Request, writer: asyncio.StreamWriter) -> None:
    if request.rpc_method == "initialize":
        supported = {"supported": ["2026-07-28"], "requested": "2025-11-25"}
        respond(writer, error(request, -32022, "no", supported), status="400 Bad Request")
    else:
        respond(writer, tool_result(request))


@behaviour
async def session_lost_for_many(request: Request, writer: asyncio.StreamWriter) -> None:
    await session_lost_once(request, writer)


@behaviour
async def no_standalone_stream(request: Request, writer: asyncio.StreamWriter) -> None:
    if initialized(request, writer):
        return
    if request.method == "GET":
        respond(writer, "", status="405 Method Not Allowed")
    elif request.message["params"]["name"] == "refused":
        respond(writer, error(request, -32000, "no"))
    else:
        respond(writer, tool_result(request))


QUESTION_ANSWERED: asyncio.Queue[Any] = asyncio.Queue()
STANDALONE_STREAMS: list[asyncio.StreamWriter] = []


@behaviour
async def asks_apart(request: Request, writer: asyncio.StreamWriter) -> None:
    """Ask on the standalone stream during a call, and answer the call with what was said."""
    if "result" in (request.message or {}):
        QUESTION_ANSWERED.put_nowait(request.message["result"])
        respond(writer, "", status="202 Accepted")
        return
    if initialized(request, writer):
        return
    if request.method == "GET":
        STANDALONE_STREAMS.append(writer)
        start_events(writer)
        await writer.drain()
        return
    schema = {"type": "object", "properties": {"b": {"type": "integer", "default": 5}}}
    question = {
        "jsonrpc": "2.0",
        "id": "a question",
        "method": "elicitation/create",
        "params": {"message": "Sure?", "requestedSchema": schema},
    }
    chunk(STANDALONE_STREAMS[-1], f"data: {json.dumps(question)}\n\n")
    answer = await QUESTION_ANSWERED.get()
    respond(writer, tool_result(request, json.dumps(answer["content"], sort_keys=True)))


# Broken streams of the handshake lifecycle.


async def resumable(
    request: Request, writer: asyncio.StreamWriter, resumed: Callable[[], None]
) -> None:
    """A call's stream that ends after an event id; ``resumed`` answers the GET."""
    if initialized(request, writer):
        return
    if request.method == "GET":
        resumed()
        return
    start_events(writer)
    chunk(writer, "id: first\nretry: 10\ndata: \n\n")
    last_chunk(writer)


def latest_call(request: Request) -> Request:
    return next(
        seen
        for seen in reversed(SEEN)
        if seen.path == request.path and seen.rpc_method == "tools/call"
    )


@behaviour
async def resumed_answer(request: Request, writer: asyncio.StreamWriter) -> None:
    def resumed() -> None:
        start_events(writer)
        chunk(writer, f"id: second\ndata: {tool_result(latest_call(request), 'late')}\n\n")
        last_chunk(writer)

    await resumable(request, writer, resumed)


@behaviour
async def resumed_never(request: Request, writer: asyncio.StreamWriter) -> None:
    def resumed() -> None:
        start_events(writer)
        chunk(writer, ": nothing new\n\n")
        last_chunk(writer)

    await resumable(request, writer, resumed)


@behaviour
async def resumption_refused(request: Request, writer: asyncio.StreamWriter) -> None:
    await resumable(request, writer, lambda: respond(writer, "", status="405 Not Allowed"))


@behaviour
async def resumption_far_off(request: Request, writer: asyncio.StreamWriter) -> None:
    if not initialized(request, writer):
        start_events(writer)
        chunk(writer, "id: first\nretry: 3600000\ndata: \n\n")
        last_chunk(writer)


# Results.


def completed(name: str, value: Any) -> None:
    """A path whose every result is this."""

    async def run(request: Request, writer: asyncio.StreamWriter) -> None:
        respond(writer, result(request, value))

    BEHAVIOURS[name] = run


completed("unknown-result-type", {"resultType": "task", "content": []})
completed("content-is-text", {"content": "fine"})
completed("odd-fields", {"content": [1, {"type": "text", "text": "x"}], "age": 3, "isError": "no"})
completed(
    "asks-for-sampling",
    {
        "resultType": "input_required",
        "inputRequests": {"a": {"method": "sampling/createMessage", "params": {}}},
    },
)
completed("asks-for-nothing", {"resultType": "input_required"})
completed("asks-for-ever", {"resultType": "input_required", "requestState": "again"})
completed("same-page-for-ever", {"tools": [{"name": "a"}], "nextCursor": "same"})
completed("tools-are-text", {"tools": "none"})
completed("odd-tools", {"tools": [1, {}, {"name": ""}, {"name": "a", "inputSchema": 5}]})


@behaviour
async def new_page_for_ever(request: Request, writer: asyncio.StreamWriter) -> None:
    page = {"tools": [], "nextCursor": str(times_seen(request))}
    respond(writer, result(request, page))


@behaviour
async def mirrors_anew(request: Request, writer: asyncio.StreamWriter) -> None:
    if request.rpc_method == "tools/list":
        schema = {"type": "object", "properties": {"a": {"type": "string", "x-mcp-header": "A"}}}
        respond(writer, result(request, {"tools": [{"name": "t", "inputSchema": schema}]}))
    elif "mcp-param-a" in request.headers:
        respond(writer, tool_result(request, request.headers["mcp-param-a"]))
    else:
        respond(writer, error(request, -32020, "Header mismatch"), status="400 Bad Request")


if __name__ == "__main__":
    asyncio.run(serve_origins(BEHAVIOURS))
