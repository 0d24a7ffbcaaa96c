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

PAINT_TIMEOUT = 30.0
"""Seconds until a paint counts as missing. The first has to wait for the display."""

Apply = Callable[[MonitorState, Moment], None]


def serve_rounds(window: QWidget, apply: Apply) -> None:
    """Show ``window`` and do rounds until standard input ends."""
    window.resize(WIDTH, HEIGHT)
    window.show()
    paints = _Paints(window.findChildren(QTableView))
    snapshot = large_snapshot(ACCOUNTS, POSITIONS)
    _apply_and_paint(lambda: apply(market_state(snapshot), at(0)), window, paints)
    for number, _ in enumerate(sys.stdin, start=1):
        snapshot = a_second_later(snapshot, number, share=CHANGED_SHARE)
        state, now = market_state(snapshot), at(number)
        QApplication.processEvents()
        begun = time.perf_counter()
        _apply_and_paint(lambda: apply(state, now), window, paints)  # noqa: B023 - called at once
        print((time.perf_counter() - begun) * 1000, flush=True)


def _apply_and_paint(apply: Callable[[], None], window: QWidget, paints: "_Paints") -> None:
    paints.forget()
    apply()
    deadline = time.monotonic() + PAINT_TIMEOUT
    while time.monotonic() < deadline:
        QApplication.processEvents()
        # What Qt itself sends when it is time to paint; it would wait some milliseconds first.
        QApplication.sendEvent(window, QEvent(QEvent.Type.UpdateRequest))
        if paints.all_seen:
            return
    sys.exit("A table was not painted.")


class _Paints(QObject):
    """Whether every table on the screen has been painted since it was asked to forget."""

    def __init__(self, tables: list[QTableView]) -> None:
        super().__init__()
        self._viewports = [table.viewport() for table in tables]
        self._unseen: set[QObject] = set()
        for viewport in self._viewports:
            viewport.installEventFilter(self)

    def forget(self) -> None:
        self._unseen = {viewport for viewport in self._viewports if viewport.isVisible()}

    @property
    def all_seen(self) -> bool:
        return not self._unseen

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        if event.type() == QEvent.Type.Paint:
            self._unseen.discard(watched)
        return False
