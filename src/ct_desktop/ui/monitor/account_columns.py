"""The columns of the accounts table."""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import replace
from enum import IntEnum
from itertools import product

from ct_desktop.core.accounts import Balance
from ct_desktop.core.delimited_text import Exact
from ct_desktop.core.moment import Moment
from ct_desktop.core.rows import AccountRow
from ct_desktop.core.snapshot import AgeLimits
from ct_desktop.core.wording_account_rules import CLASS, CLASS_TITLES, guessed
from ct_desktop.core.wording_equity import EquityWords
from ct_desktop.core.wording_tables import DAY_TOTAL_ADDED, DAY_TOTAL_TOLD
from ct_desktop.ui.controls import formatting
from ct_desktop.ui.controls.state_shape import StateShape
from ct_desktop.ui.monitor.account_lines import AccountLine
from ct_desktop.ui.monitor.cell import Cell
from ct_desktop.ui.monitor.columns import Column, ColumnKind, ColumnSet, Marks, Values
from ct_desktop.ui.monitor.figure_cells import count_cell, money_cell, pnl_cell
from ct_desktop.ui.monitor.group_words import CLASS_TAGS
from ct_desktop.ui.monitor.room_cells import drawdown_cell, loss_limit_cell
from ct_desktop.ui.monitor.session_cell import session_cell
from ct_desktop.ui.monitor.staleness import is_old
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
    DAY_TOTAL = 7
    POSITIONS = 8
    SESSION = 9
    LOSS_ROOM = 10
    DRAWDOWN_ROOM = 11
    AGE = 12


_COLUMNS = (
    Column("Account", ColumnKind.TEXT, names_account=True),
    Column("Connection", ColumnKind.TEXT),
    Column("Net liquidation", ColumnKind.FIGURE, short_heading="Net liq."),
    Column("Cash", ColumnKind.FIGURE, first_in=ColumnSet.MORE),
    Column("Buying power", ColumnKind.FIGURE, first_in=ColumnSet.MORE),
    Column("Realized", ColumnKind.PNL),
    Column("Open P/L", ColumnKind.PNL),
    Column("Day total", ColumnKind.PNL, first_in=ColumnSet.MORE),
    Column("Positions", ColumnKind.COUNT, first_in=ColumnSet.ALL),
    Column(EquityWords.COLUMN, ColumnKind.SPARKLINE, first_in=ColumnSet.USUAL),
    Column("Loss room, est.", ColumnKind.FIGURE, "Loss room", ColumnSet.ALL),
    Column("Drawdown room, est.", ColumnKind.FIGURE, "Drawdown room", ColumnSet.FEW),
    Column("Age", ColumnKind.AGE),
)

_NO_BALANCE = Balance("")


