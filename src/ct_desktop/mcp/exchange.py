"""The facts of one HTTP exchange, as evidence for the layer above."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

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
    headers_after: float | None
    """Seconds until the HTTP headers had come."""
    date_header: str | None
    failure: McpError | None

    @property
    def server_date(self) -> datetime | None:
        """The server's clock, from the Date header (RFC 9110, section 6.6.1), in UTC."""
        if self.date_header is None:
            return None
        try:
            date = parsedate_to_datetime(self.date_header)
            # A zone of "-0000" parses to a naive time that means UTC (RFC 5322, section 3.3).
            return date.replace(tzinfo=UTC) if date.tzinfo is None else date.astimezone(UTC)
        except (ValueError, OverflowError):
            return None

    @property
    def clock_ahead(self) -> float | None:
        """Seconds by which this machine's clock is ahead of the server's; negative if behind.

        Good to about a second plus half the round trip: the Date header counts whole seconds.
        ``None`` if the server did not say.
        """
        date = self.server_date
        if date is None or self.headers_after is None:
            return None
        seen = self.started.utc + timedelta(seconds=self.headers_after / 2)
        return (seen - date).total_seconds()


ExchangeObserver = Callable[[Exchange], None]
"""Called once for each HTTP exchange, when it is over; it must not raise."""
