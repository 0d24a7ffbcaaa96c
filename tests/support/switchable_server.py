"""A TCP server on a port of its own that a test takes away and gives back while it is in use.

It runs in a thread with an event loop, so that a test that waits for a window need not serve it.
"""

import asyncio
import ssl
import threading
from abc import ABC, abstractmethod
from collections.abc import Coroutine
from contextlib import suppress
from typing import Any, Self

_CALL_TIMEOUT = 10.0
"""Seconds for the loop to do what the test asks of it."""


class SwitchableServer(ABC):
    """Serves on 127.0.0.1 from ``__enter__`` to ``__exit__``; ``port`` stays the same."""

    def __init__(self) -> None:
        self.port = 0
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever)
        self._server: asyncio.Server | None = None
        self._open: set[asyncio.StreamWriter] = set()
        self._at_work: set[asyncio.Task[None]] = set()

    @abstractmethod
    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Serve one connection to its end. Lost connections may raise what they raise."""

    def tls(self) -> ssl.SSLContext | None:
        """What TLS the connections have."""
        return None

    def __enter__(self) -> Self:
        self._thread.start()
        self.come_back()
        return self

    def __exit__(self, *_: object) -> None:
        self.go_away()
        self._call(self._finish())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def go_away(self) -> None:
        """Refuse new connections, and break those that are open."""
        self._call(self._stop())

    def come_back(self) -> None:
        """Serve again, on the same port."""
        self._call(self._start())

    def drop(self) -> None:
        """Break every open connection, as a network does that changes."""
        self._call(self._drop())

    def track(self, writer: asyncio.StreamWriter) -> None:
        """Have a connection broken with the others."""
        self._open.add(writer)

    def _call(self, work: Coroutine[Any, Any, None]) -> None:
        asyncio.run_coroutine_threadsafe(work, self._loop).result(_CALL_TIMEOUT)

    async def _start(self) -> None:
        if self._server is None:
            self._server = await asyncio.start_server(
                self._take, "127.0.0.1", self.port, ssl=self.tls()
            )
            self.port = self._server.sockets[0].getsockname()[1]

    async def _stop(self) -> None:
        server, self._server = self._server, None
        if server is not None:
            server.close()
        await self._drop()

    async def _drop(self) -> None:
        for writer in self._open:
            writer.transport.abort()
        self._open.clear()

    async def _finish(self) -> None:
        await asyncio.gather(*self._at_work)

    async def _take(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._at_work.add(task)
        self.track(writer)
        try:
            # A client that goes, or that the test cut off, is what this server is for.
            with suppress(OSError, asyncio.IncompleteReadError):
                await self.serve(reader, writer)
        finally:
            self._open.discard(writer)
            self._at_work.discard(task)
            writer.close()
