"""(e) Memory when idle, against a bare main window.

The app shows its welcome. Resident memory of the process and its children, once nothing changes any
more; shared libraries count in full on both sides.
"""

import os
import time
from pathlib import Path

from benchmarks.comparison import Comparison, Goal
from benchmarks.errors import MeasurementError
from benchmarks.screen_watch import ScreenWatch
from benchmarks.surroundings import APP_COMMAND, Surroundings, program, started
from benchmarks.turns import in_turns

ROUNDS = 3

SETTLE_TIMEOUT = 60.0
"""Seconds for a program to come to rest."""

_QUIET_SECONDS = 3.0
_QUIET_CPU_SECONDS = 0.1
_QUIET_MEGABYTES = 0.5
_INTERVAL = 0.25

_PAGE = os.sysconf("SC_PAGE_SIZE")
_TICK = os.sysconf("SC_CLK_TCK")


def measure(surroundings: Surroundings, rounds: int = ROUNDS) -> list[Comparison]:
    """Raises MeasurementError."""
    with ScreenWatch(surroundings.display.frame_buffer) as watch:
        ours, theirs = in_turns(
            rounds,
            lambda: _idle_megabytes(APP_COMMAND, surroundings, watch),
            lambda: _idle_megabytes(program("bare_window.py"), surroundings, watch),
        )
    return [
        Comparison(
            letter="e",
            measured="resident memory when idle",
            against="bare PySide6 main window",
            goal=Goal(2.0),
            unit="MB",
            ours=ours,
            theirs=theirs,
        )
    ]


def _idle_megabytes(
    command: tuple[str, ...], surroundings: Surroundings, watch: ScreenWatch
) -> float:
    empty = watch.pixels()
    with started(command, surroundings.environment) as process:
        watch.wait_for_paint(empty, process)
        megabytes = _settled_megabytes(process.pid)
    watch.wait_until_again(empty)
    return megabytes


def _settled_megabytes(pid: int) -> float:
    """Resident memory, once neither it nor the time on the processor has grown for a while."""
    deadline = time.monotonic() + SETTLE_TIMEOUT
    since, megabytes, cpu_seconds = time.monotonic(), _megabytes(pid), _cpu_seconds(pid)
    while time.monotonic() < deadline:
        time.sleep(_INTERVAL)
        now_megabytes, now_cpu_seconds = _megabytes(pid), _cpu_seconds(pid)
        moved = abs(now_megabytes - megabytes) > _QUIET_MEGABYTES
        if moved or now_cpu_seconds - cpu_seconds > _QUIET_CPU_SECONDS:
            since, megabytes, cpu_seconds = time.monotonic(), now_megabytes, now_cpu_seconds
        elif time.monotonic() - since >= _QUIET_SECONDS:
            return now_megabytes
    raise MeasurementError(f"it did not come to rest within {SETTLE_TIMEOUT:.0f} s")


def _megabytes(pid: int) -> float:
    own = int((_proc(pid) / "statm").read_text().split()[1]) * _PAGE / 1e6
    return own + sum(_megabytes(child) for child in _children(pid))


def _cpu_seconds(pid: int) -> float:
    # Counted after the name in parentheses, which may hold spaces: proc(5), /proc/pid/stat.
    fields = (_proc(pid) / "stat").read_text().rpartition(")")[2].split()
    own = (int(fields[11]) + int(fields[12])) / _TICK
    return own + sum(_cpu_seconds(child) for child in _children(pid))


def _children(pid: int) -> list[int]:
    tasks = (_proc(pid) / "task").glob("*/children")
    return [int(child) for children in tasks for child in children.read_text().split()]


def _proc(pid: int) -> Path:
    return Path("/proc") / str(pid)
