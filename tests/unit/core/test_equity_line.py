"""Equity samples as a line: its gaps, its change, and what thinning keeps."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from ct_desktop.core.accounts import AccountGroup
from ct_desktop.core.equity import EquitySample, GroupTotal, equity_now
from ct_desktop.core.equity_line import EquityLine, joined
from ct_desktop.core.moment import Moment
from ct_desktop.core.rows import account_rows
from support.market_samples import at, mock_up_snapshot

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


def sample(minutes: float, balance: float, held: float | None = None) -> EquitySample:
    until = None if held is None else NOON + timedelta(minutes=held)
    return EquitySample(NOON + timedelta(minutes=minutes), balance, until)


def test_samples_a_minute_apart_are_one_run() -> None:
    line = EquityLine.of([sample(0, 1.0), sample(1, 3.0), sample(2, 2.0)])
    assert len(line.runs) == 1
    assert line.change == 1.0
    assert line.low == sample(0, 1.0)
    assert line.high == sample(1, 3.0)


def test_a_time_in_which_nothing_was_taken_is_a_gap() -> None:
    assert len(EquityLine.of([sample(0, 1.0), sample(2.5, 1.0)]).runs) == 1
    assert len(EquityLine.of([sample(0, 1.0), sample(2.6, 1.0)]).runs) == 2


def test_a_figure_that_was_not_stale_until_the_next_one_came_leaves_no_gap() -> None:
    quarter_hourly = [sample(0, 1.0, held=14.5), sample(15, 2.0, held=29), sample(30, 3.0)]
    assert len(EquityLine.of(quarter_hourly).runs) == 1
    went_stale = [sample(0, 1.0, held=5), sample(15, 2.0)]
    assert len(EquityLine.of(went_stale).runs) == 2


def test_nothing_has_no_figures() -> None:
    line = EquityLine.of([])
    assert (line.first, line.last, line.low, line.high, line.change) == (None,) * 5
    assert len(line) == 0


def test_a_later_sample_of_the_same_minute_takes_the_place_of_the_earlier() -> None:
    line = EquityLine.of([sample(0, 1.0), sample(1.1, 2.0)])
    assert [each.balance for each in line.with_sample(sample(1.9, 5.0))] == [1.0, 5.0]
    assert [each.balance for each in line.with_sample(sample(2, 5.0))] == [1.0, 2.0, 5.0]
    assert line.with_sample(sample(1, 9.0)) is line


def test_the_first_sample_stays_since_changes_count_from_it() -> None:
    line = EquityLine().with_sample(sample(0, 1.0)).with_sample(sample(0.5, 4.0))
    assert line.change == 3.0
    again = EquityLine().with_sample(sample(0, 1.0, held=1)).with_sample(sample(0, 1.0, held=2))
    assert list(again) == [sample(0, 1.0, held=2)]


def test_a_sample_after_a_gap_begins_a_new_run() -> None:
    line = EquityLine().with_sample(sample(0, 1.0)).with_sample(sample(10, 2.0))
    assert [len(run) for run in line.runs] == [1, 1]


def test_what_was_seen_meanwhile_is_laid_behind_what_was_kept() -> None:
    kept = EquityLine.of([sample(0, 1.0), sample(1, 2.0)])
    seen = EquityLine.of([sample(1, 2.0), sample(2, 3.0)])
    assert [each.balance for each in joined(kept, seen)] == [1.0, 2.0, 3.0]
    assert joined(EquityLine(), seen) == seen


balances = st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=400)


@given(balances, st.sets(st.integers(0, 399), max_size=5), st.integers(4, 200))
def test_thinning_keeps_ends_extremes_and_gaps(
    figures: list[float], pauses: set[int], at_most: int
) -> None:
    minute, samples = 0, []
    for number, balance in enumerate(figures):
        minute += 30 if number in pauses else 1
        samples.append(sample(minute, balance))
    whole = EquityLine.of(samples)
    thin = whole.thinned(at_most)
    assert len(thin) <= at_most + 4 * len(whole.runs)
    assert {each.at for each in thin} <= {each.at for each in whole}
    assert thin.change == whole.change
    assert whole.low is not None
    assert whole.high is not None
    assert thin.low is not None
    assert thin.high is not None
    assert thin.low.balance == whole.low.balance
    assert thin.high.balance == whole.high.balance
    ends = [(run[0].at, run[-1]) for run in whole.runs]
    assert [(run[0].at, run[-1]) for run in thin.runs] == ends
    assert EquityLine.of(thin) == thin
    times = [each.at for each in thin]
    assert times == sorted(times)


def test_a_line_that_grows_all_session_stays_small() -> None:
    line = EquityLine()
    for minute in range(1440):
        line = line.with_sample(sample(minute, minute % 77))
        if len(line) > 128:
            line = line.thinned(64)
    assert len(line) <= 128
    assert len(line.runs) == 1
    # As fine at its beginning as at its end.
    times = [each.at for each in line]
    half = NOON + timedelta(minutes=720)
    earlier = sum(time < half for time in times)
    assert earlier >= len(times) // 4


def test_an_account_is_known_since_its_own_figures_and_until_now() -> None:
    snapshot = mock_up_snapshot()
    now = at(2)
    found = equity_now(account_rows(snapshot), snapshot.age_limits, now)
    account = found["APEX1234"]
    assert account.at == snapshot.balances["APEX1234"].fetched_at.utc
    assert account.known_until == now.utc
    assert found[GroupTotal(AccountGroup.LIVE_AND_FUNDED, "USD")].at == now.utc
    late = Moment(now.utc + timedelta(hours=1), now.steady + 3600)
    assert equity_now(account_rows(snapshot), snapshot.age_limits, late) == {}
