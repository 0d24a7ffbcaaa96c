"""An order as the table shows it: with its account's name and its distance from the market."""

from collections.abc import Sequence
from dataclasses import dataclass
from operator import attrgetter

from ct_desktop.core.accounts import BUILT_IN_ACCOUNTS
from ct_desktop.core.differences import Differences, differences
from ct_desktop.core.moment import Dated
from ct_desktop.core.orders import Order
from ct_desktop.core.positions import Position
from ct_desktop.core.rows import AccountRow
from ct_desktop.core.snapshot import Snapshot
from ct_desktop.ui.monitor.instrument_decimals import InstrumentDecimals

line_key = attrgetter("order.account", "order.order_id")
"""What identifies a line."""


@dataclass(frozen=True, slots=True)
class OrderLine:
    """One row of the table.

    ``distance`` is from the market price to the order's, in points; ``None`` where the order no
    longer works, or where no price of its instrument is known.
    """

    order: Order
    account: str
    decimals: int
    distance: float | None

    @property
    def price(self) -> float | None:
        """The price that the order waits for, or at which it was filled."""
        order = self.order
        if order.stop_price is not None:
            return order.stop_price
        return order.limit_price if order.limit_price is not None else order.average_fill_price


class OrderLines:
    """Makes lines from snapshot to snapshot: those that work first, the newest first of each."""

    def __init__(self) -> None:
        self.lines: list[OrderLine] = []
        self._decimals = InstrumentDecimals()
        self._read: tuple[Dated[tuple[Order, ...]] | None, Dated[tuple[Position, ...]] | None] = (
            None,
            None,
        )
        self._names: dict[str, str] = {}

    def read(self, snapshot: Snapshot, accounts: Sequence[AccountRow]) -> Differences[OrderLine]:
        """Bring :attr:`lines` to ``snapshot``; what differs from before.

        Orders on NT8's own accounts are left out, as those accounts are.
        """
        names = {row.account.name.lower(): row.account.display_name for row in accounts}
        read = (snapshot.orders, snapshot.positions)
        if names == self._names and all(
            new is old for new, old in zip(read, self._read, strict=True)
        ):
            return Differences(added=(), removed=(), changed=(), in_place=True)
        self._names, self._read = names, read
        orders = () if snapshot.orders is None else snapshot.orders.value
        market = self._market_prices(orders, snapshot)
        for order in orders:
            self._decimals.learn(order.instrument, order.limit_price, order.stop_price)
        lines = {
            (order.account, order.order_id): self._line(order, market)
            for order in orders
            if order.account.lower() not in BUILT_IN_ACCOUNTS
        }
        before, self.lines = self.lines, sorted(lines.values(), key=_working_and_new_first)
        return differences(before, self.lines, key=line_key)

    def _line(self, order: Order, market: dict[str, float]) -> OrderLine:
        name = self._names.get(order.account.lower(), order.account)
        decimals = self._decimals[order.instrument]
        line = OrderLine(order, name, decimals, None)
        price, last = line.price, market.get(order.instrument)
        if not order.is_working or price is None or last is None:
            return line
        return OrderLine(order, name, decimals, abs(price - last))

    def _market_prices(self, orders: Sequence[Order], snapshot: Snapshot) -> dict[str, float]:
        """The newest price of each ordered instrument that anybody holds."""
        ordered = {order.instrument for order in orders}
        prices: dict[str, float] = {}
        if not ordered:
            return prices
        for position in () if snapshot.positions is None else snapshot.positions.value:
            instrument, price = position.instrument, position.market_price
            if instrument in ordered and price is not None and instrument not in prices:
                self._decimals.learn(instrument, price, position.average_price)
                prices[instrument] = price
        return prices


def _working_and_new_first(line: OrderLine) -> tuple[bool, float]:
    placed = line.order.placed_at
    return (not line.order.is_working, 0.0 if placed is None else -placed.timestamp())
