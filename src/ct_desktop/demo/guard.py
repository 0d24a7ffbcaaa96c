"""What stands before everything: the Host check, the control's Origin check, the whole outage."""

from collections.abc import Callable

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

_LOOPBACK_NAMES = ("127.0.0.1", "localhost", "[::1]")

CONTROL_PATH = "/control"


class Guard:
    """Keeps other sites' pages away from a server on loopback.

    A request with a foreign ``Host`` (DNS rebinding) gets 421. A request to the control page with
    a foreign ``Origin`` (a form or script of another site) gets 403. While ``is_down`` says so,
    everything but the control page gets 503.
    """

    def __init__(self, app: ASGIApp, *, port: int, is_down: Callable[[], bool]) -> None:
        self._app = app
        self._hosts = frozenset(f"{name}:{port}" for name in _LOOPBACK_NAMES)
        self._is_down = is_down

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or refuse it."""
        refusal = self._refusal(scope) if scope["type"] == "http" else None
        await (refusal or self._app)(scope, receive, send)

    def _refusal(self, scope: Scope) -> Response | None:
        headers = Headers(scope=scope)
        host = headers.get("host", "")
        if host not in self._hosts:
            return PlainTextResponse("This server answers on loopback names alone.", 421)
        path: str = scope["path"]
        if path == CONTROL_PATH or path.startswith(f"{CONTROL_PATH}/"):
            origin = headers.get("origin")
            if origin is not None and origin != f"http://{host}":
                return PlainTextResponse("The control page takes no requests of other sites.", 403)
            return None
        if self._is_down():
            return PlainTextResponse("503 Service Unavailable", 503)
        return None
