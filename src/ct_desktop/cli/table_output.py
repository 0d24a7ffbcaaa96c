"""Accounts and positions as aligned text and as CSV, from the same records as their JSON."""

from collections.abc import Sequence
from typing import cast

from ct_desktop.cli.documents import Document
from ct_desktop.core.delimited_text import csv_text

Cell = str | float | None


def records_as_csv(kind: type[Document], records: Sequence[Document]) -> str:
    """RFC 4180 with a heading line; exact values, and nothing where none was supplied."""
    return csv_text(list(kind.model_fields), [_cells(record) for record in records])


def records_as_text(kind: type[Document], records: Sequence[Document], *, name: str) -> str:
    """Aligned columns for reading, numbers to the right; ``name`` is what an empty table lacks."""
    if not records:
        return f"No {name}."
    columns = list(kind.model_fields)
    rows = [_cells(record) for record in records]
    lines = [[column.replace("_", " ") for column in columns]]
    lines += [
        [_text_cell(column, cell) for column, cell in zip(columns, row, strict=True)]
        for row in rows
    ]
    widths = [max(len(line[index]) for line in lines) for index in range(len(columns))]
    numeric = [
        all(not isinstance(row[index], str) for row in rows) for index in range(len(columns))
    ]
    return "\n".join(_aligned(line, widths, numeric) for line in lines)


def _cells(record: Document) -> list[Cell]:
    return [cast("Cell", value) for _, value in record]


def _text_cell(column: str, cell: Cell) -> str:
    if cell is None:
        return "—"
    if isinstance(cell, str):
        return cell
    return f"{cell:g}" if column == "quantity" else f"{cell:,.2f}"


def _aligned(cells: Sequence[str], widths: Sequence[int], numeric: Sequence[bool]) -> str:
    return "  ".join(
        cell.rjust(width) if right else cell.ljust(width)
        for cell, width, right in zip(cells, widths, numeric, strict=True)
    ).rstrip()
