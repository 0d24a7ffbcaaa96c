"""Accounts and positions on standard output: exact, aligned, and nothing made up."""

import csv
import io
import json
from typing import Any

from ct_desktop.cli.documents import (
    AccountDocument,
    AccountsDocument,
    LimitedAccountDocument,
    PositionDocument,
    PositionsDocument,
)
from ct_desktop.cli.table_output import records_as_csv, records_as_text
from ct_desktop.core.account_rules import NO_RULES, AccountRule, AccountRules, DrawdownKind
from ct_desktop.core.accounts import Account, AccountClass, Balance
from ct_desktop.core.moment import Dated
from ct_desktop.core.peaks import observe_balance
from ct_desktop.core.positions import MarketPosition, Position
from ct_desktop.core.rows import AccountRow, account_rows
from ct_desktop.core.snapshot import Snapshot
from support.ui_states import moment

AT = moment(0)
NOISE = -32.50000000000455
POSITION = PositionDocument.of(
    Position("Sim101", "MES 03-26", MarketPosition.LONG, 7, 6615.178571428572, None, NOISE)
)


def rows(*names: str, rules: AccountRules = NO_RULES, **money: float) -> tuple[AccountRow, ...]:
    balance = Balance(names[0], "USD", cash_value=100.5, **money)
    snapshot = Snapshot(
        accounts=Dated(tuple(Account(name, name, provider="Simulator") for name in names), AT)
    ).with_balances({names[0]: Dated(balance, AT)})
    peak = observe_balance(None, names[0], 120.0, AT.utc)
    return account_rows(snapshot, rules=rules, peaks={names[0]: peak})


def accounts(*names: str) -> tuple[AccountDocument, ...]:
    return tuple(AccountDocument.of(row) for row in rows(*names))


def as_document(*shown: AccountRow) -> dict[str, Any]:
    records = tuple(LimitedAccountDocument.of(row) for row in shown)
    document = AccountsDocument(accounts=records, fetched_at=AT.utc)
    content: dict[str, Any] = json.loads(document.as_json())
    return content


def test_json_marks_the_room_before_a_limit_as_an_estimate_with_its_source() -> None:
    rule = AccountRule(
        "A",
        AccountClass.FUNDED,
        daily_loss_limit=10.0,
        drawdown=DrawdownKind.TRAILING_INTRADAY,
        drawdown_amount=50.0,
    )
    money = {"net_liquidation": 95.0, "realized_pnl": -4.0, "unrealized_pnl": 1.5}
    (account,) = as_document(*rows("A", rules=AccountRules.of([rule]), **money))["accounts"]
    assert account["class"] == "funded"
    assert account["room_to_loss_limit"] == {
        "amount": 7.5,
        "fraction": 0.75,
        "threshold": -10.0,
        "estimate": True,
        "source": None,
        "peak": None,
        "peak_at": None,
    }
    assert account["room_to_drawdown"] == {
        "amount": 25.0,
        "fraction": 0.5,
        "threshold": 70.0,
        "estimate": True,
        "source": "seen",
        "peak": 120.0,
        "peak_at": AT.utc.isoformat().replace("+00:00", "Z"),
    }


def test_json_has_the_promised_keys_and_null_for_what_was_not_supplied() -> None:
    document = as_document(*rows("Sim101", "Sim102"))
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
        "class",
        "room_to_loss_limit",
        "room_to_drawdown",
    ]
    assert (first["class"], first["room_to_drawdown"]) == ("simulated", None)
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
