"""(d) A new snapshot applied and painted, against tables of items updated cell by cell.

200 accounts and 2,000 positions, of which a tenth has changed; windows of one size, each on a
display of its own, so that neither hides the other. The other side writes every cell of every
snapshot into its item, in Qt's plain style; it has no tiles, totals, filters or ages to keep.
"""

from contextlib import ExitStack

from benchmarks.comparison import Comparison, Goal
from benchmarks.painters import one_round, start_painter
from benchmarks.surroundings import HEIGHT, WIDTH, Surroundings
from benchmarks.turns import in_turns
from support.display import VirtualDisplay

ROUNDS = 41


def measure(surroundings: Surroundings, rounds: int = ROUNDS) -> list[Comparison]:
    """Raises MeasurementError."""
    with ExitStack() as stack:
        monitor = start_painter(("paint_monitor",), surroundings, surroundings.display, stack)
        other_display = stack.enter_context(VirtualDisplay(WIDTH, HEIGHT))
        items = start_painter(("paint_item_tables",), surroundings, other_display, stack)
        ours, theirs = in_turns(
            rounds, lambda: one_round(monitor).whole, lambda: one_round(items).whole
        )
    return [
        Comparison(
            letter="d",
            measured="snapshot applied and painted, 10 % changed",
            against="QTableWidget, cell by cell",
            goal=Goal(0.1),
            unit="ms",
            ours=ours,
            theirs=theirs,
        )
    ]
