"""Accounts and positions as text, JSON and CSV.

JSON and CSV carry exact values; what the server did not supply is null or an empty field, never 0.
Source: the design, section 7.
"""

import csv
import io
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ct_desktop.core.moment import Moment
from ct_desktop.core.positions import Position
from ct_desktop.core.rows import AccountRow

Cell = str | float | None


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under column names, as of one moment. ``name`` is their key in JSON."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    fetched_at: Moment | None

    def as_json(self) -> str:
        """One object: the rows under the table's name, and ``fetched_at`` in UTC."""
        document: dict[str, Any] = {
            self.name: [dict(zip(self.columns, row, strict=True)) for row in self.rows],
            "fetched_at": self.fetched_at.utc.isoformat() if self.fetched_at else None,
        }
        return json.dumps(document, indent=2, ensure_ascii=False)

    def as_csv(self) -> str:
        """RFC 4180 with a heading line."""
        text = io.StringIO()
        writer = csv.writer(text)
        writer.writerow(self.columns)
        writer.writerows([_csv_cell(cell) for cell in row] for row in self.rows)
        return text.getvalue()

    def as_text(self) -> str:
        """Aligned columns for reading, numbers to the right."""
        if not self.rows:
            return f"No {self.name}."
        cells = [[_heading(column) for column in self.columns]]
        cells += [
            [_text_cell(column, cell) for column, cell in zip(self.columns, row, strict=True)]
            for row in self.rows
        ]
        widths = [max(len(row[index]) for row in cells) for index in range(len(self.columns))]
        numeric = [
            all(not isinstance(row[index], str) for row in self.rows)
            for index in range(len(self.columns))
        ]
        return "\n".join(_line(row, widths, numeric) for row in cells)


def accounts_table(rows: Sequence[AccountRow], fetched_at: Moment | None) -> Table:
    """``accounts``: each account with its newest balance."""
    return Table(
        name="accounts",
        columns=(
            "name",
            "display_name",
            "provider",
            "connection_status",
            "currency",
            "cash_value",
            "net_liquidation",
            "buying_power",
            "realized_pnl",
            "unrealized_pnl",
        ),
        rows=tuple(_account_cells(row) for row in rows),
        fetched_at=fetched_at,
    )


def _account_cells(row: AccountRow) -> tuple[Cell, ...]:
    account, balance = row.account, row.balance
    status = account.connection_status
    return (
        account.name,
        account.display_name,
        account.provider,
        status.text if status else None,
        balance.currency if balance else None,
        balance.cash_value if balance else None,
        balance.net_liquidation if balance else None,
        balance.buying_power if balance else None,
        balance.realized_pnl if balance else None,
        row.open_pnl,
    )


def positions_table(positions: Sequence[Position], fetched_at: Moment | None) -> Table:
    """``positions``: every open position."""
    return Table(
        name="positions",
        columns=(
            "account",
            "instrument",
            "market_position",
            "quantity",
            "average_price",
            "market_price",
            "unrealized_pnl",
        ),
        rows=tuple(
            (
                position.account,
                position.instrument,
                position.market_position.value,
                position.quantity,
                position.average_price,
                position.market_price,
                position.unrealized_pnl,
            )
            for position in positions
        ),
        fetched_at=fetched_at,
    )


def _heading(column: str) -> str:
    return column.replace("_", " ")


def _text_cell(column: str, cell: Cell) -> str:
    if cell is None:
        return "—"
    if isinstance(cell, str):
        return cell
    return f"{cell:g}" if column == "quantity" else f"{cell:,.2f}"


def _csv_cell(cell: Cell) -> str | float:
    # A cell that begins like a formula would be run by a spreadsheet; names come from a server.
    if isinstance(cell, str) and cell[:1] in ("=", "+", "-", "@", "\t", "\r"):
        return f"'{cell}"
    return "" if cell is None else cell


def _line(cells: Sequence[str], widths: Sequence[int], numeric: Sequence[bool]) -> str:
    return "  ".join(
        cell.rjust(width) if right else cell.ljust(width)
        for cell, width, right in zip(cells, widths, numeric, strict=True)
    ).rstrip()
