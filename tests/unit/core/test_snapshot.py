"""Ages: of each part, of the whole, and when a figure is stale."""

from datetime import UTC, datetime, timedelta

import pytest

from ct_desktop.core.accounts import Balance
from ct_desktop.core.moment import Dated, Moment
from ct_desktop.core.snapshot import Snapshot, is_stale


def at(seconds: float) -> Moment:
    return Moment(datetime(2026, 11, 22, tzinfo=UTC) + timedelta(seconds=seconds), seconds)


def test_an_age_is_measured_on_the_steady_clock_and_never_negative() -> None:
    wall_clock_set_back = Moment(at(-3600).utc, 100.0)
    assert wall_clock_set_back.seconds_since(at(90)) == 10.0
    assert at(90).seconds_since(at(100)) == 0.0


@pytest.mark.parametrize(("age", "stale"), [(0.0, False), (15.0, False), (15.1, True)])
def test_a_figure_is_stale_past_its_limit(age: float, stale: bool) -> None:
    assert is_stale(at(0), 15.0, at(age)) is stale


def test_the_newest_part_dates_the_snapshot() -> None:
    assert Snapshot().newest is None
    snapshot = Snapshot(accounts=Dated((), at(1)), positions=Dated((), at(3)))
    assert snapshot.newest == at(3)
    assert snapshot.with_balances({"A": Dated(Balance("A"), at(9))}).newest == at(9)


def test_new_balances_are_laid_over_those_there_are() -> None:
    first = Snapshot().with_balances({name: Dated(Balance(name), at(1)) for name in "AB"})
    second = first.with_balances({"B": Dated(Balance("B", "EUR"), at(2))})
    assert second.balances["A"].fetched_at == at(1)
    assert second.balances["B"].value.currency == "EUR"
    assert first.balances["B"].value.currency is None
    with pytest.raises(TypeError):
        second.balances["A"] = second.balances["B"]  # type: ignore[index]
