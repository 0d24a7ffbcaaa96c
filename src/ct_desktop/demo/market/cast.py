"""Who trades in the simulated market: broker connections and accounts.

The twelve named accounts and their opening positions are those of the app's pictures. Beyond
twelve, further evaluation accounts are made up by rule.
"""

from dataclasses import dataclass

from ct_desktop.demo.market.book import AccountProfile, OrderAction, OrderType
from ct_desktop.demo.market.contracts import CONTRACTS

CROWD_ACCOUNTS = 200
CROWD_POSITIONS_PER_ACCOUNT = 10


@dataclass(frozen=True, slots=True)
class BrokerConnection:
    """A connection configured in NinjaTrader 8. ``user`` is the login shown while connected.

    ``connected``: whether the trader uses it; ``feeds.py`` says what is up at a moment.
    """

    name: str
    provider: str
    connected: bool
    user: str | None = None


CONNECTIONS: tuple[BrokerConnection, ...] = (
    BrokerConnection("Kinetick \u2013 End Of Day (Free)", "Provider7", connected=False),
    BrokerConnection("NinjaTrader", "NinjaTrader", connected=True, user="mweber48"),
    BrokerConnection("Playback", "Playback", connected=False),
    BrokerConnection("Rithmic Apex", "Rithmic", connected=True, user="APEX_301177"),
    BrokerConnection("Simulation", "Provider31", connected=True, user="mweber48"),
    BrokerConnection("Tradovate", "Tradovate", connected=True, user="TPT_mweber"),
)
"""Every configured connection, as GetConnections lists them (the reference, section 2.3)."""


@dataclass(frozen=True, slots=True)
class OpeningPosition:
    """A position held when the market starts; ``quantity`` is signed."""

    account: str
    contract: str
    quantity: int
    average_price: float


@dataclass(frozen=True, slots=True)
class OpeningOrder:
    """An order at work when the market starts, placed ``seconds_ago``.

    Of orders of one account with the same ``bracket``, one that fills cancels the others.
    """

    account: str
    contract: str
    action: OrderAction
    type: OrderType
    quantity: int
    price: float
    name: str
    seconds_ago: int
    bracket: str = ""


@dataclass(frozen=True, slots=True)
class Cast:
    """Everything a market starts from. ``realized`` is each account's result so far today.

    ``is_crowd`` markets have no trading: their positions stay, and a tenth of them changes each
    second.
    """

    accounts: tuple[AccountProfile, ...]
    positions: tuple[OpeningPosition, ...]
    orders: tuple[OpeningOrder, ...] = ()
    realized: tuple[tuple[str, float], ...] = ()
    is_crowd: bool = False


def _live(number: int, name: str, cash: float, *trades: str) -> AccountProfile:
    return AccountProfile(number, name, "NinjaTrader", "NinjaTrader", "NinjaTrader", cash, trades)


def _apex(number: int, name: str, cash: float, *trades: str, lots: int = 1) -> AccountProfile:
    return AccountProfile(
        number, name, "Rithmic", "Rithmic Apex", "Apex", cash, trades, lots, monitored=True
    )


def _tpt(number: int, name: str, cash: float, *trades: str, lots: int = 1) -> AccountProfile:
    return AccountProfile(
        number, name, "Tradovate", "Tradovate", "TakeProfit", cash, trades, lots, monitored=True
    )


def _sim(number: int, name: str, cash: float, *trades: str, lots: int = 1) -> AccountProfile:
    return AccountProfile(
        number, name, "Simulator", "Simulation", "Sim", cash, trades, lots, simulated=True
    )


_NAMED = (
    _live(11, "Live-48120", 31842.36, "ES 12-26", "NQ 12-26"),
    _live(12, "Live-48133", 18206.18, "GC 02-27", "CL 01-27"),
    _apex(21, "APEX1234", 52318.40, "NQ 12-26", "ES 12-26"),
    _apex(22, "APEX1235", 51904.75, "NQ 12-26", "ES 12-26"),
    _apex(23, "APEX1236", 50967.20, "MNQ 12-26", "MES 12-26", lots=5),
    _tpt(31, "TPT-20917", 76120.65, "CL 01-27", "CL 02-27", lots=2),
    _apex(24, "APEX7801", 50441.30, "MES 12-26", "MNQ 12-26", lots=4),
    _apex(25, "APEX7802", 50180.00, "MES 12-26", "MGC 02-27", lots=3),
    _tpt(32, "TPT-E118", 50612.90, "MGC 02-27", "MCL 01-27", lots=3),
    _tpt(33, "TPT-E121", 49388.10, "MCL 01-27", "MES 12-26", lots=2),
    _sim(2, "Sim101", 100565.00, "MES 12-26", "RTY 12-26", lots=2),
    _sim(3, "SimPractice", 25000.00, "MES 12-26", "MNQ 12-26"),
)

