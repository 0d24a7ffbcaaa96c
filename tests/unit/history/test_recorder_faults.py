"""Faults and recoveries, from scripted states of the monitor."""

from dataclasses import replace
from pathlib import Path

import pytest

from ct_desktop.core import wording_activity as words
from ct_desktop.core.activity import ActivityEntry, ActivityKind
from ct_desktop.core.links import LinkName, LinkState
from ct_desktop.core.moment import Dated
from ct_desktop.core.monitor_state import MonitorState
from ct_desktop.core.positions import MarketPosition, Position
from ct_desktop.core.problems import ProblemKind
from ct_desktop.core.sign_in import SignInState
from ct_desktop.core.snapshot import Snapshot
from support.connection_samples import (
    CONNECTED,
    LOST,
    NOW,
    SIGNED_IN,
    later,
    monitor_state,
    snapshot,
    trouble,
    with_feeds,
    without_sign_in,
)
from support.scripted_monitor import Script, everything, of_kind, recording

FAULT, RECOVERY = ActivityKind.FAULT, ActivityKind.RECOVERY


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "history.sqlite3"


def fine(seconds: float, figures: Snapshot | None = None) -> MonitorState:
    now = later(seconds)
    return monitor_state(figures or snapshot(now=now), now=now)


def broken(
    kind: ProblemKind, seconds: float, *, read_at: float = 0, next_check_in: float | None = 4
) -> MonitorState:
    """A state with a problem found at ``seconds``, the figures being those of ``read_at``."""
    now = later(seconds)
    return monitor_state(
        snapshot(now=later(read_at)),
        troubles=trouble(kind, 0, now),
        next_check_in=next_check_in,
        now=now,
    )


def with_prices(figures: Snapshot) -> Snapshot:
    held = [
        Position("Tradovate-0", instrument, MarketPosition.LONG, 1)
        for instrument in ("CL 01-27", "MGC 02-27")
    ]
    return replace(figures, positions=Dated(tuple(held), later(-2)))


async def faults(path: Path) -> list[ActivityEntry]:
    return of_kind(await everything(path), FAULT)


async def test_a_fault_is_one_entry_with_cause_length_and_story(path: Path) -> None:
    async with recording(path, fine(0)) as record:
        for seconds in (10, 14, 18):
            record.script.show(broken(ProblemKind.ADDON_OFFLINE, seconds), seconds)
        opened = await record.until(lambda entry: entry.kind is FAULT)
        assert opened.is_open
        record.script.show(replace(fine(122), checking=True), 122)
        record.script.show(replace(fine(156), checking=True), 156)
        record.script.show(fine(156), 156)
    day = await everything(path)
    (fault,) = of_kind(day, FAULT)
    assert fault.id == opened.id
    assert (fault.link, fault.state) == (LinkName.ADDON, LinkState.BROKEN)
    assert fault.problem_kind == ProblemKind.ADDON_OFFLINE
    assert fault.title == "Add-on offline"
    assert fault.detail == "NinjaTrader 8 or its CrossTrade add-on is not answering"
    assert fault.cause == "NinjaTrader 8 closed, or the add-on lost its link"
    assert fault.at == later(10).utc
    assert fault.duration is not None
    assert fault.duration.total_seconds() == 110
    assert fault.ended_by == "the add-on itself, no action here"
    assert [(step.state.value, step.title) for step in fault.steps] == [
        ("ok", "Last good answer"),
        ("broken", "No answer from the add-on"),
        ("unknown", "Reading paused"),
        ("broken", "Asked again, 2 times"),
        ("ok", "Add-on answered"),
    ]
    assert fault.steps[0].evidence == "v1.13.9, HTTP 200 in 212 ms"
    assert fault.steps[2].evidence.startswith("Numbers kept and marked as of ")
    (recovery,) = of_kind(day, RECOVERY)
    assert recovery.title == "Add-on back after 1 min 50 s"
    assert recovery.detail == "All 12 accounts read again in 6 s; nothing changed while it was away"
    assert recovery.at == fault.ended_at


async def test_the_same_problem_goes_on_also_where_it_could_not_be_seen_for_a_while(
    path: Path,
) -> None:
    async with recording(path, fine(0)) as record:
        record.script.show(broken(ProblemKind.ADDON_OFFLINE, 10), 10)
        record.script.show(broken(ProblemKind.NAME_NOT_RESOLVED, 20), 20)
        record.script.show(broken(ProblemKind.ADDON_OFFLINE, 30), 30)
        record.script.show(fine(42), 42)
    addon, network = await faults(path)
    assert (addon.link, addon.at, addon.ended_at) == (
        LinkName.ADDON,
        later(10).utc,
        later(40).utc,
    )
    assert (network.link, network.at) == (LinkName.NETWORK, later(20).utc)
    assert network.ended_by == "the network itself, no action here"


async def test_another_problem_of_the_same_link_takes_over(path: Path) -> None:
    async with recording(path, fine(0)) as record:
        record.script.show(broken(ProblemKind.NAME_NOT_RESOLVED, 10), 10)
        record.script.show(broken(ProblemKind.CANNOT_CONNECT, 20), 20)
        record.script.show(fine(32), 32)
    first, second = await faults(path)
    assert first.ended_at == second.at == later(20).utc
    assert first.ended_by == "it became “CrossTrade cannot be reached”"
    assert len(of_kind(await everything(path), RECOVERY)) == 1


