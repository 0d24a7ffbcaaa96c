"""How many decimals the prices of each instrument are written with, so that they line up."""

from ct_desktop.ui.controls import formatting

_LONGEST_TICK = 7
"""Decimals of the finest tick that futures have; an average between ticks says nothing."""


class InstrumentDecimals:
    """Learnt from the prices seen. They never narrow: a round price must not make a column jump."""

    def __init__(self) -> None:
        self._decimals: dict[str, int] = {}

    def learn(self, instrument: str, *prices: float | None) -> None:
        """Take ``prices`` of ``instrument`` into account."""
        ticks = [
            price
            for price in prices
            if price is not None and len(repr(price).partition(".")[2]) <= _LONGEST_TICK
        ]
        seen = self._decimals.get(instrument, 0)
        self._decimals[instrument] = max(seen, formatting.price_decimals(ticks))

    def __getitem__(self, instrument: str) -> int:
        return self._decimals.get(instrument, 0)
