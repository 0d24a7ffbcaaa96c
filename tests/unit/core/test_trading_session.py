"""The trading day, across both changes of the clocks."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ct_desktop.core.market_hours import new_york_time
from ct_desktop.core.trading_session import session_of, session_start

instants = st.datetimes(datetime(2010, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - bounds have no zone


@pytest.mark.parametrize(
    ("utc", "session", "start"),
    [
        # Winter: 18:00 is 23:00 UTC.
        ("2026-11-20T22:59:59", "2026-11-20", "2026-11-19T23:00"),
        ("2026-11-20T23:00:00", "2026-11-21", "2026-11-20T23:00"),
        # Summer: 22:00 UTC.
        ("2026-07-01T21:59:59", "2026-07-01", "2026-06-30T22:00"),
        ("2026-07-01T22:00:00", "2026-07-02", "2026-07-01T22:00"),
        # The Sunday on which summer time begins; the session began in winter time.
        ("2026-03-08T12:00:00", "2026-03-08", "2026-03-07T23:00"),
        ("2026-03-08T22:00:00", "2026-03-09", "2026-03-08T22:00"),
        # The Sunday on which it ends.
        ("2026-11-01T12:00:00", "2026-11-01", "2026-10-31T22:00"),
        ("2026-11-01T22:30:00", "2026-11-01", "2026-10-31T22:00"),
        ("2026-11-01T23:00:00", "2026-11-02", "2026-11-01T23:00"),
    ],
)
def test_a_session_begins_at_18_in_new_york(utc: str, session: str, start: str) -> None:
    instant = datetime.fromisoformat(utc).replace(tzinfo=UTC)
    assert session_of(instant) == date.fromisoformat(session)
    assert session_start(instant) == datetime.fromisoformat(start).replace(tzinfo=UTC)


@given(instants)
def test_every_instant_lies_in_the_session_that_began_last(instant: datetime) -> None:
    start = session_start(instant)
    assert start <= instant < start + timedelta(hours=25)
    assert (new_york_time(start).hour, new_york_time(start).minute) == (18, 0)
    assert session_of(start) == session_of(instant)
    assert session_of(start - timedelta(microseconds=1)) < session_of(instant)
