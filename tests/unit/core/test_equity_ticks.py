"""The marks of the chart's axes: round, within, few enough."""

import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ct_desktop.core.equity_ticks import money_ticks, time_ticks


@pytest.fixture
def new_york(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("TZ", "America/New_York")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.parametrize(
    ("low", "high", "at_most", "ticks"),
    [
        (52_010.0, 52_790.0, 4, (52_200.0, 52_400.0, 52_600.0)),
        (-120.0, 90.0, 5, (-100.0, -50.0, 0.0, 50.0)),
        (0.0, 1.0, 4, (0.0, 0.5, 1.0)),
        (1e9, 1e9 + 4e6, 5, (1e9, 1e9 + 1e6, 1e9 + 2e6, 1e9 + 3e6, 1e9 + 4e6)),
        (5.0, 5.0, 4, ()),
    ],
)
def test_amounts_are_round(low: float, high: float, at_most: int, ticks: tuple[float, ...]) -> None:
    assert money_ticks(low, high, at_most) == pytest.approx(ticks)


@given(st.floats(-1e12, 1e12), st.floats(0.01, 1e12), st.integers(1, 12))
def test_amounts_lie_within_and_are_not_too_many(low: float, span: float, at_most: int) -> None:
    ticks = money_ticks(low, low + span, at_most)
    assert len(ticks) <= at_most
    slack = 1e-6 * (abs(low) + span)
    assert all(low - slack <= tick <= low + span + slack for tick in ticks)
    assert all(later > earlier for earlier, later in pairwise(ticks))


@given(st.integers(5, 1500), st.integers(2, 16), st.integers(0, 86_400))
def test_times_are_round_in_the_local_zone(minutes: int, at_most: int, offset: int) -> None:
    begin = datetime(2026, 11, 19, 23, 0, tzinfo=UTC) + timedelta(seconds=offset)
    end = begin + timedelta(minutes=minutes)
    ticks = time_ticks(begin, end, at_most)
    assert len(ticks) <= at_most
    assert all(begin <= tick <= end for tick in ticks)
    assert all((tick.second, tick.microsecond) == (0, 0) for tick in ticks)


@pytest.mark.usefixtures("new_york")
def test_a_session_is_marked_in_the_hours_of_the_traders_own_clock() -> None:
    begin = datetime(2026, 11, 19, 23, 0, tzinfo=UTC)
    marks = [f"{tick:%H:%M}" for tick in time_ticks(begin, begin + timedelta(hours=23), 8)]
    assert marks == ["18:00", "21:00", "00:00", "03:00", "06:00", "09:00", "12:00", "15:00"]


@pytest.mark.usefixtures("new_york")
def test_marks_are_right_where_the_clocks_change() -> None:
    begin = datetime(2026, 10, 31, 22, 0, tzinfo=UTC)
    ticks = time_ticks(begin, begin + timedelta(hours=12), 6)
    assert [f"{tick:%H:%M}" for tick in ticks] == ["18:00", "21:00", "00:00", "02:00", "05:00"]
    assert {later - earlier for earlier, later in pairwise(ticks)} == {timedelta(hours=3)}
