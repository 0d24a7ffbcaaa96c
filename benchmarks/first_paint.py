"""(a) From the start of the process to the first painted window, against a bare main window.

The app starts as on a fresh machine: no settings, nobody signed in. Both are watched from outside,
by the display's pixels; neither knows that it is measured.
"""

import time

from benchmarks.comparison import Comparison, Goal
from benchmarks.screen_watch import ScreenWatch
from benchmarks.surroundings import APP_COMMAND, Surroundings, program, started
from benchmarks.turns import in_turns

ROUNDS = 15


def measure(surroundings: Surroundings, rounds: int = ROUNDS) -> list[Comparison]:
    """Raises MeasurementError."""
    with ScreenWatch(surroundings.display.frame_buffer) as watch:
        ours, theirs = in_turns(
            rounds,
            lambda: milliseconds_to_paint(APP_COMMAND, surroundings, watch),
            lambda: milliseconds_to_paint(program("bare_window.py"), surroundings, watch),
        )
    return [
        Comparison(
            letter="a",
            measured="start to first painted window",
            against="bare PySide6 main window",
            goal=Goal(2.0),
            unit="ms",
            ours=ours,
            theirs=theirs,
        )
    ]


def milliseconds_to_paint(
    command: tuple[str, ...], surroundings: Surroundings, watch: ScreenWatch
) -> float:
    """From the start of ``command`` to its first painted window. Raises MeasurementError."""
    empty = watch.pixels()
    begun = time.perf_counter()
    with started(command, surroundings.environment) as process:
        painted = watch.wait_for_paint(empty, process)
    watch.wait_until_again(empty)
    return (painted - begun) * 1000