class AccountColumns:
    """How :class:`AccountLine` stands in the table. ``set_ages`` says what counts as stale."""

    columns = _COLUMNS

    def __init__(self) -> None:
        self._limits = AgeLimits()
        self._listed_at: Moment | None = None
        self._positions_at: Moment | None = None
        self._oldest_balance: Moment | None = None
        self._oldest_open_pnl: Moment | None = None

    def set_ages(
        self,
        listed_at: Moment | None,
        positions_at: Moment | None,
        oldest_balance: Moment | None,
        oldest_open_pnl: Moment | None,
        limits: AgeLimits,
    ) -> None:
        """``listed_at``: when the accounts, and so their connections, were last read.

        The oldest balance and open profit or loss of all rows tell whether any can be stale.
        """
        self._limits = limits
        self._listed_at = listed_at
        self._positions_at = positions_at
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
        known = balance or _NO_BALANCE
        loss_room, drawdown_room = account.room_to_loss_limit, account.room_to_drawdown
        return (
            label,
            name,
            known.net_liquidation,
            known.cash_value,
            known.buying_power,
            known.realized_pnl,
            account.open_pnl,
            account.day_total,
            account.positions,
            None if row.session is None else row.session.change,
            None if loss_room is None else loss_room.amount,
            None if drawdown_room is None else drawdown_room.amount,
            age,
        )

    def appearance(self, row: AccountLine) -> Hashable:
        account = row.row
        return (account.account.display_name, account.currency, row.connection, account.rule)

    def form(self, row: AccountLine) -> Hashable:  # noqa: ARG002 - all money has two decimals
        return None

    def cell(self, row: AccountLine, column: int, stale: bool) -> Cell:
        match column:
            case AccountColumn.ACCOUNT:
                return self._account_cell(row)
            case AccountColumn.CONNECTION:
                return self._connection_cell(row, stale)
            case AccountColumn.SESSION:
                return session_cell(row.session, row.row.currency, stale=stale)
        own = _OWN_CELLS.get(column)
        if own is not None:
            return own(row.row, stale)
        amount = self.values(row)[column]
        figure = amount if isinstance(amount, (int, float)) else None
        write = pnl_cell if _COLUMNS[column].kind is ColumnKind.PNL else money_cell
        return write(figure, row.row.currency, stale=stale)

    def _account_cell(self, row: AccountLine) -> Cell:
        account = row.row.account
        tag = CLASS_TAGS[row.row.account_class]
        known_as = account.display_name
        also = f"\nNT8 name: {account.name}" if account.name != known_as else ""
        return Cell(
            known_as,
            tag=tag,
            spoken=f"{known_as}, {tag}",
            tool_tip=f"{known_as}{also}\n{_class_words(row.row)}",
        )

    def _connection_cell(self, row: AccountLine, stale: bool) -> Cell:
        connection = row.connection
        name = connection.name or formatting.NOT_SUPPLIED
        called = connection.name or "Connection"
        words, tip = f"{called}: {connection.words}", f"{called}\n{connection.feeds}"
        if stale:
            return Cell(
                name,
                "text2",
                shape=StateShape.UNKNOWN,
                spoken=f"{called}: state not known",
                tool_tip=f"{tip}\nwhen last read",
            )
        warns = connection.shape is StateShape.WARNING
        return Cell(
            name,
            "warn" if warns else "text2",
            TextRole.NAME if warns else TextRole.BODY,
            shape=connection.shape,
            spoken=words,
            tool_tip=tip,
        )

    def fetched_at(self, row: AccountLine) -> Moment | None:
        return row.row.balance_at

    def marks(self, row: AccountLine, now: Moment) -> Marks:
        limits = self._limits
        account = row.row
        # An open profit or loss that the account itself reported is as old as its balance.
        reported = account.open_pnl_at is account.balance_at
        return _MARKS[
            is_old(self._listed_at, limits.accounts, now),
            is_old(account.balance_at, limits.balances, now),
            is_old(account.open_pnl_at, limits.balances if reported else limits.positions, now),
            is_old(self._positions_at, limits.positions, now),
        ]

    def shared_marks(self, now: Moment) -> Marks | None:
        limits = self._limits
        if is_old(self._oldest_balance, limits.balances, now):
            return None
        # An open profit or loss as old as a balance is judged by the balances' limit.
        if is_old(self._oldest_open_pnl, limits.positions, now):
            return None
        positions = is_old(self._positions_at, limits.positions, now)
        return _MARKS[is_old(self._listed_at, limits.accounts, now), False, False, positions]

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


def _day_total_cell(row: AccountRow, stale: bool) -> Cell:
    told = row.balance is not None and row.balance.unrealized_pnl is not None
    cell = pnl_cell(row.day_total, row.currency, stale=stale)
    return replace(cell, tool_tip=DAY_TOTAL_TOLD if told else DAY_TOTAL_ADDED)


_OWN_CELLS: Mapping[int, Callable[[AccountRow, bool], Cell]] = {
    AccountColumn.DAY_TOTAL: _day_total_cell,
    AccountColumn.POSITIONS: lambda row, stale: count_cell(row.positions, stale=stale),
    AccountColumn.LOSS_ROOM: lambda row, stale: loss_limit_cell(row, stale=stale),
    AccountColumn.DRAWDOWN_ROOM: lambda row, stale: drawdown_cell(row, stale=stale),
}
"""How cells that are more than an amount of money are written, by column."""


def _class_words(row: AccountRow) -> str:
    """Whose money it is, and whether the trader said so."""
    is_set = row.rule is not None and row.rule.account_class is not None
    words = CLASS_TITLES[row.account_class] if is_set else guessed(row.account_class)
    return f"{CLASS}: {words}"


def _row_marks(connection: bool, balance: bool, open_pnl: bool, positions: bool) -> Marks:
    stale = {
        AccountColumn.ACCOUNT: False,
        AccountColumn.CONNECTION: connection,
        AccountColumn.OPEN_PNL: open_pnl,
        AccountColumn.DAY_TOTAL: balance or open_pnl,
        AccountColumn.POSITIONS: positions,
    }
    return tuple(stale.get(column, balance) for column in AccountColumn)


_MARKS = {old: _row_marks(*old) for old in product((False, True), repeat=4)}
