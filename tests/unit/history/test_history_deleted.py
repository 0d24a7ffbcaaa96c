"""Deleting the history: what goes, what stays, and how recording goes on after it."""

import asyncio
import signal
import sqlite3
import subprocess
import sys
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from ct_desktop.core.activity import ActivityEntry, ActivityKind, LinkSpan
from ct_desktop.core.equity import EquitySample
from ct_desktop.core.links import LinkName, LinkState
from ct_desktop.core.monitor_state import MonitorState
from ct_desktop.core.peaks import observe_balance
from ct_desktop.core.problems import ProblemKind
from ct_desktop.history import History, HistoryError
from ct_desktop.history.schema import VERSION
from support import history_process
from support.child_process import stop_process
from support.connection_samples import NOW, later, monitor_state, never_fetched, snapshot, trouble
from support.scripted_monitor import Script, everything, lane, of_kind, recording

FAULT, RECOVERY = ActivityKind.FAULT, ActivityKind.RECOVERY
STARTED, QUIT = ActivityKind.APP_STARTED, ActivityKind.APP_QUIT
DAY = timedelta(days=1)
SINCE, UNTIL = NOW.utc - DAY, NOW.utc + DAY


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "history.sqlite3"


@pytest.fixture
async def history(path: Path) -> AsyncIterator[History]:
    history = History(path, clock=Script(never_fetched()))
    yield history
    await history.aclose()


def entry(kind: ActivityKind = ActivityKind.SIGNED_IN, seconds: float = 0) -> ActivityEntry:
    return ActivityEntry(0, kind, later(seconds).utc, kind.value, "x" * 500)


async def kinds(history: History) -> list[ActivityKind]:
    return [each.kind for each in await history.entries(SINCE, UNTIL)]


async def test_what_happened_goes_and_the_peaks_stay(history: History) -> None:
    peaks = observe_balance(None, "APEX1234", 52_000.25, NOW.utc)
    await history.save(
        [entry(), replace(entry(FAULT), ended_at=later(9).utc)],
        [LinkSpan(LinkName.ADDON, LinkState.OK, NOW.utc, later(60).utc)],
    )
    await history.save_equity({"APEX1234": EquitySample(NOW.utc, 52_000.25)})
    await history.save_peaks([peaks])
    told: list[None] = []
    history.deleted.subscribe(told.append)

    await history.delete()

    assert await history.entries(SINCE, UNTIL) == ()
    assert await history.spans(SINCE, UNTIL) == ()
    assert await history.equity(SINCE, UNTIL, "APEX1234") == ()
    assert await history.peaks() == {"APEX1234": peaks}
    assert len(told) == 1


async def test_the_file_gets_smaller_and_nothing_of_it_can_be_found_there(
    path: Path, history: History
) -> None:
    await history.save([replace(entry(), title="Zanzibar " + "y" * 2000) for _ in range(500)])
    before = await history.size()
    await history.delete()
    assert before > 1_000_000
    assert await history.size() < 200_000
    files = list(path.parent.glob("history.sqlite3*"))
    assert sum(file.stat().st_size for file in files) == await history.size()
    assert not any(b"Zanzibar" in file.read_bytes() for file in files)


async def test_what_is_going_on_stays(history: History) -> None:
    runs = (entry(STARTED, 0), entry(QUIT, 10), entry(STARTED, 20), entry(FAULT, 30))
    await history.save([*runs, entry(seconds=40)])
    await history.delete()
    assert await kinds(history) == [FAULT, STARTED]
    assert not await history.was_closed()
    (started,) = [one for one in await history.entries(SINCE, UNTIL) if one.kind is STARTED]
    assert started.at == later(20).utc


async def test_a_run_that_was_closed_leaves_nothing(history: History) -> None:
    await history.save([entry(STARTED, 0), entry(QUIT, 10)])
    await history.delete()
    assert await kinds(history) == []
    assert await history.was_closed()


async def test_damaged_files_that_were_set_aside_go_too(path: Path, history: History) -> None:
    await asyncio.to_thread(path.write_bytes, b"not a database " * 90)
    await history.record(entry())
    assert len(list(path.parent.glob("history.broken-*"))) == 1
    assert history.notice is not None
    assert await history.size() > 90 * 15
    await history.delete()
    assert not list(path.parent.glob("history.broken-*"))
    assert history.notice is None


async def test_a_history_that_never_began_has_no_size_and_can_be_deleted(
    path: Path, history: History
) -> None:
    assert await history.size() == 0
    assert list(path.parent.iterdir()) == []
    await history.delete()
    assert await kinds(history) == []


