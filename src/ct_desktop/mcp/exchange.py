"""The facts of one HTTP exchange, as evidence for the layer above."""

from collections.abc import Callable
from dataclasses import dataclass

from ct_desktop.core.moment import Moment
from ct_desktop.mcp.errors import McpError


@dataclass(frozen=True, slots=True)
class Exchange:
    """One HTTP request and what came of it, successful or not."""

    method: str
    """The JSON-RPC method, or the HTTP one (``GET``, ``DELETE``) where no message was sent."""
    tool: str | None
    """The tool's name for ``tools/call``."""
    started: Moment
    duration: float
    """Seconds until the answer was complete or the failure certain."""
    status: int | None
    """The HTTP status, or ``None`` if no HTTP answer came."""
    failure: McpError | None


ExchangeObserver = Callable[[Exchange], None]
"""Called once for each HTTP exchange, when it is over; it must not raise."""
