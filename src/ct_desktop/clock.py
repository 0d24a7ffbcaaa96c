"""The system's clock as the app uses it: wall time for showing, a steady one for ages."""

import sys
import time
from datetime import UTC, datetime

from ct_desktop.core.moment import Moment


def _steady_seconds() -> float:
    # A monitor that slept through the night must not show last evening's prices as two seconds
    # old, so the clock has to count sleep. time.monotonic() does on Windows, not on the others.
    if sys.platform == "linux":
        return time.clock_gettime(time.CLOCK_BOOTTIME)
    elif sys.platform == "darwin":  # noqa: RET505 - mypy reads platform branches only as a chain
        return time.clock_gettime(time.CLOCK_MONOTONIC_RAW)
    else:
        return time.monotonic()


class SystemClock:
    """The real :class:`~ct_desktop.core.moment.Clock`."""

    def now(self) -> Moment:
        """The present moment."""
        # Both by the time module, so that one who presses time there presses all of it.
        return Moment(utc=datetime.fromtimestamp(time.time(), UTC), steady=_steady_seconds())
