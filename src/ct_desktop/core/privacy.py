"""Privacy mode: what is hidden from whoever else sees the screen, and the masks in its place.

The mask of an amount has one width, so that not even a length shows; sign, triangle and colour go
with the amount, since they tell as much. Names of accounts are masked as in
:mod:`ct_desktop.core.masking`.
"""

from enum import StrEnum

AMOUNT_MASK = "•••••"
"""Stands in place of money, profit and loss, prices and quantities."""


class PrivacyLevel(StrEnum):
    """How much is hidden."""

    OFF = "off"
    AMOUNTS = "amounts"
    NAMES_AND_AMOUNTS = "names_and_amounts"

    @property
    def hides_amounts(self) -> bool:
        """Whether money, profit and loss, prices and quantities are masked."""
        return self is not PrivacyLevel.OFF

    @property
    def hides_names(self) -> bool:
        """Whether names of accounts are masked."""
        return self is PrivacyLevel.NAMES_AND_AMOUNTS

    @property
    def following(self) -> "PrivacyLevel":
        """The next level; after the last comes the first."""
        levels = tuple(PrivacyLevel)
        return levels[(levels.index(self) + 1) % len(levels)]
