"""The pace keeps to the budget, and no healthy round is ever called stale."""

from dataclasses import asdict, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ct_desktop.core.pace import (
    BROKERS_WATCHED,
    CALLS_ALLOWED,
    JITTER,
    LEAST_BUDGET,
    OWN_BUDGET,
    QUIET,
    WATCHED,
    LimitsInTransition,
    Pace,
    WatchingRules,
    age_limits,
)
from ct_desktop.core.snapshot import AgeLimits
from support.connection_samples import NOW, later

PACES = [WATCHED, BROKERS_WATCHED, QUIET]
BUDGETS = range(LEAST_BUDGET, OWN_BUDGET + 1)


@pytest.mark.parametrize("pace", PACES)
def test_b38_asking_stays_far_below_what_crosstrade_allows(pace: Pace) -> None:
    assert pace.calls_a_minute <= OWN_BUDGET < CALLS_ALLOWED / 3


@pytest.mark.parametrize("pace", PACES)
def test_b38_every_budget_of_the_traders_is_kept(pace: Pace) -> None:
    for calls in BUDGETS:
        assert pace.by(WatchingRules(calls)).calls_a_minute <= calls


@pytest.mark.parametrize("pace", PACES)
def test_the_whole_budget_is_the_pace_itself(pace: Pace) -> None:
    assert pace.by(WatchingRules()) == pace


@pytest.mark.parametrize("calls", BUDGETS)
def test_a_hidden_window_asks_less(calls: int) -> None:
    rules = WatchingRules(calls)
    assert QUIET.by(rules).calls_a_minute < WATCHED.by(rules).calls_a_minute / 2


@pytest.mark.parametrize("pace", [WATCHED, BROKERS_WATCHED])
def test_a_fault_is_met_by_some_question_well_within_five_seconds(pace: Pace) -> None:
    assert (1 + JITTER) * min(pace.positions, pace.connections) < 4.7


def test_probes_of_a_broken_link_keep_to_the_budget_too() -> None:
    """Two questions a probe at most."""
    assert WatchingRules().probe_interval < 4.7 / (1 + JITTER)
    for calls in BUDGETS:
        assert 2 * 60 / WatchingRules(calls).probe_interval <= calls + 1e-9


steps = st.floats(1, 600)
ages = st.none() | st.integers(0, 3600)
rules = st.builds(WatchingRules, st.sampled_from(BUDGETS), st.booleans(), ages, ages)


@given(
    st.builds(Pace, steps, steps, steps, steps, steps, steps),
    rules,
    st.integers(1, 500),
    st.integers(1, 500),
)
@settings(deadline=None)
def test_a_healthy_round_is_never_called_stale(
    pace: Pace, rules: WatchingRules, balance_round: int, fill_round: int
) -> None:
    pace = pace.by(rules)
    limits = age_limits(pace, balance_round=balance_round, fill_round=fill_round, rules=rules)
    longest = 1 + JITTER
    assert limits.positions > 2 * longest * pace.positions
    assert limits.balances > longest * balance_round * pace.balances
    assert limits.accounts > longest * pace.accounts
    assert limits.connections > longest * pace.connections
    assert limits.orders > longest * pace.orders
    assert limits.fills > longest * fill_round * pace.fills


def test_two_hundred_accounts_in_turn_take_some_twenty_minutes() -> None:
    limits = age_limits(WATCHED, balance_round=200)
    assert 1200 < limits.balances < 1600


def test_the_trader_can_only_make_limits_longer() -> None:
    by_pace = age_limits(WATCHED, balance_round=12)
    shorter = WatchingRules(positions_stale_after=1, balances_stale_after=1)
    longer = WatchingRules(positions_stale_after=60, balances_stale_after=600)
    assert age_limits(WATCHED, balance_round=12, rules=shorter) == by_pace
    assert age_limits(WATCHED, balance_round=12, rules=longer) == replace(
        by_pace, positions=60, balances=600
    )


# From one pace to another

SLOW = AgeLimits(positions=45.0, balances=300.0)
QUICK = AgeLimits(positions=12.0, balances=90.0)


def test_limits_grow_at_once() -> None:
    limits = LimitsInTransition(QUICK).toward(SLOW, NOW)
    assert limits.at(NOW) == SLOW


def test_limits_shrink_when_the_quicker_pace_had_time_for_a_round() -> None:
    limits = LimitsInTransition(SLOW).toward(QUICK, NOW)
    assert limits.at(later(11)) == SLOW
    assert limits.at(later(13)) == replace(QUICK, balances=300.0)
    assert limits.at(later(91)) == QUICK


def test_a_wish_that_does_not_change_does_not_begin_anew() -> None:
    limits = LimitsInTransition(SLOW).toward(QUICK, NOW).toward(QUICK, later(60))
    assert limits.at(later(60)).positions == QUICK.positions


@given(st.lists(st.tuples(st.floats(0, 100), st.sampled_from([SLOW, QUICK])), max_size=8))
@settings(deadline=None)
def test_limits_on_their_way_lie_between_those_wanted(
    changes: list[tuple[float, AgeLimits]],
) -> None:
    limits, passed = LimitsInTransition(QUICK), 0.0
    for seconds, wanted in changes:
        passed += seconds
        limits = limits.toward(wanted, later(passed))
        for name, value in asdict(limits.at(later(passed))).items():
            assert getattr(wanted, name) <= value <= getattr(SLOW, name)
