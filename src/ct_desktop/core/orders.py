"""Orders and executions (fills).

Source: the CrossTrade reference, sections 2.8 and 3.4. An order's id is not stable over its life in
NT8, and unknown types and states are kept as the server wrote them.
"""

from dataclasses import dataclass
from datetime import datetime

TERMINAL_ORDER_STATES = frozenset({"cancelled", "rejected", "filled", "unknown"})
"""Lower-case states after which an order no longer works; everything else counts as working."""


@dataclass(frozen=True, slots=True)
class Order:
    """One order. ``side`` is the server's word (Buy, Sell, BuyToCover, SellShort)."""

    order_id: str
    account: str
    instrument: str
    side: str | None = None
    order_type: str | None = None
    state: str | None = None
    quantity: float | None = None
    filled: float | None = None
    limit_price: float | None = None
    stop_price: float | None = None
    average_fill_price: float | None = None
    name: str | None = None
    placed_at: datetime | None = None

    @property
    def is_working(self) -> bool:
        """Whether the order may still fill."""
        return (self.state or "").lower() not in TERMINAL_ORDER_STATES


@dataclass(frozen=True, slots=True)
class Execution:
    """One fill. ``executed_at`` is UTC, taken from the epoch where the server gives one."""

    execution_id: str
    account: str
    instrument: str
    order_id: str | None = None
    name: str | None = None
    side: str | None = None
    quantity: float | None = None
    price: float | None = None
    commission: float | None = None
    executed_at: datetime | None = None
