"""What the tables look like survives the file, and nothing in a file breaks it."""

from typing import Any

import pytest

from ct_desktop.profiles.tables_view import (
    GroupBy,
    RowHeight,
    TableLayout,
    TablesView,
    parse_tables,
    tables_as_json,
)

CHOSEN = TablesView(
    layouts=(TableLayout("Accounts", ("Age", "Account"), (("Account", 180),), "Age", True),),
    row_height=RowHeight.ROOMY,
    hide_flat=True,
    built_in_accounts=True,
    group_by=GroupBy.BROKER,
)


@pytest.mark.parametrize("tables", [TablesView(), CHOSEN])
def test_what_is_written_is_read_again(tables: TablesView) -> None:
    assert parse_tables(tables_as_json(tables)) == tables


def test_what_is_missing_is_the_apps_own_choice() -> None:
    assert parse_tables({}) == TablesView()
    assert TablesView().layout("Orders") == TableLayout("Orders")


def test_a_layout_replaces_that_of_its_table_and_the_apps_own_is_not_kept() -> None:
    other = TableLayout("Accounts", sort_by="Account")
    assert CHOSEN.with_layout(other) == (other,)
    assert CHOSEN.with_layout(TableLayout("Accounts")) == ()
    assert CHOSEN.with_layout(TableLayout("Orders", ("Age",)))[0] == CHOSEN.layouts[0]


@pytest.mark.parametrize(
    "content",
    [
        [],
        {"layouts": {}},
        {"layouts": [3]},
        {"layouts": [{"columns": []}]},
        {"layouts": [{"table": "Accounts", "columns": "Age"}]},
        {"layouts": [{"table": "Accounts", "columns": ["A"] * 65}]},
        {"layouts": [{"table": "Accounts", "widths": {"Age": 0}}]},
        {"layouts": [{"table": "Accounts", "widths": {"Age": True}}]},
        {"layouts": [{"table": "Accounts", "sort_by": 1}]},
        {"row_height": "huge"},
        {"hide_flat": "yes"},
        {"group_by": None},
    ],
)
def test_what_does_not_fit_is_refused_whole(content: Any) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - the setting's name says which
        parse_tables(content)


def test_a_column_named_twice_stands_once() -> None:
    content = {"layouts": [{"table": "Accounts", "columns": ["Age", "Account", "Age"]}]}
    assert parse_tables(content).layouts[0].columns == ("Age", "Account")
