"""Accounts and positions on standard output: exact, aligned, and nothing made up."""

import csv
import io
import json

from ct_desktop.cli.documents import (
    AccountDocument,
    AccountsDocument,
    PositionDocument,
    PositionsDocument,
)
from ct_desktop.cli.table_output import records_as_csv, records_as_text
from ct_desktop.core.accounts import Account, Balance
from ct_desktop.core.moment import Dated
from ct_desktop.core.positions import MarketPosition, Position
from ct_desktop.core.rows import account_rows
from ct_desktop.core.snapshot import Snapshot
from support.ui_states import moment

AT = moment(0)
NOISE = -32.50000000000455
POSITION = PositionDocument.of(
    Position("Sim101", "MES 03-26", MarketPosition.LONG, 7, 6615.178571428572, None, NOISE)
)


def accounts(*names: str) -> tuple[AccountDocument, ...]:
    snapshot = Snapshot(
        accounts=Dated(tuple(Account(name, name, provider="Simulator") for name in names), AT)
    ).with_balances({names[0]: Dated(Balance(names[0], "USD", cash_value=100.5), AT)})
    return tuple(AccountDocument.of(row) for row in account_rows(snapshot))


def test_json_has_the_promised_keys_and_null_for_what_was_not_supplied() -> None:
    records = accounts("Sim101", "Sim102")
    document = json.loads(AccountsDocument(accounts=records, fetched_at=AT.utc).as_json())
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
    assert document["fetched_at"] == AT.utc.isoformat().replace("+00:00", "Z")


def test_positions_keep_their_exact_figures() -> None:
    document = json.loads(PositionsDocument(positions=(POSITION,), fetched_at=None).as_json())
    row = document["positions"][0]
    assert row["unrealized_pnl"] == NOISE
    assert (row["market_position"], row["quantity"]) == ("Long", 7)
    (plain,) = csv.DictReader(io.StringIO(records_as_csv(PositionDocument, [POSITION])))
    assert plain["unrealized_pnl"] == repr(NOISE)
    assert plain["market_price"] == ""


def test_text_rounds_aligns_and_shows_a_dash() -> None:
    text = records_as_text(PositionDocument, [POSITION], name="open positions")
    heading, line = text.splitlines()
    assert "-32.50" in line
    assert "6,615.18" in line
    assert "—" in line
    assert line.index(" 7 ") < heading.index("average price")


def test_an_empty_table_says_so() -> None:
    assert records_as_text(PositionDocument, [], name="open positions") == "No open positions."
    document = PositionsDocument(positions=(), fetched_at=None)
    assert json.loads(document.as_json()) == {"positions": [], "fetched_at": None}


def test_a_name_that_a_spreadsheet_would_run_is_defused_in_csv_alone() -> None:
    records = accounts("=HYPERLINK(1)")
    (plain,) = csv.DictReader(io.StringIO(records_as_csv(AccountDocument, records)))
    assert plain["name"] == "'=HYPERLINK(1)"
    assert json.loads(records[0].as_json())["name"] == "=HYPERLINK(1)"


def test_names_of_any_script_come_out_as_they_are() -> None:
    assert "口座–Δ" in accounts("口座–Δ")[0].as_json()
