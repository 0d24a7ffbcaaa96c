"""What privacy mode hides in tables: the names in cells, and names and amounts in exact values.

The figures in cells are masked where they become text (:mod:`ct_desktop.ui.controls.formatting`).
"""

from collections.abc import Sequence
from dataclasses import replace

from ct_desktop.core.delimited_text import Exact
from ct_desktop.core.privacy import AMOUNT_MASK
from ct_desktop.ui.controls import formatting
from ct_desktop.ui.monitor.cell import Cell
from ct_desktop.ui.monitor.columns import Column
from ct_desktop.ui.privacy import PRIVACY

_NO_NAMES = frozenset({"Class", "Currency", "Market position", "Order id", "Execution id"})
"""Headings of exported texts that name no account; under any other a text is masked."""


def masked_name_cell(cell: Cell) -> Cell:
    """``cell``, which names an account, as it may be shown; its tool tip names it in full."""
    if not PRIVACY.hides_names:
        return cell
    name = formatting.account_name(cell.text)
    return replace(cell, text=name, spoken=f"{name}, {cell.tag}" if cell.tag else "", tool_tip="")


def masked_exact(column: Column, value: Exact) -> Exact:
    """A cell's value as it may be copied: every number is an amount."""
    if isinstance(value, (float, int)) and PRIVACY.hides_amounts:
        return AMOUNT_MASK
    if isinstance(value, str) and column.names_account:
        return formatting.account_name(value)
    return value


def masked_extras(headings: Sequence[str], values: Sequence[Exact]) -> tuple[Exact, ...]:
    """What an exported row tells besides, as it may be."""
    return tuple(
        _masked_extra(heading, value) for heading, value in zip(headings, values, strict=True)
    )


def _masked_extra(heading: str, value: Exact) -> Exact:
    if isinstance(value, (float, int)) and PRIVACY.hides_amounts:
        return AMOUNT_MASK
    if isinstance(value, str) and heading not in _NO_NAMES:
        return formatting.account_name(value)
    return value
