"""(d) A new snapshot applied and painted, against tables of items updated cell by cell.

200 accounts and 2,000 positions, of which a tenth has changed; windows of one size, each on a
display of its own, so that neither hides the other. The other side writes every cell of every
snapshot into its item, in Qt's plain style; it has no tiles, totals, filters or ages to keep.
"""

import os
import sys
from contextlib import ExitStack
from pathlib import Path
from subprocess import Popen

from benchmarks.comparison import Comparison, Goal
from benchmarks.errors import MeasurementError
from benchmarks.surroundings import HEIGHT, WIDTH, Surroundings, started
from benchmarks.turns import in_turns
from support.child_process import read_line
from support.display import VirtualDisplay

ROUNDS = 41

ROUND_TIMEOUT = 60.0
"""Seconds for one round, the first of which builds the window."""

_ROOT = Path(__file__).parents[1]


def measure(surroundings: Surroundings, rounds: int = ROUNDS) -> list[Comparison]:
    """Raises MeasurementError."""
    with ExitStack() as stack:
        monitor = _start("paint_monitor", surroundings, surroundings.display, stack)
        other_display = stack.enter_context(VirtualDisplay(WIDTH, HEIGHT))
        items = _start("paint_item_tables", surroundings, other_display, stack)
        ours, theirs = in_turns(rounds, lambda: _one_round(monitor), lambda: _one_round(items))
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


def _start(
    name: str, surroundings: Surroundings, display: VirtualDisplay, stack: ExitStack
) -> Popen[bytes]:
    environment = {
        **surroundings.environment,
        "DISPLAY": display.name,
        # These programs use the tests' sample market.
        "PYTHONPATH": os.pathsep.join((str(_ROOT), str(_ROOT / "tests"))),
    }
    command = (sys.executable, "-m", f"benchmarks.programs.{name}")
    return stack.enter_context(started(command, environment))


def _one_round(painter: Popen[bytes]) -> float:
    assert painter.stdin is not None
    assert painter.stdout is not None
    painter.stdin.write(b"next\n")
    painter.stdin.flush()
    answer = read_line(painter.stdout.fileno(), ROUND_TIMEOUT)
    if not answer:
        raise MeasurementError("no answer to a round")
    return float(answer)
