"""What the trader says of each account, as the settings keep it."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ct_desktop.core.account_rules import AccountRule, DrawdownKind
from ct_desktop.core.accounts import AccountClass
from ct_desktop.profiles import LARGEST_AMOUNT, ProfileSettings, SettingsStore, with_rule
from ct_desktop.profiles.account_rules import (
    MOST_RULES,
    account_rules_as_json,
    parse_account_rules,
)

APEX = AccountRule(
    "APEX1234",
    AccountClass.FUNDED,
    daily_loss_limit=1100.0,
    drawdown=DrawdownKind.TRAILING_INTRADAY,
    drawdown_amount=2500.0,
    starting_balance=50_000.0,
    locks_at=50_100.0,
    peaks_since=datetime(2026, 11, 22, 9, 0, tzinfo=UTC),
)
SIM = AccountRule("Konto – ü", AccountClass.SIMULATED)


def test_rules_come_back_as_they_were_kept(tmp_path: Path) -> None:
    SettingsStore(tmp_path).update(account_rules=(APEX, SIM), limit_alert_levels=(20, 80))
    settings = SettingsStore(tmp_path).load().settings
    assert settings.account_rules == (APEX, SIM)
    assert settings.limit_alert_levels == (80, 20)


def test_a_rule_that_says_nothing_is_not_kept(tmp_path: Path) -> None:
    assert with_rule((APEX, SIM), AccountRule("APEX1234")) == (SIM,)
    SettingsStore(tmp_path).update(account_rules=(AccountRule("Sim101"),))
    assert SettingsStore(tmp_path).load().settings == ProfileSettings()
    assert json.loads((tmp_path / "settings.json").read_text()) == {}


def test_a_rule_takes_the_one_of_its_account() -> None:
    changed = AccountRule("APEX1234", AccountClass.EVALUATION)
    assert with_rule((APEX, SIM), changed) == (SIM, changed)


@pytest.mark.parametrize(
    "rule",
    [
        "APEX1234",
        {},
        {"account": ""},
        {"account": "x" * 201},
        {"account": "A", "class": "rich"},
        {"account": "A", "drawdown": "sideways"},
        {"account": "A", "daily_loss_limit": 0},
        {"account": "A", "daily_loss_limit": -5},
        {"account": "A", "daily_loss_limit": True},
        {"account": "A", "daily_loss_limit": "1000"},
        {"account": "A", "drawdown_amount": 1e300},
        {"account": "A", "drawdown_amount": float("nan")},
        {"account": "A", "peaks_since": "2026-11-22T09:00"},
        {"account": "A", "peaks_since": 5},
    ],
)
def test_a_rule_that_cannot_be_is_left_out_and_said(tmp_path: Path, rule: object) -> None:
    (tmp_path / "settings.json").write_text(json.dumps({"account_rules": [rule]}))
    loaded = SettingsStore(tmp_path).load()
    assert loaded.settings.account_rules == ()
    assert loaded.notice is not None
    assert "account_rules" in loaded.notice


def test_the_file_holds_so_many_rules_and_no_more() -> None:
    rules = tuple(AccountRule(f"A{number}", AccountClass.LIVE) for number in range(MOST_RULES + 1))
    assert parse_account_rules(account_rules_as_json(rules)) == rules[:MOST_RULES]


@pytest.mark.parametrize("levels", [[0], [100], [50.5], "50", [1, 2, 3, 4, 5, 6], [True]])
def test_levels_that_cannot_be_are_left_out(tmp_path: Path, levels: object) -> None:
    (tmp_path / "settings.json").write_text(json.dumps({"limit_alert_levels": levels}))
    assert SettingsStore(tmp_path).load().settings.limit_alert_levels == (50, 25, 10)


amounts = st.none() | st.floats(0.01, LARGEST_AMOUNT)


@given(
    st.builds(
        AccountRule,
        st.text(min_size=1, max_size=200),
        st.none() | st.sampled_from(AccountClass),
        drawdown=st.none() | st.sampled_from(DrawdownKind),
        daily_loss_limit=amounts,
        drawdown_amount=amounts,
        highest_balance=amounts,
    )
)
def test_any_rule_survives_the_file(rule: AccountRule) -> None:
    kept = json.loads(json.dumps(account_rules_as_json((rule,))))
    assert parse_account_rules(kept) == (() if rule.is_empty else (rule,))
