"""The columns of the accounts table."""

from collections.abc import Hashable
from enum import IntEnum

from ct_desktop.core.delimited_text import Exact
from ct_desktop.core.moment import Moment
from ct_desktop.core.snapshot import AgeLimits, is_stale
from ct_desktop.ui.controls import formatting
from ct_desktop.ui.controls.state_shape import StateShape
from ct_desktop.ui.monitor.account_lines import AccountLine
from ct_desktop.ui.monitor.cell import Cell
from ct_desktop.ui.monitor.columns import Column, ColumnKind, Marks, Values
from ct_desktop.ui.monitor.figure_cells import money_cell, pnl_cell
from ct_desktop.ui.monitor.group_words import CLASS_TAGS
from ct_desktop.ui.theme.fonts import TextRole


class AccountColumn(IntEnum):
    """From left to right."""

    ACCOUNT = 0
    CONNECTION = 1
    NET_LIQUIDATION = 2
    CASH = 3
    BUYING_POWER = 4
    REALIZED = 5
    OPEN_PNL = 6
    AGE = 7


_COLUMNS = (
    Column("Account", ColumnKind.TEXT, names_account=True),
    Column("Connection", ColumnKind.TEXT),
    Column("Net liquidation", ColumnKind.FIGURE, short_heading="Net liq."),
    Column("Cash", ColumnKind.FIGURE, wide_only=True),
    Column("Buying power", ColumnKind.FIGURE, wide_only=True),
    Column("Realized", ColumnKind.PNL),
    Column("Open P/L", ColumnKind.PNL),
    Column("Age", ColumnKind.AGE),
)


class AccountColumns:
    """How :class:`AccountLine` stands in the table. ``set_ages`` says what counts as stale."""

    columns = _COLUMNS

    def __init__(self) -> None:
        self._limits = AgeLimits()
        self._listed_at: Moment | None = None
        self._oldest_balance: Moment | None = None
        self._oldest_open_pnl: Moment | None = None

    def set_ages(
        self,
        listed_at: Moment | None,
        oldest_balance: Moment | None,
        oldest_open_pnl: Moment | None,
        limits: AgeLimits,
    ) -> None:
        """``listed_at``: when the accounts, and so their connections, were last read.

        The oldest balance and open profit or loss of all rows tell whether any can be stale.
        """
        self._limits = limits
        self._listed_at = listed_at
        self._oldest_balance = oldest_balance
        self._oldest_open_pnl = oldest_open_pnl

    def key(self, row: AccountLine) -> str:
        return row.row.account.name

    def values(self, row: AccountLine) -> Values:
        account, balance, connection = row.row, row.row.balance, row.connection
        label = (account.account.display_name.casefold(), account.account_class.value)
        name = None if connection.name is None else (connection.name.casefold(), connection.shape)
        at = account.balance_at
        age = None if at is None else -at.steady
        if balance is None:
            return (label, name, None, None, None, None, account.open_pnl, age)
        return (
            label,
            name,
            balance.net_liquidation,
            balance.cash_value,
            balance.buying_power,
            balance.realized_pnl,
            account.open_pnl,
            age,
        )

    def appearance(self, row: AccountLine) -> Hashable:
        return (row.row.account.display_name, row.row.currency, row.connection)

    def form(self, row: AccountLine) -> Hashable:  # noqa: ARG002 - all money has two decimals
        return None

    def cell(self, row: AccountLine, column: int, stale: bool) -> Cell:
        if column == AccountColumn.ACCOUNT:
            return self._account_cell(row)
        if column == AccountColumn.CONNECTION:
            return self._connection_cell(row, stale)
        amount = self.values(row)[column]
        figure = amount if isinstance(amount, (int, float)) else None
        if _COLUMNS[column].kind is ColumnKind.PNL:
            return pnl_cell(figure, row.row.currency, stale=stale)
        return money_cell(figure, row.row.currency, stale=stale)

    def _account_cell(self, row: AccountLine) -> Cell:
        account = row.row.account
        tag = CLASS_TAGS[row.row.account_class]
        known_as = account.display_name
        also = f"\nNT8 name: {account.name}" if account.name != known_as else ""
        return Cell(
            known_as,
            tag=tag,
            spoken=f"{known_as}, {tag}",
            tool_tip=f"{known_as}{also}",
        )

    def _connection_cell(self, row: AccountLine, stale: bool) -> Cell:
        connection = row.connection
        name = connection.name or formatting.NOT_SUPPLIED
        words = f"{connection.name or 'Connection'}: {connection.words}"
        if stale:
            return Cell(
                name,
                "text2",
                shape=StateShape.UNKNOWN,
                spoken=f"{connection.name or 'Connection'}: state not known",
                tool_tip=f"{words} when last read",
            )
        warns = connection.shape is StateShape.WARNING
        return Cell(
            name,
            "warn" if warns else "text2",
            TextRole.NAME if warns else TextRole.BODY,
            shape=connection.shape,
            spoken=words,
            tool_tip=words,
        )

    def fetched_at(self, row: AccountLine) -> Moment | None:
        return row.row.balance_at

    def marks(self, row: AccountLine, now: Moment) -> Marks:
        limits = self._limits
        account = row.row
        # An open profit or loss that the account itself reported is as old as its balance.
        reported = account.open_pnl_at is account.balance_at
        return _MARKS[
            _is_old(self._listed_at, limits.accounts, now),
            _is_old(account.balance_at, limits.balances, now),
            _is_old(account.open_pnl_at, limits.balances if reported else limits.positions, now),
        ]

    def shared_marks(self, now: Moment) -> Marks | None:
        limits = self._limits
        if _is_old(self._oldest_balance, limits.balances, now):
            return None
        # An open profit or loss as old as a balance is judged by the balances' limit.
        if _is_old(self._oldest_open_pnl, limits.positions, now):
            return None
        return _MARKS[_is_old(self._listed_at, limits.accounts, now), False, False]

    extra_headings = ("NT8 name", "Class", "Currency")

    def extras(self, row: AccountLine) -> tuple[Exact, ...]:
        account = row.row
        return (account.account.name, account.account_class.value, account.currency)

    def exact(self, row: AccountLine, column: int) -> Exact:
        if column == AccountColumn.ACCOUNT:
            return row.row.account.display_name
        if column == AccountColumn.CONNECTION:
            return row.connection.name
        if column == AccountColumn.AGE:
            at = row.row.balance_at
            return None if at is None else at.utc
        value = self.values(row)[column]
        return None if isinstance(value, tuple) else value

    def search_text(self, row: AccountLine) -> str:
        account = row.row.account
        words = (account.display_name, account.name, row.connection.name or "")
        return " ".join((*words, CLASS_TAGS[row.row.account_class])).casefold()


def _is_old(at: Moment | None, limit: float, now: Moment) -> bool:
    return at is not None and is_stale(at, limit, now)


def _row_marks(connection: bool, balance: bool, open_pnl: bool) -> Marks:
    return (False, connection, balance, balance, balance, balance, open_pnl, balance)


_MARKS = {
    (connection, balance, open_pnl): _row_marks(connection, balance, open_pnl)
    for connection in (False, True)
    for balance in (False, True)
    for open_pnl in (False, True)
}
