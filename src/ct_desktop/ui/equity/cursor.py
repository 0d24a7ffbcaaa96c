"""The point of an equity line that is looked at: chosen by the pointer or by keys."""

from bisect import bisect_right
from datetime import datetime

from PySide6.QtCore import Qt

from ct_desktop.core.equity import EquitySample
from ct_desktop.core.equity_line import EquityLine

_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_PageUp: -60, Qt.Key.Key_PageDown: 60}
"""Samples; sixty of them are mostly an hour."""


class Cursor:
    """Stays at its sample while the line goes on growing."""

    def __init__(self) -> None:
        self._line = EquityLine()
        self._samples: list[EquitySample] = []
        self._times: list[datetime] = []
        self._at: datetime | None = None

    def follow(self, line: EquityLine) -> None:
        """Move on ``line`` from now on."""
        if line is not self._line:
            self._line = line
            self._samples = list(line)
            self._times = [sample.at for sample in self._samples]

    def leave(self) -> None:
        """Look at nothing."""
        self._at = None

    def look_at(self, time: datetime) -> None:
        """Look at what was known at ``time``, or at the gap there."""
        self._at = time

    @property
    def time(self) -> datetime | None:
        """The time that is looked at, ``None`` while nothing is."""
        return self._at

    @property
    def sample(self) -> EquitySample | None:
        """The sample nearest to the time that is looked at; ``None`` in a gap."""
        if self._at is None:
            return None
        at = self._at
        for run in self._line.runs:
            if run[0].at <= at <= max(run[-1].at, run[-1].known_until):
                return min(self._beside(at), key=lambda sample: abs(sample.at - at))
        return None

    def _beside(self, at: datetime) -> list[EquitySample]:
        place = bisect_right(self._times, at)
        return self._samples[max(0, place - 1) : place + 1]

    def press(self, key: int) -> bool:
        """Go where ``key`` leads; whether it leads anywhere. The first key looks at the newest."""
        samples = self._samples
        if not samples:
            return False
        if key == Qt.Key.Key_Home:
            place = 0
        elif key == Qt.Key.Key_End or (key in _STEPS and self._at is None):
            place = len(samples) - 1
        elif key in _STEPS:
            place = self._stepped(_STEPS[Qt.Key(key)])
        else:
            return False
        self._at = samples[min(max(place, 0), len(samples) - 1)].at
        return True

    def _stepped(self, step: int) -> int:
        """``step`` samples on; out of a gap to the sample before or after it."""
        at, shown = self._at, self.sample
        if shown is not None:
            return self._times.index(shown.at) + step
        place = bisect_right(self._times, at) if at is not None else 0
        return place - 1 if step < 0 else place
