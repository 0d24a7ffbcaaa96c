"""How the trader wants figures and times to be written."""

from enum import StrEnum


class NumberForm(StrEnum):
    """What groups thousands and what begins the decimals."""

    SYSTEM = "system"
    COMMA_POINT = "comma_point"
    """``1,234.56``"""
    POINT_COMMA = "point_comma"
    """``1.234,56``"""
    SPACE_COMMA = "space_comma"
    """``1 234,56``"""
    APOSTROPHE_POINT = "apostrophe_point"
    """``1’234.56``"""


class ClockForm(StrEnum):
    """How a time of day is written."""

    SYSTEM = "system"
    HOURS_24 = "24h"
    HOURS_12 = "12h"


class TimesIn(StrEnum):
    """Whose time is shown."""

    LOCAL = "local"
    EXCHANGE = "exchange"
    """New York's, by which the futures session runs."""


SIGNS = {
    NumberForm.COMMA_POINT: (",", "."),
    NumberForm.POINT_COMMA: (".", ","),
    # Narrow and not to be broken: a number stays on its line.
    NumberForm.SPACE_COMMA: ("\u202f", ","),
    NumberForm.APOSTROPHE_POINT: ("\u2019", "."),
}
"""What groups thousands and what begins the decimals, in each form but the system's."""


def form_of(group: str, decimal: str) -> NumberForm:
    """The form nearest to a system that groups by ``group`` and begins decimals with ``decimal``.

    A system that groups by nothing groups by spaces here: figures of a hundred accounts are read
    in columns.
    """
    if decimal == ",":
        return NumberForm.POINT_COMMA if group == "." else NumberForm.SPACE_COMMA
    apostrophes = ("'", "\u2019")
    return NumberForm.APOSTROPHE_POINT if group in apostrophes else NumberForm.COMMA_POINT
