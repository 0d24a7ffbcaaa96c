"""The trading day of futures: from 18:00 to 18:00 in New York, summer time included.

Source: the CrossTrade reference, section 2.7 (watermarks begin anew at 18:00 New York). Holidays do
not matter here: a session without trading has no figures either.
"""

from datetime import UTC, date, datetime, timedelta

from ct_desktop.core.market_hours import new_york_time

_BEGINS = 18


def session_of(utc: datetime) -> date:
    """The session that ``utc``, an aware time, lies in: the date in New York on which it ends."""
    return (new_york_time(utc) + timedelta(hours=24 - _BEGINS)).date()


def session_start(utc: datetime) -> datetime:
    """When the session that ``utc`` lies in began, an aware time in UTC."""
    ends_on = session_of(utc)
    begin = datetime(ends_on.year, ends_on.month, ends_on.day, _BEGINS, tzinfo=UTC)
    begin -= timedelta(days=1)
    # Written as if New York were UTC; the clocks never change near 18:00, so one offset is right.
    summer = begin + timedelta(hours=4)
    standard = begin + timedelta(hours=5)
    return summer if new_york_time(summer).hour == _BEGINS else standard
