"""The simulated CrossTrade behind https under a name of its own, with a certificate to switch.

The simulated server knows itself by its address on loopback alone. So whatever passes through here
is translated: what a client says of the public origin is said of the inner one, and back.
"""

import asyncio
import re
import ssl
from pathlib import Path
from urllib.parse import quote

from support.switchable_server import SwitchableServer

_LENGTH = re.compile(rb"(?im)^content-length: *(\d+)\r\n")
_CONNECTION = re.compile(rb"(?im)^connection: *[^\r]*\r\n")


class TlsFront(SwitchableServer):
    """Serves ``origin`` (``http://127.0.0.1:PORT``) as ``https://host:port``."""

    def __init__(self, origin: str, host: str, certificate: Path) -> None:
        super().__init__()
        self._inner = origin
        self._host = host
        self._shown = _context(certificate)

    @property
    def origin(self) -> str:
        """Its address for clients."""
        return f"https://{self._host}:{self.port}"

    def tls(self) -> ssl.SSLContext:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.sni_callback = self._show
        return context

    def show(self, certificate: Path) -> None:
        """Show ``certificate`` from now on; every client has to look at it."""
        self._shown = _context(certificate)
        self.drop()

    def _show(self, connection: ssl.SSLObject, _name: str, _context: ssl.SSLContext) -> None:
        connection.context = self._shown

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while head := await _head(reader):
            length = _LENGTH.search(head)
            body = await reader.readexactly(int(length[1])) if length else b""
            writer.write(await self._ask(head, body))
            await writer.drain()

    async def _ask(self, head: bytes, body: bytes) -> bytes:
        """The inner server's answer; it closes after each, which is its end."""
        host, port = self._inner.removeprefix("http://").split(":")
        outer, inner = self.origin, self._inner
        head = re.sub(rb"(?im)^host: [^\r]*", f"Host: {host}:{port}".encode(), head)
        reader, writer = await asyncio.open_connection(host, int(port))
        self.track(writer)
        try:
            writer.write(_message(head, body, outer, inner))
            answer_head = await reader.readuntil(b"\r\n\r\n")
            return _message(answer_head, await _body(reader, answer_head), inner, outer)
        finally:
            writer.close()


def _context(certificate: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    return context


async def _head(reader: asyncio.StreamReader) -> bytes:
    """The next request's head, or nothing where the client has gone instead."""
    try:
        return await reader.readuntil(b"\r\n\r\n")
    except asyncio.IncompleteReadError:
        return b""


async def _body(reader: asyncio.StreamReader, head: bytes) -> bytes:
    if length := _LENGTH.search(head):
        return await reader.readexactly(int(length[1]))
    if b"chunked" not in head.lower():
        return b""
    body = b""
    while size := int((await reader.readuntil(b"\r\n")).split(b";")[0], 16):
        body += await reader.readexactly(size)
        await reader.readexactly(2)
    await reader.readuntil(b"\r\n")
    return body


def _message(head: bytes, body: bytes, old: str, new: str) -> bytes:
    """The message with ``old`` origin said as ``new``, plainly and within a query or a form."""
    for before, after in ((old, new), (quote(old, safe=""), quote(new, safe=""))):
        head = head.replace(before.encode(), after.encode())
        body = body.replace(before.encode(), after.encode())
    head = _CONNECTION.sub(b"", _LENGTH.sub(b"", head))
    head = re.sub(rb"(?im)^transfer-encoding: [^\r]*\r\n", b"", head)
    return head[:-2] + f"Content-Length: {len(body)}\r\n\r\n".encode() + body
