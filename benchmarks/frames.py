"""(f) The longest turn of the event loop and the longest paint, against a frame at 60 Hz.

200 accounts and 2,000 positions, of which a tenth has changed in each of 60 snapshots. A turn that
takes longer than a frame is felt: nothing moves in it and no key is answered. So not the median
round is judged here but the slowest of a hundred. It is time on the processor, so that what other
programs hold up does not count. Tables of items are measured in the same rounds.
"""

from contextlib import ExitStack

from benchmarks.comparison import Comparison, Goal
from benchmarks.painters import Round, one_round, start_painter
from benchmarks.surroundings import HEIGHT, WIDTH, Surroundings
from support.display import VirtualDisplay

ROUNDS = 60

FRAME = 1000 / 60
"""Milliseconds."""

_AGAINST = "a frame at 60 Hz"
_WHAT = "snapshot, 10 % changed"


def measure(surroundings: Surroundings, rounds: int = ROUNDS) -> list[Comparison]:
    """Raises MeasurementError."""
    ours: list[Round] = []
    theirs: list[Round] = []
    with ExitStack() as stack:
        ours_command = ("paint_monitor", "--in-turns")
        monitor = start_painter(ours_command, surroundings, surroundings.display, stack)
        other_display = stack.enter_context(VirtualDisplay(WIDTH, HEIGHT))
        items = start_painter(("paint_item_tables",), surroundings, other_display, stack)
        for _ in range(rounds + 1):
            ours.append(one_round(monitor))
            theirs.append(one_round(items))
    # The first warms caches up.
    del ours[0], theirs[0]
    frames = (FRAME,) * rounds
    turns = tuple(each.longest_turn for each in ours)
    paints = tuple(each.painting for each in ours)
    longest = tuple(max(each.longest_turn, each.painting) for each in ours)
    others = tuple(max(each.longest_turn, each.painting) for each in theirs)
    within = Goal(1.0, in_slowest=True)
    return [
        Comparison("f", f"longest turn for a {_WHAT}", _AGAINST, within, "ms", turns, frames),
        Comparison("f", f"paint of a {_WHAT}", _AGAINST, within, "ms", paints, frames),
        Comparison(
            "f",
            "longest of both",
            "QTableWidget, cell by cell",
            Goal(0.25, in_slowest=True),
            "ms",
            longest,
            others,
        ),
    ]
