"""Accounts: whose money they hold, and which are NT8's own."""

import pytest

from ct_desktop.core.accounts import Account, AccountClass, AccountGroup, group_of, guess_class


@pytest.mark.parametrize(
    ("name", "provider", "expected"),
    [
        ("Sim101", "Simulator", AccountClass.SIMULATED),
        ("Anything", "simulator", AccountClass.SIMULATED),
        ("DEMO4711", None, AccountClass.SIMULATED),
        ("Playback101", "Playback", AccountClass.SIMULATED),
        ("TPT-EVAL-22", "Rithmic", AccountClass.EVALUATION),
        ("50KCombine7", "Rithmic", AccountClass.EVALUATION),
        ("APEX1234", "Rithmic", AccountClass.FUNDED),
        ("PA-APEX-1", "Rithmic", AccountClass.FUNDED),
        ("1234567", "Tradovate", AccountClass.LIVE),
        ("Счёт", None, AccountClass.LIVE),
    ],
)
def test_the_class_is_guessed_from_provider_and_name(
    name: str, provider: str | None, expected: AccountClass
) -> None:
    assert guess_class(Account(name, name, provider=provider)) is expected


def test_the_display_name_counts_too() -> None:
    assert guess_class(Account("4711", "Evaluation 2")) is AccountClass.EVALUATION


def test_every_class_has_a_group_and_no_ones_own_money_is_added_to_play_money() -> None:
    groups = {account_class: group_of(account_class) for account_class in AccountClass}
    assert groups[AccountClass.LIVE] is groups[AccountClass.FUNDED]
    assert set(groups.values()) == set(AccountGroup)


@pytest.mark.parametrize(
    ("name", "built_in"), [("Backtest", True), ("PLAYBACK101", True), ("Sim101", False)]
)
def test_nt8s_own_accounts_are_known_by_name(name: str, built_in: bool) -> None:
    assert Account(name, name).is_built_in is built_in
