"""Cells that hold figures: money, profit and loss, prices and ages, fresh or stale."""

from ct_desktop.ui.controls import formatting
from ct_desktop.ui.monitor.cell import Cell
from ct_desktop.ui.theme.fonts import TextRole

_SPOKEN_NOT_SUPPLIED = "not supplied"


def money_cell(
    amount: float | None,
    currency: str | None,
    *,
    stale: bool = False,
    role: TextRole = TextRole.BODY,
) -> Cell:
    """An amount of money, in ``currency`` to a screen reader."""
    text = formatting.money(amount)
    quiet = stale or amount is None
    return Cell(text, "text3" if quiet else "text", role, spoken=_spoken(text, currency))


def pnl_cell(
    amount: float | None,
    currency: str | None,
    *,
    stale: bool = False,
    role: TextRole = TextRole.BODY,
) -> Cell:
    """A profit or loss. Not supplied is quiet, and unlike zero it is a dash."""
    text = formatting.pnl(amount)
    return Cell(
        text,
        role=role,
        sign=formatting.pnl_sign(amount),
        is_stale=stale or amount is None,
        spoken=_spoken(text, currency),
    )


def count_cell(number: int | None, *, stale: bool = False, role: TextRole = TextRole.BODY) -> Cell:
    """How many there are. Nought is written only where it is known."""
    text = formatting.count(number)
    quiet = stale or number is None
    return Cell(text, "text3" if quiet else "text", role, spoken=_spoken(text, None))


def price_cell(amount: float | None, decimals: int, *, stale: bool = False) -> Cell:
    """A price in its instrument's quote."""
    text = formatting.price(amount, decimals)
    quiet = stale or amount is None
    return Cell(text, "text3" if quiet else "text", spoken=_spoken(text, None))


def points_cell(points: float | None, decimals: int, *, stale: bool = False) -> Cell:
    """A signed distance between two prices."""
    text = formatting.price(points, decimals)
    if points is not None and points > 0 and any(digit in text for digit in "123456789"):
        text = f"+{text}"
    quiet = stale or points is None
    return Cell(text, "text3" if quiet else "text", spoken=_spoken(text, None))


def age_cell(seconds: float | None, *, stale: bool) -> Cell:
    """How old the row is."""
    if seconds is None:
        return Cell(formatting.NOT_SUPPLIED, "text3", spoken=_SPOKEN_NOT_SUPPLIED)
    text = formatting.age(seconds)
    if stale:
        return Cell(text, "stale", spoken=f"{text}, stale")
    return Cell(text, "text3")


def _spoken(text: str, currency: str | None) -> str:
    if text == formatting.NOT_SUPPLIED:
        return _SPOKEN_NOT_SUPPLIED
    return f"{text} {currency}" if currency else text
