"""Prices that walk at random, the same way for the same seed."""

from dataclasses import dataclass
from random import Random

from ct_desktop.demo.market.contracts import Contract

STEP_SECONDS = 0.5
"""One step of the market. Every price moves in every step, so each moves at least once a second."""

_PULL = 0.0004
"""Share of the distance to the opening price that a step takes back: days pass, gold stays gold."""


@dataclass(frozen=True, slots=True)
class _Family:
    opening_ticks: int
    ticks_per_step: float


_FAMILIES = {
    "ES": _Family(28049, 0.9),  # 7012.25
    "NQ": _Family(104474, 3.0),  # 26118.50
    "CL": _Family(6142, 0.8),  # 61.42
    "GC": _Family(43184, 1.4),  # 4318.4
    "RTY": _Family(24896, 1.1),  # 2489.6
}


@dataclass(slots=True)
class SessionPrices:
    """What a family did since the session began; prices in ticks of the family."""

    open: int
    high: int
    low: int
    last: int
    volume: int

    def trade(self, ticks: int, volume: int) -> None:
        """Take the next price."""
        self.last = ticks
        self.high = max(self.high, ticks)
        self.low = min(self.low, ticks)
        self.volume += volume


class PriceWalk:
    """The walk of every family. ``step`` moves all of them; nothing else does."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self._sessions = {
            name: SessionPrices(
                open=family.opening_ticks,
                high=family.opening_ticks,
                low=family.opening_ticks,
                last=family.opening_ticks,
                volume=0,
            )
            for name, family in _FAMILIES.items()
        }

    def step(self) -> None:
        """Move each family by at least one tick."""
        for name, family in _FAMILIES.items():
            session = self._sessions[name]
            drift = (family.opening_ticks - session.last) * _PULL
            move = round(self._random.gauss(drift, family.ticks_per_step))
            if move == 0:
                move = self._random.choice((-1, 1))
            session.trade(session.last + move, self._random.randint(1, 40))

    def start_session(self) -> None:
        """Begin a new trading day at the last prices."""
        for session in self._sessions.values():
            session.open = session.high = session.low = session.last
            session.volume = 0

    def last(self, contract: Contract) -> float:
        """The contract's last price."""
        return contract.price(self._sessions[contract.family].last + contract.offset_ticks)

    def session(self, contract: Contract) -> dict[str, float]:
        """``open``, ``high``, ``low`` and ``last`` of the contract in price units."""
        ticks = self._sessions[contract.family]
        offset = contract.offset_ticks
        return {
            "open": contract.price(ticks.open + offset),
            "high": contract.price(ticks.high + offset),
            "low": contract.price(ticks.low + offset),
            "last": contract.price(ticks.last + offset),
        }

    def volume(self, contract: Contract) -> int:
        """Contracts traded in this session."""
        return self._sessions[contract.family].volume

    @staticmethod
    def previous_close(contract: Contract) -> float:
        """The settlement before this session: a fixed few ticks below the opening."""
        return contract.price(_FAMILIES[contract.family].opening_ticks + contract.offset_ticks - 31)
