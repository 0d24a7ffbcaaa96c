"""Every time format of the CrossTrade reference, section 3.5."""

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ct_desktop.crosstrade.parsing.times import parse_time
from support.answer_shapes import instants


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        # The reference's samples, checked there.
        ("2025-03-10T07:53:13.0908809-07:00", datetime(2025, 3, 10, 14, 53, 13, 90_880, UTC)),
        (1741618393090, datetime(2025, 3, 10, 14, 53, 13, 90_000, UTC)),
        (1773867114, datetime(2026, 3, 18, 20, 51, 54, tzinfo=UTC)),
        ("1773867114", datetime(2026, 3, 18, 20, 51, 54, tzinfo=UTC)),
        ("2026-03-18T20:46:29.0248281Z", datetime(2026, 3, 18, 20, 46, 29, 24_828, UTC)),
        ("2026-05-14T13:31:02Z", datetime(2026, 5, 14, 13, 31, 2, tzinfo=UTC)),
        ("2026-05-14 13:31 +0530", datetime(2026, 5, 14, 8, 1, tzinfo=UTC)),
        # Without a zone: local to a machine that need not be this one.
        ("2025-09-26T18:09:38.3736787", None),
        ("03/18/2026 01:51:54 PM", None),
        ("2026-03-18 20:51:54", None),
        # "Never", in NT8's ways of writing it.
        ("0001-01-01T00:00:00", None),
        ("0001-01-01T00:00:00+14:00", None),
        ("9999-12-31T23:59:59-12:00", None),
        (0, None),
        # Nothing.
        (None, None),
        (True, None),
        ("", None),
        ("soon", None),
        ("2026-13-01T00:00:00Z", None),
        ("2026-05-14T25:00:00Z", None),
        ("2026-05-14T13:31:02+99:99", None),
        (-1e14, None),
        (9e14, None),
        ({}, None),
    ],
)
def test_each_documented_format(value: Any, expected: datetime | None) -> None:
    assert parse_time(value) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-03-18 20:51:54", datetime(2026, 3, 18, 20, 51, 54, tzinfo=UTC)),
        ("03/18/2026 01:51:54 PM", datetime(2026, 3, 18, 13, 51, 54, tzinfo=UTC)),
        ("12/1/2025 12:00:00 AM", datetime(2025, 12, 1, tzinfo=UTC)),
        ("9/25/2025 9:51:03 AM", datetime(2025, 9, 25, 9, 51, 3, tzinfo=UTC)),
        ("9/25/2025 12:51:03\u202fPM", datetime(2025, 9, 25, 12, 51, 3, tzinfo=UTC)),
        ("9/25/2025 21:51:03", datetime(2025, 9, 25, 21, 51, 3, tzinfo=UTC)),
        ("9/25/2025 0:51:03 AM", None),
        ("25/9/2025 9:51:03 AM", None),
    ],
)
def test_a_field_that_promises_utc_needs_no_zone(text: str, expected: datetime | None) -> None:
    assert parse_time(text, naive_is_utc=True) == expected


@given(instant=instants, hours=st.integers(-12, 14))
@settings(deadline=None)
def test_one_instant_in_every_format_is_one_instant(instant: datetime, hours: int) -> None:
    local = instant.astimezone(timezone(timedelta(hours=hours)))
    milliseconds = round(instant.timestamp() * 1000)
    renderings: list[object] = [
        milliseconds,
        float(milliseconds),
        str(milliseconds),
        instant.timestamp(),
        instant.isoformat(),
        local.isoformat(),
        f"{instant:%Y-%m-%dT%H:%M:%S.%f}1Z",
        f"{instant:%Y-%m-%d %H:%M:%S.%f} UTC",
    ]
    for rendering in renderings:
        read = parse_time(rendering)
        assert read is not None
        # A double holds an epoch in seconds to a microsecond, give or take.
        assert abs(read - instant) < timedelta(microseconds=2), rendering
