"""What both sides of (d) do: at each line on standard input, apply the next snapshot and paint it.

The answer is a line with the milliseconds from the new snapshot to the end of the painting.
"""

import sys
import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QTableView, QWidget

from ct_desktop.core.moment import Moment
from ct_desktop.core.monitor_state import MonitorState
from support.market_samples import a_second_later, at, large_snapshot, market_state

ACCOUNTS, POSITIONS, CHANGED_SHARE = 200, 2000, 0.1
WIDTH, HEIGHT = 1440, 900

FIRST_PAINT_TIMEOUT = 30.0
"""Seconds for the display to show the window."""

Apply = Callable[[MonitorState, Moment], None]


def serve_rounds(window: QWidget, apply: Apply) -> None:
    """Show ``window`` and do rounds until standard input ends."""
    snapshot = large_snapshot(ACCOUNTS, POSITIONS)
    apply(market_state(snapshot), at(0))
    window.resize(WIDTH, HEIGHT)
    window.show()
    _wait_for_first_paint(window)
    for number, _ in enumerate(sys.stdin, start=1):
        snapshot = a_second_later(snapshot, number, share=CHANGED_SHARE)
        state, now = market_state(snapshot), at(number)
        QApplication.processEvents()
        begun = time.perf_counter()
        apply(state, now)
        _paint(window)
        print((time.perf_counter() - begun) * 1000, flush=True)


def _paint(window: QWidget) -> None:
    """Paint all that is to be painted anew, now; nothing where no cell in sight has changed."""
    QApplication.processEvents()
    # What Qt itself sends when it is time to paint; it would wait some milliseconds first.
    QApplication.sendEvent(window, QEvent(QEvent.Type.UpdateRequest))


def _wait_for_first_paint(window: QWidget) -> None:
    # Some lie behind a tab.
    tables = [table for table in window.findChildren(QTableView) if table.isVisible()]
    viewports = [table.viewport() for table in tables]
    paints = _Paints(viewports)
    deadline = time.monotonic() + FIRST_PAINT_TIMEOUT
    while paints.missing:
        _paint(window)
        if time.monotonic() > deadline:
            sys.exit("A table was not painted.")


class _Paints(QObject):
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
