"""Accounts as a table shows them, and totals that never mix kinds of money or currencies.

A figure made of parts is as old as its oldest part.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import fsum

from ct_desktop.core.account_rules import NO_RULES, AccountRule, AccountRules, DrawdownKind
from ct_desktop.core.accounts import (
    BUILT_IN_ACCOUNTS,
    Account,
    AccountClass,
    AccountGroup,
    Balance,
    group_of,
    guess_class,
)
from ct_desktop.core.drawdown import (
    Peaks,
    Room,
    day_result,
    room_to_drawdown,
    room_to_loss_limit,
)
from ct_desktop.core.moment import Dated, Moment
from ct_desktop.core.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class AccountRow:
    """One account with its money.

    ``open_pnl`` is the sum over its open positions where every one has a figure, else what the
    account itself reported; ``open_pnl_at`` says how old it is. ``balance_at`` is the age of the
    remaining figures. ``positions`` is ``None`` while positions were never fetched. What is left
    before a limit is an estimate, ``None`` where no limit is set or a part of it is not known.
    ``day_total`` is realized and open profit or loss together: both of the account's own answer
    where it has both, since a trade that closes between two answers would count twice or not at
    all; else each as it is known, at the age of the older. ``rule`` is the trader's own, if any.
    """

    account: Account
    account_class: AccountClass
    balance: Balance | None
    balance_at: Moment | None
    open_pnl: float | None
    open_pnl_at: Moment | None
    positions: int | None
    room_to_loss_limit: Room | None = None
    room_to_drawdown: Room | None = None
    day_total: float | None = None
    day_total_at: Moment | None = None
    rule: AccountRule | None = None

    @property
    def group(self) -> AccountGroup:
        """The group in whose totals this account counts."""
        return group_of(self.account_class)

    @property
    def currency(self) -> str | None:
        """ISO 4217 code of the account's figures, where supplied."""
        return self.balance.currency if self.balance else None


@dataclass(frozen=True, slots=True)
class Total:
    """One group's sums in one currency (``None``: not supplied).

    A sum is ``None`` where any account in it lacks the figure: a total with a hole is no total.
    ``unread`` counts the accounts whose balance was never supplied.
    """

    group: AccountGroup
    currency: str | None
    accounts: int
    unread: int
    positions: int | None
    cash_value: float | None
    net_liquidation: float | None
    buying_power: float | None
    realized_pnl: float | None
    open_pnl: float | None
    day_total: float | None
    balances_at: Moment | None
    open_pnl_at: Moment | None
    day_total_at: Moment | None


def oldest(moments: Iterable[Moment | None]) -> Moment | None:
    """The earliest of ``moments``, or ``None`` where there is none."""
    known = [moment for moment in moments if moment is not None]
    return min(known, key=lambda moment: moment.steady, default=None)


def account_rows(
    snapshot: Snapshot,
    *,
    rules: AccountRules = NO_RULES,
    peaks: Peaks | None = None,
    include_built_in: bool = False,
) -> tuple[AccountRow, ...]:
    """The snapshot's accounts in the server's order.

    ``rules`` are the trader's own: the class in them overrules the guess. ``peaks`` are what
    trailing limits follow, ``None`` while they were not read from the history yet.
    """
    if snapshot.accounts is None:
        return ()
    figures = _figures_by_account(snapshot)
    return tuple(
        _row(account, rules, peaks, figures.get(account.name.lower(), []), snapshot)
        for account in snapshot.accounts.value
        if include_built_in or not account.is_built_in
    )


def _figures_by_account(snapshot: Snapshot) -> dict[str, list[float | None]]:
    """The open profit or loss of each position, by its account in lower case."""
    as_written: dict[str, list[float | None]] = defaultdict(list)
    if snapshot.positions is not None:
        for position in snapshot.positions.value:
            as_written[position.account].append(position.unrealized_pnl)
    figures: dict[str, list[float | None]] = defaultdict(list)
    for account, parts in as_written.items():
        figures[account.lower()] += parts
    return figures


def _row(
    account: Account,
    rules: AccountRules,
    peaks: Peaks | None,
    figures: list[float | None],
    snapshot: Snapshot,
) -> AccountRow:
    dated = snapshot.balances.get(account.name)
    rule = rules.by_account.get(account.name)
    loss_room, drawdown_room = _rooms(account, rule, peaks, dated)
    open_pnl, open_pnl_at = _open_pnl(figures, snapshot, dated)
    day_total, day_total_at = _day_total(dated, open_pnl, open_pnl_at)
    return AccountRow(
        account=account,
        account_class=rules.class_of(account),
        balance=dated.value if dated else None,
        balance_at=dated.fetched_at if dated else None,
        open_pnl=open_pnl,
        open_pnl_at=open_pnl_at,
        positions=None if snapshot.positions is None else len(figures),
        room_to_loss_limit=loss_room,
        room_to_drawdown=drawdown_room,
        day_total=day_total,
        day_total_at=day_total_at,
        rule=rule,
    )


