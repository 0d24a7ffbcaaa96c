"""The age of the newest figure, large, in the corner where it stands on every screen."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from ct_desktop.ui.controls.newest_age import NO_FIGURES, NewestAge
from ct_desktop.ui.controls.state_shape import StateShape, paint_state_shape
from ct_desktop.ui.second_screen.scaled_part import ScaledPart
from ct_desktop.ui.second_screen.units import Type
from ct_desktop.ui.theme.theme import Theme

_STRONG = Type(2.25, 600)
_PLAIN = Type(1.5)
_GAP = 0.7
_SHAPE = 2.0


class AgeCorner(NewestAge, ScaledPart):
    """``2 s ago · 10:41:07``; once stale a clock and ``42 s old · as of 10:41:07``."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(theme, parent)
        self._strong = ""
        self._plain = NO_FIGURES

    def _stale_words(self, age: str, clock: str) -> tuple[str, str]:
        return age, f"old · as of {clock}"

    def _write(self, strong: str, plain: str, *, stale: bool) -> None:
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
