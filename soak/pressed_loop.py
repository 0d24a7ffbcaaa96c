"""The window's event loop in pressed time.

Sockets, painting and Qt's own timers go on as ever; what asyncio waits for, and what the app does
every second, goes by the session's time.
"""

import asyncio
import heapq
from itertools import count

from PySide6.QtCore import QObject, Qt, QTimer
from qasync import QEventLoop

from soak.pressed_time import SharedTime


class _Waits(QObject):
    """Runs each handle when its time has come."""

    def __init__(self, shared: SharedTime) -> None:
        super().__init__()
        self._shared = shared
        self._numbers = count()
        self._handles: list[tuple[float, int, asyncio.Handle]] = []
        self._look = QTimer(self, singleShot=True)
        self._look.setTimerType(Qt.TimerType.PreciseTimer)
        self._look.timeout.connect(self._run_due)

    def add(self, handle: asyncio.Handle, delay: float) -> None:
        heapq.heappush(self._handles, (self._shared.passed + delay, next(self._numbers), handle))
        self._look_later()

    def _run_due(self) -> None:
        now = self._shared.passed
        while self._handles and self._handles[0][0] <= now:
            _, _, handle = heapq.heappop(self._handles)
            if not handle.cancelled():
                handle._run()
        self._look_later()

    def _look_later(self) -> None:
        while self._handles and self._handles[0][2].cancelled():
            heapq.heappop(self._handles)
        if self._handles:
            left = self._handles[0][0] - self._shared.passed
            self._look.start(round(self._shared.wall_seconds(left) * 1000))
        else:
            self._look.stop()


class PressedEventLoop(QEventLoop):  # type: ignore[misc] # qasync ships no types
    """qasync's, but that what waits for a time waits for the session's."""

    shared: SharedTime
    """Set before the first one is made."""

    def __init__(self, *arguments: object, **options: object) -> None:
        self._waits = _Waits(self.shared)
        super().__init__(*arguments, **options)

    def _add_callback(self, handle: asyncio.Handle, delay: float = 0) -> asyncio.Handle:
        if delay <= 0:
            added: asyncio.Handle = super()._add_callback(handle, delay)
            return added
        self._waits.add(handle, delay)
        return handle