def _rooms(
    account: Account, rule: AccountRule | None, peaks: Peaks | None, dated: Dated[Balance] | None
) -> tuple[Room | None, Room | None]:
    if rule is None or dated is None:
        return None, None
    balance, at = dated.value, dated.fetched_at
    if peaks is None and rule.drawdown not in (None, DrawdownKind.STATIC):
        # What an earlier run saw is not known yet, and without it the room would look larger.
        return room_to_loss_limit(rule, balance, at), None
    kept = peaks.get(account.name) if peaks is not None else None
    return room_to_loss_limit(rule, balance, at), room_to_drawdown(rule, balance, at, kept)


def _open_pnl(
    figures: list[float | None], snapshot: Snapshot, balance: Dated[Balance] | None
) -> tuple[float | None, Moment | None]:
    total = _sum(figures)
    if snapshot.positions is not None and total is not None:
        return total, snapshot.positions.fetched_at
    if balance is not None and balance.value.unrealized_pnl is not None:
        return balance.value.unrealized_pnl, balance.fetched_at
    return None, None


def _day_total(
    balance: Dated[Balance] | None, open_pnl: float | None, open_pnl_at: Moment | None
) -> tuple[float | None, Moment | None]:
    if balance is None:
        return None, None
    result = day_result(balance.value)
    if result is not None:
        return result, balance.fetched_at
    realized = balance.value.realized_pnl
    if realized is None or open_pnl is None:
        return None, None
    return realized + open_pnl, oldest((balance.fetched_at, open_pnl_at))


def working_orders(
    snapshot: Snapshot, accounts: Iterable[AccountRow]
) -> dict[AccountGroup, int] | None:
    """How many orders work in each group's accounts; ``None`` while none were ever read.

    Orders on NT8's own accounts do not count. An account that is not among ``accounts`` opened
    since they were listed, so its group is guessed.
    """
    if snapshot.orders is None:
        return None
    groups = {row.account.name.lower(): row.group for row in accounts}
    counts: dict[AccountGroup, int] = defaultdict(int)
    for order in snapshot.orders.value:
        name = order.account.lower()
        if order.is_working and name not in BUILT_IN_ACCOUNTS:
            counts[groups.get(name) or _guessed_group(order.account)] += 1
    return counts


def _guessed_group(account: str) -> AccountGroup:
    return group_of(guess_class(Account(account, account)))


def totals(rows: Iterable[AccountRow]) -> tuple[Total, ...]:
    """Sums by group and currency, groups in their order, currencies by code.

    An account whose currency is not known yet counts with its group's only currency, if there is
    just one; so a table that is still being read does not sprout a row of its own.
    """
    rows = list(rows)
    currencies: dict[AccountGroup, set[str]] = defaultdict(set)
    for row in rows:
        if row.currency is not None:
            currencies[row.group].add(row.currency)
    members: dict[tuple[AccountGroup, str | None], list[AccountRow]] = defaultdict(list)
    for row in rows:
        currency = row.currency
        if currency is None and len(currencies[row.group]) == 1:
            (currency,) = currencies[row.group]
        members[(row.group, currency)].append(row)
    order = list(AccountGroup)
    return tuple(
        _total(group, currency, members[(group, currency)])
        for group, currency in sorted(members, key=lambda key: (order.index(key[0]), key[1] or ""))
    )


def _total(group: AccountGroup, currency: str | None, rows: list[AccountRow]) -> Total:
    balances = [row.balance or Balance(row.account.name) for row in rows]
    positions = _sum([row.positions for row in rows])
    return Total(
        group=group,
        currency=currency,
        accounts=len(rows),
        unread=sum(row.balance is None for row in rows),
        positions=None if positions is None else int(positions),
        cash_value=_sum([balance.cash_value for balance in balances]),
        net_liquidation=_sum([balance.net_liquidation for balance in balances]),
        buying_power=_sum([balance.buying_power for balance in balances]),
        realized_pnl=_sum([balance.realized_pnl for balance in balances]),
        open_pnl=_sum([row.open_pnl for row in rows]),
        day_total=_sum([row.day_total for row in rows]),
        balances_at=oldest(row.balance_at for row in rows),
        open_pnl_at=oldest(row.open_pnl_at for row in rows),
        day_total_at=oldest(row.day_total_at for row in rows),
    )


def _sum(figures: Sequence[float | None]) -> float | None:
    known = [figure for figure in figures if figure is not None]
    return fsum(known) if len(known) == len(figures) else None
