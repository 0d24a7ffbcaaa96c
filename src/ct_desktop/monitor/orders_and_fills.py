"""Orders of all accounts, and the fills of one account after another; what each call adds.

The server tells fills by account and for a quarter of an hour (the CrossTrade reference, section
2.8), so those that were seen are kept, and accounts whose positions changed come first.
"""

import logging
from collections import deque
from collections.abc import Iterable, Mapping
from datetime import timedelta

from ct_desktop.core.moment import Clock, Dated, Moment
from ct_desktop.core.orders import Execution, Order
from ct_desktop.core.positions import Position
from ct_desktop.core.problems import ProblemKind
from ct_desktop.crosstrade.calls import CrossTrade
from ct_desktop.crosstrade.errors import CallFailed

_log = logging.getLogger(__name__)

NOT_OFFERED = (
    ProblemKind.ACCOUNT_NOT_FOUND,
    ProblemKind.BAD_REQUEST,
    ProblemKind.TOOLS_HIDDEN,
    ProblemKind.UNEXPECTED,
)
"""What a server answers that lacks a tool, or wants an account named."""

_KEPT = timedelta(hours=24)
_MOST_KEPT = 500
"""Fills of one account; the oldest go first."""


class OrdersAndFills:
    """Whose turn it is, and what was read so far. Each ``read_…`` raises ``CallFailed``."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._accounts: tuple[str, ...] = ()
        self._all_orders_work: bool | None = None
        self._orders: dict[str, Dated[tuple[Order, ...]]] = {}
        self._order_turn: deque[str] = deque()
        self._fills: dict[str, Dated[tuple[Execution, ...]]] = {}
        self._fill_turn: deque[str] = deque()

    def follow(self, accounts: tuple[str, ...]) -> None:
        """Read these accounts, in turn; those that are new come first."""
        if accounts == self._accounts:
            return
        self._accounts = accounts
        for turn in (self._order_turn, self._fill_turn):
            kept = [name for name in turn if name in accounts]
            turn.clear()
            turn.extend(name for name in accounts if name not in kept)
            turn.extend(kept)
        for read in (self._orders, self._fills):
            for name in set(read) - set(accounts):
                del read[name]

    def prefer(self, accounts: Iterable[str]) -> None:
        """Have the fills of ``accounts`` read before the others'."""
        for name in sorted(accounts):
            if name in self._fill_turn:
                self._fill_turn.remove(name)
                self._fill_turn.appendleft(name)

    @property
    def order_round(self) -> int:
        """How many calls it takes to read the orders of all accounts."""
        return 1 if self._all_orders_work is not False else max(1, len(self._accounts))

    @property
    def fill_round(self) -> int:
        """How many calls it takes to read the fills of all accounts."""
        return max(1, len(self._accounts))

    async def read_orders(self, crosstrade: CrossTrade) -> Dated[tuple[Order, ...]] | None:
        """The orders of all accounts, as old as those read longest ago; ``None``: not all yet."""
        if self._all_orders_work is not False:
            try:
                orders = await crosstrade.get_all_orders()
            except CallFailed as failure:
                if failure.problem.kind not in NOT_OFFERED:
                    raise
                self._all_orders_work = False
            else:
                self._all_orders_work = True
                return Dated(orders.rows, self._clock.now())
        if not self._order_turn:
            return None
        name = self._order_turn[0]
        self._order_turn.rotate(-1)
        try:
            listed = await crosstrade.list_orders(name)
        except CallFailed as failure:
            _let_pass(failure, "orders")
            return None
        self._orders[name] = Dated(listed.rows, self._clock.now())
        if len(self._orders) < len(self._accounts):
            return None
        oldest = min((part.fetched_at for part in self._orders.values()), key=_steady)
        return Dated(tuple(o for part in self._orders.values() for o in part.value), oldest)

    async def read_fills(
        self, crosstrade: CrossTrade
    ) -> Mapping[str, Dated[tuple[Execution, ...]]] | None:
        """The fills seen of each account read so far, newest first; ``None``: nothing new."""
        if not self._fill_turn:
            return None
        name = self._fill_turn[0]
        self._fill_turn.rotate(-1)
        try:
            answer = await crosstrade.list_executions(name)
        except CallFailed as failure:
            _let_pass(failure, "fills")
            return None
        now = self._clock.now()
        before = self._fills.get(name)
        seen = {} if before is None else {fill.execution_id: fill for fill in before.value}
        seen.update((fill.execution_id, fill) for fill in answer.rows)
        self._fills[name] = Dated(_newest(seen.values(), now), now)
        return dict(self._fills)


def changed_accounts(before: Iterable[Position], after: Iterable[Position]) -> frozenset[str]:
    """The accounts that hold something else than before: a fill must be why."""
    old = {position.key: (position.market_position, position.quantity) for position in before}
    new = {position.key: (position.market_position, position.quantity) for position in after}
    return frozenset(key[0] for key in old.keys() | new.keys() if old.get(key) != new.get(key))


def _newest(fills: Iterable[Execution], now: Moment) -> tuple[Execution, ...]:
    since = now.utc - _KEPT
    timed = [fill for fill in fills if fill.executed_at is None or fill.executed_at >= since]
    timed.sort(key=lambda fill: fill.executed_at or now.utc, reverse=True)
    return tuple(timed[:_MOST_KEPT])


def _let_pass(failure: CallFailed, what: str) -> None:
    """Go on without ``what`` where the server does not offer it: no link hangs on that."""
    if failure.problem.kind not in NOT_OFFERED:
        raise failure
    _log.info("No %s were read: %s", what, failure.problem.kind)


def _steady(moment: Moment) -> float:
    return moment.steady
