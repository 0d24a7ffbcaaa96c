"""The other side of (d) and (f): two QTableWidgets with the same columns, updated cell by cell.

Each cell has an item that is made once; every snapshot writes its text, and its colour where it is
a profit or loss. Unsorted, as our tables are at first.
"""

from collections import defaultdict
from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QBrush, QColor
from PySide6.QtWidgets import QApplication, QTableWidget, QTableWidgetItem, QVBoxLayout, QWidget

from benchmarks.programs.painting import serve_rounds
from ct_desktop.core.moment import Moment
from ct_desktop.core.monitor_state import MonitorState
from ct_desktop.core.positions import MarketPosition, Position

_ACCOUNT_HEADINGS = (
    "Account",
    "Connection",
    "Net liquidation",
    "Cash",
    "Buying power",
    "Realized",
    "Open P/L",
    "Age",
)
_POSITION_HEADINGS = (
    "Instrument",
    "Account",
    "Side",
    "Avg price",
    "Last",
    "Points",
    "Open P/L",
    "Age",
)

_COLOURED = frozenset({"Realized", "Points", "Open P/L"})
_PROFIT, _LOSS = QBrush(QColor("darkgreen")), QBrush(QColor("darkred"))


class ItemTables(QWidget):
    """Accounts above, positions below."""

    def __init__(self) -> None:
        super().__init__()
        self._accounts = _table(_ACCOUNT_HEADINGS)
        self._positions = _table(_POSITION_HEADINGS)
        layout = QVBoxLayout(self)
        layout.addWidget(self._accounts)
        layout.addWidget(self._positions)

    def show_state(self, state: MonitorState, now: Moment) -> None:
        """Write every figure into its cell."""
        snapshot = state.snapshot
        if snapshot.accounts is None or snapshot.positions is None:
            return
        age = f"{now.seconds_since(snapshot.positions.fetched_at):.0f} s"
        open_pnl: dict[str, float] = defaultdict(float)
        rows = []
        for position in snapshot.positions.value:
            open_pnl[position.account] += position.unrealized_pnl or 0.0
            rows.append((*_position_texts(position), age))
        _write(self._positions, rows, _POSITION_HEADINGS)
        rows = []
        for account in snapshot.accounts.value:
            dated = snapshot.balances[account.name]
            balance = dated.value
            rows.append(
                (
                    account.display_name,
                    account.connection_name or "",
                    _money(balance.net_liquidation),
                    _money(balance.cash_value),
                    _money(balance.buying_power),
                    _money(balance.realized_pnl),
                    _money(open_pnl[account.name]),
                    f"{now.seconds_since(dated.fetched_at):.0f} s",
                )
            )
        _write(self._accounts, rows, _ACCOUNT_HEADINGS)


def _table(headings: Sequence[str]) -> QTableWidget:
    table = QTableWidget(0, len(headings))
    table.setHorizontalHeaderLabels(headings)
    return table


def _write(table: QTableWidget, rows: Sequence[Sequence[str]], headings: Sequence[str]) -> None:
    coloured = [heading in _COLOURED for heading in headings]
    if table.rowCount() != len(rows):
        table.setRowCount(len(rows))
    for row, texts in enumerate(rows):
        for column, text in enumerate(texts):
            item = table.item(row, column)
            if item is None:
                item = QTableWidgetItem()
                item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
                table.setItem(row, column, item)
            item.setText(text)
            if coloured[column]:
                item.setForeground(_LOSS if text.startswith("-") else _PROFIT)


def _position_texts(position: Position) -> tuple[str, ...]:
    way = 1 if position.market_position is MarketPosition.LONG else -1
    last, average = position.market_price or 0.0, position.average_price or 0.0
    return (
        position.instrument,
        position.account,
        f"{position.market_position} {position.quantity:g}",
        f"{average:,.2f}",
        f"{last:,.2f}",
        f"{(last - average) * way:+,.2f}",
        _money(position.unrealized_pnl),
    )


def _money(amount: float | None) -> str:
    return "" if amount is None else f"{amount:,.2f}"


application = QApplication([])
tables = ItemTables()
serve_rounds(tables, tables.show_state)
