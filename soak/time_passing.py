"""Lets a session's time pass while none of its processes has anything to do.

A computer that is slow, or busy with other things, would in pressed time make every answer late
and every wait an age: a tenth of a second on the wall is six of the session's. So time stands while
any thread of the session runs, wants to run or waits for the disk.
"""

import os
import threading
import time
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType
from typing import Self

from soak.pressed_time import MOST_PRESSED, SHORTEST_WAIT, SharedTime

_BUSY = (b"R", b"D")
"""The states of a thread that runs or waits to, and of one that waits for a device: proc(5)."""

_LONGEST_STEP = 0.25
"""Seconds of the session's that pass at once, at most."""

_LOOK_FOR_NEW = 0.1
"""Seconds on the wall between two looks for threads that were started."""


class TimePassing:
    """Works in a thread of its own, from ``__enter__`` to ``__exit__``.

    Every child of this process, and theirs, belongs to the session; this process does not.
    """

    def __init__(self, shared: SharedTime) -> None:
        self._shared = shared
        self._ends = threading.Event()
        self._thread = threading.Thread(target=self._run, name="time-passing", daemon=True)
        self._threads: dict[str, int] = {}

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._ends.set()
        self._thread.join()
        for descriptor in self._threads.values():
            os.close(descriptor)

    def _run(self) -> None:
        looked, rested = 0.0, False
        before = time.monotonic()
        while not self._ends.is_set():
            time.sleep(SHORTEST_WAIT)
            now = time.monotonic()
            if now - looked > _LOOK_FOR_NEW:
                self._find_threads()
                looked = now
            rests = not self._is_busy()
            if rests and rested:
                self._shared.passed += min((now - before) * MOST_PRESSED, _LONGEST_STEP)
            rested, before = rests, now

    def _is_busy(self) -> bool:
        for name, descriptor in list(self._threads.items()):
            try:
                stat = os.pread(descriptor, 512, 0)
            except OSError:
                os.close(self._threads.pop(name))
                continue
            # After the name in parentheses, which may hold anything.
            if stat.rpartition(b") ")[2][:1] in _BUSY:
                return True
        return False

    def _find_threads(self) -> None:
        for process in _descendants(os.getpid()):
            for thread in _children(Path(f"/proc/{process}/task")):
                name = f"/proc/{process}/task/{thread}/stat"
                if name not in self._threads:
                    try:
                        self._threads[name] = os.open(name, os.O_RDONLY)
                    except OSError:
                        continue  # gone since


def _children(folder: Path) -> list[str]:
    try:
        return [each.name for each in folder.iterdir()]
    except OSError:
        return []


def _descendants(process: int) -> Iterable[int]:
    for thread in _children(Path(f"/proc/{process}/task")):
        try:
            children = Path(f"/proc/{process}/task/{thread}/children").read_text()
        except OSError:
            continue
        for child in map(int, children.split()):
            yield child
            yield from _descendants(child)
