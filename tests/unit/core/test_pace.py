"""The pace keeps to the budget, and no healthy round is ever called stale."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ct_desktop.core.pace import (
    BROKERS_WATCHED,
    CALLS_ALLOWED,
    OWN_BUDGET,
    QUIET,
    WATCHED,
    Pace,
    age_limits,
)


@pytest.mark.parametrize("pace", [WATCHED, BROKERS_WATCHED, QUIET])
def test_b38_asking_stays_far_below_what_crosstrade_allows(pace: Pace) -> None:
    assert pace.calls_a_minute <= OWN_BUDGET < CALLS_ALLOWED / 3


def test_a_hidden_window_asks_less() -> None:
    assert QUIET.calls_a_minute < WATCHED.calls_a_minute / 2


@pytest.mark.parametrize("pace", [WATCHED, BROKERS_WATCHED])
def test_a_fault_is_met_by_some_question_well_within_five_seconds(pace: Pace) -> None:
    assert 1.1 * min(pace.positions, pace.connections) < 4.7


steps = st.floats(1, 600)


@given(
    st.builds(Pace, steps, steps, steps, steps, steps, steps), st.integers(0, 500), st.booleans()
)
@settings(deadline=None)
def test_a_healthy_round_is_never_called_stale(
    pace: Pace, accounts: int, all_at_once: bool
) -> None:
    limits = age_limits(pace, accounts=accounts, all_at_once=all_at_once)
    a_round = pace.balances if all_at_once else accounts * pace.balances
    assert limits.positions > 2 * pace.positions
    assert limits.balances > a_round
    assert limits.accounts > pace.accounts
    assert limits.connections > pace.connections
    assert limits.orders > pace.orders
    assert limits.fills > pace.fills


def test_two_hundred_accounts_in_turn_take_twenty_minutes() -> None:
    limits = age_limits(WATCHED, accounts=200, all_at_once=False)
    assert 1200 < limits.balances < 1300
