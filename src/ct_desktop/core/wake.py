"""Whether the machine slept, or everything stood still, between two looks at the clock."""

from ct_desktop.core.moment import Moment

LATE = 5.0
"""Seconds; a busy machine makes a timer late by less."""


def woke(before: Moment, now: Moment, expected: float) -> bool:
    """Whether much more than ``expected`` seconds lie between ``before`` and ``now``.

    Also where the two clocks disagree on how much: the steady one stops in sleep on some systems,
    and a wall clock that was set can change what servers say of a sign-in.
    """
    steady = now.steady - before.steady
    wall = (now.utc - before.utc).total_seconds()
    return steady > expected + LATE or abs(wall - steady) > LATE
