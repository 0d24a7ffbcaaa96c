"""The lanes: what state each link was in, and from when to when."""

from dataclasses import replace
from pathlib import Path

import pytest

from ct_desktop.core.activity import ActivityKind
from ct_desktop.core.monitor_state import MonitorState
from ct_desktop.core.problems import ProblemKind
from ct_desktop.core.sign_in import SignInState
from support.connection_samples import (
    later,
    monitor_state,
    never_fetched,
    snapshot,
    trouble,
    without_sign_in,
)
from support.scripted_monitor import Script, everything, lane, recording


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "history.sqlite3"


def fine(seconds: float) -> MonitorState:
    return monitor_state(snapshot(now=later(seconds)), now=later(seconds))


def broken(seconds: float) -> MonitorState:
    now = later(seconds)
    found = trouble(ProblemKind.ADDON_OFFLINE, 0, now)
    return monitor_state(snapshot(now=now), troubles=found, now=now)


async def test_each_stretch_is_one_span_however_often_it_was_seen(path: Path) -> None:
    async with recording(path, fine(0)) as record:
        for seconds in (5, 10, 15):
            record.script.show(fine(seconds), seconds)
        for seconds in (20, 24):
            record.script.show(broken(seconds), seconds)
        for seconds in (28, 40):
            record.script.show(fine(seconds), seconds)
    day = await everything(path)
    assert lane(day, "addon") == [("ok", 0, 20), ("broken", 20, 28), ("ok", 28, 40)]
    assert lane(day, "nt8") == [("ok", 0, 20), ("unknown", 20, 28), ("ok", 28, 40)]
    assert lane(day, "network") == [("ok", 0, 40)]


async def test_the_lanes_can_be_read_up_to_now(path: Path) -> None:
    async with recording(path, fine(0)) as record:
        record.script.show(fine(5), 5)
        record.script.at = later(8)
        await record.until(lambda entry: entry.kind is ActivityKind.CONNECTED)
        await record.recorder.flush()
        spans = await record.history.spans(later(0).utc, later(60).utc)
        assert {span.ended for span in spans} == {later(8).utc}


async def test_while_the_app_slept_there_is_a_gap(path: Path) -> None:
    async with recording(path, fine(0)) as record:
        record.script.show(fine(10), 10)
        record.script.show(fine(8000), 8000)
        record.script.show(fine(8010), 8010)
    assert lane(await everything(path), "network") == [("ok", 0, 10), ("ok", 8000, 8010)]


async def test_between_two_runs_there_is_a_gap(path: Path) -> None:
    async with recording(path, fine(0)) as record:
        record.script.show(fine(10), 10)
    script = Script(fine(60))
    script.at = later(60)
    async with recording(path, script=script) as record:
        record.script.show(fine(70), 70)
    assert lane(await everything(path), "prices") == [("ok", 0, 10), ("ok", 60, 70)]


async def test_a_clock_that_was_set_back_breaks_the_lane_and_nothing_else(path: Path) -> None:
    async with recording(path, fine(0)) as record:
        record.script.show(fine(30), 30)
        record.script.at = replace(later(40), utc=later(-3600).utc)
        record.script.changed.emit(fine(40))
        record.script.at = replace(later(50), utc=later(-3590).utc)
        record.script.changed.emit(fine(50))
        record.script.state = fine(50)
    assert lane(await everything(path), "network") == [("ok", -3600, -3590), ("ok", 0, 30)]


async def test_old_news_is_no_state(path: Path) -> None:
    async with recording(path, fine(0)) as record:
        record.script.show(fine(10), 10)
        record.script.show(fine(10), 60)
        record.script.show(fine(10), 70)
    assert lane(await everything(path), "network") == [("ok", 0, 60), ("unknown", 60, 70)]


async def test_nobody_signed_in_is_no_broken_lane(path: Path) -> None:
    async with recording(path, without_sign_in(SignInState.SIGNED_OUT, None)) as record:
        record.script.show(without_sign_in(SignInState.SIGNED_OUT, None), 10)
    assert lane(await everything(path), "sign_in") == [("unknown", 0, 10)]


async def test_nothing_known_yet_is_a_stretch_of_its_own(path: Path) -> None:
    async with recording(path, never_fetched()) as record:
        record.script.show(fine(3), 3)
        record.script.show(fine(9), 9)
    assert lane(await everything(path), "brokers") == [("unknown", 0, 3), ("ok", 3, 9)]