async def test_a_warning_names_the_connection_and_what_hangs_on_it(path: Path) -> None:
    lost = with_prices(snapshot(with_feeds("Tradovate", CONNECTED, LOST)))
    async with recording(path, fine(0, with_prices(snapshot()))) as record:
        record.script.show(monitor_state(lost, now=later(5)), 5)
        record.script.show(fine(79, with_prices(snapshot(now=later(79)))), 79)
    day = await everything(path)
    (fault,) = of_kind(day, FAULT)
    assert fault.title == "Tradovate lost its price feed"
    assert fault.detail == "Orders stay connected; no new prices for CL 01-27 and MGC 02-27"
    assert fault.state is LinkState.WARNING
    assert [step.title for step in fault.steps] == [
        "Last found fine",
        "A price feed is down",
        "Brokers fine again",
    ]
    (recovery,) = of_kind(day, RECOVERY)
    assert recovery.title.startswith("Brokers fine again after 1 min ")


async def test_a_long_fault_keeps_a_bounded_story(path: Path) -> None:
    async with recording(path, fine(0)) as record:
        for number in range(200):
            kind = ProblemKind.ADDON_OFFLINE
            state = broken(kind, 10 + 4 * number)
            finding = trouble(kind, 0, later(10 + 4 * number))[LinkName.ADDON]
            other = {LinkName.ADDON: replace(finding, evidence=f"HTTP 408, answer {number}")}
            record.script.show(
                monitor_state(state.snapshot, troubles=other, now=later(10 + 4 * number)),
                10 + 4 * number,
            )
    (fault,) = await faults(path)
    assert len(fault.steps) == 20
    assert [step.title for step in fault.steps[:3]] == [
        "Last good answer",
        "No answer from the add-on",
        "Reading paused",
    ]
    assert "answer 199" in fault.steps[-1].evidence


async def test_probes_that_differ_in_their_timing_alone_are_counted(path: Path) -> None:
    async with recording(path, fine(0)) as record:
        for number in range(10):
            now = later(10 + 4 * number)
            finding = trouble(ProblemKind.ADDON_OFFLINE, 0, now)[LinkName.ADDON]
            timed = {LinkName.ADDON: replace(finding, evidence=f"HTTP 408 in {number + 11} ms")}
            record.script.show(monitor_state(troubles=timed, now=now), 10 + 4 * number)
    (fault,) = await faults(path)
    assert fault.steps[-1].title == "Asked again, 9 times"
    assert fault.steps[-1].at == later(46).utc


@pytest.mark.parametrize("state", [SignInState.SIGNED_OUT, SignInState.UNREAD])
async def test_not_being_signed_in_is_no_fault(path: Path, state: SignInState) -> None:
    async with recording(path, without_sign_in(state, None)) as record:
        record.script.show(without_sign_in(state, ProblemKind.NOT_SIGNED_IN), 5)
    assert await faults(path) == []


async def test_signing_out_ends_the_faults_without_a_recovery(path: Path) -> None:
    async with recording(path, fine(0)) as record:
        record.script.show(broken(ProblemKind.ADDON_OFFLINE, 10), 10)
        record.script.show(without_sign_in(SignInState.SIGNED_OUT, None), 20)
    day = await everything(path)
    (fault,) = of_kind(day, FAULT)
    assert fault.ended_at == later(20).utc
    assert fault.ended_by == words.SIGNED_OUT_MEANWHILE
    assert of_kind(day, RECOVERY) == []


async def test_a_sign_in_that_ended_is_ended_by_the_traders_new_one(path: Path) -> None:
    async with recording(path, fine(0)) as record:
        ended = without_sign_in(SignInState.ENDED, ProblemKind.TOKEN_REJECTED)
        record.script.show(ended, 10)
        anew = replace(SIGNED_IN, signed_in_since=later(60).utc)
        record.script.show(monitor_state(sign_in=anew, now=later(62)), 62)
    (fault,) = await faults(path)
    assert fault.link is LinkName.SIGN_IN
    assert fault.ended_by == words.YOUR_SIGN_IN


async def test_a_fault_that_is_open_when_the_app_ends_is_closed_by_the_next_start(
    path: Path,
) -> None:
    async with recording(path, fine(0)) as record:
        record.script.show(broken(ProblemKind.ADDON_OFFLINE, 10), 10)
        record.script.show(broken(ProblemKind.ADDON_OFFLINE, 55), 55)
    (left,) = await faults(path)
    assert left.is_open
    script = Script(broken(ProblemKind.ADDON_OFFLINE, 3600))
    script.at = later(3600)
    async with recording(path, script=script) as record:
        ended = await record.until(lambda entry: entry.kind is FAULT)
        assert ended.id == left.id
    before, still = await faults(path)
    assert before.ended_at == later(55).utc, "up to then it is known to have lasted"
    assert before.ended_by == words.APP_WAS_CLOSED
    assert still.is_open
    assert still.at == later(3600).utc


async def test_a_fault_that_was_there_at_the_start_has_no_good_answer_before(path: Path) -> None:
    async with recording(path, broken(ProblemKind.SERVER_ERROR, 0)):
        pass
    (fault,) = await faults(path)
    assert fault.steps[0].title == "CrossTrade answered with an error"
    assert fault.at == NOW.utc
