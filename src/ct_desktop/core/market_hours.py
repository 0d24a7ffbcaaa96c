"""When the futures market is open.

CME Globex trades from Sunday 18:00 to Friday 17:00 New York time, with a pause from 17:00 to 18:00
each day. Holidays are not known here: on them an open market may stand still.
"""

from datetime import UTC, datetime, timedelta

_SATURDAY, _SUNDAY = 5, 6
_FRIDAY = 4
_CLOSES, _OPENS = 17, 18


def market_is_open(utc: datetime) -> bool:
    """Whether Globex trades at ``utc``, an aware time."""
    new_york = new_york_time(utc)
    day, hour = new_york.weekday(), new_york.hour
    if day == _SATURDAY:
        return False
    if day == _SUNDAY:
        return hour >= _OPENS
    if day == _FRIDAY:
        return hour < _CLOSES
    return hour != _CLOSES


def new_york_time(utc: datetime) -> datetime:
    """Wall-clock time in New York at ``utc``, without a zone.

    By the rule of the Energy Policy Act of 2005, in force since 2007: summer time from the second
    Sunday of March to the first Sunday of November, 2:00 each. Written out because Windows has no
    time zone database and ``core`` reads no files.
    """
    standard = utc.astimezone(UTC).replace(tzinfo=None) - timedelta(hours=5)
    begins = _sunday_on_or_after(standard.year, 3, 8).replace(hour=2)
    # 2:00 summer time is 1:00 standard time.
    ends = _sunday_on_or_after(standard.year, 11, 1).replace(hour=1)
    return standard + timedelta(hours=1) if begins <= standard < ends else standard


def _sunday_on_or_after(year: int, month: int, day: int) -> datetime:
    first = datetime(year, month, day)  # noqa: DTZ001 - a wall-clock time in New York
    return first + timedelta(days=_SUNDAY - first.weekday())