async def test_a_later_versions_file_is_not_deleted_from(path: Path, history: History) -> None:
    await history.record(entry())
    await history.aclose()
    await asyncio.to_thread(_make_newer, path)
    content = await asyncio.to_thread(path.read_bytes)
    with pytest.raises(HistoryError, match="a later version"):
        await history.delete()
    assert await asyncio.to_thread(path.read_bytes) == content


def _make_newer(path: Path) -> None:
    with sqlite3.connect(path) as file:
        file.execute(f"PRAGMA user_version = {VERSION + 1}")
    file.close()


# While a recorder is at work


async def test_a_fault_that_is_open_goes_on_as_the_same_entry(path: Path) -> None:
    async with recording(path, monitor_state(snapshot())) as record:
        record.script.show(_broken(10), 10)
        opened = await record.until(lambda one: one.kind is FAULT)
        record.recorder.record(entry(seconds=11))
        await record.until(lambda one: one.kind is ActivityKind.SIGNED_IN)
        record.script.at = later(15)
        await record.recorder.delete_history()
        record.script.show(_broken(20), 20)
        record.script.show(_fine(42), 42)
        # Entries that come now have numbers of their own, none that the fault still uses.
        record.recorder.record(entry(ActivityKind.SIGNED_OUT, 42))
    day = await everything(path)
    (fault,) = of_kind(day, FAULT)
    assert (fault.id, fault.at, fault.ended_at) == (opened.id, later(10).utc, later(40).utc)
    told = [each.kind for each in reversed(day.entries)]
    assert told == [STARTED, FAULT, RECOVERY, ActivityKind.SIGNED_OUT, QUIT]


async def test_the_lanes_begin_anew(path: Path) -> None:
    async with recording(path, _fine(0)) as record:
        record.script.show(_fine(30), 30)
        await record.recorder.flush()
        await record.recorder.delete_history()
        record.script.show(_fine(50), 50)
    assert lane(await everything(path), "network") == [("ok", 30, 50)]


async def test_a_recovery_that_still_waited_for_its_words_does_not_come_back(path: Path) -> None:
    async with recording(path, _fine(0)) as record:
        record.script.show(_broken(10), 10)
        record.script.show(replace(_fine(20), checking=True), 20)
        await record.until(lambda one: one.kind is RECOVERY)
        await record.recorder.delete_history()
        record.script.show(_fine(24), 24)
    assert of_kind(await everything(path), FAULT, RECOVERY) == []


async def test_what_waited_for_a_disk_goes_with_the_rest(path: Path) -> None:
    await asyncio.to_thread(path.mkdir)
    async with recording(path, _fine(0), works=False) as record:
        record.recorder.record(entry(seconds=5))
        record.script.show(_broken(10), 10)
        await record.recorder.flush()
        with pytest.raises(HistoryError, match="cannot be written"):
            await record.recorder.delete_history()
        await asyncio.to_thread(path.rmdir)
        await record.recorder.delete_history()
        await record.recorder.flush()
    day = await everything(path)
    assert [one.kind for one in reversed(day.entries)] == [STARTED, FAULT, QUIT]


def _broken(seconds: float) -> MonitorState:
    now = later(seconds)
    troubles = trouble(ProblemKind.ADDON_OFFLINE, 0, now)
    return monitor_state(snapshot(now=later(0)), troubles=troubles, next_check_in=4, now=now)


def _fine(seconds: float) -> MonitorState:
    now = later(seconds)
    return monitor_state(snapshot(now=now), now=now)


# While its process is killed


@pytest.mark.parametrize("lines", range(1, 7))
def test_a_kill_in_the_middle_leaves_a_sound_file(path: Path, lines: int) -> None:
    """After an odd number of lines a deletion has just begun, after an even one it is done."""
    program = [sys.executable, str(history_process.__file__), "deleting", str(path)]
    process = subprocess.Popen(program, stdout=subprocess.PIPE)
    assert process.stdout is not None
    try:
        for _ in range(lines):
            number = int(process.stdout.readline())
        process.send_signal(signal.SIGKILL)
        process.wait(10)
    finally:
        stop_process(process)
        process.stdout.close()
    asyncio.run(_look_after_a_kill(path, number))


async def _look_after_a_kill(path: Path, number: int) -> None:
    now = datetime.now(UTC)
    history = History(path, clock=Script(never_fetched()))
    try:
        found = await history.entries(now - DAY, now + DAY)
        # All that was filled in, or nothing of it; the open fault in any case.
        assert len([one for one in found if one.ended_at is not None]) in (0, 200)
        assert [one.id for one in found if one.is_open] == [number]
        assert set(await history.peaks()) == {"Sim101"}
        await history.delete()
        assert history.notice is None
        assert await history.size() < 200_000
        assert await history.record(entry()) is not None
    finally:
        await history.aclose()
