"""Sees a window appear as a person does: by the pixels of the screen, from outside the program."""

import mmap
import struct
import subprocess
import time
from contextlib import ExitStack
from pathlib import Path
from typing import Self

from benchmarks.errors import MeasurementError
from support.display import read_xwd_layout

PAINT_TIMEOUT = 60.0
"""Seconds for a window to be painted, or to go."""

_INTERVAL = 0.0005
"""Seconds between two looks: half a millisecond, against starts of hundreds."""

_GRID = ((1, 1), (2, 1), (3, 1), (1, 2), (3, 2), (1, 3), (2, 3), (3, 3))
"""Quarters of width and height; not the centre, where the mouse pointer is."""

Pixels = tuple[int, ...]


class ScreenWatch:
    """Looks at a few pixels all over a display, from ``__enter__`` to ``__exit__``."""

    def __init__(self, frame_buffer: Path) -> None:
        self._path = frame_buffer
        self._stack = ExitStack()
        self._offsets: list[int] = []

    def __enter__(self) -> Self:
        file = self._stack.enter_context(self._path.open("rb"))
        self._dump = self._stack.enter_context(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
        layout = read_xwd_layout(self._dump)
        self._offsets = [
            layout.start
            + layout.height * y // 4 * layout.bytes_per_line
            + layout.width * x // 4 * 4
            for x, y in _GRID
        ]
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def pixels(self) -> Pixels:
        """The pixels now."""
        return tuple(struct.unpack_from("<I", self._dump, offset)[0] for offset in self._offsets)

    def wait_for_paint(self, before: Pixels, painter: subprocess.Popen[bytes]) -> float:
        """``time.perf_counter()`` when all pixels are others than ``before``.

        Raises MeasurementError if they do not change, or if the painter ends.
        """
        deadline = time.perf_counter() + PAINT_TIMEOUT
        while time.perf_counter() < deadline:
            if all(now != was for now, was in zip(self.pixels(), before, strict=True)):
                return time.perf_counter()
            if painter.poll() is not None:
                raise MeasurementError("it ended before its window was painted")
            time.sleep(_INTERVAL)
        raise MeasurementError(f"its window was not painted within {PAINT_TIMEOUT:.0f} s")

    def wait_until_again(self, before: Pixels) -> None:
        """Wait until the last window has gone and the screen is as it was ``before``."""
        deadline = time.perf_counter() + PAINT_TIMEOUT
        while self.pixels() != before:
            if time.perf_counter() > deadline:
                raise MeasurementError("a window stays on the display")
            time.sleep(_INTERVAL)
