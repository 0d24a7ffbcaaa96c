"""Accounts and their money: ListAccounts, GetAccount and both forms of GetAccountSummary.

Source: the CrossTrade reference, sections 2.3 to 2.5, 3.2 and 3.3.
"""

from dataclasses import dataclass
from datetime import datetime

from ct_desktop.core.accounts import Account, Balance
from ct_desktop.core.positions import Position
from ct_desktop.crosstrade.errors import UnusableAnswer
from ct_desktop.crosstrade.parsing.currencies import currency_code
from ct_desktop.crosstrade.parsing.envelope import find_record, find_rows, read_rows
from ct_desktop.crosstrade.parsing.feeds import read_feed_status
from ct_desktop.crosstrade.parsing.positions import read_positions
from ct_desktop.crosstrade.parsing.record import Names, Record, names
from ct_desktop.crosstrade.parsing.times import read_time
from ct_desktop.mcp.tools import ToolResult

_ACCOUNTS = names("accounts")
_ACCOUNT = names("account")
_POSITIONS = names("positions")
_ITEM = names("item")

_NAME = names("name", "account_name", "account")
_DISPLAY_NAME = names("display_name")
_PROVIDER = names("provider", "broker")
_CONNECTION = names("connection_name", "connection")
_CONNECTION_STATUS = names("connection_status")
_STATUS = names("status")

_CURRENCY = names("currency", "denomination")
_CASH_VALUE = names("cash_value")
_NET_LIQUIDATION = names("net_liquidation", "net_liquidation_value", "netliq")
_BUYING_POWER = names("buying_power")
_REALIZED_PNL = names("realized_pnl", "realized_profit_loss")
_UNREALIZED_PNL = names("unrealized_pnl", "unrealized_profit_loss")

_AS_OF = names("epoch", "timestamp")
_ACCOUNT_FIELDS = _NAME + _DISPLAY_NAME + _ITEM + _CASH_VALUE + _BUYING_POWER + _REALIZED_PNL

_CENT = 0.005


@dataclass(frozen=True, slots=True)
class ListedAccounts:
    """The answer to ListAccounts. ``balances`` are those that came along, often none.

    ``skipped`` counts the rows that could not be read.
    """

    accounts: tuple[Account, ...]
    balances: tuple[Balance, ...] = ()
    skipped: int = 0


@dataclass(frozen=True, slots=True)
class AccountsSummary:
    """The answer to GetAccountSummary without an account.

    ``positions`` is ``None`` where none came along; ``as_of`` is NT8's time of it in UTC, where
    given. A server that answers for one account alone gives one account here, so compare with the
    listed ones. ``skipped`` counts accounts and positions that could not be read.
    """

    accounts: tuple[Account, ...]
    balances: tuple[Balance, ...]
    positions: tuple[Position, ...] | None = None
    as_of: datetime | None = None
    skipped: int = 0


@dataclass(frozen=True, slots=True)
class AccountDetail:
    """The answer to GetAccount. ``balance`` is all ``None`` where no money came along."""

    account: Account
    balance: Balance


@dataclass(frozen=True, slots=True)
class _Entry:
    account: Account
    balance: Balance | None
    positions: tuple[Position, ...] | None
    skipped_positions: int


def parse_listed_accounts(result: ToolResult) -> ListedAccounts:
    """The accounts that NT8 lists, in its order."""
    read = read_rows(find_rows(result, _ACCOUNTS), _parse_entry, lambda entry: entry.account.name)
    return ListedAccounts(
        accounts=tuple(entry.account for entry in read.rows),
        balances=tuple(entry.balance for entry in read.rows if entry.balance is not None),
        skipped=read.skipped,
    )


def parse_accounts_summary(result: ToolResult) -> AccountsSummary:
    """Every active account with its money and, in the nested shape, its positions."""
    rows = find_rows(result, _ACCOUNTS, row=(_ACCOUNT,))
    read = read_rows(rows, _parse_entry, lambda entry: entry.account.name)
    held = [entry.positions for entry in read.rows if entry.positions is not None]
    return AccountsSummary(
        accounts=tuple(entry.account for entry in read.rows),
        balances=tuple(entry.balance for entry in read.rows if entry.balance is not None),
        positions=tuple(position for positions in held for position in positions) if held else None,
        as_of=_as_of(result),
        skipped=read.skipped + sum(entry.skipped_positions for entry in read.rows),
    )


