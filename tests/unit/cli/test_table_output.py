"""Accounts and positions on standard output: exact, aligned, and nothing made up."""

import csv
import io
import json

from ct_desktop.cli.table_output import Table, accounts_table, positions_table
from ct_desktop.core.accounts import Account, Balance
from ct_desktop.core.moment import Dated
from ct_desktop.core.positions import MarketPosition, Position
from ct_desktop.core.rows import account_rows
from ct_desktop.core.snapshot import Snapshot
from support.ui_states import moment

AT = moment(0)
NOISE = -32.50000000000455
POSITION = Position("Sim101", "MES 03-26", MarketPosition.LONG, 7, 6615.178571428572, None, NOISE)


def accounts(*names: str) -> Table:
    snapshot = Snapshot(
        accounts=Dated(tuple(Account(name, name, provider="Simulator") for name in names), AT)
    ).with_balances({names[0]: Dated(Balance(names[0], "USD", cash_value=100.5), AT)})
    return accounts_table(account_rows(snapshot), AT)


def test_json_has_the_promised_keys_and_null_for_what_was_not_supplied() -> None:
    document = json.loads(accounts("Sim101", "Sim102").as_json())
    first, second = document["accounts"]
    assert list(first) == [
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
    ]
    assert (first["cash_value"], first["net_liquidation"]) == (100.5, None)
    assert (second["currency"], second["cash_value"]) == (None, None)
    assert document["fetched_at"] == AT.utc.isoformat()


def test_positions_keep_their_exact_figures() -> None:
    table = positions_table([POSITION], AT)
    row = json.loads(table.as_json())["positions"][0]
    assert row["unrealized_pnl"] == NOISE
    assert (row["market_position"], row["quantity"]) == ("Long", 7)
    (plain,) = csv.DictReader(io.StringIO(table.as_csv()))
    assert plain["unrealized_pnl"] == repr(NOISE)
    assert plain["market_price"] == ""


def test_text_rounds_aligns_and_shows_a_dash() -> None:
    heading, line = positions_table([POSITION], AT).as_text().splitlines()
    assert "-32.50" in line
    assert "6,615.18" in line
    assert "—" in line
    assert line.index("7") < heading.index("average price")


def test_an_empty_table_says_so() -> None:
    table = positions_table([], AT)
    assert table.as_text() == "No positions."
    assert json.loads(table.as_json())["positions"] == []


def test_a_name_that_a_spreadsheet_would_run_is_defused_in_csv_alone() -> None:
    table = accounts("=HYPERLINK(1)")
    (plain,) = csv.DictReader(io.StringIO(table.as_csv()))
    assert plain["name"] == "'=HYPERLINK(1)"
    assert json.loads(table.as_json())["accounts"][0]["name"] == "=HYPERLINK(1)"


def test_names_of_any_script_come_out_as_they_are() -> None:
    assert "口座–Δ" in accounts("口座–Δ").as_json()
