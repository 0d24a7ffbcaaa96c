"""Cells that orders and fills share: when, which way, how many, and in which state."""

import re
from datetime import datetime

from ct_desktop.core.open_since import OpenSince
from ct_desktop.core.orders import Order
from ct_desktop.core.wording_tables import OPENED, OPENED_BEFORE
from ct_desktop.ui.controls import formatting
from ct_desktop.ui.controls.state_shape import StateShape
from ct_desktop.ui.monitor.cell import Cell

_WORD_BEGINS = re.compile(r"(?<=[a-z])(?=[A-Z])")

_SHAPES = {
    "working": StateShape.OK,
    "accepted": StateShape.OK,
    "partfilled": StateShape.OK,
    "filled": StateShape.OK,
    "cancelled": StateShape.OFF,
    "rejected": StateShape.BROKEN,
    "unknown": StateShape.UNKNOWN,
    "suspended": StateShape.OFF,
}
"""By the server's word in lower case; what is not here is on its way to one of these."""


def plain_words(name: str | None) -> str:
    """A name of the server's as words: ``StopMarket`` is ``Stop market``; a dash for none."""
    if not name:
        return formatting.NOT_SUPPLIED
    return _WORD_BEGINS.sub(" ", name).capitalize()


def time_cell(at: datetime | None, *, missing: str = "") -> Cell:
    """A time of day; the date is told beside it. ``missing`` is why there may be none."""
    if at is None:
        return Cell(formatting.NOT_SUPPLIED, "text3", spoken="not supplied", tool_tip=missing)
    return Cell(formatting.clock_time(at), "text2", tool_tip=formatting.date_time(at))


def open_since_cell(since: OpenSince | None) -> Cell:
    """Since when a position is open; where nobody saw it begin, since before when."""
    if since is None:
        return Cell(formatting.NOT_SUPPLIED, "text3", spoken="not supplied")
    time, date = formatting.weekday_time(since.at), formatting.date_time(since.at)
    if since.was_seen:
        return Cell(time, "text2", tool_tip=OPENED.format(time=date))
    return Cell(f"before {time}", "text3", tool_tip=OPENED_BEFORE.format(time=date))


def way(side: str | None) -> int:
    """1 for what buys, -1 for what sells, 0 where the server says neither."""
    word = (side or "").lower()
    if word.startswith(("buy", "long")):
        return 1
    return -1 if word.startswith(("sell", "short")) else 0


def side_cell(side: str | None, *, stale: bool) -> Cell:
    """Which way it goes, as the server calls it, with an arrow."""
    return Cell(plain_words(side), "text3" if stale else "text", arrow=way(side))


def quantity_cell(quantity: float | None, *, stale: bool) -> Cell:
    """A number of contracts; nought is written only where the server said so."""
    if quantity is None:
        return Cell(formatting.NOT_SUPPLIED, "text3", spoken="not supplied")
    return Cell(formatting.quantity(quantity), "text3" if stale else "text")


def state_cell(order: Order, *, stale: bool) -> Cell:
    """What became of an order; a state that is no longer known to hold has no shape of its own."""
    words = plain_words(order.state)
    if stale:
        return Cell(words, "text3", shape=StateShape.UNKNOWN, spoken=f"{words} when last read")
    shape = _SHAPES.get((order.state or "unknown").lower(), StateShape.CHECKING)
    is_rejected = shape is StateShape.BROKEN
    return Cell(words, "broken" if is_rejected else "text2", shape=shape)
