"""httpx's exceptions as this package's own."""

import socket
import ssl

import httpx

from ct_desktop.mcp.errors import (
    InvalidAnswer,
    InvalidReason,
    McpError,
    NoAnswer,
    Unreachable,
    UnreachableReason,
    WaitPhase,
)

_LOST_CONNECTION = ("disconnected", "closed connection")
"""How httpcore and h11 word an answer that ends too early; other protocol errors are garbage."""


def network_failure(error: httpx.HTTPError, phase: WaitPhase, seconds: float) -> McpError:
    """The typed failure for ``error``, raised by httpx while waiting in ``phase``.

    ``seconds`` is the request's time limit.
    """
    match error:
        case httpx.TimeoutException():
            connecting = isinstance(error, httpx.ConnectTimeout | httpx.PoolTimeout)
            return NoAnswer(WaitPhase.CONNECT if connecting else phase, seconds)
        case httpx.ProxyError():
            return Unreachable(UnreachableReason.PROXY, str(error))
        case httpx.ConnectError():
            return _connect_failure(error)
        case httpx.DecodingError():
            return InvalidAnswer(InvalidReason.BAD_ENCODING)
        case httpx.ProtocolError() if not any(word in str(error) for word in _LOST_CONNECTION):
            return InvalidAnswer(InvalidReason.NOT_HTTP)
        case _:
            return Unreachable(UnreachableReason.RESET, str(error) or type(error).__name__)


def _connect_failure(error: httpx.ConnectError) -> Unreachable:
    reason, detail = UnreachableReason.CONNECT, str(error)
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, socket.gaierror):
            reason, detail = UnreachableReason.DNS, cause.strerror or detail
        elif isinstance(cause, ssl.SSLError):
            reason = UnreachableReason.TLS
        cause = cause.__cause__ or cause.__context__
    return Unreachable(reason, detail)
