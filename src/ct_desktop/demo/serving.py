"""Serving on a loopback port until told to stop."""

import asyncio
import contextlib
import os
import socket
import sys
import threading
from collections.abc import Callable, Iterator

import uvicorn
from starlette.types import ASGIApp


def bind_loopback(port: int) -> socket.socket:
    """A socket bound to 127.0.0.1; port 0 takes a free one. ``OSError`` when it is taken."""
    # The protocol is named so that asyncio turns Nagle off, which else costs 40 ms a call.
    bound = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        if sys.platform == "win32":
            # There, SO_REUSEADDR would let two programs share the port.
            bound.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
        else:
            bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        bound.bind(("127.0.0.1", port))
    except OSError:
        bound.close()
        raise
    return bound


class _Server(uvicorn.Server):
    """Says when it serves, and treats a signal to stop as a good reason to exit with 0."""

    def __init__(self, config: uvicorn.Config, on_serving: Callable[[], None]) -> None:
        super().__init__(config)
        self._on_serving = on_serving

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._on_serving()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        # The base class raises the signal once more after the shutdown, which would end the
        # process by it.
        with super().capture_signals():
            yield
            self._captured_signals.clear()


def serve(
    application: ASGIApp,
    bound: socket.socket,
    *,
    on_serving: Callable[[], None],
    exit_with_parent: bool,
) -> None:
    """Serve until SIGINT or SIGTERM, or, with ``exit_with_parent``, until stdin ends."""
    config = uvicorn.Config(
        application,
        loop="asyncio",
        http="h11",
        ws="none",
        lifespan="on",
        log_config=None,
        access_log=False,
        server_header=False,
        # Hanging calls and open streams are not waited for any longer than this.
        timeout_graceful_shutdown=1,
    )
    server = _Server(config, on_serving)
    if exit_with_parent:
        threading.Thread(target=_stop_at_end_of_stdin, args=(server,), daemon=True).start()
    asyncio.run(server.serve(sockets=[bound]))


def _stop_at_end_of_stdin(server: uvicorn.Server) -> None:
    with contextlib.suppress(OSError, ValueError):
        # Not sys.stdin: a thread waiting in it would hold its lock while the interpreter ends.
        while os.read(sys.stdin.fileno(), 4096):
            pass
    server.should_exit = True
