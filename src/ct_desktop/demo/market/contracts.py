"""The futures contracts of the simulated market, with their exchange's tick sizes and values."""

import re
from dataclasses import dataclass

_MONTH_CODES = "FGHJKMNQUVXZ"


@dataclass(frozen=True, slots=True)
class Contract:
    """One dated futures contract, named as NinjaTrader 8 names it (``ES 12-26``).

    Contracts of one ``family`` follow one price walk (ES and MES trade the same index), each at
    its own distance of ``offset_ticks``. ``tick_size`` is in price units, ``point_value`` in
    dollars for one whole point.
    """

    name: str
    description: str
    family: str
    tick_size: float
    point_value: float
    exchange: str
    commission: float
    offset_ticks: int = 0

    @property
    def root(self) -> str:
        """The symbol without the month: ``ES``."""
        return self.name.split(" ")[0]

    @property
    def expiration(self) -> str:
        """The first day of the contract's month, ``2026-12-01``, as the quote shows it."""
        month, year = self.name.split(" ")[1].split("-")
        return f"20{year}-{month}-01"

    def price(self, ticks: int) -> float:
        """A price from whole ticks, free of the noise that ``ticks * tick_size`` would carry."""
        return round(ticks * self.tick_size, 4)


CONTRACTS: tuple[Contract, ...] = (
    Contract("ES 12-26", "E-mini S&P 500 Futures", "ES", 0.25, 50.0, "Globex", 2.14),
    Contract("NQ 12-26", "E-mini Nasdaq-100 Futures", "NQ", 0.25, 20.0, "Globex", 2.14),
    Contract("MES 12-26", "Micro E-mini S&P 500 Futures", "ES", 0.25, 5.0, "Globex", 0.62),
    Contract("MNQ 12-26", "Micro E-mini Nasdaq-100 Futures", "NQ", 0.25, 2.0, "Globex", 0.62),
    Contract("CL 01-27", "Crude Oil Futures", "CL", 0.01, 1000.0, "Nymex", 2.37),
    Contract("CL 02-27", "Crude Oil Futures", "CL", 0.01, 1000.0, "Nymex", 2.37, -23),
    Contract("MCL 01-27", "Micro WTI Crude Oil Futures", "CL", 0.01, 100.0, "Nymex", 0.77),
    Contract("GC 02-27", "Gold Futures", "GC", 0.1, 100.0, "Comex", 2.47),
    Contract("MGC 02-27", "Micro Gold Futures", "GC", 0.1, 10.0, "Comex", 0.87),
    Contract("RTY 12-26", "E-mini Russell 2000 Futures", "RTY", 0.1, 50.0, "Globex", 2.14),
)

_BY_NAME = {contract.name: contract for contract in CONTRACTS}


def contract(name: str) -> Contract:
    """The contract of exactly this name; ``KeyError`` for any other."""
    return _BY_NAME[name]


def find_contract(text: str) -> Contract | None:
    """The contract a caller means by ``ES 12-26``, ``ES``, ``ES1!`` or ``ESZ26``; else None.

    A bare root or ``1!`` means the front month. Source: the CrossTrade reference, section 3.6.
    """
    wanted = text.strip().upper()
    if wanted in _BY_NAME:
        return _BY_NAME[wanted]
    root = wanted.removesuffix("1!")
    for candidate in CONTRACTS:
        if candidate.root == root:
            return candidate
    coded = re.fullmatch(rf"([A-Z0-9]+?)([{_MONTH_CODES}])(\d{{1,2}})", wanted)
    if coded is None:
        return None
    symbol, month_code, year = coded.groups()
    month = _MONTH_CODES.index(month_code) + 1
    year = year if len(year) == 2 else f"2{year}"
    return _BY_NAME.get(f"{symbol} {month:02d}-{year}")
