"""The Date header of every answer (RFC 9110, section 6.6.1), by a clock that can be wrong."""

import time
from collections.abc import Callable
from email.utils import formatdate

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

WRONG_BY = 3 * 3600.0
"""Seconds by which the wrong clock is behind: a client looks that far ahead to it."""


class ServerDate:
    """Dates what ``app`` answers, ``WRONG_BY`` behind while ``is_wrong`` says so."""

    def __init__(self, app: ASGIApp, *, is_wrong: Callable[[], bool]) -> None:
        self._app = app
        self._is_wrong = is_wrong

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on."""

        async def send_dated(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(raw=list(message["headers"]))
                now = time.time() - (WRONG_BY if self._is_wrong() else 0.0)
                headers["date"] = formatdate(now, usegmt=True)
                message = {**message, "headers": headers.raw}
            await send(message)

        await self._app(scope, receive, send_dated if scope["type"] == "http" else send)
