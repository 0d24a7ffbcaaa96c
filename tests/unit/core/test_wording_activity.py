"""What the history's texts tell by themselves: how a fault ended, and whose a trade was."""

import pytest

from ct_desktop.core.positions import MarketPosition, Position
from ct_desktop.core.wording_activity import (
    APP_WAS_CLOSED,
    SIGNED_OUT_MEANWHILE,
    YOUR_SIGN_IN,
    account_in,
    became,
    end_was_seen,
    is_recovery,
    many_positions_changed,
    position_changed,
    position_closed,
    position_opened,
)


@pytest.mark.parametrize("ended_by", ["the add-on itself, no action here", YOUR_SIGN_IN, ""])
def test_what_ended_by_itself_or_by_the_trader_has_recovered(ended_by: str) -> None:
    assert end_was_seen(ended_by)
    assert is_recovery(ended_by)


@pytest.mark.parametrize("ended_by", [APP_WAS_CLOSED, SIGNED_OUT_MEANWHILE])
def test_what_nobody_saw_end_has_not_recovered(ended_by: str) -> None:
    assert not end_was_seen(ended_by)
    assert not is_recovery(ended_by)


def test_what_another_fault_took_over_was_seen_but_has_not_recovered() -> None:
    assert end_was_seen(became("Add-on outdated"))
    assert not is_recovery(became("Add-on outdated"))


@pytest.mark.parametrize("account", ["APEX1236", "Konto „東京“ 2", "sold out", "a"])
def test_the_account_of_a_trade_is_found_in_its_title(account: str) -> None:
    old = Position(account, "ES 12-26", MarketPosition.LONG, 1.0, 7006.75)
    new = Position(account, "ES 12-26", MarketPosition.LONG, 3.0, 7006.75)
    for title in (
        position_opened(account, new),
        position_closed(account, new),
        position_changed(account, old, new),
        position_changed(account, new, old),
    ):
        assert account_in(title) == account


def test_many_changes_at_once_name_no_account() -> None:
    assert account_in(many_positions_changed(40)) is None
