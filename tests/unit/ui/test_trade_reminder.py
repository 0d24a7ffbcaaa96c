"""Asking for the return to read-only: once, and as much later again after a no."""

from dataclasses import replace
from datetime import timedelta

from ct_desktop.core.scopes import Scope
from ct_desktop.ui.trade_reminder import TradeReminder
from support.connection_samples import NOW, SIGNED_IN, later

TRADING = replace(SIGNED_IN, scope=Scope.TRADE, signed_in_since=NOW.utc)


def test_it_asks_once_the_time_is_over_and_again_as_much_later() -> None:
    reminder = TradeReminder()
    asked = [
        minute
        for minute in range(70)
        if reminder.is_due(TRADING, minutes=30, now=later(60 * minute))
    ]
    assert asked == [30, 60]


def test_a_new_sign_in_at_trade_scope_has_its_whole_time() -> None:
    reminder = TradeReminder()
    assert reminder.is_due(TRADING, 15, later(15 * 60))
    anew = replace(TRADING, signed_in_since=NOW.utc + timedelta(minutes=20))
    assert not reminder.is_due(anew, 15, later(34 * 60))
    assert reminder.is_due(anew, 15, later(35 * 60))


def test_it_never_asks_read_only_or_where_the_trader_does_not_want_it() -> None:
    reminder = TradeReminder()
    reading = replace(TRADING, scope=Scope.READ)
    assert not reminder.is_due(reading, 1, later(3600))
    assert not reminder.is_due(TRADING, None, later(3600))
