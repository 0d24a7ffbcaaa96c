"""Work in small pieces over several turns of the event loop, so that no turn of it is long.

A turn that takes longer than a frame is felt: the pointer stands still and keys wait.
"""

import time
from collections.abc import Callable, Generator, Iterator
from typing import TypeVar

from PySide6.QtCore import QObject, QTimer

T = TypeVar("T")

BUDGET = 0.004
"""Seconds of a turn for such work: a quarter of a frame at 60 Hz."""

PIECE = 64
"""Rows from one ``yield`` to the next: some tenths of a millisecond."""


class InTurns(QObject):
    """Does one work at a time, from ``yield`` to ``yield``, as far as each turn's time goes.

    The first piece is done at once: what is small is done when :meth:`start` returns.
    """

    def __init__(
        self, parent: QObject | None = None, *, clock: Callable[[], float] = time.perf_counter
    ) -> None:
        super().__init__(parent)
        self._clock = clock
        self._work: Iterator[None] | None = None
        self._next_turn = QTimer(self, singleShot=True, interval=0)
        self._next_turn.timeout.connect(self._take_turn)

    @property
    def is_busy(self) -> bool:
        """Whether there is work that is not done."""
        return self._work is not None

    def start(self, work: Iterator[None]) -> None:
        """Begin ``work``; what there is already is done first, and now."""
        self.finish()
        self._work = work
        self._take_turn()

    def finish(self) -> None:
        """Do all that is left, now."""
        self._next_turn.stop()
        work, self._work = self._work, None
        if work is not None:
            for _ in work:
                pass

    def _take_turn(self) -> None:
        work, clock = self._work, self._clock
        if work is None:
            return
        ends = clock() + BUDGET
        for _ in work:
            if clock() >= ends:
                self._next_turn.start()
                return
        self._work = None


def run_through(work: Generator[None, None, T]) -> T:
    """Do all of ``work`` now; what it returns."""
    while True:
        try:
            next(work)
        except StopIteration as done:
            result: T = done.value
            return result
