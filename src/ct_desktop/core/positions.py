"""Open positions.

Source: the CrossTrade reference, section 2.6. ``quantity`` is unsigned; the direction stands in
``market_position``.
"""

from dataclasses import dataclass
from enum import StrEnum


class MarketPosition(StrEnum):
    """Which way a position points, in NT8's words."""

    LONG = "Long"
    SHORT = "Short"
    FLAT = "Flat"


@dataclass(frozen=True, slots=True)
class Position:
    """One account's holding in one instrument.

    Prices are in the instrument's quote, ``unrealized_pnl`` in the account's currency. ``None`` is
    "not supplied".
    """

    account: str
    instrument: str
    market_position: MarketPosition
    quantity: float
    average_price: float | None = None
    market_price: float | None = None
    unrealized_pnl: float | None = None

    @property
    def key(self) -> tuple[str, str]:
        """What identifies the position while it lives: account and instrument."""
        return (self.account, self.instrument)
