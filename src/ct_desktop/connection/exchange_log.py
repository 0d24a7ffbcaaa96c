"""What went over the wire lately: the facts of the newest answers, and how many were asked for."""

from collections import deque

from ct_desktop.core.answer_findings import Wire
from ct_desktop.core.moment import Clock
from ct_desktop.mcp import Exchange

_DURATIONS_KEPT = 50


class ExchangeLog:
    """Told of each HTTP exchange with the MCP endpoint."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._durations: deque[float] = deque(maxlen=_DURATIONS_KEPT)
        self._request_times: deque[float] = deque()
        self._last_status: int | None = None

    def note(self, exchange: Exchange) -> None:
        """One exchange has come to its end."""
        self._request_times.append(exchange.started.steady)
        if exchange.status is not None:
            self._last_status = exchange.status
            self._durations.append(exchange.duration)

    def wire(self, host: str, *, clock_wrong_by: float | None) -> Wire:
        """The facts of the last answers of ``host``, as evidence for the chain."""
        return Wire(host, self._last_status, tuple(self._durations), clock_wrong_by=clock_wrong_by)

    def calls_last_minute(self) -> int:
        """How many requests began in the last minute."""
        horizon = self._clock.now().steady - 60.0
        while self._request_times and self._request_times[0] < horizon:
            self._request_times.popleft()
        return len(self._request_times)
