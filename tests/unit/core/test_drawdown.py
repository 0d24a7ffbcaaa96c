"""The room before a limit: exact where all is known, unknown where a part is missing."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ct_desktop.core.account_rules import AccountRule, DrawdownKind
from ct_desktop.core.accounts import Balance
from ct_desktop.core.drawdown import room_to_drawdown, room_to_loss_limit
from ct_desktop.core.moment import Moment
from ct_desktop.core.peaks import (
    AccountPeaks,
    Peak,
    PeakSource,
    counted_from,
    joined,
    observe_balance,
    observe_watermark,
)

# A Friday afternoon in New York; the next session begins at 23:00 UTC.
ORIGIN = datetime(2026, 11, 20, 20, 0, tzinfo=UTC)
TRAILING = (
    DrawdownKind.TRAILING_INTRADAY,
    DrawdownKind.TRAILING_END_OF_DAY,
    DrawdownKind.TRAILING_SESSION,
)


def at(seconds: float = 0.0) -> Moment:
    return Moment(ORIGIN + timedelta(seconds=seconds), seconds)


def rule(kind: DrawdownKind | None = None, **limits: float | None) -> AccountRule:
    return replace(AccountRule("A", drawdown=kind), **limits)  # type: ignore[arg-type]


def worth(net_liquidation: float | None, **money: float | None) -> Balance:
    return replace(Balance("A", "USD", net_liquidation=net_liquidation), **money)  # type: ignore[arg-type]


def seen(*balances: float, begin: float = 0.0, step: float = 60.0) -> AccountPeaks:
    peaks = None
    for place, balance in enumerate(balances):
        peaks = observe_balance(peaks, "A", balance, at(begin + step * place).utc)
    assert peaks is not None
    return peaks


def close_of(peaks: AccountPeaks) -> float:
    return peaks.highest_close.balance if peaks.highest_close else 0.0


# The daily loss limit


def test_the_day_s_loss_uses_up_the_limit_and_a_profit_adds_to_it() -> None:
    balance = worth(None, realized_pnl=-300.0, unrealized_pnl=-100.0)
    room = room_to_loss_limit(rule(daily_loss_limit=1000.0), balance, at())
    assert room is not None
    assert (room.amount, room.fraction, room.threshold, room.at) == (600.0, 0.6, -1000.0, at())
    gain = worth(None, realized_pnl=250.0, unrealized_pnl=0.0)
    better = room_to_loss_limit(rule(daily_loss_limit=1000.0), gain, at())
    assert better is not None
    assert (better.amount, better.fraction) == (1250.0, 1.0)


def test_beyond_the_limit_the_room_is_negative_and_its_share_zero() -> None:
    balance = worth(None, realized_pnl=-1000.0, unrealized_pnl=-50.0)
    room = room_to_loss_limit(rule(daily_loss_limit=1000.0), balance, at())
    assert room is not None
    assert (room.amount, room.fraction) == (-50.0, 0.0)


@pytest.mark.parametrize(
    ("limits", "money"),
    [
        ({}, {"realized_pnl": 0.0, "unrealized_pnl": 0.0}),
        ({"daily_loss_limit": 1000.0}, {"realized_pnl": 0.0}),
        ({"daily_loss_limit": 1000.0}, {"unrealized_pnl": 0.0}),
        ({"daily_loss_limit": 1000.0}, {}),
    ],
)
def test_a_missing_part_leaves_the_loss_limit_unknown(
    limits: dict[str, float], money: dict[str, float]
) -> None:
    assert room_to_loss_limit(rule(None, **limits), worth(50_000.0, **money), at()) is None


# The drawdown


def test_a_static_floor_needs_no_peak() -> None:
    fixed = rule(DrawdownKind.STATIC, drawdown_amount=2000.0, starting_balance=50_000.0)
    room = room_to_drawdown(fixed, worth(49_500.0), at(), seen(60_000.0))
    assert room is not None
    assert (room.amount, room.fraction, room.threshold) == (1500.0, 0.75, 48_000.0)
    assert room.source is None


def test_an_intraday_floor_follows_the_highest_of_all_sessions() -> None:
    trailing = rule(DrawdownKind.TRAILING_INTRADAY, drawdown_amount=2500.0)
    peaks = seen(52_000.0, 51_000.0, step=6 * 3600.0)
    room = room_to_drawdown(trailing, worth(51_000.0), at(6 * 3600), peaks)
    assert room is not None
    assert (room.amount, room.threshold) == (1500.0, 49_500.0)
    assert room.peak == Peak(52_000.0, at().utc, PeakSource.SEEN)


def test_a_session_s_floor_begins_anew_at_18_in_new_york() -> None:
    trailing = rule(DrawdownKind.TRAILING_SESSION, drawdown_amount=1000.0)
    before = at(3 * 3600 - 1)
    kept = observe_balance(seen(52_000.0), "A", 51_500.0, before.utc)
    room = room_to_drawdown(trailing, worth(51_500.0), before, kept)
    assert room is not None
    assert room.amount == 500.0
    after = at(3 * 3600)
    assert room_to_drawdown(trailing, worth(51_500.0), after, kept) is None
    begun = observe_balance(kept, "A", 51_500.0, after.utc)
    anew = room_to_drawdown(trailing, worth(51_500.0), after, begun)
    assert anew is not None
    assert anew.amount == 1000.0


def test_an_end_of_day_floor_moves_only_when_a_session_ends() -> None:
    trailing = rule(
        DrawdownKind.TRAILING_END_OF_DAY, drawdown_amount=2000.0, starting_balance=50_000.0
    )
    during = seen(50_500.0, 53_000.0, 52_000.0)
    room = room_to_drawdown(trailing, worth(52_000.0), at(), during)
    assert room is not None
    assert room.threshold == 48_000.0
    ended = observe_balance(during, "A", 51_900.0, at(4 * 3600).utc)
    later = room_to_drawdown(trailing, worth(51_900.0), at(4 * 3600), ended)
    assert later is not None
    assert later.threshold == 50_000.0
    assert later.source is PeakSource.SEEN


def test_a_locked_floor_rises_no_further() -> None:
    locked = rule(DrawdownKind.TRAILING_INTRADAY, drawdown_amount=2500.0, locks_at=50_100.0)
    room = room_to_drawdown(locked, worth(55_000.0), at(), seen(56_000.0))
    assert room is not None
    assert (room.threshold, room.amount) == (50_100.0, 4900.0)


def test_the_firm_s_own_peak_counts_where_it_is_higher() -> None:
    told = rule(DrawdownKind.TRAILING_INTRADAY, drawdown_amount=2500.0, highest_balance=53_000.0)
    room = room_to_drawdown(told, worth(51_000.0), at(), seen(52_000.0))
    assert room is not None
    assert (room.threshold, room.source) == (50_500.0, PeakSource.TRADER)


def test_cash_and_open_profit_stand_in_for_a_missing_net_liquidation() -> None:
    fixed = rule(DrawdownKind.STATIC, drawdown_amount=2000.0, starting_balance=50_000.0)
    balance = worth(None, cash_value=49_000.0, unrealized_pnl=-200.0)
    room = room_to_drawdown(fixed, balance, at(), None)
    assert room is not None
    assert room.amount == 800.0


@pytest.mark.parametrize(
    ("limits", "balance"),
    [
        (rule(DrawdownKind.STATIC, drawdown_amount=1.0), worth(1.0)),
        (rule(DrawdownKind.STATIC, starting_balance=1.0), worth(1.0)),
        (rule(None, drawdown_amount=1.0, starting_balance=1.0), worth(1.0)),
        (rule(DrawdownKind.STATIC, drawdown_amount=1.0, starting_balance=1.0), worth(None)),
        *((rule(kind, drawdown_amount=1.0), worth(1.0)) for kind in TRAILING),
    ],
)
def test_a_missing_part_leaves_the_drawdown_unknown(limits: AccountRule, balance: Balance) -> None:
    assert room_to_drawdown(limits, balance, at(), None) is None


balances = st.lists(st.floats(1_000, 200_000), min_size=1, max_size=30)


@given(st.sampled_from(TRAILING[:2]), balances, st.floats(60, 40_000))
def test_a_trailing_floor_never_falls(
    kind: DrawdownKind, figures: list[float], step: float
) -> None:
    trailing = rule(kind, drawdown_amount=2500.0, starting_balance=50_000.0)
    peaks, floor = None, float("-inf")
    for place, balance in enumerate(figures):
        now = at(place * step)
        peaks = observe_balance(peaks, "A", balance, now.utc)
        room = room_to_drawdown(trailing, worth(balance), now, peaks)
        assert room is not None
        assert room.threshold >= floor
        assert 0.0 <= room.fraction <= 1.0
        floor = room.threshold


@given(balances, balances, st.floats(60, 40_000))
def test_a_restart_loses_no_peak(before: list[float], after: list[float], step: float) -> None:
    without = seen(*before, *after, step=step)
    kept = seen(*before, step=step)
    since = seen(*after, begin=step * len(before), step=step)
    for together in (joined(kept, since), joined(since, kept)):
        assert together.session_high.balance == without.session_high.balance
        assert together.highest.balance == without.highest.balance
        assert (together.session, together.latest) == (without.session, without.latest)
        assert close_of(together) >= close_of(without)


# Watermarks


def test_a_watermark_above_what_was_seen_is_taken_and_named() -> None:
    peaks = observe_watermark(seen(51_000.0), 52_500.0, at(60).utc)
    assert peaks is not None
    assert peaks.highest == Peak(52_500.0, at(60).utc, PeakSource.CROSSTRADE)
    assert peaks.session_high == peaks.highest
    assert observe_watermark(peaks, 0.0, at(61).utc) == peaks


def test_a_watermark_of_another_session_is_not_taken() -> None:
    peaks = seen(51_000.0)
    assert observe_watermark(peaks, 60_000.0, at(4 * 3600).utc) == peaks
    assert observe_watermark(None, 60_000.0, at().utc) is None
    begun_anew = at(30).utc
    assert observe_watermark(peaks, 60_000.0, at(60).utc, since=begun_anew) == peaks


def test_an_account_that_began_anew_forgets_what_was_before() -> None:
    trailing = replace(
        rule(DrawdownKind.TRAILING_INTRADAY, drawdown_amount=2000.0, starting_balance=50_000.0),
        peaks_since=at(90).utc,
    )
    kept = seen(56_000.0, 51_000.0)
    room = room_to_drawdown(trailing, worth(50_000.0), at(100), kept)
    assert room is not None
    assert room.threshold == 48_000.0
    later = counted_from(observe_balance(kept, "A", 50_700.0, at(120).utc), at(90).utc)
    assert later is not None
    assert later.highest.balance == later.session_high.balance == 50_700.0


def test_a_clock_set_back_begins_no_old_session() -> None:
    peaks = seen(51_000.0, 51_200.0, step=4 * 3600.0)
    back = observe_balance(peaks, "A", 51_900.0, at(60).utc)
    assert (back.session, back.session_high) == (peaks.session, peaks.session_high)
    assert back.highest.balance == 51_900.0
