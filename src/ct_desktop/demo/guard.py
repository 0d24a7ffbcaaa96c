"""What stands before everything: the Host check and the control's Origin check."""

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

_LOOPBACK_NAMES = ("127.0.0.1", "localhost", "[::1]")

CONTROL_PATH = "/control"


def is_control(scope: Scope) -> bool:
    """Whether the request is for the control page or what lies below it."""
    path: str = scope["path"]
    return path == CONTROL_PATH or path.startswith(f"{CONTROL_PATH}/")


class Guard:
    """Keeps other sites' pages away from a server on loopback.

    A request with a foreign ``Host`` (DNS rebinding) gets 421. A request to the control page with
    a foreign ``Origin`` (a form or script of another site) gets 403.
    """

    def __init__(self, app: ASGIApp, *, port: int) -> None:
        self._app = app
        self._hosts = frozenset(f"{name}:{port}" for name in _LOOPBACK_NAMES)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or refuse it."""
        refusal = self._refusal(scope) if scope["type"] == "http" else None
        await (refusal or self._app)(scope, receive, send)

    def _refusal(self, scope: Scope) -> Response | None:
        headers = Headers(scope=scope)
        host = headers.get("host", "")
        if host not in self._hosts:
            return PlainTextResponse("This server answers on loopback names alone.", 421)
        origin = headers.get("origin")
        if is_control(scope) and origin is not None and origin != f"http://{host}":
            return PlainTextResponse("The control page takes no requests of other sites.", 403)
        return None
