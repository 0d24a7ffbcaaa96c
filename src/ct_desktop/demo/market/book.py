"""What an account holds: money, positions, orders and fills. Pure bookkeeping, no chance in it."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from ct_desktop.demo.market.contracts import Contract

OrderAction = Literal["Buy", "Sell", "SellShort", "BuyToCover"]
OrderType = Literal["Market", "Limit", "StopMarket"]
OrderState = Literal["Working", "Accepted", "Filled", "Cancelled"]

_KEPT = 500
"""Fills and round trips an account remembers."""

WORKING_STATES = frozenset[OrderState]({"Working", "Accepted"})


@dataclass(frozen=True, slots=True)
class AccountProfile:
    """Who an account is and what it trades.

    ``connection`` is the broker connection's name in NinjaTrader 8. ``built_in`` accounts
    (Backtest, Playback101) hold nothing and never trade. ``monitored`` accounts have an Account
    Manager monitor, without which CrossTrade keeps no watermarks (the reference, section 2.7).
    ``simulated`` accounts supply no margin and no buying power.
    """

    id: int
    name: str
    provider: str
    connection: str
    broker: str
    opening_cash: float
    trades: tuple[str, ...] = ()
    lots: int = 1
    built_in: bool = False
    monitored: bool = False
    simulated: bool = False


@dataclass(slots=True)
class Position:
    """An open position; ``quantity`` is signed, positive for long."""

    contract: Contract
    quantity: int
    average_price: float
    market_price: float
    opened_at: datetime

    @property
    def unrealized(self) -> float:
        """Open profit or loss in dollars, with the noise of binary floats as NT8 sends it."""
        points = self.market_price - self.average_price
        return points * self.quantity * self.contract.point_value


@dataclass(slots=True)
class Order:
    """One order; prices are 0.0 where the type has none, as NT8 writes them."""

    order_id: str
    account: str
    contract: Contract
    action: OrderAction
    type: OrderType
    state: OrderState
    quantity: int
    name: str
    time: datetime
    limit_price: float = 0.0
    stop_price: float = 0.0
    filled: int = 0
    average_fill_price: float = 0.0
    oco: str = ""

    @property
    def is_working(self) -> bool:
        """Whether it may still fill."""
        return self.state in WORKING_STATES

    @property
    def sign(self) -> int:
        """+1 for a buy of either kind, -1 for a sell."""
        return 1 if self.action in ("Buy", "BuyToCover") else -1

    def is_touched(self, price: float) -> bool:
        """Whether the market at ``price`` fills it."""
        if not self.is_working:
            return False
        if self.type == "Limit":
            return (self.limit_price - price) * self.sign >= 0
        if self.type == "StopMarket":
            return (price - self.stop_price) * self.sign >= 0
        return True


@dataclass(frozen=True, slots=True)
class Execution:
    """One fill. ``position_after`` is the signed position it left."""

    execution_id: str
    order: Order
    time: datetime
    price: float
    quantity: int
    commission: float
    position_after: int


@dataclass(frozen=True, slots=True)
class RoundTrip:
    """A position opened and closed: one line of the journal."""

    account: str
    contract: Contract
    quantity: int
    entry_price: float
    exit_price: float
    entered_at: datetime
    exited_at: datetime
    realized: float
    fees: float


@dataclass(slots=True)
class Account:
    """An account's state. Amounts in dollars; ``realized`` is after commissions, for this session.

    ``net_liquidation`` is always cash plus unrealized (the CrossTrade reference, section 3.2).
    """

    profile: AccountProfile
    cash: float
    realized: float = 0.0
    commission: float = 0.0
    positions: dict[str, Position] = field(default_factory=dict)
    orders: list[Order] = field(default_factory=list)
    executions: list[Execution] = field(default_factory=list)
    round_trips: list[RoundTrip] = field(default_factory=list)
    start_of_day_cash: float = 0.0
    pnl_high: float = 0.0
    unrealized_high: float = 0.0
    net_liquidation_high: float = 0.0
    net_liquidation_low: float = 0.0

    @property
    def unrealized(self) -> float:
        """Open profit or loss over all positions."""
        return sum((position.unrealized for position in self.positions.values()), 0.0)

    @property
    def net_liquidation(self) -> float:
        """What the account would be worth flat, at the positions' market prices."""
        return self.cash + self.unrealized

    def fill(self, order: Order, price: float, at: datetime, execution_id: str) -> None:
        """Fill ``order`` whole at ``price`` and book what follows for cash and position.

        An order may open, add to, reduce or close a position, never turn it round.
        """
        order.state = "Filled"
        order.filled = order.quantity
        order.average_fill_price = price
        commission = round(order.contract.commission * order.quantity, 2)
        self.cash = round(self.cash - commission, 2)
        self.realized = round(self.realized - commission, 2)
        self.commission = round(self.commission + commission, 2)
        after = self._move_position(order, price, at, commission)
        self.executions.append(
            Execution(execution_id, order, at, price, order.quantity, commission, after)
        )
        del self.executions[:-_KEPT]
        for sibling in self.orders:
            if sibling.oco and sibling.oco == order.oco and sibling.is_working:
                sibling.state = "Cancelled"

    def _move_position(self, order: Order, price: float, at: datetime, fees: float) -> int:
        name = order.contract.name
        change = order.sign * order.quantity
        held = self.positions.get(name)
        if held is None:
            self.positions[name] = Position(order.contract, change, price, price, at)
            return change
        after = held.quantity + change
        if abs(after) > abs(held.quantity):
            total = held.average_price * held.quantity + price * change
            held.average_price = total / after
            held.quantity = after
            return after
        gained = round(
            (price - held.average_price) * -change * order.contract.point_value,
            2,
        )
        self.cash = round(self.cash + gained, 2)
        self.realized = round(self.realized + gained, 2)
        self.round_trips.append(
            RoundTrip(
                account=self.profile.name,
                contract=order.contract,
                quantity=-change,
                entry_price=held.average_price,
                exit_price=price,
                entered_at=held.opened_at,
                exited_at=at,
                realized=gained,
                fees=fees,
            )
        )
        del self.round_trips[:-_KEPT]
        if after == 0:
            del self.positions[name]
        else:
            held.quantity = after
        return after

    def note_extremes(self) -> None:
        """Carry the session's highs and lows forward."""
        unrealized = self.unrealized
        net_liquidation = self.cash + unrealized
        self.pnl_high = max(self.pnl_high, self.realized + unrealized)
        self.unrealized_high = max(self.unrealized_high, unrealized)
        self.net_liquidation_high = max(self.net_liquidation_high, net_liquidation)
        self.net_liquidation_low = min(self.net_liquidation_low, net_liquidation)

    def start_session(self) -> None:
        """Begin a new trading day: the day's figures start again from here."""
        self.realized = self.commission = 0.0
        self.start_of_day_cash = self.cash
        self.pnl_high = self.unrealized_high = self.unrealized
        self.net_liquidation_high = self.net_liquidation_low = self.net_liquidation
