"""One position as a row of big figures."""

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from ct_desktop.core.positions import MarketPosition
from ct_desktop.ui.controls import formatting
from ct_desktop.ui.controls.pnl import paint_triangle, pnl_color
from ct_desktop.ui.monitor.position_columns import side
from ct_desktop.ui.monitor.position_lines import PositionLine
from ct_desktop.ui.privacy import PRIVACY
from ct_desktop.ui.second_screen.scaled_part import ScaledPart
from ct_desktop.ui.second_screen.units import Type
from ct_desktop.ui.theme.icons import IconName, paint_icon
from ct_desktop.ui.theme.palette import Palette
from ct_desktop.ui.theme.theme import Theme

ROW_HEIGHT = 8.3
SMALL = 2 / 3
"""What a row shrinks to where there are more than fit."""

_NAME = Type(2.75, 600)
_SMALL_PRINT = Type(1.5)
_SIDE = Type(2.5)
_PNL = Type(3.0, 600)
_UPPER, _LOWER = -1.05, 1.45
"""The middles of a row's two lines, from its own."""
_TRIANGLE = 1.2
_SLOT = 2.1
_ARROW = 1.5

_NARROW, _WIDE = 71.0, 98.0
"""Widths of the board, in units, that the columns are known for; others lie between."""


@dataclass(frozen=True, slots=True)
class Column:
    """Left and right end, in pixels."""

    left: float
    right: float

    @property
    def width(self) -> float:
        """From end to end."""
        return self.right - self.left


_ENDS: Mapping[str, tuple[tuple[float, float], tuple[float, float]]] = {
    "name": ((0.0, 20.5), (0.0, 31.0)),
    "side": ((21.5, 33.5), (32.0, 49.0)),
    "price": ((34.5, 46.5), (50.0, 67.0)),
    "pnl": ((47.5, 64.0), (69.0, 91.0)),
    "age": ((64.5, 71.0), (92.0, 98.0)),
}


def columns(width: float, pixels: float) -> dict[str, Column]:
    """The columns of a board of ``width`` pixels, where a unit has ``pixels``."""
    across = width / pixels
    share = (across - _NARROW) / (_WIDE - _NARROW)
    # Narrower than the narrowest, all shrinks alike; wider than the widest, all moves apart.
    stretch = 1.0
    if share < 0:
        share, stretch = 0.0, across / _NARROW
    elif share > 1:
        share, stretch = 1.0, across / _WIDE
    result = {}
    for name, (narrow, wide) in _ENDS.items():
        left, right = (a + (b - a) * share for a, b in zip(narrow, wide, strict=True))
        result[name] = Column(left * stretch * pixels, right * stretch * pixels)
    return result


