"""Peaks and equity in the history's file: over restarts, by the minute, in bounds."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from ct_desktop.core.accounts import AccountGroup
from ct_desktop.core.equity import EquitySample, GroupTotal
from ct_desktop.core.moment import Moment
from ct_desktop.core.peaks import AccountPeaks, Peak, PeakSource, observe_balance
from ct_desktop.history import History, peaks_table, schema, store
from ct_desktop.history import history as history_module
from ct_desktop.history.database import Database

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
LIVE = GroupTotal(AccountGroup.LIVE_AND_FUNDED, "USD")


class SetClock:
    def __init__(self) -> None:
        self.utc = NOON

    def now(self) -> Moment:
        return Moment(self.utc, (self.utc - NOON).total_seconds())


@pytest.fixture
def clock() -> SetClock:
    return SetClock()


@pytest.fixture
async def history(tmp_path: Path, clock: SetClock) -> AsyncIterator[History]:
    history = History(tmp_path / "history.sqlite3", clock=clock)
    yield history
    await history.aclose()


def peaks(account: str = "APEX1234", balance: float = 52_000.25) -> AccountPeaks:
    seen = observe_balance(None, account, balance, NOON)
    told = Peak(balance + 500, NOON, PeakSource.CROSSTRADE)
    return replace(seen, session_high=told, highest=told)


def sample(minutes: float, balance: float) -> EquitySample:
    return EquitySample(NOON + timedelta(minutes=minutes), balance)


def sample_held(minutes: float, balance: float, held_until: datetime) -> EquitySample:
    return replace(sample(minutes, balance), held_until=held_until)


async def test_peaks_come_back_as_they_were_kept(history: History) -> None:
    closed = replace(peaks("Konto – ü"), highest_close=Peak(51_000.0, None, PeakSource.SEEN))
    await history.save_peaks([peaks(), closed])
    await history.aclose()
    assert await history.peaks() == {"APEX1234": peaks(), "Konto – ü": closed}


async def test_new_peaks_take_the_place_of_the_old_ones(history: History) -> None:
    await history.save_peaks([replace(peaks(), highest_close=Peak(1.0, NOON, PeakSource.SEEN))])
    await history.save_peaks([peaks(balance=50_000.0)])
    assert await history.peaks() == {"APEX1234": peaks(balance=50_000.0)}


async def test_no_more_accounts_have_peaks_than_are_kept(
    history: History, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(peaks_table, "KEEP_ACCOUNTS", 3)
    many = [
        observe_balance(None, f"A{number}", 1.0, NOON + timedelta(seconds=number))
        for number in range(5)
    ]
    await history.save_peaks(many)
    assert set(await history.peaks()) == {"A2", "A3", "A4"}


async def test_peaks_of_a_later_version_are_left_out(history: History, tmp_path: Path) -> None:
    await history.save_peaks([peaks(), peaks("B")])
    await history.aclose()
    Database(tmp_path / "history.sqlite3").run(
        lambda connection: connection.execute(
            "UPDATE peaks SET source = 'oracle' WHERE account = 'B' AND kind = 'highest'"
        ),
        writes=True,
    )
    assert set(await history.peaks()) == {"APEX1234"}


async def test_of_a_minute_the_latest_sample_is_kept(history: History) -> None:
    await history.save_equity({"A": sample(0, 1.0), LIVE: sample(0, 10.0)})
    await history.save_equity({"A": sample(0.9, 2.0)})
    await history.save_equity({"A": sample(0.2, 3.0)})
    await history.save_equity({"A": sample(1, 4.0)})
    until = NOON + timedelta(hours=1)
    assert await history.equity(NOON, until, "A") == (sample(0.9, 2.0), sample(1, 4.0))
    assert await history.equity(NOON, until, LIVE) == (sample(0, 10.0),)
    assert await history.equity(NOON, until, "B") == ()
    assert await history.equity(NOON, until, replace(LIVE, currency="EUR")) == ()


async def test_the_samples_asked_for_lie_within_the_time(history: History) -> None:
    for minute in range(10):
        await history.save_equity({"A": sample(minute, minute), "B": sample(minute, -minute)})
    since, until = NOON + timedelta(minutes=2), NOON + timedelta(minutes=5)
    found = await history.equity(since, until, "A")
    assert [each.balance for each in found] == [2, 3, 4]
    both = await history.accounts_lines(since, until, at_most=100)
    assert {name: len(line) for name, line in both.items()} == {"A": 3, "B": 3}


async def test_lines_of_a_whole_session_come_thinned_with_their_gaps(history: History) -> None:
    for minute in (*range(200), *range(500, 700)):
        await history.save_equity({"A": sample(minute, minute % 90)})
    lines = await history.accounts_lines(NOON, NOON + timedelta(days=1), at_most=64)
    line = lines["A"]
    assert len(line) <= 64 + 4
    first, second = line.runs
    assert (first[0], first[-1]) == (sample_held(0, 0.0, first[1].at), sample(199, 19.0))
    assert (second[0].at, second[-1]) == (sample(500, 0).at, sample(699, 69.0))
    assert {each.balance for each in line} >= {0.0, 89.0}


async def test_how_long_a_figure_held_comes_back(history: History) -> None:
    held = sample_held(0, 1.0, NOON + timedelta(minutes=14))
    await history.save_equity({"A": sample_held(0, 1.0, NOON + timedelta(minutes=1))})
    await history.save_equity({"A": held})
    assert await history.equity(NOON, NOON + timedelta(hours=1), "A") == (held,)


async def test_samples_that_are_too_old_or_too_many_go(
    history: History, clock: SetClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "PRUNE_EVERY", 1)
    monkeypatch.setattr(history_module, "KEEP_EQUITY_AT_MOST", 20)
    for minute in range(30):
        await history.save_equity({"A": sample(minute, minute)})
    kept = await history.equity(NOON, NOON + timedelta(hours=1), "A")
    assert [each.balance for each in kept] == list(range(10, 30))
    clock.utc = NOON + history_module.KEEP_EQUITY_FOR + timedelta(minutes=25)
    await history.save_equity({"B": EquitySample(clock.utc, 1.0)})
    kept = await history.equity(NOON, NOON + timedelta(hours=1), "A")
    assert [each.balance for each in kept] == list(range(25, 30))


async def test_a_file_of_the_first_version_gets_the_new_tables_and_keeps_its_own(
    tmp_path: Path, history: History, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "history.sqlite3"
    with monkeypatch.context() as earlier:
        earlier.setattr(schema, "VERSION", 1)
        old = Database(path)
        old.run(
            lambda connection: connection.execute(
                "INSERT INTO spans (link, state, began, ended) VALUES ('addon', 'ok', 1, 2)"
            ),
            writes=True,
        )
        old.close()
    await history.save_peaks([peaks()])
    assert set(await history.peaks()) == {"APEX1234"}
    assert history.notice is None
    assert len(await history.spans(datetime(1970, 1, 1, tzinfo=UTC), NOON)) == 1
