"""What a process holds: memory, descriptors, threads, tasks, and objects of Python's and Qt's."""

import asyncio
import ctypes
import gc
import os
import threading
from collections import Counter
from dataclasses import dataclass, fields
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from ct_desktop.ui.lifecycle import BLOCKING_THREADS
from ct_desktop.ui.monitor.table_view import TableView

_PAGE = os.sysconf("SC_PAGE_SIZE")
_C = ctypes.CDLL(None)


@dataclass(frozen=True, slots=True)
class Counts:
    """What must not become more at all, at a moment at which nothing is under way."""

    descriptors: int
    threads: int
    tasks: int
    qt_objects: int

    def least(self, other: "Counts") -> "Counts":
        """The lesser of each: what only one of two looks saw was under way."""
        return Counts(
            *(min(getattr(self, each.name), getattr(other, each.name)) for each in fields(Counts))
        )


class _Mallinfo(ctypes.Structure):
    """``struct mallinfo2`` of glibc; see mallinfo(3)."""

    _fields_ = [
        (name, ctypes.c_size_t)
        for name in (
            *("arena", "ordblks", "smblks", "hblks", "hblkhd"),
            *("usmblks", "fsmblks", "uordblks", "fordblks", "keepcost"),
        )
    ]


_C.mallinfo2.restype = _Mallinfo


@dataclass(frozen=True, slots=True)
class Memory:
    """In bytes: what is ``allocated`` and not given back, and what is ``resident``.

    Resident are also the libraries, and the holes between what is allocated. How many holes there
    are goes by the most that was ever allocated at once, which the trader's own figures decide.
    """

    allocated: int
    resident: int


@dataclass(frozen=True, slots=True)
class Held:
    """All that is held: memory while ``watching`` so many ``rows``, and ``signed_out``.

    Then no figure is left. ``by_type`` counts Python's objects then.
    """

    watching: Memory
    rows: int
    signed_out: Memory
    counts: Counts
    by_type: Counter[str]

    @property
    def python_objects(self) -> int:
        """All that the garbage collector knows of."""
        return self.by_type.total()


async def fill_thread_pool() -> None:
    """Have all of the app's threads for blocking work.

    They are as many as ever are, and come one by one, each when the others happen to be at work: a
    count of threads that is to say something begins with all of them.
    """
    everyone = threading.Barrier(BLOCKING_THREADS)
    async with asyncio.TaskGroup() as tasks:
        for _ in range(BLOCKING_THREADS):
            tasks.create_task(asyncio.to_thread(everyone.wait))


def count_now() -> Counts:
    """Count now."""
    windows = QApplication.topLevelWidgets()
    children = sum(len(window.findChildren(QObject)) for window in windows)
    return Counts(
        descriptors=_entries("/proc/self/fd"),
        threads=_entries("/proc/self/task"),
        tasks=len(asyncio.all_tasks()),
        qt_objects=len(windows) + children,
    )


def _entries(folder: str) -> int:
    return sum(1 for _ in Path(folder).iterdir())


def rows_shown() -> int:
    """How many rows the tables have together, in sight or not."""
    tables = [each for each in QApplication.allWidgets() if isinstance(each, TableView)]
    return sum(table.model().rowCount() for table in tables)


def memory_now() -> Memory:
    """Once all that is garbage has gone. Python's own allocator must be off: it hides what is free.

    That is PYTHONMALLOC=malloc.
    """
    gc.collect()
    # What the C library keeps for later is no longer the app's: given back, it is not resident.
    _C.malloc_trim(0)
    heap = _C.mallinfo2()
    resident = int(Path("/proc/self/statm").read_text().split()[1]) * _PAGE
    return Memory(heap.uordblks + heap.hblkhd, resident)


def objects_by_type() -> Counter[str]:
    """All that the garbage collector knows of."""
    return Counter(type(each).__qualname__ for each in gc.get_objects())
