"""The first paint as the bench sees it: a real window on a real display."""

import subprocess
import sys
import time
from collections.abc import Iterator

import pytest

from benchmarks.errors import MeasurementError
from benchmarks.screen_watch import ScreenWatch
from benchmarks.surroundings import HEIGHT, WIDTH, program
from support.child_process import stop_process
from support.display import VirtualDisplay, missing_programs


@pytest.fixture(scope="module")
def display() -> Iterator[VirtualDisplay]:
    if missing := missing_programs():
        pytest.skip(f"a virtual display needs {', '.join(missing)}")
    with VirtualDisplay(WIDTH, HEIGHT) as display:
        yield display


def test_a_window_is_seen_when_it_is_painted_and_when_it_has_gone(display: VirtualDisplay) -> None:
    with ScreenWatch(display.frame_buffer) as watch:
        empty = watch.pixels()
        begun = time.perf_counter()
        process = subprocess.Popen(
            program("bare_window.py"), env={"DISPLAY": display.name, "QT_QPA_PLATFORM": "xcb"}
        )
        try:
            painted = watch.wait_for_paint(empty, process)
            assert painted > begun
            assert len(set(watch.pixels())) == 1
        finally:
            stop_process(process)
        watch.wait_until_again(empty)


def test_a_program_that_ends_without_a_window_is_no_measurement(display: VirtualDisplay) -> None:
    with ScreenWatch(display.frame_buffer) as watch:
        process = subprocess.Popen([sys.executable, "-c", "pass"])
        with pytest.raises(MeasurementError, match="ended before its window"):
            watch.wait_for_paint(watch.pixels(), process)
        process.wait()
