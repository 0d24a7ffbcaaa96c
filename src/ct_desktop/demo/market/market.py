"""The market: prices and accounts that move together, step by step.

What it does depends on its seed, on how long it ran and on the feeds it had meanwhile, and on
nothing else: the same seed and the same running time give the same positions, orders and fills.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random

from ct_desktop.demo.market.book import (
    Account,
    Order,
    OrderAction,
    OrderType,
    Position,
)
from ct_desktop.demo.market.cast import Cast
from ct_desktop.demo.market.contracts import CONTRACTS, Contract, contract
from ct_desktop.demo.market.feeds import usual_feeds
from ct_desktop.demo.market.prices import STEP_SECONDS, PriceWalk

_OPENS_PER_STEP = 0.05
"""Chance that some flat account enters in a step: about one every ten seconds."""

_CLOSES_PER_STEP = 0.03
"""Chance that some position is closed at the market: about one every seventeen seconds."""

_BUSY_SHARE = 0.8
"""No more than this share of the accounts holds positions at once."""

_ENTRY_LIFE = timedelta(seconds=60)
"""An entry at a limit is cancelled when it has not filled by then."""

_KEPT_ORDERS = 40
"""Orders an account lists: the working ones and this many of the rest."""

_CROWD_STEPS = round(10 / STEP_SECONDS)
"""A crowd's positions take turns: all have changed after ten seconds, a tenth each second."""

SESSION_START_HOUR = 23
"""Sessions begin at 23:00 UTC, 6 PM in New York in winter."""


def session_start(at: datetime) -> datetime:
    """When the trading day that ``at`` (UTC) falls in began."""
    start = at.replace(hour=SESSION_START_HOUR, minute=0, second=0, microsecond=0)
    return start if start <= at else start - timedelta(days=1)


