"""What the sides of (d) and (f) do: at each line on standard input, show the next snapshot.

The answer is a line with three figures in milliseconds: from the new snapshot to the end of the
painting, the longest turn of the event loop, and the longest painting.
"""

import sys
import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QTableView, QWidget

from ct_desktop.core.moment import Moment
from ct_desktop.core.monitor_state import MonitorState
from ct_desktop.ui.garbage_pause import resume_garbage_collection
from support.market_samples import a_second_later, at, large_snapshot, market_state

ACCOUNTS, POSITIONS, CHANGED_SHARE = 200, 2000, 0.1
WIDTH, HEIGHT = 1440, 900

FIRST_PAINT_TIMEOUT = 30.0
"""Seconds for the display to show the window."""

Apply = Callable[[MonitorState, Moment], None]


def serve_rounds(
    window: QWidget, apply: Apply, is_busy: Callable[[], bool] = lambda: False
) -> None:
    """Show ``window`` and do rounds until standard input ends.

    ``is_busy`` says whether what was given to ``apply`` goes on in later turns.
    """
    snapshot = large_snapshot(ACCOUNTS, POSITIONS)
    apply(market_state(snapshot), at(0))
    window.resize(WIDTH, HEIGHT)
    window.show()
    _wait_for_first_paint(window)
    # As the app does soon after its start; else the start's objects are gone through again.
    resume_garbage_collection()
    paints = _Paints(window)
    for number, _ in enumerate(sys.stdin, start=1):
        snapshot = a_second_later(snapshot, number, share=CHANGED_SHARE)
        state, now = market_state(snapshot), at(number)
        QApplication.processEvents()
        stopwatch = _Stopwatch(paints)
        apply(state, now)
        stopwatch.end_turn()
        while is_busy():
            QApplication.processEvents()
            stopwatch.end_turn()
        _paint(window)
        stopwatch.end_turn()
        print(*stopwatch.figures, flush=True)


class _Paints(QObject):
    """Sends a window on its way through each painting, and counts the time."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.durations: list[float] = []
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        if event.type() != QEvent.Type.UpdateRequest:
            return False
        begun = time.thread_time()
        watched.event(event)
        self.durations.append(time.thread_time() - begun)
        return True


class _Stopwatch:
    """Times one snapshot: as a whole by the clock, its turns and paints on the processor.

    A turn that other programs hold up is no longer one for it; what the trader waits for is all.
    """

    def __init__(self, paints: _Paints) -> None:
        self._paints = paints
        self._whole_begun = time.perf_counter()
        self._longest_turn = self._longest_paint = 0.0
        self._begin_turn()

    def _begin_turn(self) -> None:
        self._paints.durations.clear()
        self._turn_begun = time.thread_time()

    def end_turn(self) -> None:
        """A turn ends and the next one begins; paintings are events of their own."""
        painted = self._paints.durations
        turn = time.thread_time() - self._turn_begun - sum(painted)
        self._longest_turn = max(self._longest_turn, turn)
        self._longest_paint = max(self._longest_paint, *painted, 0.0)
        self._begin_turn()

    @property
    def figures(self) -> tuple[float, float, float]:
        """The whole, the longest turn and the longest painting, in milliseconds."""
        whole = time.perf_counter() - self._whole_begun
        return whole * 1000, self._longest_turn * 1000, self._longest_paint * 1000


def _paint(window: QWidget) -> None:
    """Paint all that is to be painted anew, now; nothing where no cell in sight has changed."""
    QApplication.processEvents()
    # What Qt itself sends when it is time to paint; it would wait some milliseconds first.
    QApplication.sendEvent(window, QEvent(QEvent.Type.UpdateRequest))


def _wait_for_first_paint(window: QWidget) -> None:
    # Some lie behind a tab.
    tables = [table for table in window.findChildren(QTableView) if table.isVisible()]
    viewports = [table.viewport() for table in tables]
    paints = _FirstPaints(viewports)
    deadline = time.monotonic() + FIRST_PAINT_TIMEOUT
    while paints.missing:
        _paint(window)
        if time.monotonic() > deadline:
            sys.exit("A table was not painted.")


class _FirstPaints(QObject):
    """Which of ``viewports`` have not been painted yet."""

    def __init__(self, viewports: list[QWidget]) -> None:
        super().__init__()
        self.missing: set[QObject] = set(viewports)
        for viewport in viewports:
            viewport.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        if event.type() == QEvent.Type.Paint:
            self.missing.discard(watched)
            watched.removeEventFilter(self)
        return False
