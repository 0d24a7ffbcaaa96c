"""Tables as CSV and as tab-separated text: exact values, times with their zone, nothing to run."""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TypeAlias

Exact: TypeAlias = str | float | datetime | None
"""A value as it was supplied; ``None`` is not supplied, and is written as nothing."""

_RUN_BY_SPREADSHEETS = ("=", "+", "-", "@", "\t", "\r")
_BREAKS = re.compile(r"[\t\r\n\v\f\x1c-\x1e\x85\u2028\u2029]+")


def csv_text(headings: Sequence[str], rows: Iterable[Sequence[Exact]]) -> str:
    """RFC 4180 with a heading line."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(headings)
    writer.writerows([exact_cell(value) for value in row] for row in rows)
    return text.getvalue()


def tab_separated(rows: Iterable[Sequence[Exact]]) -> str:
    """A line a row, as spreadsheets take it from the clipboard."""
    return "\n".join("\t".join(_tab_cell(value) for value in row) for row in rows)


def exact_cell(value: Exact) -> str | float:
    """``value`` as a cell.

    A text that begins like a formula would be run by a spreadsheet; names come from a server.
    """
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, str) and value.startswith(_RUN_BY_SPREADSHEETS):
        return f"'{value}"
    return value


def _tab_cell(value: Exact) -> str:
    # There is no quoting between tabs: what would break the row is a space.
    return _BREAKS.sub(" ", str(exact_cell(value)))