class PositionRow(ScaledPart):
    """Shows one line after the other."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(theme, parent)
        self._line: PositionLine | None = None
        self._share = 1.0
        self._age = ""
        self._stale = False
        self._underlined = True
        PRIVACY.changed.connect(self._on_privacy)

    def _on_privacy(self) -> None:
        if self._line is not None:
            self._describe(self._line)
        self.update()

    def set_form(self, share: float, *, underlined: bool) -> None:
        """Be as high as ``share`` of a whole row, with a line at the foot or without."""
        if (share, underlined) != (self._share, self._underlined):
            self._share, self._underlined = share, underlined
            self.update()

    def show_line(self, line: PositionLine, age: str, *, stale: bool) -> None:
        """Show ``line``, which is as old as ``age`` says."""
        if (line, stale) != (self._line, self._stale):
            self._line, self._age, self._stale = line, age, stale
            self._describe(line)
            self.update()
        elif age != self._age:
            self._age = age
            place = columns(self.width(), self._units.pixels)["age"]
            self.update(QRect(int(place.left), 0, self.width() - int(place.left), self.height()))

    def _describe(self, line: PositionLine) -> None:
        position = line.position
        parts = [
            f"{position.instrument}, {formatting.account_name(line.holder.label)}",
            side(position),
            f"last {formatting.price(position.market_price, line.decimals)}",
            f"open P/L {formatting.pnl(position.unrealized_pnl)} {line.holder.currency or ''}",
            "stale" if self._stale else "",
        ]
        self.setAccessibleName(", ".join(part.strip() for part in parts if part))

    def paintEvent(self, event: QPaintEvent) -> None:
        line = self._line
        if line is None:
            return
        palette, units = self._theme.palette, self._units
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        places = columns(self.width(), units.pixels)
        if event.rect().left() < int(places["age"].left):
            # Else the age goes on alone, as it does every second.
            self._paint_name(painter, line, places["name"], palette)
            self._paint_side(painter, line, places["side"], palette)
            self._paint_prices(painter, line, places["price"], palette)
            self._paint_pnl(painter, line, places["pnl"], palette)
        painter.setPen(palette.stale if self._stale else palette.text3)
        place = places["age"]
        units.draw(
            painter,
            self._age,
            self._type(_SMALL_PRINT),
            place.right,
            self._middle(),
            room=place.width,
            from_right=True,
        )
        if self._underlined:
            painter.fillRect(QRectF(0, self.height() - 1, self.width(), 1), palette.border)

    def _type(self, kind: Type) -> Type:
        return kind.scaled(self._share)

    def _middle(self, offset: float = 0.0) -> float:
        return self.height() / 2 + self._units.px(offset * self._share)

    def _paint_name(
        self, painter: QPainter, line: PositionLine, place: Column, palette: Palette
    ) -> None:
        units = self._units
        room = place.width
        painter.setPen(palette.text)
        name, middle = line.position.instrument, self._middle(_UPPER)
        units.draw(painter, name, self._type(_NAME), 0, middle, room=room)
        painter.setPen(palette.text2)
        label, middle = formatting.account_name(line.holder.label), self._middle(_LOWER)
        units.draw(painter, label, self._type(_SMALL_PRINT), 0, middle, room=room)

    def _paint_side(
        self, painter: QPainter, line: PositionLine, place: Column, palette: Palette
    ) -> None:
        units = self._units
        ink = palette.text3 if self._stale else palette.text
        way = line.position.market_position
        size = units.px(_ARROW * self._share)
        if way is not MarketPosition.FLAT:
            icon = IconName.ARROW_UP if way is MarketPosition.LONG else IconName.ARROW_DOWN
            rect = QRectF(place.left, self._middle() - size / 2, size, size)
            paint_icon(painter, icon, rect, ink)
        painter.setPen(ink)
        left = place.left + size + units.px(1.0 * self._share)
        room = place.right - left
        units.draw(
            painter,
            side(line.position),
            self._type(_SIDE),
            left,
            self._middle(),
            room=room,
            whole=True,
        )

    def _paint_prices(
        self, painter: QPainter, line: PositionLine, place: Column, palette: Palette
    ) -> None:
        units = self._units
        last, average = line.position.market_price, line.position.average_price
        for amount, kind, offset, fresh in (
            (last, _SIDE, _UPPER, palette.text),
            (average, _SMALL_PRINT, _LOWER, palette.text2),
        ):
            painter.setPen(palette.text3 if self._stale or amount is None else fresh)
            units.draw(
                painter,
                formatting.price(amount, line.decimals),
                self._type(kind),
                place.right,
                self._middle(offset),
                room=place.width,
                from_right=True,
                whole=True,
            )

    def _paint_pnl(
        self, painter: QPainter, line: PositionLine, place: Column, palette: Palette
    ) -> None:
        units, middle = self._units, self._middle()
        amount = line.position.unrealized_pnl
        ink = pnl_color(amount, palette, stale=self._stale)
        right = place.right - units.px(_SLOT * self._share)
        painter.setPen(ink)
        units.draw(
            painter,
            formatting.pnl(amount),
            self._type(_PNL),
            right,
            middle,
            room=right - place.left,
            from_right=True,
            whole=True,
        )
        size = units.px(_TRIANGLE * self._share)
        slot = QRectF(place.right - size, middle - size / 2, size, size)
        paint_triangle(painter, slot, formatting.pnl_sign(amount), ink)
