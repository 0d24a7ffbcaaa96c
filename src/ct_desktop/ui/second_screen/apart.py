"""The money that is kept apart from the figures: other groups, other currencies."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from ct_desktop.core.moment import Moment
from ct_desktop.core.rows import Total, oldest
from ct_desktop.core.snapshot import AgeLimits, is_stale
from ct_desktop.core.wording_second_screen import APART, APART_HEADINGS, more_totals
from ct_desktop.ui.controls import formatting
from ct_desktop.ui.controls.pnl import paint_triangle, pnl_color
from ct_desktop.ui.monitor.group_words import GROUP_TITLES
from ct_desktop.ui.privacy import PRIVACY
from ct_desktop.ui.second_screen.arrangement import APART_HEADING, APART_ROW
from ct_desktop.ui.second_screen.scaled_part import ScaledPart
from ct_desktop.ui.second_screen.units import Type
from ct_desktop.ui.theme.palette import Palette
from ct_desktop.ui.theme.theme import Theme

MOST_ROWS = 4
"""Beyond them the rest is counted."""

_HEADING = Type(1.4)
_TITLE = Type(1.75)
_FIGURE = Type(2.05, 600)
_TRIANGLE = 0.95
_SLOT = 1.35
"""From a figure's right edge to the end of its triangle."""
_COLUMNS = (33.0, 52.0)
"""Right ends of the two columns, with the triangle, of 52 units."""


@dataclass(frozen=True, slots=True)
class ApartLine:
    """One group's profit and loss in one currency."""

    title: str
    realized: float | None
    open_pnl: float | None
    realized_stale: bool
    open_stale: bool


def apart_lines(totals: Sequence[Total], limits: AgeLimits, now: Moment) -> tuple[ApartLine, ...]:
    """A line for each of ``totals``; the currency is named where there are several."""
    several = len({total.currency for total in totals}) > 1
    return tuple(
        ApartLine(
            title=_title(total, several=several),
            realized=total.realized_pnl,
            open_pnl=total.open_pnl,
            realized_stale=_is_old(total.balances_at, limits.balances, now),
            open_stale=_is_old(total.open_pnl_at, limits.positions, now),
        )
        for total in totals
    )


def _title(total: Total, *, several: bool) -> str:
    title = GROUP_TITLES[total.group]
    return f"{title}, {total.currency}" if several and total.currency else title


def _is_old(at: Moment | None, limit: float, now: Moment) -> bool:
    return at is not None and is_stale(at, limit, now)


class ApartTable(ScaledPart):
    """The lines with their headings; their age is that of the oldest figure."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(theme, parent)
        self._totals: tuple[Total, ...] = ()
        self._limits = AgeLimits()
        self._lines: tuple[ApartLine, ...] = ()
        self._age = ""
        PRIVACY.changed.connect(self._on_privacy)

    def _on_privacy(self) -> None:
        self._describe()
        self.update()

    @property
    def rows(self) -> int:
        """How many rows it needs."""
        return min(len(self._totals), MOST_ROWS)

    def show_totals(self, totals: Sequence[Total], limits: AgeLimits, now: Moment) -> None:
        """Show ``totals``, the oldest of them as old as at ``now``."""
        self._totals, self._limits = tuple(totals), limits
        self.tick(now)

    def tick(self, now: Moment) -> None:
        """Let ages go on."""
        lines = apart_lines(self._totals, self._limits, now)
        at = oldest(total.balances_at for total in self._totals)
        age = "" if at is None else formatting.age(now.seconds_since(at))
        if (lines, age) == (self._lines, self._age):
            return
        head = QRect(0, 0, self.width(), round(self._units.px(APART_HEADING)))
        self.update(head if lines == self._lines else self.rect())
        self._lines, self._age = lines, age
        self._describe()

    def _describe(self) -> None:
        age = self._age
        said = [f"{APART}: {age} old" if age else APART]
        for line in self._lines:
            realized, open_pnl = formatting.pnl(line.realized), formatting.pnl(line.open_pnl)
            stale = ", stale" if line.realized_stale or line.open_stale else ""
            said.append(f"{line.title}: realized {realized}, open P/L {open_pnl}{stale}")
        self.setAccessibleName(". ".join(said))

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._lines:
            return
        palette, units = self._theme.palette, self._units
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        width = units.px(_COLUMNS[-1])
        ends = [end * self.width() / width * units.pixels for end in _COLUMNS]
        painter.fillRect(QRectF(0, 0, self.width(), 1), palette.border)
        self._paint_headings(painter, palette, ends)
        shown = self._lines if len(self._lines) <= MOST_ROWS else self._lines[: MOST_ROWS - 1]
        top = units.px(APART_HEADING)
        if event.rect().bottom() < top:
            # Every second the age goes on alone.
            return
        for number, line in enumerate(shown):
            if number:
                painter.fillRect(QRectF(0, round(top), self.width(), 1), palette.border)
            self._paint_line(painter, line, top + units.px(APART_ROW / 2), palette, ends)
            top += units.px(APART_ROW)
        rest = len(self._lines) - len(shown)
        if rest:
            painter.setPen(palette.text2)
            middle = top + units.px(APART_ROW / 2)
            units.draw(painter, more_totals(rest), _HEADING, 0, middle, room=self.width())

    def _paint_headings(self, painter: QPainter, palette: Palette, ends: list[float]) -> None:
        units = self._units
        middle = units.px(APART_HEADING / 2)
        stale = any(line.realized_stale for line in self._lines)
        painter.setPen(palette.text2)
        left = units.draw(painter, APART, _HEADING, 0, middle) + units.px(1.2)
        painter.setPen(palette.stale if stale else palette.text3)
        units.draw(painter, self._age, _HEADING, left, middle)
        painter.setPen(palette.text2)
        for heading, end in zip(APART_HEADINGS, ends, strict=True):
            units.draw(painter, heading, _HEADING, end - units.px(_SLOT), middle, from_right=True)

    def _paint_line(
        self,
        painter: QPainter,
        line: ApartLine,
        middle: float,
        palette: Palette,
        ends: list[float],
    ) -> None:
        units = self._units
        slot, triangle = units.px(_SLOT), units.px(_TRIANGLE)
        painter.setPen(palette.text2)
        left = ends[0] - slot - units.px(12.5)
        units.draw(painter, line.title, _TITLE, 0, middle, room=left - units.px(0.5))
        starts = [left, ends[0] + units.px(1.0)]
        for amount, stale, start, end in (
            (line.realized, line.realized_stale, starts[0], ends[0]),
            (line.open_pnl, line.open_stale, starts[1], ends[1]),
        ):
            ink = pnl_color(amount, palette, stale=stale)
            painter.setPen(ink)
            right = end - slot
            text = formatting.pnl(amount)
            units.draw(
                painter,
                text,
                _FIGURE,
                right,
                middle,
                room=right - start,
                from_right=True,
                whole=True,
            )
            mark = QRectF(end - triangle, middle - triangle / 2, triangle, triangle)
            paint_triangle(painter, mark, formatting.pnl_sign(amount), ink)
