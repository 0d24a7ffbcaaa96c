"""Each level is told once a session, and no figure that hovers or is old tells anything."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ct_desktop.core.account_rules import AccountRule, AccountRules, DrawdownKind
from ct_desktop.core.accounts import Account, Balance
from ct_desktop.core.limit_alerts import (
    LimitAlert,
    LimitKind,
    LimitWatch,
    watch_limits,
)
from ct_desktop.core.moment import Dated, Moment
from ct_desktop.core.rows import account_rows
from ct_desktop.core.snapshot import AgeLimits, Snapshot

LEVELS = (50, 25, 10)
ORIGIN = datetime(2026, 11, 20, 20, 0, tzinfo=UTC)
RULES = AccountRules.of(
    [
        AccountRule(
            "A",
            daily_loss_limit=1000.0,
            daily_profit_target=500.0,
            drawdown=DrawdownKind.STATIC,
            drawdown_amount=20_000.0,
            starting_balance=50_000.0,
        )
    ]
)


def at(seconds: float) -> Moment:
    return Moment(ORIGIN + timedelta(seconds=seconds), seconds)


class Day:
    """One account's day, answer by answer."""

    def __init__(self) -> None:
        self.watch = LimitWatch()

    def reads(self, result: float | None, seconds: float, *, later: float = 0.0) -> list[str]:
        """What is told when the account's result of the day is ``result``."""
        balance = Balance(
            "A", "USD", net_liquidation=50_000.0, realized_pnl=result, unrealized_pnl=0.0
        )
        snapshot = Snapshot(
            accounts=Dated((Account("A", "Mine"),), at(seconds)),
            balances={"A": Dated(balance, at(seconds))},
        )
        self.watch, alerts = watch_limits(
            self.watch,
            account_rows(snapshot, rules=RULES),
            RULES,
            levels=LEVELS,
            limits=AgeLimits(),
            now=at(seconds + later),
        )
        return [f"{alert.kind} {alert.level}" for alert in alerts]

    @property
    def stands(self) -> Sequence[LimitAlert]:
        return tuple(self.watch.standing.values())


def test_each_level_is_told_once_as_the_room_goes() -> None:
    day = Day()
    assert day.reads(-400.0, 0) == []
    assert day.reads(-500.0, 5) == ["loss_limit 50"]
    assert day.reads(-520.0, 10) == []
    assert day.reads(-760.0, 15) == ["loss_limit 25"]
    assert day.reads(-400.0, 20) == []
    assert day.reads(-800.0, 25) == []
    assert day.reads(-1000.0, 30) == ["loss_limit 0"]
    (stands,) = day.stands
    assert (stands.level, stands.amount, stands.threshold) == (0, 0.0, -1000.0)
    assert (stands.display_name, stands.currency) == ("Mine", "USD")


def test_levels_passed_at_once_are_told_as_the_last_of_them() -> None:
    day = Day()
    assert day.reads(-950.0, 0) == ["loss_limit 10"]
    assert day.reads(-600.0, 5) == []


def test_an_alert_stands_until_the_room_has_grown_well_beyond_its_level() -> None:
    day = Day()
    day.reads(-500.0, 0)
    day.reads(-460.0, 5)
    assert [alert.level for alert in day.stands] == [50]
    day.reads(-440.0, 10)
    assert day.stands == ()


def test_old_or_missing_figures_tell_nothing_and_end_nothing() -> None:
    day = Day()
    assert day.reads(-900.0, 0, later=3600.0) == []
    day.reads(-500.0, 3600)
    assert day.reads(0.0, 3610, later=3600.0) == []
    assert [alert.level for alert in day.stands] == [50]
    assert day.reads(None, 3700) == []
    assert [alert.level for alert in day.stands] == [50]


def test_a_new_session_begins_anew_but_not_with_the_last_one_s_figures() -> None:
    day = Day()
    eve = 3 * 3600.0
    assert day.reads(-500.0, eve - 10) == ["loss_limit 50"]
    assert day.reads(-500.0, eve - 5, later=6.0) == []
    assert day.stands == ()
    assert day.reads(-500.0, eve + 5) == ["loss_limit 50"]


def test_the_profit_target_is_told_when_it_is_reached_and_not_before() -> None:
    day = Day()
    assert day.reads(400.0, 0) == []
    assert day.reads(500.0, 5) == ["profit_target 0"]
    assert day.reads(490.0, 10) == []
    assert [alert.kind for alert in day.stands] == [LimitKind.PROFIT_TARGET]


def test_an_alert_whose_rule_is_gone_stands_no_longer() -> None:
    day = Day()
    day.reads(-500.0, 0)
    day.watch, alerts = watch_limits(
        day.watch, (), AccountRules(), levels=LEVELS, limits=AgeLimits(), now=at(5)
    )
    assert (day.stands, alerts) == ((), ())


@given(st.lists(st.floats(-2000, 2000), max_size=40))
def test_no_level_is_told_twice_in_a_session(results: list[float]) -> None:
    day = Day()
    told: list[str] = []
    for place, result in enumerate(results):
        told += day.reads(result, place * 5.0)
    assert len(told) == len(set(told))
    worst = min(results, default=0.0)
    reached = [level for level in (*LEVELS, 0) if 100 + worst / 10 <= level]
    if reached:
        assert f"loss_limit {min(reached)}" in told


@pytest.mark.parametrize("result", [-1500.0, -1000.0])
def test_a_limit_that_is_passed_is_always_told(result: float) -> None:
    assert Day().reads(result, 0) == ["loss_limit 0"]