class Market:
    """Prices and accounts. ``advance`` is the only thing that moves it.

    ``started_at`` is the UTC time of the first step; it stamps orders and fills. ``feeds`` can be
    set between two advances: an account whose connection brings no prices keeps its last ones, and
    one whose connection is not fully up neither trades nor fills.
    """

    def __init__(self, cast: Cast, *, seed: int, started_at: datetime) -> None:
        # Not a secret: a repeatable walk is what is wanted here.
        self._random = Random(seed)  # noqa: S311 - see above
        self._prices = PriceWalk(self._random)
        self.feeds = usual_feeds()
        self._started_at = started_at
        self._steps = 0
        self._pending_seconds = 0.0
        self._is_crowd = cast.is_crowd
        realized = dict(cast.realized)
        self.accounts: dict[str, Account] = {
            profile.name: Account(
                profile=profile,
                cash=profile.opening_cash,
                realized=realized.get(profile.name, 0.0),
            )
            for profile in cast.accounts
        }
        self._place_opening(cast)
        for account in self.accounts.values():
            account.start_of_day_cash = round(account.cash - account.realized, 2)
            account.net_liquidation_high = account.net_liquidation_low = account.net_liquidation
            account.note_extremes()

    @property
    def now(self) -> datetime:
        """The market's own time, UTC."""
        return self._started_at + timedelta(seconds=self._steps * STEP_SECONDS)

    def advance(self, seconds: float) -> None:
        """Run for ``seconds`` more; what does not fill a step is kept for the next call."""
        self._pending_seconds += seconds
        while self._pending_seconds >= STEP_SECONDS:
            self._pending_seconds -= STEP_SECONDS
            self._step()

    def last(self, instrument: Contract) -> float:
        """The last price."""
        return self._prices.last(instrument)

    def session_prices(self, instrument: Contract) -> dict[str, float]:
        """``open``, ``high``, ``low``, ``last`` and ``close`` (the day before) in price units."""
        return {
            **self._prices.session(instrument),
            "close": self._prices.previous_close(instrument),
        }

    def volume(self, instrument: Contract) -> int:
        """Contracts traded in this session."""
        return self._prices.volume(instrument)

    def positions(self) -> Iterator[tuple[Account, Position]]:
        """Every open position with its account, in the accounts' order."""
        for account in self.accounts.values():
            for position in account.positions.values():
                yield account, position

    def find_account(self, name: str) -> Account | None:
        """The account of that name, in any case (the CrossTrade reference, section 3.6)."""
        wanted = name.strip().casefold()
        for account in self.accounts.values():
            if account.profile.name.casefold() == wanted:
                return account
        return None

    def _place_opening(self, cast: Cast) -> None:
        for opening in cast.positions:
            held = contract(opening.contract)
            market_price = self._prices.last(held)
            average = opening.average_price
            if cast.is_crowd:
                average = held.price(
                    round(market_price / held.tick_size) + self._random.randint(-40, 40)
                )
            self.accounts[opening.account].positions[held.name] = Position(
                held, opening.quantity, average, market_price, self._started_at
            )
        brackets: dict[tuple[str, str], str] = {}
        for entry in cast.orders:
            order = self._order(
                self.accounts[entry.account],
                contract(entry.contract),
                entry.action,
                entry.type,
                quantity=entry.quantity,
                name=entry.name,
                price=entry.price,
            )
            order.time = self._started_at - timedelta(seconds=entry.seconds_ago)
            if entry.bracket:
                key = (entry.account, entry.bracket)
                order.oco = brackets.setdefault(key, self._identifier())

    def _step(self) -> None:
        before = session_start(self.now)
        self._steps += 1
        if self.feeds.prices_move:
            self._prices.step()
            self._mark_positions()
            if not self._is_crowd:
                reachable = self._reachable_accounts()
                self._work_orders(reachable)
                self._trade(reachable)
        if session_start(self.now) != before:
            self._prices.start_session()
            for account in self.accounts.values():
                account.start_session()
        for account in self.accounts.values():
            account.note_extremes()

    def _mark_positions(self) -> None:
        lasts = {held.name: self._prices.last(held) for held in CONTRACTS}
        priced = self.feeds.prices_from()
        for turn, account in enumerate(self.accounts.values()):
            if account.profile.connection not in priced:
                continue
            # Each step takes other accounts' positions in other contracts.
            for index, position in enumerate(account.positions.values(), turn):
                if not self._is_crowd or (self._steps + index) % _CROWD_STEPS == 0:
                    position.market_price = lasts[position.contract.name]

    def _reachable_accounts(self) -> list[Account]:
        up = self.feeds.fully_up()
        return [a for a in self.accounts.values() if a.profile.connection in up]

    def _work_orders(self, accounts: list[Account]) -> None:
        for account in accounts:
            for order in [order for order in account.orders if order.is_working]:
                last = self._prices.last(order.contract)
                if order.is_touched(last):
                    price = order.limit_price if order.type == "Limit" else last
                    self._fill(account, order, price)
                elif order.name == "Entry" and self.now - order.time > _ENTRY_LIFE:
                    order.state = "Cancelled"

    def _trade(self, accounts: list[Account]) -> None:
        traders = [account for account in accounts if account.profile.trades]
        holding = [a for a in traders if a.positions]
        idle = [a for a in traders if not a.positions and not any(o.is_working for o in a.orders)]
        if (
            idle
            and len(holding) < len(traders) * _BUSY_SHARE
            and self._random.random() < _OPENS_PER_STEP
        ):
            self._enter(self._random.choice(idle))
        if holding and self._random.random() < _CLOSES_PER_STEP:
            self._close(self._random.choice(holding))

    def _enter(self, account: Account) -> None:
        traded = contract(self._random.choice(account.profile.trades))
        action: OrderAction = self._random.choice(("Buy", "SellShort"))
        last = self._prices.last(traded)
        lots = account.profile.lots
        if self._random.random() < 0.6:
            order = self._order(account, traded, action, "Market", quantity=lots, name="Entry")
            self._fill(account, order, last)
            return
        away = self._random.randint(2, 6) * (1 if action == "SellShort" else -1)
        limit = traded.price(round(last / traded.tick_size) + away)
        self._order(account, traded, action, "Limit", quantity=lots, name="Entry", price=limit)

    def _close(self, account: Account) -> None:
        position = self._random.choice(list(account.positions.values()))
        action: OrderAction = "Sell" if position.quantity > 0 else "BuyToCover"
        quantity = abs(position.quantity)
        order = self._order(
            account, position.contract, action, "Market", quantity=quantity, name="Close"
        )
        self._fill(account, order, self._prices.last(position.contract))

    def _fill(self, account: Account, order: Order, price: float) -> None:
        account.fill(order, price, self.now, self._identifier())
        name = order.contract.name
        held = account.positions.get(name)
        if held is None:
            for other in account.orders:
                if other.contract.name == name and other.is_working:
                    other.state = "Cancelled"
        else:
            held.market_price = self._prices.last(order.contract)
            if order.name == "Entry":
                self._place_bracket(account, held)
        self._forget_old_orders(account)

    def _place_bracket(self, account: Account, held: Position) -> None:
        """A profit target and a stop loss round a new position; one cancels the other."""
        action: OrderAction = "Sell" if held.quantity > 0 else "BuyToCover"
        side = 1 if held.quantity > 0 else -1
        entry = round(held.average_price / held.contract.tick_size)
        reach = self._random.randint(12, 40)
        oco = self._identifier()
        exits: tuple[tuple[OrderType, str, int], ...] = (
            ("Limit", "Profit target", reach),
            ("StopMarket", "Stop loss", -reach),
        )
        for type_, name, distance in exits:
            self._order(
                account,
                held.contract,
                action,
                type_,
                quantity=abs(held.quantity),
                name=name,
                price=held.contract.price(entry + side * distance),
                oco=oco,
            )

    @staticmethod
    def _forget_old_orders(account: Account) -> None:
        done = [order for order in account.orders if not order.is_working]
        forgotten = {order.order_id for order in done[:-_KEPT_ORDERS]}
        account.orders = [o for o in account.orders if o.order_id not in forgotten]

    def _order(
        self,
        account: Account,
        traded: Contract,
        action: OrderAction,
        type_: OrderType,
        *,
        quantity: int,
        name: str,
        price: float = 0.0,
        oco: str = "",
    ) -> Order:
        order = Order(
            order_id=self._identifier(),
            account=account.profile.name,
            contract=traded,
            action=action,
            type=type_,
            state="Accepted" if type_ == "StopMarket" else "Working",
            quantity=quantity,
            name=name,
            time=self.now,
            limit_price=price if type_ == "Limit" else 0.0,
            stop_price=price if type_ == "StopMarket" else 0.0,
            oco=oco,
        )
        account.orders.append(order)
        return order

    def _identifier(self) -> str:
        return f"{self._random.getrandbits(128):032x}"
