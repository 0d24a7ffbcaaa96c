"""The difference between two clocks, by the Date header of an answer."""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import httpx
import pytest

from ct_desktop.connection.server_clock import WRONG_FROM, ServerClock
from ct_desktop.core.moment import Moment

NOW = datetime(2026, 11, 22, 15, 0, tzinfo=UTC)


class StandingClock:
    def now(self) -> Moment:
        return Moment(NOW, 0.0)


async def measured(**headers: str) -> ServerClock:
    clock = ServerClock(StandingClock())
    await clock.observe(httpx.Response(200, headers=headers))
    return clock


@pytest.mark.parametrize("ahead", [0, 3, -90, 119, 120, -7200, 86_400])
async def test_b39_the_difference_is_measured_and_counts_from_two_minutes(ahead: int) -> None:
    clock = await measured(date=format_datetime(NOW - timedelta(seconds=ahead), usegmt=True))
    assert clock.ahead == ahead
    assert clock.wrong_by == (ahead if abs(ahead) >= WRONG_FROM else None)


async def test_a_date_with_another_zone_is_the_same_moment() -> None:
    assert (await measured(date="Sun, 22 Nov 2026 10:00:00 -0500")).ahead == 0
    assert (await measured(date="Sun, 22 Nov 2026 15:00:00 -0000")).ahead == 0


@pytest.mark.parametrize(
    "date",
    [
        "",
        "yesterday",
        "Sun, 99 Nov 2026 15:00:00 GMT",
        "0",
        ",,,",
        "Sun, 22 Nov 99999 15:00:00 GMT",
    ],
)
async def test_a_date_that_is_none_measures_nothing(date: str) -> None:
    assert (await measured(date=date)).ahead is None


async def test_an_answer_from_a_cache_measures_nothing() -> None:
    clock = await measured(date="Sun, 22 Nov 2026 09:00:00 GMT", age="21600")
    assert clock.ahead is None


async def test_the_newest_answer_counts() -> None:
    clock = await measured(date="Sun, 22 Nov 2026 09:00:00 GMT")
    right = httpx.Response(200, headers={"date": "Sun, 22 Nov 2026 15:00:00 GMT"})
    await clock.observe(right)
    assert clock.wrong_by is None
