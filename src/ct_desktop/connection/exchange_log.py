"""What went over the wire lately: the facts of the newest answers, and how many were asked for."""

from collections import deque

from ct_desktop.core.answer_findings import Wire
from ct_desktop.core.moment import Clock
from ct_desktop.core.request_budget import WINDOW, Call
from ct_desktop.mcp import Exchange

_DURATIONS_KEPT = 50


class ExchangeLog:
    """Told of each HTTP exchange with the MCP endpoint."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._durations: deque[float] = deque(maxlen=_DURATIONS_KEPT)
        self._calls: deque[Call] = deque()
        self._last_status: int | None = None

    def note(self, exchange: Exchange) -> None:
        """One exchange has come to its end."""
        self._calls.append(Call(exchange.tool, exchange.started.steady))
        if exchange.status is not None:
            self._last_status = exchange.status
            self._durations.append(exchange.duration)

    def wire(self, host: str, *, clock_wrong_by: float | None) -> Wire:
        """The facts of the last answers of ``host``, as evidence for the chain."""
        return Wire(host, self._last_status, tuple(self._durations), clock_wrong_by=clock_wrong_by)

    def calls_last_minute(self) -> tuple[Call, ...]:
        """The requests that began in the last minute, in the order in which they ended."""
        horizon = self._clock.now().steady - WINDOW
        # One that took long ends after younger ones: it may lie behind them.
        while self._calls and self._calls[0].began < horizon:
            self._calls.popleft()
        return tuple(call for call in self._calls if call.began >= horizon)
