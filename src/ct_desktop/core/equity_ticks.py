"""Where the axes of an equity chart are marked: round amounts, and round times of the local day."""

import math
from datetime import datetime, timedelta

_MANTISSAS = (1.0, 2.0, 2.5, 5.0, 10.0)
_MINUTE_STEPS = (1, 2, 5, 10, 15, 30, 60, 120, 180, 240, 360, 720)
_SMALLEST_STEP = 0.01
"""A cent."""


def money_ticks(low: float, high: float, at_most: int) -> tuple[float, ...]:
    """Multiples of a round step within ``low`` to ``high``, no more than ``at_most`` (1 or more).

    The steps are 1, 2, 2.5 or 5 times a power of ten, a cent at least.
    """
    span = high - low
    if not math.isfinite(span) or span <= 0:
        return ()
    step = _money_step(span / max(1, at_most))
    while True:
        first, last = math.ceil(low / step), math.floor(high / step)
        if last - first < at_most:
            return tuple(number * step for number in range(first, last + 1))
        step = _money_step(step * 1.01)


def _money_step(least: float) -> float:
    least = max(least, _SMALLEST_STEP)
    power = 10.0 ** math.floor(math.log10(least))
    return next(m * power for m in _MANTISSAS if m * power >= least * (1 - 1e-9))


def time_ticks(begin: datetime, end: datetime, at_most: int) -> tuple[datetime, ...]:
    """Round local times within ``begin`` to ``end`` (both aware), no more than ``at_most``.

    In the local zone. Where its clocks change within, the steps go on in real time.
    """
    local = begin.astimezone()
    midnight = local.replace(hour=0, minute=0, second=0, microsecond=0)
    minutes = (end - begin) / timedelta(minutes=1)
    for step in _MINUTE_STEPS:
        if minutes // step + 1 > at_most:
            continue
        # In wall time, which the marks are written in.
        passed = (local.replace(tzinfo=None) - midnight.replace(tzinfo=None)) / timedelta(
            minutes=step
        )
        wait = (math.ceil(passed) - passed) * timedelta(minutes=step)
        ticks, tick = [], begin + wait
        while tick <= end:
            ticks.append(tick.astimezone())
            tick += timedelta(minutes=step)
        return tuple(ticks)
    return ()
