"""Numbers, ages and times as the window writes them.

Figures are written as ``1,234.56`` whatever the system's locale, since traders compare them with
NT8 and with each other, unless the trader chose another form (:mod:`ct_desktop.ui.notation`).
``None`` is "not supplied" and is always an em dash; zero is written only when the server said zero.

Here an amount becomes text, and so here it is masked in privacy mode: whatever is shown, spoken,
copied or told goes through here.
"""

import math
from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal

from ct_desktop.core.masking import mask_account_name
from ct_desktop.core.privacy import AMOUNT_MASK
from ct_desktop.ui.notation import NOTATION
from ct_desktop.ui.privacy import PRIVACY

NOT_SUPPLIED = "—"
MINUS = "−"

_PRICE_DIGITS = 9
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MINUTE, _HOUR, _DAY = 60, 3600, 86400
_WIDEST_TIME = datetime(2000, 1, 1, 22, 0, 0)  # noqa: DTZ001 - a wall-clock time


def money(amount: float | None) -> str:
    """``282,697.04``, ``−96.84``."""
    if amount is None or PRIVACY.hides_amounts:
        return _hidden(amount)
    return _signed(f"{amount:,.2f}", "")


def whole_money(amount: float | None) -> str:
    """Money without its cents: ``2,623``."""
    if amount is None or PRIVACY.hides_amounts:
        return _hidden(amount)
    return _signed(f"{amount:,.0f}", "")


def pnl(amount: float | None) -> str:
    """A profit or loss: ``+412.60``, ``−96.84``, ``0.00``."""
    if amount is None or PRIVACY.hides_amounts:
        return _hidden(amount)
    digits = f"{amount:,.2f}"
    return _signed(digits, "+" if amount > 0 else "")


def pnl_sign(amount: float | None) -> int:
    """1 for a profit, -1 for a loss, 0 for what is written ``0.00`` or not supplied.

    Nought too while amounts are hidden: a sign, its triangle and its colour tell too much.
    """
    if amount is None or PRIVACY.hides_amounts:
        return 0
    rounded = round(amount, 2)
    return (rounded > 0) - (rounded < 0)


def count(number: int | None) -> str:
    """A whole number: ``2,000``."""
    return NOT_SUPPLIED if number is None else _signed(f"{number:,}", "")


def quantity(number: float | None) -> str:
    """A number of contracts or shares: ``2``, ``0.5``."""
    if number is None or PRIVACY.hides_amounts:
        return _hidden(number)
    return _signed(f"{number:,.10g}", "")


def account_name(name: str) -> str:
    """An account's name, masked while names are hidden."""
    return mask_account_name(name) if PRIVACY.hides_names else name


def price_decimals(prices: Iterable[float | None]) -> int:
    """The decimals that line up all ``prices`` of one instrument."""
    return max((_decimals(price) for price in prices if price is not None), default=0)


def price(amount: float | None, decimals: int | None = None) -> str:
    """A price with ``decimals``, or with as many as it carries: ``4,316.2``, ``26,098.25``."""
    if amount is None or PRIVACY.hides_amounts:
        return _hidden(amount)
    places = _decimals(amount) if decimals is None else decimals
    return _signed(f"{amount:,.{places}f}", "")


def age(seconds: float) -> str:
    """How old a figure is, short enough for a column: ``2 s``, ``98 s``, ``23 min``, ``3 h``."""
    whole = int(seconds)
    if whole < 100:
        return f"{whole} s"
    if whole < 100 * _MINUTE:
        return f"{whole // _MINUTE} min"
    if whole < 2 * _DAY:
        return f"{whole // _HOUR} h"
    return f"{whole // _DAY} d"


def elapsed(seconds: float) -> str:
    """How long something has gone on: ``22 s``, ``1 min 22 s``, ``3 h 5 min``."""
    whole = int(seconds)
    if whole < _MINUTE:
        return f"{whole} s"
    if whole < _HOUR:
        return f"{whole // _MINUTE} min {whole % _MINUTE} s"
    return f"{whole // _HOUR} h {whole % _HOUR // _MINUTE} min"


def took(seconds: float) -> str:
    """How long a finished step took: ``0.4 s``, ``22 s``, ``1 min 22 s``."""
    return f"{_signed(f'{seconds:.1f}', '')} s" if seconds < 9.95 else elapsed(round(seconds))


def countdown(seconds: float) -> str:
    """Time left: ``3:38``. Rounded up, so that nought means over.

    What a sum of floats is off by is no second: ``300.00000001`` is ``5:00``.
    """
    whole = max(0, math.ceil(round(seconds, 3)))
    return f"{whole // _MINUTE}:{whole % _MINUTE:02d}"


def clock_time(instant: datetime) -> str:
    """The time of day of an aware ``instant``: ``10:41:07``."""
    return NOTATION.time_of_day(NOTATION.wall_clock(instant), seconds=True)


def short_time(instant: datetime) -> str:
    """The same without its seconds: ``10:41``."""
    return NOTATION.time_of_day(NOTATION.wall_clock(instant), seconds=False)


def widest_clock_time() -> str:
    """A time of day as wide as any, for a place to keep free."""
    return NOTATION.time_of_day(_WIDEST_TIME, seconds=True)


def weekday_time(instant: datetime) -> str:
    """The local day of the week and time of an aware ``instant``: ``Fri 10:41``."""
    return f"{_WEEKDAYS[NOTATION.wall_clock(instant).weekday()]} {short_time(instant)}"


def date_time(instant: datetime) -> str:
    """The date and time of an aware ``instant``: ``3 Nov 2026, 08:51``."""
    wall = NOTATION.wall_clock(instant)
    day = f"{wall.day} {_MONTHS[wall.month - 1]} {wall.year}"
    return f"{day}, {NOTATION.time_of_day(wall, seconds=False)}"


def is_same_day(one: datetime, other: datetime) -> bool:
    """Whether two aware times are on one date where times are shown."""
    return NOTATION.wall_clock(one).date() == NOTATION.wall_clock(other).date()


def since(instant: datetime, now: datetime) -> str:
    """When something began, short enough for a column: ``09:24``, on another day ``3 Nov, 09:24``.

    Both times are aware.
    """
    if is_same_day(instant, now):
        return short_time(instant)
    wall = NOTATION.wall_clock(instant)
    if wall.year == NOTATION.wall_clock(now).year:
        return f"{wall.day} {_MONTHS[wall.month - 1]}, {short_time(instant)}"
    return date_time(instant)


def typed_number(text: str) -> str:
    """A number that the trader typed in the form in use, as ``1,234.56``."""
    return NOTATION.plain(text)


def _hidden(amount: float | None) -> str:
    """What stands in place of an amount that is not supplied, or is not to be seen."""
    return NOT_SUPPLIED if amount is None else AMOUNT_MASK


def _signed(digits: str, plus: str) -> str:
    if not any(character in "123456789" for character in digits):
        text = digits.removeprefix("-")
    else:
        text = MINUS + digits[1:] if digits.startswith("-") else plus + digits
    table = NOTATION.translation
    return text if table is None else text.translate(table)


def _decimals(amount: float) -> int:
    # Averages carry a tail of binary dust; nine digits tell every tick there is.
    exponent = Decimal(f"{amount:.{_PRICE_DIGITS}g}").normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0
