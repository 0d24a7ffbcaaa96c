"""Serving on a loopback port until told to stop."""

import asyncio
import contextlib
import os
import socket
import threading
from collections.abc import Callable, Iterator

import uvicorn
from starlette.types import ASGIApp


class _Server(uvicorn.Server):
    """Says when it serves and when it ends; a signal to stop is a good reason to exit with 0."""

    def __init__(
        self,
        config: uvicorn.Config,
        *,
        on_serving: Callable[[], None],
        on_stopping: Callable[[], None],
    ) -> None:
        super().__init__(config)
        self._on_serving = on_serving
        self._on_stopping = on_stopping

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._on_serving()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._on_stopping()
        await super().shutdown(sockets)

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
    on_stopping: Callable[[], None],
    exit_with_parent: bool,
) -> None:
    """Serve until SIGINT or SIGTERM, or, with ``exit_with_parent``, until stdin ends.

    ``on_stopping`` is to let go whatever keeps answers waiting.
    """
    config = uvicorn.Config(
        application,
        loop="asyncio",
        http="h11",
        ws="none",
        lifespan="on",
        log_config=None,
        access_log=False,
        server_header=False,
        # The application dates its answers itself: what its clock says can be switched.
        date_header=False,
        # As a proxy in front of a real server has it; uvicorn's 5 s would end between two polls.
        timeout_keep_alive=75,
        # Open streams are not waited for any longer than this.
        timeout_graceful_shutdown=1,
    )
    server = _Server(config, on_serving=on_serving, on_stopping=on_stopping)
    if exit_with_parent:
        threading.Thread(target=_stop_at_end_of_stdin, args=(server,), daemon=True).start()
    asyncio.run(server.serve(sockets=[bound]))


def _stop_at_end_of_stdin(server: uvicorn.Server) -> None:
    with contextlib.suppress(OSError, ValueError):
        # Not sys.stdin: a thread waiting in it would hold its lock while the interpreter ends.
        while os.read(0, 4096):
            pass
    server.should_exit = True
