"""An HTTP server made by hand, because no library sends what a test of bad servers needs.

It serves two origins in one process: one that behaves, and one that only keeps what it is sent.
``GET /seen`` on either gives the requests seen there.
"""

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Request:
    """One HTTP request as it came."""

    method: str
    path: str
    headers: dict[str, str]
    message: Any

    @property
    def rpc_method(self) -> str:
        return str((self.message or {}).get("method", ""))

    @property
    def id(self) -> Any:
        return (self.message or {}).get("id")


Behaviour = Callable[[Request, asyncio.StreamWriter], Awaitable[None]]

SEEN: list[Request] = []
"""The requests to the origin that behaves, in order."""

OTHER_ORIGIN: list[str] = []
"""The one other origin, once it is served."""


def times_seen(request: Request, rpc_method: str = "") -> int:
    """How often the path was asked, with this message method if one is given; now included."""
    return sum(
        seen.path == request.path and seen.rpc_method == (rpc_method or seen.rpc_method)
        for seen in SEEN
    )


def respond(
    writer: asyncio.StreamWriter,
    body: bytes | str,
    *headers: str,
    status: str = "200 OK",
    length: int | None = None,
) -> None:
    """Write a whole response; ``headers`` are lines, a JSON content type unless one is given."""
    data = body.encode() if isinstance(body, str) else body
    lines = [f"HTTP/1.1 {status}", *headers]
    if not any(line.lower().startswith("content-type") for line in headers):
        lines.append("Content-Type: application/json")
    lines.append(f"Content-Length: {len(data) if length is None else length}")
    writer.write("\r\n".join([*lines, "", ""]).encode("latin-1") + data)


def result(request: Request, value: Any, **extra: Any) -> str:
    return json.dumps({"jsonrpc": "2.0", "id": request.id, "result": value, **extra})


def error(request: Request, code: int, message: str = "", data: Any = None) -> str:
    failure = {"code": code, "message": message, "data": data}
    return json.dumps({"jsonrpc": "2.0", "id": request.id, "error": failure})


def tool_result(request: Request, text: str = "fine") -> str:
    return result(request, {"content": [{"type": "text", "text": text}]})


def start_events(writer: asyncio.StreamWriter) -> None:
    """Head of a chunked event stream."""
    writer.write(
        b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n"
    )


def chunk(writer: asyncio.StreamWriter, text: str) -> None:
    data = text.encode()
    writer.write(f"{len(data):x}\r\n".encode() + data + b"\r\n")


def last_chunk(writer: asyncio.StreamWriter) -> None:
    writer.write(b"0\r\n\r\n")


async def forever() -> None:
    """Never come back."""
    await asyncio.Event().wait()


async def _read_request(reader: asyncio.StreamReader) -> Request | None:
    try:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    except asyncio.IncompleteReadError:
        return None
    first, *lines = head.strip().split("\r\n")
    fields = (line.partition(":") for line in lines)
    headers = {name.lower(): value.strip() for name, _, value in fields}
    body = await reader.readexactly(int(headers.get("content-length", 0)))
    method, path, _ = first.split(" ")
    return Request(method, path, headers, json.loads(body) if body else None)


async def serve_origins(behaviours: Mapping[str, Behaviour]) -> None:
    """Serve both origins on free ports, which are printed, until ended.

    The first gives each path of ``behaviours`` its own way; the other answers 404 to everything.
    """
    seen_elsewhere: list[Request] = []

    async def converse(
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        paths: Mapping[str, Behaviour],
        seen: list[Request],
    ) -> None:
        with suppress(ConnectionError):
            while (request := await _read_request(reader)) is not None:
                if request.path == "/seen":
                    respond(writer, json.dumps([vars(one) for one in seen]), "Connection: close")
                    break
                seen.append(request)
                run = paths.get(request.path.removeprefix("/"))
                if run is None:
                    respond(writer, "", status="404 Not Found")
                else:
                    await run(request, writer)
                if writer.is_closing():
                    break
                await writer.drain()
        writer.close()

    here = await asyncio.start_server(
        lambda reader, writer: converse(reader, writer, behaviours, SEEN), "127.0.0.1", 0
    )
    elsewhere = await asyncio.start_server(
        lambda reader, writer: converse(reader, writer, {}, seen_elsewhere), "127.0.0.1", 0
    )
    ports = [server.sockets[0].getsockname()[1] for server in (here, elsewhere)]
    OTHER_ORIGIN.append(f"http://127.0.0.1:{ports[1]}")
    print(*ports, flush=True)
    await asyncio.gather(here.serve_forever(), elsewhere.serve_forever())
