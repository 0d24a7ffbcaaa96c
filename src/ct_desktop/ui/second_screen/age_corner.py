"""The age of the newest figure, large, in the corner where it stands on every screen."""

import math

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from ct_desktop.core.moment import Moment
from ct_desktop.core.snapshot import Snapshot, is_stale
from ct_desktop.ui.controls import formatting
from ct_desktop.ui.controls.state_shape import StateShape, paint_state_shape
from ct_desktop.ui.second_screen.scaled_part import ScaledPart
from ct_desktop.ui.second_screen.units import Type
from ct_desktop.ui.theme.theme import Theme

_STRONG = Type(2.25, 600)
_PLAIN = Type(1.5)
_GAP = 0.7
_SHAPE = 2.0

_NO_FIGURES = "No figures yet"


class AgeCorner(ScaledPart):
    """``2 s ago · 10:41:07``; once stale a clock and ``42 s old · as of 10:41:07``.

    It is driven by the clock and not by an answer, so it goes on when asking has died.
    """

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(theme, parent)
        self._newest: Moment | None = None
        self._limit = math.inf
        self._strong = ""
        self._plain = _NO_FIGURES
        self._stale = False

    @property
    def is_stale(self) -> bool:
        """Whether even the newest figure has outlived its limit."""
        return self._stale

    def show_snapshot(self, snapshot: Snapshot, now: Moment) -> None:
        """Show the age of the newest figure in ``snapshot`` at ``now``."""
        self._newest = snapshot.newest
        self._limit = snapshot.age_limits.positions
        self.tick(now)

    def tick(self, now: Moment) -> None:
        """Let the age go on."""
        newest = self._newest
        strong, plain, stale = "", _NO_FIGURES, False
        if newest is not None:
            strong = formatting.age(now.seconds_since(newest))
            plain = f"ago · {formatting.clock_time(newest.utc)}"
            stale = is_stale(newest, self._limit, now)
            if stale:
                plain = f"old · as of {formatting.clock_time(newest.utc)}"
        self._strong, self._plain, self._stale = strong, plain, stale
        words = f"{strong} {plain}".strip()
        if words != self.text():
            self.setText(words)
            self.setAccessibleName(f"Newest figure: {words}")
            self.update()

    @property
    def needed_width(self) -> float:
        """In pixels."""
        units = self._units
        width = units.width(self._plain, _PLAIN)
        if self._strong:
            width += units.width(self._strong, _STRONG) + units.px(_GAP)
        if self._stale:
            width += units.px(_SHAPE + _GAP)
        return width

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - painted as a whole
        palette, units = self._theme.palette, self._units
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle = self.height() / 2
        right = float(self.width())
        # On one baseline: the smaller text stands lower than the middle of the larger.
        drop = units.px((_STRONG.size - _PLAIN.size) * 0.36)
        painter.setPen(palette.stale if self._stale else palette.text2)
        right -= units.draw(painter, self._plain, _PLAIN, right, middle + drop, from_right=True)
        if not self._strong:
            return
        right -= units.px(_GAP)
        ink = palette.stale if self._stale else palette.text
        painter.setPen(ink)
        right -= units.draw(painter, self._strong, _STRONG, right, middle, from_right=True)
        if self._stale:
            size = round(units.px(_SHAPE))
            rect = QRectF(
                round(right - units.px(_GAP)) - size, round(middle - size / 2), size, size
            )
            paint_state_shape(painter, rect, StateShape.STALE, palette, color=ink)
