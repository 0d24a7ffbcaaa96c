"""The Globex week, and New York's clock by rule."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ct_desktop.core.market_hours import market_is_open, new_york_time

try:
    NEW_YORK: ZoneInfo | None = ZoneInfo("America/New_York")
except ZoneInfoNotFoundError:
    NEW_YORK = None

hours_since_2007 = st.datetimes(
    datetime(2007, 3, 1),  # noqa: DTZ001 - hypothesis wants naive bounds
    datetime(2037, 12, 31),  # noqa: DTZ001 - as above
    timezones=st.just(UTC),
)


@pytest.mark.skipif(NEW_YORK is None, reason="this system has no time zone database")
@given(hours_since_2007)
@example(datetime(2026, 3, 8, 6, 59, 59, tzinfo=UTC))
@example(datetime(2026, 3, 8, 7, 0, tzinfo=UTC))
@example(datetime(2026, 11, 1, 5, 59, 59, tzinfo=UTC))
@example(datetime(2026, 11, 1, 6, 0, tzinfo=UTC))
@example(datetime(2027, 1, 1, 4, 30, tzinfo=UTC))
@settings(max_examples=500, deadline=None)
def test_the_rule_agrees_with_the_time_zone_database(utc: datetime) -> None:
    assert new_york_time(utc) == utc.astimezone(NEW_YORK).replace(tzinfo=None)


@pytest.mark.parametrize(
    ("new_york", "expected"),
    [
        ("Sun 2026-11-22T17:59:59-05:00", False),
        ("Sun 2026-11-22T18:00:00-05:00", True),
        ("Mon 2026-11-23T03:00:00-05:00", True),
        ("Mon 2026-11-23T16:59:59-05:00", True),
        ("Mon 2026-11-23T17:00:00-05:00", False),
        ("Mon 2026-11-23T18:00:00-05:00", True),
        ("Thu 2026-11-26T17:30:00-05:00", False),
        ("Fri 2026-11-27T16:59:59-05:00", True),
        ("Fri 2026-11-27T17:00:00-05:00", False),
        ("Fri 2026-11-27T18:30:00-05:00", False),
        ("Sat 2026-11-28T12:00:00-05:00", False),
        # Summer time.
        ("Sun 2026-07-05T18:00:00-04:00", True),
        ("Sun 2026-07-05T17:59:59-04:00", False),
    ],
)
def test_the_week_runs_from_sunday_evening_to_friday_afternoon(
    new_york: str, expected: bool
) -> None:
    day, _, stamp = new_york.partition(" ")
    instant = datetime.fromisoformat(stamp)
    assert f"{instant:%a}" == day
    assert market_is_open(instant.astimezone(UTC)) is expected
    assert market_is_open(instant) is expected
