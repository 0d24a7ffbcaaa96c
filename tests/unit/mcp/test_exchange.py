"""The evidence of an exchange: the server's clock as read from the Date header (B-39)."""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ct_desktop.core.moment import Moment
from ct_desktop.mcp import Exchange

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


def exchange(date: str | None, *, headers_after: float | None = 0.5) -> Exchange:
    return Exchange(
        method="tools/call",
        tool="t",
        started=Moment(NOON, 0.0),
        duration=1.0,
        status=200,
        headers_after=headers_after,
        date_header=date,
        failure=None,
    )


@given(st.integers(-100_000, 100_000))
def test_b39_the_difference_of_the_clocks_is_measured_half_way(seconds: int) -> None:
    date = format_datetime(NOON - timedelta(seconds=seconds), usegmt=True)
    assert exchange(date).clock_ahead == seconds + 0.25


@given(st.text() | st.from_regex(r"\w{3}, \d{1,9} \w{3} \d{1,9} \d+:\d+:\d+ [-+]?\d{1,9}"))
def test_b39_any_date_text_is_a_time_in_utc_or_none(text: str) -> None:
    date = exchange(text).server_date
    assert date is None or date.utcoffset() == timedelta(0)


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("Sun, 22 Nov 2026 12:00:00 GMT", NOON),
        ("Sun, 22 Nov 2026 12:00:00 -0000", NOON),
        ("Sun, 22 Nov 2026 07:00:00 -0500", NOON),
        ("Fri, 31 Dec 9999 23:59:59 -2359", None),
        ("", None),
    ],
)
def test_b39_zones_of_a_date_count(text: str, date: datetime | None) -> None:
    assert exchange(text).server_date == date


def test_b39_without_a_date_nothing_is_claimed() -> None:
    assert exchange(None).clock_ahead is None
    assert exchange("Sun, 22 Nov 2026 12:00:00 GMT", headers_after=None).clock_ahead is None
