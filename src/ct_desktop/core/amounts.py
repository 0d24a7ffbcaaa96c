"""Amounts as a person writes them: ``1,100.50``, ``1100.5``, ``$2 500``."""

import re

_GROUPED = re.compile(
    r"\d{1,3}(?:[ ,'’\u00a0\u202f]\d{3})+(?:\.\d*)?|\d+(?:\.\d*)?|\.\d+", re.ASCII
)
_CURRENCY = re.compile(r"^[$€£]\s*|\s*(?:[$€£]|[A-Za-z]{3})$")


def parse_amount(text: str, *, at_most: float) -> float | None:
    """The amount that ``text`` writes, ``None`` for an empty text.

    A comma groups thousands and a point begins the decimals, as everywhere in this app. Raises
    ``ValueError`` for what is no amount, or one that is not more than zero and up to ``at_most``.
    """
    digits = _CURRENCY.sub("", text.strip())
    if not digits:
        if text.strip():
            raise ValueError("a currency without an amount")
        return None
    if not _GROUPED.fullmatch(digits):
        raise ValueError("not an amount")
    amount = float(re.sub(r"[^\d.]", "", digits))
    if not 0 < amount <= at_most:
        raise ValueError("an amount out of bounds")
    return amount


def parse_percentages(text: str, *, at_most: int) -> tuple[int, ...]:
    """Percentages such as ``50, 25, 10``, the highest first; none for an empty text.

    Raises ``ValueError`` for what is no whole number from 1 to 99, and for more than ``at_most``.
    """
    parts = [part for part in re.split(r"[\s,;%]+", text.strip()) if part]
    numbers = {int(part) for part in parts if part.isascii() and part.isdigit()}
    if not all(part.isascii() and part.isdigit() for part in parts):
        raise ValueError("not a whole number")
    if len(numbers) > at_most or not all(1 <= number <= 99 for number in numbers):
        raise ValueError("percentages out of bounds")
    return tuple(sorted(numbers, reverse=True))
