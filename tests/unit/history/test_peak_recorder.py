"""The recorder of peaks: what earlier runs kept counts, and nothing is written over unseen."""

import asyncio
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import cast

import pytest

from ct_desktop.connection.connection import Connection
from ct_desktop.core.account_rules import AccountRule, AccountRules, DrawdownKind
from ct_desktop.core.accounts import Account, Balance
from ct_desktop.core.capabilities import Watermarks
from ct_desktop.core.moment import Dated
from ct_desktop.core.monitor_state import MonitorState
from ct_desktop.core.peaks import AccountPeaks, PeakSource, observe_balance
from ct_desktop.core.snapshot import Snapshot
from ct_desktop.history import History
from ct_desktop.history.peak_recorder import PeakRecorder
from ct_desktop.monitor.monitor import Monitor
from ct_desktop.monitor.watermarks import WatermarkRound
from support.connection_samples import NOW, later, never_fetched
from support.scripted_monitor import Script, ScriptedConnection


def worth(balance: float | None, seconds: float, account: str = "A") -> MonitorState:
    money = Dated(Balance(account, "USD", net_liquidation=balance), later(seconds))
    listed = (Account(account, account), Account("Backtest", "Backtest"))
    balances = {account: money, "Backtest": Dated(Balance("Backtest", "USD", 1.0, 1.0), NOW)}
    snapshot = Snapshot(accounts=Dated(listed, later(seconds)), balances=balances)
    return replace(never_fetched(), snapshot=snapshot)


def found(high: float | None, seconds: float, account: str = "A") -> Dated[Watermarks]:
    return Dated(Watermarks(account, high_watermark=high), later(seconds))


class Keeping:
    """A recorder at work on a script."""

    def __init__(self, path: Path, rules: Iterable[AccountRule] = ()) -> None:
        self.script = Script(never_fetched())
        self.history = History(path, clock=self.script)
        connection = cast("Connection", ScriptedConnection(self.script))
        self.watermarks = WatermarkRound(connection, clock=self.script)
        self.recorder = PeakRecorder(self.history, cast("Monitor", self.script), self.watermarks)
        self.recorder.set_rules(AccountRules.of(rules))

    @property
    def peaks(self) -> AccountPeaks:
        assert self.recorder.peaks is not None
        return self.recorder.peaks["A"]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "history.sqlite3"


@asynccontextmanager
async def keeping(
    path: Path, *, rules: Iterable[AccountRule] = (), after: float = 0.0
) -> AsyncIterator[Keeping]:
    one = Keeping(path, rules)
    was_read = asyncio.Event()
    one.recorder.changed.subscribe(lambda _peaks: was_read.set())
    task = asyncio.create_task(one.recorder.run(after=after))
    try:
        await asyncio.sleep(0)
        if not after:
            async with asyncio.timeout(10):
                await was_read.wait()
        yield one
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        await one.history.aclose()


async def test_highs_are_kept_and_the_next_run_goes_on_from_them(path: Path) -> None:
    async with keeping(path) as first:
        for seconds, balance in enumerate((50_000.0, 51_000.0, 50_500.0)):
            first.script.show(worth(balance, seconds), seconds)
    async with keeping(path) as second:
        second.script.show(worth(50_200.0, 60), 60)
        assert second.peaks.highest.balance == 51_000.0
        assert second.peaks.highest.at == later(1).utc
        assert second.peaks.latest.balance == 50_200.0
        assert second.recorder.peaks is not None
        assert set(second.recorder.peaks) == {"A"}


async def test_peaks_are_unknown_until_those_of_earlier_runs_were_read(path: Path) -> None:
    async with keeping(path) as first:
        first.script.show(worth(51_000.0, 0), 0)
    async with keeping(path, after=60.0) as second:
        second.script.show(worth(50_000.0, 60), 60)
        assert second.recorder.peaks is None
    # It was closed before the file was first opened, and still neither run's peak is lost.
    async with keeping(path) as third:
        assert third.peaks.highest.balance == 51_000.0
        assert third.peaks.latest.balance == 50_000.0


async def test_a_watermark_that_comes_before_the_balance_counts_once_it_is_there(
    path: Path,
) -> None:
    async with keeping(path) as one:
        one.watermarks.answered.emit(found(52_000.0, 0))
        one.watermarks.answered.emit(found(None, 0, account="B"))
        assert not one.recorder.peaks
        one.script.show(worth(51_000.0, 1), 1)
        assert one.peaks.highest.balance == 52_000.0
        assert one.peaks.highest.source is PeakSource.CROSSTRADE


async def test_an_answer_that_says_nothing_new_of_the_balance_is_no_new_balance(path: Path) -> None:
    async with keeping(path) as one:
        one.script.show(worth(51_000.0, 1), 1)
        before = one.peaks
        one.script.show(worth(51_000.0, 1), 5)
        assert one.peaks is before
        one.script.show(worth(None, 6), 6)
        assert one.peaks is before


async def test_an_account_that_starts_over_forgets_its_peaks(path: Path) -> None:
    trailing = AccountRule("A", drawdown=DrawdownKind.TRAILING_INTRADAY, drawdown_amount=1.0)
    async with keeping(path, rules=[trailing]) as one:
        one.script.show(worth(55_000.0, 0), 0)
        one.recorder.set_rules(AccountRules.of([replace(trailing, peaks_since=later(10).utc)]))
        assert not one.recorder.peaks
        one.script.show(worth(50_000.0, 20), 20)
        assert one.peaks.highest.balance == 50_000.0
    async with keeping(path, rules=[replace(trailing, peaks_since=later(10).utc)]) as again:
        assert again.peaks.highest.balance == 50_000.0


async def test_a_file_that_cannot_be_read_leaves_what_this_run_saw(tmp_path: Path) -> None:
    in_the_way = tmp_path / "file"
    in_the_way.write_text("")
    async with keeping(in_the_way / "history.sqlite3") as one:
        one.script.show(worth(50_000.0, 0), 0)
        assert one.peaks == observe_balance(None, "A", 50_000.0, later(0).utc)
