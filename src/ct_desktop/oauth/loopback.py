"""The listener on the loopback address to which the browser comes back.

It takes one path and one method, answers everything else by the book and lets nothing of that
change the sign-in. Whoever fills it with idle connections loses the oldest of them, so that the
true callback gets through. Source: RFC 8252, sections 7.3 and 8.3.
"""

import asyncio
import errno
import logging
import re
import socket
import sys
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Self

from ct_desktop.oauth.callback_http import (
    HEAD_LIMIT,
    Answer,
    BadRequest,
    Request,
    parse_request,
    refusal,
)
from ct_desktop.oauth.errors import PortUnavailable

_log = logging.getLogger(__name__)

LOOPBACK = "127.0.0.1"
"""The literal address: a name may lead to [::1], where somebody else may listen."""

LOOPBACKS = (LOOPBACK, "::1")
"""The second only where this machine does not have the first (RFC 8252, section 7.3)."""

_NO_SUCH_ADDRESS = (errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT)

CALLBACK_PATH = "/callback"

_REDIRECT_URI = re.compile(
    rf"http://(?:127\.0\.0\.1|\[::1\]):([1-9][0-9]{{0,4}}){CALLBACK_PATH}", re.ASCII
)

ANY_PORT = 0

DEFAULT_PORTS = (51731, 53849, 55967, 58049, 60169, 62297, ANY_PORT)
"""Tried in order. One registration names them all, so that a busy port costs no new one; far
apart, because Windows reserves ports by the hundred. Any free port is the last resort."""

READ_TIMEOUT = 10.0
"""Seconds for a request to be complete."""

_MOST_CONNECTIONS = 64
_BACKLOG = 1024
_LINGER = 1.0
_CLOSING_GRACE = 1.0

Judge = Callable[[str], Awaitable[Answer]]
"""Takes the query of a request to the redirect URI, gives what to show."""


def redirect_uri(port: int, address: str = LOOPBACK) -> str:
    """The redirect URI for ``port`` of a loopback address."""
    return f"http://{_host(address, port)}{CALLBACK_PATH}"


def _host(address: str, port: int) -> str:
    return f"[{address}]:{port}" if ":" in address else f"{address}:{port}"


def port_of(uri: str) -> int | None:
    """The port in a loopback redirect URI of ours, else ``None``."""
    found = _REDIRECT_URI.fullmatch(uri)
    return int(found[1]) if found else None


@dataclass(slots=True)
class _Connection:
    """``held`` while the answer to a judged request is awaited."""

    writer: asyncio.StreamWriter
    judged: bool = False
    held: bool = False


