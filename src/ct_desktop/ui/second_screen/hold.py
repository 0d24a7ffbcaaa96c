"""A key or a button held down for a while: a deliberate gesture, which no stray touch is."""

import math

from PySide6.QtCore import QElapsedTimer, QObject, QTimer, Signal

HOLD_MILLISECONDS = 1000
_STEP_MILLISECONDS = 40


class Hold(QObject):
    """Counts while something is held; letting go before the end does nothing."""

    progressed = Signal(float)
    """How much of the time is over, 0 to 1; 0 again when it was let go."""
    completed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._since = QElapsedTimer()
        self._step = QTimer(self)
        self._step.setInterval(_STEP_MILLISECONDS)
        self._step.timeout.connect(self._go_on)

    @property
    def is_held(self) -> bool:
        """Whether it is being held, and the time is not over."""
        return self._step.isActive()

    def begin(self) -> None:
        """It is held down."""
        self._since.start()
        self._step.start()
        self.progressed.emit(0.0)

    def let_go(self) -> None:
        """It is held no longer."""
        if self._step.isActive():
            self._step.stop()
            self.progressed.emit(0.0)

    def _go_on(self) -> None:
        share = self._since.elapsed() / HOLD_MILLISECONDS
        if share >= 1 or math.isclose(share, 1):
            self._step.stop()
            self.completed.emit()
        else:
            self.progressed.emit(share)