_BUILT_IN = (
    AccountProfile(
        1, "Backtest", "Simulator", "Simulation", "Sim", 100000.0, built_in=True, simulated=True
    ),
    AccountProfile(
        4, "Playback101", "Playback", "Playback", "Sim", 100000.0, built_in=True, simulated=True
    ),
)
"""NinjaTrader 8's own accounts, listed beside the trader's (the reference, section 2.3)."""

_POSITIONS = (
    OpeningPosition("Live-48120", "ES 12-26", 1, 7006.75),
    OpeningPosition("Live-48133", "GC 02-27", -1, 4316.2),
    OpeningPosition("APEX1234", "NQ 12-26", 1, 26098.25),
    OpeningPosition("APEX1235", "NQ 12-26", 1, 26099.0),
    OpeningPosition("APEX1236", "MNQ 12-26", 5, 26101.75),
    OpeningPosition("TPT-20917", "CL 01-27", -2, 61.58),
    OpeningPosition("APEX7801", "MES 12-26", -4, 7009.75),
    OpeningPosition("TPT-E118", "MGC 02-27", 3, 4321.5),
    OpeningPosition("Sim101", "MES 12-26", 2, 7010.0),
)

_ORDERS = (
    OpeningOrder("Live-48120", "ES 12-26", "Sell", "Limit", 1, 7018.0, "Profit target", 9, "b1"),
    OpeningOrder("Live-48120", "ES 12-26", "Sell", "StopMarket", 1, 6998.0, "Stop loss", 9, "b1"),
    OpeningOrder("APEX1234", "NQ 12-26", "Sell", "StopMarket", 1, 26072.0, "Stop loss", 166),
    OpeningOrder("APEX1235", "NQ 12-26", "Sell", "StopMarket", 1, 26072.0, "Stop loss", 166),
    OpeningOrder("TPT-20917", "CL 01-27", "BuyToCover", "Limit", 2, 61.2, "Profit target", 567),
    OpeningOrder("APEX7801", "MES 12-26", "BuyToCover", "StopMarket", 4, 7021.0, "Stop loss", 780),
    OpeningOrder("Sim101", "MES 12-26", "Sell", "Limit", 2, 7020.0, "Profit target", 844),
)

_REALIZED = (
    ("Live-48120", 412.60),
    ("Live-48133", -96.84),
    ("APEX1234", 655.20),
    ("APEX1235", 640.10),
    ("APEX1236", -118.40),
    ("TPT-20917", 284.50),
    ("APEX7801", -212.50),
    ("TPT-E118", 171.25),
    ("TPT-E121", -304.60),
    ("Sim101", 137.50),
)


def _made_up(number: int) -> AccountProfile:
    """One of the further accounts: every third with Tradovate, the others with Rithmic."""
    if number % 3 == 0:
        return _tpt(100 + number, f"TPT-E{200 + number}", 50000.0, "MES 12-26", lots=2)
    return _apex(100 + number, f"APEX{8000 + number}", 50000.0, "MNQ 12-26", lots=2)


def _profiles(count: int) -> tuple[AccountProfile, ...]:
    further = (_made_up(number) for number in range(len(_NAMED), count))
    return (*_NAMED[:count], *further)


def trading_cast(accounts: int = len(_NAMED)) -> Cast:
    """``accounts`` tradable accounts beside NinjaTrader's own, opening as in the app's pictures."""
    profiles = _profiles(accounts)
    names = {profile.name for profile in profiles}
    return Cast(
        accounts=(_BUILT_IN[0], *profiles, _BUILT_IN[1]),
        positions=tuple(p for p in _POSITIONS if p.account in names),
        orders=tuple(o for o in _ORDERS if o.account in names),
        realized=tuple(entry for entry in _REALIZED if entry[0] in names),
    )


def crowd_cast() -> Cast:
    """Two hundred accounts with ten positions each."""
    profiles = _profiles(CROWD_ACCOUNTS)
    positions: list[OpeningPosition] = []
    for index, profile in enumerate(profiles):
        for turn, held in enumerate(CONTRACTS[:CROWD_POSITIONS_PER_ACCOUNT]):
            quantity = (1 + (index + turn) % 4) * (-1 if (index + turn) % 3 == 0 else 1)
            positions.append(OpeningPosition(profile.name, held.name, quantity, 0.0))
    return Cast(
        accounts=(_BUILT_IN[0], *profiles, _BUILT_IN[1]),
        positions=tuple(positions),
        is_crowd=True,
    )
