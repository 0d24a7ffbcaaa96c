"""One big figure: its label, its age, the figure, and a few quiet words beside it."""

from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from ct_desktop.core.moment import Moment
from ct_desktop.core.snapshot import is_stale
from ct_desktop.ui.controls import formatting
from ct_desktop.ui.controls.pnl import paint_triangle, pnl_color
from ct_desktop.ui.controls.state_shape import StateShape, paint_state_shape
from ct_desktop.ui.controls.tile import TileFigure
from ct_desktop.ui.privacy import PRIVACY
from ct_desktop.ui.second_screen.figures import Shown
from ct_desktop.ui.second_screen.scaled_part import ScaledPart
from ct_desktop.ui.second_screen.units import Type
from ct_desktop.ui.theme.palette import Palette
from ct_desktop.ui.theme.theme import Theme

_LABEL = Type(1.5)
_MAIN = Type(9.0, 600)
_LESSER = Type(4.5, 600)
_LABEL_MIDDLE = 3.0
_HEAD_HEIGHT = 4.2
_MAIN_MIDDLE = 10.05
_LESSER_MIDDLE = 7.3
_MAIN_TRIANGLE = 2.3
_LESSER_TRIANGLE = 1.65
_WARNING = 2.9


class BigFigure(ScaledPart):
    """One figure. The ``main`` one is twice as large; ``underlined`` draws a line at its foot."""

    def __init__(
        self, theme: Theme, *, main: bool = False, underlined: bool = True, parent: QWidget
    ) -> None:
        super().__init__(theme, parent)
        self._main = main
        self._underlined = underlined
        self._shown = Shown("", TileFigure())
        self._age = ""
        self._stale = False
        PRIVACY.changed.connect(self._on_privacy)

    def _on_privacy(self) -> None:
        self._describe()
        self.update()

    @property
    def is_stale(self) -> bool:
        """Whether the figure has outlived its limit."""
        return self._stale

    def show_figure(self, shown: Shown, now: Moment) -> None:
        """Show ``shown``, with its age at ``now``."""
        if shown != self._shown:
            self._shown = shown
            self.update()
        self.tick(now)

    def tick(self, now: Moment) -> None:
        """Let the age go on."""
        at = self._shown.figure.fetched_at
        stale = at is not None and is_stale(at, self._shown.figure.limit, now)
        age = ""
        if at is not None:
            age = formatting.age(now.seconds_since(at))
            if stale:
                age = f"as of {formatting.clock_time(at.utc)}"
        if stale is not self._stale:
            self.update()
        elif age != self._age:
            self.update(self._head)
        self._age, self._stale = age, stale
        self._describe()

    @property
    def _head(self) -> QRect:
        """Where label and age stand."""
        return QRect(0, 0, self.width(), round(self._units.px(_HEAD_HEIGHT)))

    def _describe(self) -> None:
        shown = self._shown
        text = shown.figure.text
        words = "not supplied" if text == formatting.NOT_SUPPLIED else text
        parts = [
            f"{shown.label}: {words}",
            shown.beside,
            "warning" if shown.warns else "",
            self._age if self._stale else "",
        ]
        name = ", ".join(part for part in parts if part)
        if name != self.accessibleName():
            self.setAccessibleName(name)

    def paintEvent(self, event: QPaintEvent) -> None:
        palette, units = self._theme.palette, self._units
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        room = self._paint_age(painter, palette)
        painter.setPen(palette.text2)
        units.draw(painter, self._shown.label, _LABEL, 0, units.px(_LABEL_MIDDLE), room=room)
        if self._head.contains(event.rect()):
            # Every second the age goes on alone.
            return
        self._paint_figure(painter, palette)
        if self._underlined:
            painter.fillRect(QRectF(0, self.height() - 1, self.width(), 1), palette.border)

    def _paint_age(self, painter: QPainter, palette: Palette) -> float:
        """Paint the age at the right; the width that it leaves."""
        units, middle = self._units, self._units.px(_LABEL_MIDDLE)
        ink = palette.stale if self._stale else palette.text3
        painter.setPen(ink)
        taken = units.draw(painter, self._age, _LABEL, self.width(), middle, from_right=True)
        if self._stale:
            size = round(units.px(1.5))
            taken += units.px(0.6) + size
            rect = QRectF(round(self.width() - taken), round(middle - size / 2), size, size)
            paint_state_shape(painter, rect, StateShape.STALE, palette, color=ink)
        return self.width() - taken - units.px(1.0)

    def _paint_figure(self, painter: QPainter, palette: Palette) -> None:
        units, shown, figure = self._units, self._shown, self._shown.figure
        kind = _MAIN if self._main else _LESSER
        middle = units.px(_MAIN_MIDDLE if self._main else _LESSER_MIDDLE)
        triangle = units.px(_MAIN_TRIANGLE if self._main else _LESSER_TRIANGLE)
        gap = triangle * 0.65
        left = 0.0
        ink = palette.text
        if shown.warns:
            size = round(units.px(_WARNING))
            ink = palette.text3 if self._stale else palette.warn
            sign = QRectF(0, round(middle - size / 2), size, size)
            paint_state_shape(
                painter, sign, StateShape.WARNING, palette, color=ink, ground=palette.window
            )
            left = size + units.px(1.3)
        room = self.width() - left - (gap + triangle if figure.is_pnl else 0)
        if figure.is_pnl:
            ink = pnl_color(figure.pnl, palette, stale=self._stale)
        elif self._stale or figure.value == formatting.NOT_SUPPLIED:
            ink = palette.text3
        painter.setPen(ink)
        right = left + units.draw(painter, figure.text, kind, left, middle, room=room, whole=True)
        if figure.is_pnl:
            slot = QRectF(right + gap, middle - triangle / 2, triangle, triangle)
            paint_triangle(painter, slot, formatting.pnl_sign(figure.pnl), ink)
            right += gap + triangle
        if shown.beside:
            left = right + units.px(1.6)
            painter.setPen(palette.text3 if self._stale else palette.text2)
            units.draw(painter, shown.beside, _LABEL, left, middle, room=self.width() - left)
