"""The positions that matter, in rows of big figures; what does not fit is counted, never cut."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from ct_desktop.core.moment import Moment
from ct_desktop.core.monitor_state import MonitorState
from ct_desktop.core.rows import AccountRow
from ct_desktop.core.snapshot import AgeLimits, is_stale
from ct_desktop.core.wording_second_screen import (
    NO_POSITIONS,
    NO_POSITIONS_YET,
    POSITION_HEADINGS,
    READING_POSITIONS,
    more_positions,
)
from ct_desktop.ui.controls import formatting
from ct_desktop.ui.monitor.position_lines import PositionLine, PositionLines
from ct_desktop.ui.second_screen.chosen_positions import ChosenPositions
from ct_desktop.ui.second_screen.position_row import ROW_HEIGHT, SMALL, PositionRow, columns
from ct_desktop.ui.second_screen.scaled_part import ScaledPart
from ct_desktop.ui.second_screen.units import Type, Units
from ct_desktop.ui.theme.theme import Theme

_HEADING = Type(1.375)
_HEADING_MIDDLE = 3.0
_HEADING_HEIGHT = 4.5
_REST = Type(1.75)
_REST_HEIGHT = 3.6
_EMPTY_TITLE = Type(2.75, 600)
_EMPTY_DETAIL = Type(1.75)


class PositionsBoard(ScaledPart):
    """Headings, rows, and a last line that counts the rest."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(theme, parent)
        self._source = PositionLines()
        self._choice = ChosenPositions()
        self._rows: list[PositionRow] = []
        self._shown: Sequence[PositionLine] = ()
        self._painted: object = None
        self._fetched_at: Moment | None = None
        self._limit = 0.0
        self._now: Moment | None = None
        self._empty = READING_POSITIONS

    @property
    def count(self) -> int | None:
        """How many positions are open; ``None`` while never read."""
        return None if self._fetched_at is None else len(self._source.lines)

    @property
    def rest(self) -> int:
        """How many positions there is no room for."""
        return len(self._source.lines) - len(self._shown)

    @property
    def lines(self) -> Sequence[PositionLine]:
        """The positions that are shown, from the top."""
        return tuple(self._shown)

    def show_positions(
        self, state: MonitorState, accounts: Sequence[AccountRow], limits: AgeLimits, now: Moment
    ) -> None:
        """Show the positions of ``state``, which ``accounts`` hold, with ``limits`` in force."""
        positions = state.snapshot.positions
        self._fetched_at = positions.fetched_at if positions else None
        self._limit, self._now = limits.positions, now
        self._source.read(state.snapshot, accounts)
        if positions is not None:
            self._empty = NO_POSITIONS
        else:
            broken = state.chain.first_broken is not None
            self._empty = NO_POSITIONS_YET if broken else READING_POSITIONS
        self._place_rows()

    def tick(self, now: Moment) -> None:
        """Let the ages go on."""
        self._now = now
        self._fill()

    def set_units(self, units: Units) -> None:
        if units != self._units:
            super().set_units(units)
            self._place_rows()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_rows()

    def _place_rows(self) -> None:
        if self._now is None:
            return
        units, total = self._units, len(self._source.lines)
        room = self.height() - units.px(_HEADING_HEIGHT)
        share = 1.0
        number = int(room / units.px(ROW_HEIGHT))
        if total > number:
            share = SMALL
            number = int(room / units.px(ROW_HEIGHT * share))
        if total > number:
            number = int((room - units.px(_REST_HEIGHT)) / units.px(ROW_HEIGHT * share))
        self._shown = self._choice.choose(self._source.lines, max(0, number), self._now)
        while len(self._rows) < len(self._shown):
            self._rows.append(PositionRow(self._theme, self))
        height = units.px(ROW_HEIGHT * share)
        top = units.px(_HEADING_HEIGHT)
        for place, row in enumerate(self._rows):
            in_use = place < len(self._shown)
            if in_use:
                row.set_units(units)
                row.set_form(share, underlined=place < len(self._shown) - 1 or self.rest > 0)
                upper, lower = round(top + place * height), round(top + (place + 1) * height)
                row.setGeometry(0, upper, self.width(), lower - upper)
            row.setVisible(in_use)
        self._fill()
        # Under the rows lie the headings and the count, which rarely change.
        painted = (self._units, self.size(), len(self._shown), share, self.rest, self._empty)
        if painted != self._painted:
            self._painted = painted
            self.update()

    def _fill(self) -> None:
        now, at = self._now, self._fetched_at
        if now is None:
            return
        stale = at is not None and is_stale(at, self._limit, now)
        age = "" if at is None else formatting.age(now.seconds_since(at))
        for row, line in zip(self._rows, self._shown, strict=False):
            row.show_line(line, age, stale=stale)
        self._describe()

    def _describe(self) -> None:
        if not self._source.lines:
            name = ". ".join(self._empty)
        else:
            name = f"Positions: {len(self._source.lines):,} open"
            if self.rest:
                name = f"{name}, {len(self._shown):,} shown {more_positions(self.rest)}"
        if name != self.accessibleName():
            self.setAccessibleName(name)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - painted as a whole
        palette, units = self._theme.palette, self._units
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if not self._source.lines:
            self._paint_empty(painter)
            return
        places = columns(self.width(), units.pixels)
        middle = units.px(_HEADING_MIDDLE)
        painter.setPen(palette.text2)
        for (name, place), heading in zip(places.items(), POSITION_HEADINGS, strict=True):
            if name in ("name", "side"):
                units.draw(painter, heading, _HEADING, place.left, middle, room=place.width)
            else:
                right = place.right - (units.px(2.1) if name == "pnl" else 0)
                units.draw(painter, heading, _HEADING, right, middle, from_right=True)
        line = QRectF(0, round(units.px(_HEADING_HEIGHT)) - 1, self.width(), 1)
        painter.fillRect(line, palette.border)
        if self.rest:
            top = self._rows[len(self._shown) - 1].geometry().bottom() + 1 if self._shown else 0
            middle = top + units.px(_REST_HEIGHT / 2)
            words = more_positions(self.rest)
            units.draw(painter, words, _REST, 0, middle, room=self.width())

    def _paint_empty(self, painter: QPainter) -> None:
        palette, units = self._theme.palette, self._units
        title, detail = self._empty
        painter.setPen(palette.text2)
        room = float(self.width())
        units.draw(painter, title, _EMPTY_TITLE, 0, units.px(7.0), room=room)
        painter.setPen(palette.text3)
        units.draw(painter, detail, _EMPTY_DETAIL, 0, units.px(10.2), room=room)
