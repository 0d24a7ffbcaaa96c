"""How a profile's tables look: columns, order, widths, sorting, rows, grouping."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

_MOST_TABLES = 16
_MOST_COLUMNS = 64
_WIDEST = 4000
_LONGEST_NAME = 60


class RowHeight(StrEnum):
    """How high the rows are; ``AUTOMATIC`` goes by the size of the window."""

    AUTOMATIC = "automatic"
    COMPACT = "compact"
    NORMAL = "normal"
    ROOMY = "roomy"


class GroupBy(StrEnum):
    """By what rows are put together under a subtotal."""

    NOTHING = "nothing"
    BROKER = "broker"
    ACCOUNT_CLASS = "class"
    INSTRUMENT = "instrument"


@dataclass(frozen=True, slots=True)
class TableLayout:
    """The columns of one table, by their names.

    ``columns`` are those shown, from left to right; none is the app's own choice, which goes by
    the window's width. ``widths`` are those that the trader set, in pixels. ``sort_by`` is empty
    for the server's own order.
    """

    table: str
    columns: tuple[str, ...] = ()
    widths: tuple[tuple[str, int], ...] = ()
    sort_by: str = ""
    descending: bool = False


@dataclass(frozen=True, slots=True)
class TablesView:
    """All that the trader chose for the tables of the Monitor screen."""

    layouts: tuple[TableLayout, ...] = ()
    row_height: RowHeight = RowHeight.AUTOMATIC
    hide_flat: bool = False
    """Whether accounts without positions, and positions without contracts, are left out."""
    built_in_accounts: bool = False
    """Whether NT8's own accounts, Backtest and Playback101, are shown."""
    group_by: GroupBy = GroupBy.NOTHING

    def layout(self, table: str) -> TableLayout:
        """The layout of ``table``, which is the app's own where the trader chose nothing."""
        return next((each for each in self.layouts if each.table == table), TableLayout(table))

    def with_layout(self, layout: TableLayout) -> tuple[TableLayout, ...]:
        """The layouts with ``layout`` in place of that table's; one of the app's own is dropped."""
        others = tuple(each for each in self.layouts if each.table != layout.table)
        return others if layout == TableLayout(layout.table) else (*others, layout)


def parse_tables(value: object) -> TablesView:
    """What a JSON object says of the tables. Raises ``ValueError`` where it does not fit."""
    content = _object(value)
    layouts = content.get("layouts", [])
    if not isinstance(layouts, list) or len(layouts) > _MOST_TABLES:
        raise ValueError("not a list of tables, or too long a one")
    return TablesView(
        layouts=tuple(_layout(each) for each in layouts),
        row_height=RowHeight(content.get("row_height", RowHeight.AUTOMATIC)),
        hide_flat=_switch(content.get("hide_flat", False)),
        built_in_accounts=_switch(content.get("built_in_accounts", False)),
        group_by=GroupBy(content.get("group_by", GroupBy.NOTHING)),
    )


def tables_as_json(tables: TablesView) -> dict[str, Any]:
    """The JSON object that :func:`parse_tables` reads."""
    return {
        "layouts": [
            {
                "table": layout.table,
                "columns": list(layout.columns),
                "widths": dict(layout.widths),
                "sort_by": layout.sort_by,
                "descending": layout.descending,
            }
            for layout in tables.layouts
        ],
        "row_height": tables.row_height.value,
        "hide_flat": tables.hide_flat,
        "built_in_accounts": tables.built_in_accounts,
        "group_by": tables.group_by.value,
    }


def _layout(value: object) -> TableLayout:
    content = _object(value)
    columns, widths = content.get("columns", []), _object(content.get("widths", {}))
    if not isinstance(columns, list) or max(len(columns), len(widths)) > _MOST_COLUMNS:
        raise ValueError("not a list of columns, or too long a one")
    return TableLayout(
        table=_name(content.get("table")),
        columns=_names(columns),
        widths=tuple((_name(column), _width(width)) for column, width in widths.items()),
        sort_by=_name(content.get("sort_by", "")),
        descending=_switch(content.get("descending", False)),
    )


def _object(value: object) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise ValueError("not an object")  # noqa: TRY004 - the file's fault, not the caller's
    return value


def _names(values: Iterable[object]) -> tuple[str, ...]:
    # A column stands in one place: the first that names it.
    return tuple(dict.fromkeys(_name(value) for value in values))


def _name(value: object) -> str:
    if not isinstance(value, str) or len(value) > _LONGEST_NAME:
        raise ValueError("not a name, or too long a one")
    return value


def _switch(value: object) -> bool:
    if not isinstance(value, bool):
        raise ValueError("neither true nor false")  # noqa: TRY004 - the file's fault
    return value


def _width(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= _WIDEST:
        raise ValueError("not a width in pixels")
    return value
