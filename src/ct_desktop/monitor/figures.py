"""The figures: asks CrossTrade for each kind and keeps the newest answers as one snapshot."""

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import replace
from functools import partial
from typing import TypeVar

from ct_desktop.core.accounts import Account, Balance
from ct_desktop.core.answer_findings import CARRIERS, FORWARDED
from ct_desktop.core.chain_rules import some_feed_is_down
from ct_desktop.core.links import LinkName
from ct_desktop.core.moment import Clock, Dated, Moment
from ct_desktop.core.pace import LimitsInTransition, Pace, WatchingRules, age_limits
from ct_desktop.core.price_watch import PriceWatch, watch_prices
from ct_desktop.core.problems import ProblemKind
from ct_desktop.core.snapshot import Snapshot
from ct_desktop.crosstrade.calls import CrossTrade
from ct_desktop.crosstrade.errors import CallFailed
from ct_desktop.monitor.orders_and_fills import OrdersAndFills, changed_accounts

_log = logging.getLogger(__name__)

T = TypeVar("T")

_SUMMARY_NOT_OFFERED = (
    ProblemKind.ACCOUNT_NOT_FOUND,
    ProblemKind.BAD_REQUEST,
    ProblemKind.TOOLS_HIDDEN,
    ProblemKind.UNEXPECTED,
)
"""What a server answers that wants an account named (the CrossTrade reference, section 2.4)."""


NT8_TOOLS = frozenset({"GetAllPositions", "ListAccounts", "GetConnections"})
"""What this app asks of NT8, round after round. The server lists none of them without NT8."""

_ANSWER_HOLDS = 15.0
"""Seconds for which an answer of NT8's weighs more than a list of tools without it."""

_PATIENCE = 5
_REFILL = 1.0
"""Seconds in which the server's bucket refills by three requests (the reference, 4.2)."""


