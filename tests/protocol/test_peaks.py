"""Peaks from the simulated CrossTrade: its watermarks, what was seen, and what a kill leaves."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from contextlib import asynccontextmanager
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import TypeVar

import pytest

from ct_desktop.core.account_rules import AccountRule, AccountRules, DrawdownKind
from ct_desktop.core.peaks import AccountPeaks, PeakSource
from ct_desktop.core.rows import account_rows
from ct_desktop.history.peak_recorder import PeakRecorder
from ct_desktop.monitor.watermarks import WatermarkRound
from ct_desktop.services import Services
from support.demo_process import UNATTENDED, DemoProcess
from support.signed_in_services import signed_in_services, state_that, watched

MONITORED, UNMONITORED = "APEX1234", "Live-48120"
RULES = AccountRules.of(
    AccountRule(name, drawdown=DrawdownKind.TRAILING_INTRADAY, drawdown_amount=2500.0)
    for name in (MONITORED, UNMONITORED)
)
PATIENCE = 45.0

T = TypeVar("T")

DEMO_OPTIONS = UNATTENDED


@pytest.fixture(autouse=True)
def _as_it_was(demo: DemoProcess) -> Iterator[None]:
    yield
    demo.set_options(dialect="rest")
    demo.pause_market(paused=False)


@asynccontextmanager
async def keeping(services: Services) -> AsyncIterator[PeakRecorder]:
    """Peaks kept, and watermarks asked for at once."""
    watermarks = WatermarkRound(services.connection, clock=services.clock, look_interval=0.02)
    recorder = PeakRecorder(services.history, services.monitor, watermarks)
    recorder.set_rules(RULES)
    tasks = [asyncio.create_task(each.run()) for each in (recorder, watermarks)]
    try:
        yield recorder
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def peaks_that(
    recorder: PeakRecorder, hold: Callable[[Mapping[str, AccountPeaks]], object]
) -> Mapping[str, AccountPeaks]:
    found: asyncio.Future[Mapping[str, AccountPeaks]] = asyncio.get_running_loop().create_future()

    def look(peaks: Mapping[str, AccountPeaks]) -> None:
        if not found.done() and hold(peaks):
            found.set_result(dict(peaks))

    unsubscribe = recorder.changed.subscribe(look)
    try:
        look(recorder.peaks or {})
        async with asyncio.timeout(PATIENCE):
            return await found
    finally:
        unsubscribe()


@pytest.mark.parametrize("dialect", ["rest", "mcp"])
async def test_watermarks_name_the_peak_where_the_server_has_them(
    demo: DemoProcess, services: Services, dialect: str
) -> None:
    demo.set_options(dialect=dialect)
    demo.pause_market()  # no new high, which this app would see before it asks again

    def comes_from_crosstrade(peaks: Mapping[str, AccountPeaks]) -> bool:
        kept = peaks.get(MONITORED)
        return kept is not None and kept.highest.source is PeakSource.CROSSTRADE

    async with watched(services), keeping(services) as recorder:
        peaks = await peaks_that(recorder, comes_from_crosstrade)
        rows = {
            row.account.name: row
            for row in account_rows(
                services.monitor.state.snapshot, rules=RULES, peaks=recorder.peaks
            )
        }
    room = rows[MONITORED].room_to_drawdown
    assert room is not None
    assert room.source is PeakSource.CROSSTRADE
    assert room.threshold == pytest.approx(room.peak.balance - 2500.0 if room.peak else 0.0)
    assert peaks[MONITORED].highest.balance >= peaks[MONITORED].latest.balance


async def test_without_watermarks_the_app_s_own_figures_have_to_do(services: Services) -> None:
    async with watched(services), keeping(services) as recorder:
        peaks = await peaks_that(recorder, lambda peaks: UNMONITORED in peaks)
    assert peaks[UNMONITORED].highest.source is PeakSource.SEEN
    assert all(name not in peaks for name in ("Backtest", "Playback101"))


async def test_watermarks_come_while_the_add_on_is_offline_and_break_no_link(
    demo: DemoProcess, services: Services
) -> None:
    async with watched(services):
        await state_that(services, lambda state: MONITORED in state.snapshot.balances)
        demo.set_scenario("server-down")
        broken = await state_that(services, lambda state: state.chain.first_broken is not None)
        async with keeping(services) as recorder:
            await peaks_that(recorder, lambda peaks: MONITORED in peaks)
        still = services.monitor.state.chain.first_broken
    assert broken.chain.first_broken is not None
    assert still is not None
    assert still.name is broken.chain.first_broken.name


async def test_only_accounts_whose_limits_follow_highs_are_asked_about(
    demo: DemoProcess, services: Services
) -> None:
    before = demo.state()["tool_calls"].get("GetWatermarks", 0)
    async with watched(services), keeping(services) as recorder:
        recorder.set_rules(AccountRules.of([AccountRule("Sim101", daily_loss_limit=100.0)]))
        await peaks_that(recorder, lambda peaks: "Sim101" in peaks)
    assert demo.state()["tool_calls"].get("GetWatermarks", 0) == before


async def written(read: Callable[[], Awaitable[Mapping[str, T]]]) -> Mapping[str, T]:
    """What ``read`` gives once another task or process has written it; a file sends no signal."""
    async with asyncio.timeout(PATIENCE):
        while MONITORED not in (found := await read()):  # noqa: ASYNC110 - as said
            await asyncio.sleep(0.05)
    return found


async def test_a_kill_loses_neither_peaks_nor_equity(demo: DemoProcess) -> None:
    child = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "support.peaks_process",
        demo.server_url,
        env=os.environ | {"PYTHONPATH": str(Path(__file__).parents[1])},
    )
    async with signed_in_services(demo) as services:
        now = services.clock.now().utc
        equity = partial(
            services.history.accounts_lines,
            now - timedelta(hours=1),
            now + timedelta(hours=1),
            at_most=100,
        )
        try:
            before = await written(services.history.peaks)
            samples = await written(equity)
        finally:
            child.kill()
            await child.wait()
        after = await services.history.peaks()
        assert set(await equity()) >= set(samples)
        async with watched(services), keeping(services) as recorder:
            again = await peaks_that(recorder, lambda peaks: MONITORED in peaks)
    assert len(before) == 12
    for account, peaks in before.items():
        assert after[account].highest.balance >= peaks.highest.balance
        assert again[account].highest.balance >= after[account].highest.balance
        assert again[account].highest.at is not None


async def test_equity_is_kept_for_accounts_and_groups(
    demo: DemoProcess, services: Services
) -> None:
    async with watched(services):
        state = await state_that(services, lambda state: len(state.snapshot.balances) >= 12)
        keeping_equity = asyncio.create_task(services.equity.run())
        now = services.clock.now().utc
        since, until = now - timedelta(minutes=5), now + timedelta(minutes=5)
        kept = await written(partial(services.history.accounts_lines, since, until, at_most=100))
        keeping_equity.cancel()
        await asyncio.gather(keeping_equity, return_exceptions=True)
    assert len(kept) == 12
    for account, line in kept.items():
        (sample,) = line
        assert sample.balance == pytest.approx(
            state.snapshot.balances[account].value.net_liquidation, rel=0.05
        )