class CallbackListener:
    """Holds one port of one of :data:`LOOPBACKS` from :meth:`open` until :meth:`aclose`.

    Until :meth:`expect` is called even a request to the right path is answered 404.
    """

    def __init__(self, port: int, address: str = LOOPBACK) -> None:
        self.port = port
        self.address = address
        self._judge: Judge | None = None
        self._server: asyncio.Server | None = None
        self._connections: dict[asyncio.Task[None], _Connection] = {}

    @classmethod
    async def open(cls, ports: Sequence[int] = DEFAULT_PORTS) -> Self:
        """Take the first of ``ports`` that is free. Raises :class:`PortUnavailable`."""
        bound = _bind_first(ports)
        try:
            address, port, *_ = bound.getsockname()
            listener = cls(port, address)
            listener._server = await asyncio.start_server(
                listener._on_connect, sock=bound, limit=HEAD_LIMIT, backlog=_BACKLOG
            )
        except BaseException:
            bound.close()
            raise
        return listener

    @property
    def redirect_uri(self) -> str:
        """The redirect URI that leads here."""
        return redirect_uri(self.port, self.address)

    def expect(self, judge: Judge) -> None:
        """From now on let ``judge`` decide on requests to the redirect URI."""
        self._judge = judge

    async def aclose(self) -> None:
        """Free the port; answers that are on their way are given a moment to arrive."""
        server, self._server = self._server, None
        if server is None:
            return
        server.close()
        for task, connection in self._connections.items():
            if not connection.judged:
                _drop(task, connection)
        try:
            if self._connections:
                await asyncio.wait(set(self._connections), timeout=_CLOSING_GRACE)
        finally:
            remaining = dict(self._connections)
            for task, connection in remaining.items():
                _drop(task, connection)
        await asyncio.gather(*remaining, return_exceptions=True)
        with suppress(TimeoutError):
            async with asyncio.timeout(_CLOSING_GRACE):
                await server.wait_closed()

    def _on_connect(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self._server is None:
            writer.transport.abort()
            return
        if len(self._connections) >= _MOST_CONNECTIONS:
            self._drop_oldest()
        connection = _Connection(writer)
        task = asyncio.create_task(self._serve(reader, connection), name="oauth-callback")
        self._connections[task] = connection
        task.add_done_callback(self._forget)

    def _drop_oldest(self) -> None:
        for task, connection in self._connections.items():
            if not connection.held:
                _drop(task, connection)
                del self._connections[task]
                return

    def _forget(self, task: asyncio.Task[None]) -> None:
        self._connections.pop(task, None)
        if not task.cancelled() and task.exception() is not None:
            _log.error("A callback connection failed: %s", type(task.exception()).__name__)

    async def _serve(self, reader: asyncio.StreamReader, connection: _Connection) -> None:
        writer = connection.writer
        try:
            answer, with_body = await self._answer(reader, connection)
            if answer is None:
                return
            async with asyncio.timeout(_LINGER):
                writer.write(answer.as_bytes(with_body=with_body))
                if answer.page is None:
                    # More may be on its way (a POST's body), and closing with bytes unread would
                    # reset the connection under the answer.
                    writer.write_eof()
                    while await reader.read(HEAD_LIMIT):
                        pass
                writer.close()
                await writer.wait_closed()
        except OSError:  # a time-out is one
            _log.debug("A callback connection was lost")
        finally:
            writer.transport.abort()

    async def _answer(
        self, reader: asyncio.StreamReader, connection: _Connection
    ) -> tuple[Answer | None, bool]:
        """What to answer, nothing for a connection that says nothing; and whether with a body."""
        try:
            async with asyncio.timeout(READ_TIMEOUT):
                head = await reader.readuntil(b"\r\n\r\n")
            request = parse_request(head)
        except asyncio.LimitOverrunError:
            return refusal(431), True
        except (asyncio.IncompleteReadError, TimeoutError):
            return None, False
        except BadRequest as bad:
            return refusal(bad.status), True
        return await self._respond(request, connection), request.method != "HEAD"

    async def _respond(self, request: Request, connection: _Connection) -> Answer:
        if request.host != _host(self.address, self.port):
            # Some other name led here: DNS rebinding.
            return refusal(400)
        if request.path != CALLBACK_PATH or self._judge is None:
            return refusal(404)
        if request.method != "GET":
            return refusal(405)
        if request.is_prefetch:
            # Nobody is looking. The browser asks again when somebody does.
            return refusal(503)
        connection.judged = connection.held = True
        try:
            return await self._judge(request.query)
        finally:
            connection.held = False


def _drop(task: asyncio.Task[None], connection: _Connection) -> None:
    # Aborted here: a task that has not begun yet never sees its cancellation.
    connection.writer.transport.abort()
    task.cancel()


def _bind_first(ports: Sequence[int]) -> socket.socket:
    detail = ""
    for address in LOOPBACKS:
        for port in ports:
            try:
                return _bind(address, port)
            except (OSError, OverflowError) as error:
                detail = getattr(error, "strerror", None) or type(error).__name__
                _log.info("Port %d of %s cannot be had: %s", port, address, detail)
                if getattr(error, "errno", None) in _NO_SUCH_ADDRESS:
                    break
        else:
            # The address is there: a browser that is sent to the other may find another program.
            break
    raise PortUnavailable(tuple(ports), detail)


def _bind(address: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    candidate = socket.socket(family, socket.SOCK_STREAM)
    try:
        candidate.setblocking(False)
        if sys.platform == "win32":
            # There, reuse would let another program take the port over.
            candidate.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
        else:
            candidate.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        candidate.bind((address, port))
        candidate.listen(_BACKLOG)
    except BaseException:
        candidate.close()
        raise
    return candidate