class Figures:
    """Owns the newest :class:`Snapshot`. Each ``ask_…`` raises ``CallFailed``.

    ``note_answer`` is told, for each answer, which links it proves.
    """

    def __init__(
        self, *, clock: Clock, note_answer: Callable[[tuple[LinkName, ...], Moment], None]
    ) -> None:
        self._clock = clock
        self._tell_answer = note_answer
        self.forget()

    def forget(self) -> None:
        """Drop every figure: the next sign-in may be another trader's."""
        self.snapshot = Snapshot()
        self.price_watch = PriceWatch()
        self.answered_in: dict[str, float] = {}
        self.orders_may_differ = True
        self.broker_came_back = False
        self._limits = LimitsInTransition()
        self._orders_and_fills = OrdersAndFills(self._clock)
        self.tools: Dated[frozenset[str]] | None = None
        self._nt8_answered_at: Moment | None = None
        self._balance_turn: deque[str] = deque()
        self._summary_works: bool | None = None

    @property
    def all_at_once(self) -> bool:
        """Whether one call brings the balances of all accounts."""
        return self._summary_works is True

    @property
    def balance_round(self) -> int:
        """How many calls it takes to read the balances of all accounts."""
        return max(1, len(self._balance_turn))

    def follow(self, pace: Pace, rules: WatchingRules) -> None:
        """Let the age limits follow the pace of asking."""
        wanted = age_limits(
            pace,
            balance_round=self.balance_round,
            order_round=self._orders_and_fills.order_round,
            fill_round=self._orders_and_fills.fill_round,
            rules=rules,
        )
        now = self._clock.now()
        self._limits = self._limits.toward(wanted, now)
        limits = self._limits.at(now)
        if limits != self.snapshot.age_limits:
            self.snapshot = replace(self.snapshot, age_limits=limits)

    @property
    def hidden_tools(self) -> frozenset[str]:
        """The tools of NT8's that the server hid when it last listed its tools.

        None where it lists any of them, or where NT8 has answered since: a server may list other
        names than it serves.
        """
        listed, answered_at = self.tools, self._nt8_answered_at
        if listed is None or not NT8_TOOLS.isdisjoint(listed.value):
            return frozenset()
        if (
            answered_at is not None
            and listed.fetched_at.steady - answered_at.steady < _ANSWER_HOLDS
        ):
            return frozenset()
        return NT8_TOOLS

    async def ask_tools(self, crosstrade: CrossTrade) -> None:
        """Which tools the server lists now, which changes with NT8 (the reference, section 1.4).

        It proves no link: the plan and the request budget are judged by calls of tools.
        """
        tools = await crosstrade.list_tools()
        self.tools = Dated(tools, self._clock.now())

    async def ask_capabilities(self, crosstrade: CrossTrade) -> None:
        """Versions and features."""
        capabilities = await crosstrade.get_capabilities()
        now = self._note_answer(CARRIERS)
        self.snapshot = replace(self.snapshot, capabilities=Dated(capabilities, now))

    async def ask_self_test(self, crosstrade: CrossTrade) -> None:
        """CrossTrade's own test."""
        self_test = await crosstrade.self_test()
        now = self._note_answer(CARRIERS)
        self.snapshot = replace(self.snapshot, self_test=Dated(self_test, now))

    async def ask_missing_facts(self, crosstrade: CrossTrade) -> None:
        """What is asked for once a session and did not come then."""
        if self.snapshot.capabilities is None:
            await self.ask_capabilities(crosstrade)
        if self.snapshot.self_test is None:
            await self.ask_self_test(crosstrade)

    async def ask_positions(self, crosstrade: CrossTrade) -> None:
        """The open positions of all accounts."""
        asked = self._clock.now()
        positions = await crosstrade.get_all_positions()
        now = self._note_answer(FORWARDED)
        self._note_skipped("positions", positions.skipped)
        self.answered_in["positions"] = now.seconds_since(asked)
        before = self.snapshot.positions
        if before is not None and (changed := changed_accounts(before.value, positions.rows)):
            self.orders_may_differ = True
            self._orders_and_fills.prefer(changed)
        self.snapshot = replace(self.snapshot, positions=Dated(positions.rows, now))
        self.price_watch = watch_prices(self.price_watch, positions.rows, now)

    async def ask_connections(self, crosstrade: CrossTrade) -> None:
        """The broker connections."""
        connections = await crosstrade.get_connections()
        now = self._note_answer(FORWARDED)
        self._note_skipped("connections", connections.skipped)
        before = self.snapshot.connections
        if before is not None and some_feed_is_down(before.value):
            self.broker_came_back = not some_feed_is_down(connections.rows)
        self.snapshot = replace(self.snapshot, connections=Dated(connections.rows, now))

    async def ask_orders(self, crosstrade: CrossTrade) -> None:
        """The working and recent orders."""
        orders = await self._orders_and_fills.read_orders(crosstrade)
        if orders is not None:
            self._note_answer(FORWARDED)
            self.snapshot = replace(self.snapshot, orders=orders)

    async def ask_fills(self, crosstrade: CrossTrade) -> None:
        """The fills of the account whose turn it is."""
        fills = await self._orders_and_fills.read_fills(crosstrade)
        if fills is not None:
            self._note_answer(FORWARDED)
            self.snapshot = replace(self.snapshot, fills=fills)

    async def ask_accounts(self, crosstrade: CrossTrade) -> None:
        """The list of accounts, with the balances that come along."""
        asked = self._clock.now()
        listed = await crosstrade.list_accounts()
        now = self._note_answer(FORWARDED)
        self._note_skipped("accounts", listed.skipped)
        self.answered_in["accounts"] = now.seconds_since(asked)
        self._take_accounts(listed.accounts, now)
        self._take_balances(listed.balances, now)

    async def ask_accounts_and_balances(self, crosstrade: CrossTrade) -> None:
        """The list of accounts, then their balances."""
        await self.ask_accounts(crosstrade)
        await self.ask_balances(crosstrade)

    async def ask_balances(self, crosstrade: CrossTrade) -> None:
        """All balances in one call where the server offers that; those it leaves out in turn."""
        if self._summary_works is not False:
            self._summary_works = await self._ask_summary(crosstrade)
        if not self._balance_turn:
            return
        name = self._balance_turn[0]
        self._balance_turn.rotate(-1)
        balance = await crosstrade.get_account_balance(name)
        self._take_balances((balance,), self._note_answer(FORWARDED))

    async def ask_every_balance(self, crosstrade: CrossTrade) -> None:
        """The balance of every listed account, one after another where there is no other way."""
        await self.ask_balances(crosstrade)
        for name in [name for name in self._listed_names() if name not in self.snapshot.balances]:
            balance = await _patiently(partial(crosstrade.get_account_balance, name))
            self._take_balances((balance,), self._note_answer(FORWARDED))

    async def _ask_summary(self, crosstrade: CrossTrade) -> bool:
        """Whether the server answers for all accounts at once (the CrossTrade reference, 2.4)."""
        try:
            summary = await crosstrade.get_accounts_summary()
        except CallFailed as failure:
            if failure.problem.kind in _SUMMARY_NOT_OFFERED:
                return False
            raise
        now = self._note_answer(FORWARDED)
        self._take_balances(summary.balances, now)
        listed = self._listed_names()
        covered = {balance.account for balance in summary.balances}
        works = len(covered) > 1 or covered >= set(listed)
        left = [name for name in self._balance_turn if name not in covered]
        # A server that tells of one account alone has given that one its turn.
        last = [] if works else [name for name in self._balance_turn if name in covered]
        self._balance_turn = deque(left + last)
        return works

    def _take_accounts(self, accounts: tuple[Account, ...], now: Moment) -> None:
        names = {account.name for account in accounts}
        kept = {name: dated for name, dated in self.snapshot.balances.items() if name in names}
        self.snapshot = replace(self.snapshot, accounts=Dated(accounts, now), balances=kept)
        self._orders_and_fills.follow(tuple(self._listed_names()))
        # Those never read come first, then the turn goes on where it was.
        turn = [name for name in self._listed_names() if name not in kept]
        turn += [name for name in self._balance_turn if name in kept]
        if self._summary_works is not True:
            turn += [name for name in self._listed_names() if name not in turn]
        self._balance_turn = deque(turn)

    def _take_balances(self, balances: tuple[Balance, ...], now: Moment) -> None:
        self.snapshot = self.snapshot.with_balances(
            {balance.account: Dated(balance, now) for balance in balances}
        )

    def _listed_names(self) -> list[str]:
        accounts = self.snapshot.accounts
        if accounts is None:
            return []
        return [account.name for account in accounts.value if not account.is_built_in]

    def _note_answer(self, proved: tuple[LinkName, ...]) -> Moment:
        now = self._clock.now()
        if LinkName.NT8 in proved:
            self._nt8_answered_at = now
        self._tell_answer(proved, now)
        return now

    def _note_skipped(self, what: str, count: int) -> None:
        before = self.snapshot.skipped
        skipped = replace(before, **{what: count})
        if skipped == before:
            return
        self.snapshot = replace(self.snapshot, skipped=skipped)
        if count:
            _log.warning("%d %s in CrossTrade's answer could not be read", count, what)


async def _patiently(ask: Callable[[], Awaitable[T]]) -> T:
    """Ask again when CrossTrade says that it was too often, after as long as it says."""
    for _ in range(_PATIENCE):
        try:
            return await ask()
        except CallFailed as failure:
            if failure.problem.kind is not ProblemKind.RATE_LIMITED:
                raise
            await asyncio.sleep(failure.problem.retry_after or _REFILL)
    return await ask()
