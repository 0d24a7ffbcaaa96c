"""Clocks for when the market is open and for when it is closed."""

from datetime import UTC, datetime, timedelta

from support.oauth_values import MovableClock

WEDNESDAY, SATURDAY = 2, 5

_NOON = 17
"""By UTC; in New York it is noon or one o'clock."""


def clock_at(weekday: int) -> MovableClock:
    """A clock that shows noon of the next such day and goes on from there."""
    now = datetime.now(UTC)
    noon = now.replace(hour=_NOON, minute=0, second=0, microsecond=0)
    ahead = noon + timedelta(days=(weekday - now.weekday()) % 7) - now
    clock = MovableClock()
    clock.ahead = ahead.total_seconds()
    return clock