def parse_balance(result: ToolResult, account: str) -> Balance:
    """One account's money, from the answer to GetAccountSummary with ``account``.

    A server that answers for all accounts is read for this one.
    """
    try:
        rows = find_rows(result, _ACCOUNTS)
    except UnusableAnswer:
        record = _account_record(result)
        name = record.text(_NAME) or account
        return _read_balance(record, name) or _unsupplied(record, name)
    read = read_rows(rows, _parse_entry, lambda entry: entry.account.name)
    for entry in read.rows:
        if entry.account.name.lower() == account.lower():
            return entry.balance or Balance(entry.account.name)
    raise UnusableAnswer


def parse_account(result: ToolResult, account: str) -> AccountDetail:
    """One account with its money, from the answer to GetAccount with ``account``."""
    record = _account_record(result)
    parsed = _read_account(record, record.text(_NAME) or account)
    balance = _read_balance(record, parsed.name) or _unsupplied(record, parsed.name)
    return AccountDetail(parsed, balance)


def _account_record(result: ToolResult) -> Record:
    """The one account in the result, flat or under ``account``."""
    record = find_record(result, _ACCOUNT_FIELDS)
    return record.record(_ACCOUNT) or record


def _parse_entry(row: Record) -> _Entry | None:
    """One element of ``accounts``: flat, or with ``account`` and ``positions`` inside."""
    record = row.record(_ACCOUNT) or row
    name = record.text(_NAME)
    if name is None:
        return None
    account = _read_account(record, name)
    nested_positions = row.rows(_POSITIONS)
    if nested_positions is None:
        return _Entry(account, _read_balance(record, name), None, 0)
    try:
        positions = read_positions(nested_positions, name)
    except UnusableAnswer:
        return _Entry(account, _read_balance(record, name), None, len(nested_positions))
    return _Entry(account, _read_balance(record, name), positions.rows, positions.skipped)


def _read_account(record: Record, name: str) -> Account:
    return Account(
        name=name,
        display_name=record.text(_DISPLAY_NAME) or name,
        provider=record.text(_PROVIDER),
        connection_name=_connection_name(record),
        connection_status=read_feed_status(record, _CONNECTION_STATUS),
        status=record.text(_STATUS),
    )


def _connection_name(record: Record) -> str | None:
    """The connection's name; the REST shape puts a .NET type name in its place."""
    name = record.text(_CONNECTION)
    return None if name is None or name.startswith("NinjaTrader.") else name


def _read_balance(record: Record, account: str) -> Balance | None:
    """The money in ``record`` or its ``item``, or ``None`` where none was supplied.

    Providers that do not supply a figure leave it 0. So a zero counts only where it can be one:
    profits may be zero in an account that has anything at all; cash and net liquidation only where
    each explains the other (net liquidation is cash plus unrealized P/L); buying power never.
    """
    item = record.record(_ITEM)

    def read(field: Names) -> float | None:
        amount = item.number(field) if item is not None else None
        return record.number(field) if amount is None else amount

    cash, net_liquidation = read(_CASH_VALUE), read(_NET_LIQUIDATION)
    realized, unrealized = read(_REALIZED_PNL), read(_UNREALIZED_PNL)
    buying_power = read(_BUYING_POWER)
    if not any((cash, net_liquidation, realized, unrealized, buying_power)):
        return None
    open_pnl = unrealized or 0.0
    explained = bool(cash or net_liquidation) and (
        abs((cash or 0.0) + open_pnl - (net_liquidation or 0.0)) < _CENT
    )
    return Balance(
        account=account,
        currency=_currency(record),
        cash_value=cash if cash or explained else None,
        net_liquidation=net_liquidation if net_liquidation or explained else None,
        buying_power=buying_power or None,
        realized_pnl=realized,
        unrealized_pnl=unrealized,
    )


def _unsupplied(record: Record, account: str) -> Balance:
    return Balance(account=account, currency=_currency(record))


def _currency(record: Record) -> str | None:
    for value in record.values(_CURRENCY):
        code = currency_code(value if isinstance(value, str) else None)
        if code is not None:
            return code
    return None


def _as_of(result: ToolResult) -> datetime | None:
    try:
        return read_time(find_record(result, _AS_OF), _AS_OF)
    except UnusableAnswer:
        return None
