"""CrossTrade's request budget: a token bucket of 20, refilled 3 a second, for each user."""

import time
from collections.abc import Callable

BURST = 20
PER_SECOND = 3.0


class TokenBucket:
    """The budget of one user (the CrossTrade reference, section 4.2).

    ``clock`` gives seconds that never run backwards.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._filled_at = clock()
        self._tokens = float(BURST)

    def take(self) -> float:
        """Spend one request: 0.0 when it was there, else the seconds until the next one."""
        now = self._clock()
        self._tokens = min(float(BURST), self._tokens + (now - self._filled_at) * PER_SECOND)
        self._filled_at = now
        if self._tokens >= 1.0:
            self._tokens -= 1.0
            return 0.0
        return (1.0 - self._tokens) / PER_SECOND
