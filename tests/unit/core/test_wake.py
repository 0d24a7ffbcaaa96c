"""When two looks at the clock tell that the machine slept."""

from datetime import UTC, datetime, timedelta

import pytest

from ct_desktop.core.moment import Moment
from ct_desktop.core.wake import woke

BEFORE = Moment(datetime(2026, 11, 22, tzinfo=UTC), 1000.0)


def after(*, steady: float, wall: float) -> Moment:
    return Moment(BEFORE.utc + timedelta(seconds=wall), BEFORE.steady + steady)


@pytest.mark.parametrize(
    ("steady", "wall", "slept"),
    [
        (1.0, 1.0, False),
        # A busy machine.
        (4.0, 4.0, False),
        # A night, on a clock that counts sleep and on one that does not.
        (8 * 3600.0, 8 * 3600.0, True),
        (1.0, 8 * 3600.0, True),
        (20.0, 20.0, True),
        # The wall clock was set, forwards and backwards.
        (1.0, 3600.0, True),
        (1.0, -3600.0, True),
    ],
)
def test_sleep_shows_in_a_late_timer_or_in_two_clocks_that_disagree(
    steady: float, wall: float, slept: bool
) -> None:
    assert woke(BEFORE, after(steady=steady, wall=wall), expected=1.0) is slept
