"""The times beneath the lanes: round ones, as many as there is room for."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from PySide6.QtCore import QPointF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ct_desktop.ui.activity.day_lanes import DayLanes
from ct_desktop.ui.activity.lane_row import bar_area, place_of
from ct_desktop.ui.controls import formatting
from ct_desktop.ui.controls.text_drawing import baseline, text_width
from ct_desktop.ui.theme.fonts import TextRole, text_font
from ct_desktop.ui.theme.theme import Theme

_HEIGHT = 20
_MOST_CROWDED = 136
"""Pixels from one time to the next, at least."""

_MINUTE, _HOUR = 60, 3600
_STEPS = (
    *(1, 2, 5, 10, 30, _MINUTE, 2 * _MINUTE, 5 * _MINUTE, 10 * _MINUTE, 15 * _MINUTE, 30 * _MINUTE),
    *(_HOUR, 2 * _HOUR, 3 * _HOUR, 6 * _HOUR, 12 * _HOUR),
)
"""Seconds from one time to the next: what a clock's face is divided into."""


class TimeAxis(QWidget):
    """Decoration for the eye: to a screen reader each lane says its own times."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._lanes: DayLanes | None = None
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def show_lanes(self, lanes: DayLanes | None) -> None:
        """Show the times of ``lanes``."""
        self._lanes = lanes
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(0, _HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - the whole is small
        lanes = self._lanes
        if lanes is None:
            return
        palette = self._theme.palette
        painter = QPainter(self)
        painter.setFont(text_font(TextRole.LABEL))
        painter.setPen(palette.text3 if self.isEnabled() else palette.disabled)
        left, width = bar_area(self.width())
        stands = baseline(TextRole.LABEL, (0, _HEIGHT))
        for at, words in axis_times(lanes.began, lanes.ended, width):
            middle = place_of(at, lanes, left, width)
            taken = text_width(words, TextRole.LABEL)
            painter.drawText(QPointF(round(middle - taken / 2), stands), words)


def axis_times(began: datetime, ended: datetime, width: float) -> Iterator[tuple[datetime, str]]:
    """Round local times between ``began`` and ``ended``, with how they are written."""
    seconds = (ended - began).total_seconds()
    wanted = seconds * _MOST_CROWDED / max(1.0, width)
    step = next((step for step in _STEPS if step >= wanted), _STEPS[-1])
    local = began.astimezone()
    since_midnight = local.hour * _HOUR + local.minute * _MINUTE + local.second
    past = since_midnight % step + local.microsecond / 1_000_000
    at = began + timedelta(seconds=step - past if past else 0)
    while at <= ended:
        yield at, (formatting.clock_time if step < _MINUTE else formatting.short_time)(at)
        at += timedelta(seconds=step)
