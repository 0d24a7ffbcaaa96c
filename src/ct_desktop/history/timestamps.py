"""Times as the history keeps them: whole microseconds since 1970 in UTC."""

from datetime import UTC, datetime, timedelta

_ORIGIN = datetime(1970, 1, 1, tzinfo=UTC)
_UNIT = timedelta(microseconds=1)


def to_timestamp(instant: datetime) -> int:
    """An aware time as a number, to the microsecond."""
    return (instant - _ORIGIN) // _UNIT


def from_timestamp(number: int) -> datetime:
    """The aware time, in UTC, that :func:`to_timestamp` made ``number`` of."""
    return _ORIGIN + timedelta(microseconds=number)
