"""How far this machine's clock is from the server's, by the Date header of its answers.

Nothing here depends on the wall clock but what is shown; yet servers may judge a client by it, and
CrossTrade names it as a cause of 401 and ``invalid_grant`` (the CrossTrade reference, section 4.1).
"""

from dataclasses import replace
from datetime import UTC, timedelta
from email.utils import parsedate_to_datetime

import httpx

from ct_desktop.core.moment import Clock, Moment

WRONG_FROM = 120.0
"""Seconds. Slow answers make up for less, and servers that look at a client's clock allow less."""


class ServerClock:
    """Owns the newest measurement, and is itself a clock, for what the server will judge.

    Give :meth:`observe` to the HTTP client as a response hook.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._ahead: float | None = None

    @property
    def ahead(self) -> float | None:
        """Seconds by which this machine's clock is ahead, negative if behind; ``None``: unknown.

        Good to about a second plus the time that the answer was on its way.
        """
        return self._ahead

    @property
    def wrong_by(self) -> float | None:
        """:attr:`ahead` where it is so much that it may have consequences, else ``None``."""
        ahead = self._ahead
        return ahead if ahead is not None and abs(ahead) >= WRONG_FROM else None

    def now(self) -> Moment:
        """The present, its wall time put right by the measurement where this machine's is wrong."""
        now, wrong_by = self._clock.now(), self.wrong_by
        return now if wrong_by is None else replace(now, utc=now.utc - timedelta(seconds=wrong_by))

    async def observe(self, response: httpx.Response) -> None:
        """Measure by one answer's Date header (RFC 9110, section 6.6.1), if it has a usable one."""
        # An answer with an age comes from a cache, and its date with it (RFC 9111, section 5.1).
        if "age" in response.headers:
            return
        try:
            date = parsedate_to_datetime(response.headers.get("date", ""))
            # A zone of "-0000" parses to a naive time that means UTC (RFC 5322, section 3.3).
            date = date.replace(tzinfo=UTC) if date.tzinfo is None else date.astimezone(UTC)
        except (ValueError, TypeError, IndexError, OverflowError):
            return
        self._ahead = (self._clock.now().utc - date).total_seconds()
