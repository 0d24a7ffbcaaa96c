"""Programs that show one snapshot after the other, and tell how long that took."""

import os
import sys
from contextlib import ExitStack
from pathlib import Path
from subprocess import Popen
from typing import NamedTuple

from benchmarks.errors import MeasurementError
from benchmarks.surroundings import Surroundings, started
from support.child_process import read_line
from support.display import VirtualDisplay

ROUND_TIMEOUT = 60.0
"""Seconds for one round, the first of which builds the window."""

_ROOT = Path(__file__).parents[1]


class Round(NamedTuple):
    """Milliseconds: all of it, by the clock; its longest turn and painting, on the processor."""

    whole: float
    longest_turn: float
    painting: float


def start_painter(
    command: tuple[str, ...], surroundings: Surroundings, display: VirtualDisplay, stack: ExitStack
) -> Popen[bytes]:
    """Start a program of this package by name, with its arguments, until ``stack`` ends."""
    environment = {
        **surroundings.environment,
        "DISPLAY": display.name,
        # These programs use the tests' sample market.
        "PYTHONPATH": os.pathsep.join((str(_ROOT), str(_ROOT / "tests"))),
    }
    name, *arguments = command
    program = (sys.executable, "-m", f"benchmarks.programs.{name}", *arguments)
    return stack.enter_context(started(program, environment))


def one_round(painter: Popen[bytes]) -> Round:
    """Have the next snapshot shown. Raises MeasurementError."""
    assert painter.stdin is not None
    assert painter.stdout is not None
    painter.stdin.write(b"next\n")
    painter.stdin.flush()
    answer = read_line(painter.stdout.fileno(), ROUND_TIMEOUT)
    if not answer:
        raise MeasurementError("no answer to a round")
    return Round(*map(float, answer.split()))
