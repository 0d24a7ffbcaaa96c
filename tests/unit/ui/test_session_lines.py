"""The lines of all accounts in memory: from the history, then from each sample, in bounds."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import cast

import pytest

from ct_desktop.core.accounts import AccountGroup
from ct_desktop.core.equity import EquityOf, EquitySample, GroupTotal
from ct_desktop.core.moment import Moment
from ct_desktop.core.sign_in import SignIn, SignInState
from ct_desktop.core.trading_session import session_start
from ct_desktop.history import History
from ct_desktop.history.equity_recorder import EquityRecorder
from ct_desktop.monitor.monitor import Monitor
from ct_desktop.ui.equity.session_lines import THINNED_TO, SessionLines
from ct_desktop.ui.equity.sparkline import Sparkline
from support.market_samples import at

PATIENCE = 10.0
BEGAN = session_start(at(0).utc)
GROUP = GroupTotal(AccountGroup.SIMULATED, "USD")


class Bench:
    """Lines on a history and a recorder whose samples a test gives."""

    def __init__(self, path: Path) -> None:
        self.moment = at(0)
        self.history = History(path, clock=self)
        self.recorder = EquityRecorder(self.history, cast("Monitor", None), clock=self)
        self.lines: Mapping[str, Sparkline] = {}
        self.shown = asyncio.Event()
        self.session_lines = SessionLines(self.history, self.recorder, clock=self, show=self._take)

    def now(self) -> Moment:
        return self.moment

    def _take(self, lines: Mapping[str, Sparkline]) -> None:
        self.lines = dict(lines)
        self.shown.set()

    def sample(self, of: EquityOf, balance: float) -> None:
        self.recorder.sampled.emit({of: EquitySample(self.moment.utc, balance)})

    def go_to(self, utc: datetime) -> None:
        seconds = (utc - self.moment.utc).total_seconds()
        self.moment = Moment(utc, self.moment.steady + seconds)

    @asynccontextmanager
    async def running(self, *, reads: bool = True) -> AsyncIterator[None]:
        task = asyncio.create_task(self.session_lines.run(after=0.0))
        if reads:
            async with asyncio.timeout(PATIENCE):
                await self.shown.wait()
        else:
            await asyncio.sleep(0)
        yield
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)

    def balances(self, name: str) -> list[float]:
        return [sample.balance for sample in self.lines[name].line]


@pytest.fixture
async def bench(tmp_path: Path) -> AsyncIterator[Bench]:
    bench = Bench(tmp_path / "history.sqlite3")
    yield bench
    await bench.history.aclose()


async def test_what_was_kept_of_this_session_comes_first(bench: Bench) -> None:
    for minutes, balance in ((-5, 1.0), (1, 2.0), (2, 3.0)):
        when = BEGAN + timedelta(minutes=minutes)
        await bench.history.save_equity({"A": EquitySample(when, balance)})
    async with bench.running():
        assert bench.balances("A") == [2.0, 3.0]
        bench.sample("A", 9.0)
        assert bench.balances("A") == [2.0, 3.0, 9.0]
        assert bench.lines["A"].change == 7.0


async def test_a_deleted_history_takes_its_lines_along(bench: Bench) -> None:
    await bench.history.save_equity({"A": EquitySample(BEGAN + timedelta(minutes=1), 2.0)})
    async with bench.running():
        assert bench.balances("A") == [2.0]
        await bench.history.delete()
        assert bench.lines == {}
        bench.sample("A", 9.0)
        assert bench.balances("A") == [9.0]


async def test_a_sign_out_leaves_no_line_and_the_next_sign_in_reads_them_anew(bench: Bench) -> None:
    sample = EquitySample(BEGAN + timedelta(minutes=1), 2.0)
    await bench.history.save_equity({"A": sample})
    async with bench.running():
        assert bench.balances("A") == [2.0]
        bench.session_lines.see(SignIn(SignInState.SIGNED_OUT))
        assert bench.lines == {}
        bench.shown.clear()
        bench.session_lines.see(SignIn(SignInState.SIGNED_IN))
        async with asyncio.timeout(PATIENCE):
            await bench.shown.wait()
        assert bench.balances("A") == [2.0]


async def test_groups_have_no_line_in_the_table(bench: Bench) -> None:
    async with bench.running():
        bench.recorder.sampled.emit(
            {GROUP: EquitySample(bench.moment.utc, 1.0), "A": EquitySample(bench.moment.utc, 2.0)}
        )
        assert set(bench.lines) == {"A"}


async def test_an_unchanged_line_stays_the_same_object(bench: Bench) -> None:
    async with bench.running():
        bench.sample("A", 1.0)
        before = bench.lines["A"]
        bench.recorder.sampled.emit(
            {"A": EquitySample(bench.moment.utc - timedelta(minutes=5), 1.0)}
        )
        bench.sample("B", 1.0)
        assert bench.lines["A"] is before


async def test_a_new_session_begins_anew(bench: Bench) -> None:
    async with bench.running():
        bench.sample("A", 1.0)
        bench.sample("B", 1.0)
        bench.go_to(BEGAN + timedelta(days=1, minutes=1))
        bench.sample("A", 5.0)
        assert set(bench.lines) == {"A"}
        assert bench.lines["A"].change == 0.0


async def test_a_whole_session_of_samples_stays_small(bench: Bench) -> None:
    async with bench.running():
        for minute in range(1380):
            bench.go_to(BEGAN + timedelta(minutes=minute))
            bench.sample("A", float(minute % 77))
        assert len(bench.lines["A"].line) <= 2 * THINNED_TO
        assert {0.0, 76.0} <= set(bench.balances("A"))


async def test_without_a_readable_history_the_lines_begin_now(tmp_path: Path) -> None:
    bench = Bench(tmp_path)
    async with bench.running(reads=False):
        bench.sample("A", 1.0)
        async with asyncio.timeout(PATIENCE):
            await _trouble(bench)
        bench.sample("A", 3.0)
        assert bench.balances("A")[-1] == 3.0
    await bench.history.aclose()


async def _trouble(bench: Bench) -> None:
    """Until the history has said that it cannot be read."""
    while bench.history.trouble is None:  # noqa: ASYNC110 - it sends no signal
        await asyncio.sleep(0.01)
