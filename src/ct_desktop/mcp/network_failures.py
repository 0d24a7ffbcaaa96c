"""httpx's exceptions as this package's own."""

import httpx

from ct_desktop.http_client import ConnectFault, connect_fault
from ct_desktop.mcp.errors import (
    InvalidAnswer,
    InvalidReason,
    McpError,
    NoAnswer,
    Unreachable,
    UnreachableReason,
    WaitPhase,
)

_CONNECT_FAULTS = {
    ConnectFault.NAME: UnreachableReason.DNS,
    ConnectFault.TLS: UnreachableReason.TLS,
    ConnectFault.PROXY: UnreachableReason.PROXY,
    ConnectFault.UNREACHABLE: UnreachableReason.CONNECT,
}

_LOST_CONNECTION = ("disconnected", "closed connection")
"""How httpcore and h11 word an answer that ends too early; other protocol errors are garbage."""


def network_failure(error: httpx.HTTPError, phase: WaitPhase, seconds: float) -> McpError:
    """The typed failure for ``error``, raised by httpx while waiting in ``phase``.

    ``seconds`` is the request's time limit.
    """
    failure: McpError
    match error:
        case httpx.ConnectTimeout() if connect_fault(error)[0] is ConnectFault.PROXY:
            failure = Unreachable(UnreachableReason.PROXY, "no answer from the proxy")
        case httpx.TimeoutException():
            connecting = isinstance(error, httpx.ConnectTimeout | httpx.PoolTimeout)
            failure = NoAnswer(WaitPhase.CONNECT if connecting else phase, seconds)
        case httpx.ConnectError():
            fault, detail = connect_fault(error)
            failure = Unreachable(_CONNECT_FAULTS[fault], detail or str(error))
        case httpx.ProxyError():
            failure = Unreachable(UnreachableReason.PROXY, str(error))
        case httpx.DecodingError():
            failure = InvalidAnswer(InvalidReason.BAD_ENCODING)
        case httpx.ProtocolError() if not any(word in str(error) for word in _LOST_CONNECTION):
            failure = InvalidAnswer(InvalidReason.NOT_HTTP)
        case _:
            failure = Unreachable(UnreachableReason.RESET, str(error) or type(error).__name__)
    return failure
