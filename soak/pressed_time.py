"""Time that a whole session shares, and that passes faster than on the wall.

Each process of the session reads it in place of Python's own, through the same names of
:mod:`time`, so that app and simulated CrossTrade need not know. Who lets it pass is the
:class:`~soak.time_passing.TimePassing` beside them. Import this, and call :func:`press`, before
anything else that waits or asks for the time.
"""

import mmap
import os
import selectors
import struct
import time
from pathlib import Path
from typing import Any

VARIABLE = "CT_SOAK_TIME"
"""Names the file that the session's processes share, in their environment."""

BEGINS_AT = 1_772_559_000.0
"""3 March 2026, 12:30 in New York, a Tuesday: seconds since the epoch.

The day passes the close at 17:00, the change of the trading day at 18:00 and midnight of UTC.
"""

STEADY_AT_FIRST = 100_000.0
"""What the steady clocks say when it begins; their zero has no meaning."""

MOST_PRESSED = 100.0
"""Seconds that pass in one on the wall, at most: while nobody has anything to do."""

SHORTEST_WAIT = 0.002
"""Seconds on the wall between two looks at whether a wait is over."""

wall_clock = time.monotonic
"""Seconds on the wall, in a process whose time is pressed too."""

_really_sleep = time.sleep
_FIGURE = struct.Struct("d")


class SharedTime:
    """Seconds since the session began, in a file that all its processes map."""

    def __init__(self, path: Path, *, create: bool = False) -> None:
        if create:
            path.write_bytes(_FIGURE.pack(0.0))
        with path.open("r+b") as file:
            self._page = mmap.mmap(file.fileno(), _FIGURE.size)
        self._parent = os.getppid()

    @property
    def passed(self) -> float:
        """Seconds that have passed."""
        seconds: float = _FIGURE.unpack_from(self._page)[0]
        return seconds

    @passed.setter
    def passed(self, seconds: float) -> None:
        _FIGURE.pack_into(self._page, 0, seconds)

    @property
    def has_ended(self) -> bool:
        """Whether who lets it pass has gone: whoever waits for it would wait for ever."""
        return os.getppid() != self._parent

    def wall_seconds(self, seconds: float) -> float:
        """How long to wait on the wall before so many can have passed here; the least is a look."""
        return max(SHORTEST_WAIT, seconds / MOST_PRESSED)


def press() -> SharedTime:
    """Have this process live in the time of its session."""
    shared = SharedTime(Path(os.environ[VARIABLE]))

    def steady(*_clock: int) -> float:
        return STEADY_AT_FIRST + shared.passed

    def wall() -> float:
        return BEGINS_AT + shared.passed

    def clock_gettime(clock: int) -> float:
        return wall() if clock == time.CLOCK_REALTIME else steady()

    def sleep(seconds: float) -> None:
        until = shared.passed + seconds
        while (left := until - shared.passed) > 0 and not shared.has_ended:
            _really_sleep(shared.wall_seconds(left))

    names: dict[str, Any] = {
        "time": wall,
        "time_ns": lambda: int(wall() * 1e9),
        "monotonic": steady,
        "monotonic_ns": lambda: int(steady() * 1e9),
        "perf_counter": steady,
        "clock_gettime": clock_gettime,
        "sleep": sleep,
    }
    for name, pressed in names.items():
        setattr(time, name, pressed)
    _PressedSelector.shared = shared
    selectors.DefaultSelector = _PressedSelector  # type: ignore[assignment,misc]
    return shared


class _PressedSelector(selectors.EpollSelector):
    """How asyncio's own event loop waits: for sockets on the wall, for time here."""

    shared: SharedTime

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        if timeout is None or timeout <= 0:
            return super().select(timeout)
        until = self.shared.passed + timeout
        while (left := until - self.shared.passed) > 0:
            if self.shared.has_ended:
                raise SystemExit("The session has ended.")
            if ready := super().select(self.shared.wall_seconds(left)):
                return ready
        return super().select(0)
