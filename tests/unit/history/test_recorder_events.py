"""Sign-ins, checks, positions and the app's own life, from scripted changes."""

import asyncio
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from ct_desktop.core import wording_activity as words
from ct_desktop.core.accounts import Account
from ct_desktop.core.activity import ActivityEntry, ActivityKind
from ct_desktop.core.capabilities import SelfTest
from ct_desktop.core.links import LinkState
from ct_desktop.core.moment import Dated
from ct_desktop.core.monitor_state import MonitorState
from ct_desktop.core.positions import MarketPosition, Position
from ct_desktop.core.problems import ProblemKind
from ct_desktop.core.scopes import Scope
from ct_desktop.core.sign_in import RevocationOutcome, SignIn, SignInState
from ct_desktop.core.snapshot import Snapshot
from ct_desktop.core.wording import problem
from ct_desktop.core.wording_scope import scope_change_stopped
from ct_desktop.history import sign_in_entries
from ct_desktop.history.position_watch import TOLD_SINGLY
from support.connection_samples import (
    NOW,
    SIGNED_IN,
    healthy,
    later,
    monitor_state,
    never_fetched,
    snapshot,
    trouble,
)
from support.scripted_monitor import Recording, everything, of_kind, recording

LONG, SHORT, FLAT = MarketPosition.LONG, MarketPosition.SHORT, MarketPosition.FLAT
SIGNED_OUT = SignIn(SignInState.SIGNED_OUT)
APP = (ActivityKind.APP_STARTED, ActivityKind.APP_QUIT)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "history.sqlite3"


async def told(path: Path) -> list[tuple[ActivityKind, str, str]]:
    """All entries but those of the app itself and the first fine chain, oldest first."""
    kinds = [kind for kind in ActivityKind if kind not in (*APP, ActivityKind.CONNECTED)]
    found = of_kind(await everything(path), *kinds)
    return [(entry.kind, entry.title, entry.detail) for entry in found]


def trouble_of(record: Recording) -> str | None:
    return record.history.trouble


def clock(instant: datetime) -> str:
    return f"{instant.astimezone():%H:%M}"


# The app


async def test_the_apps_own_life_is_told(path: Path) -> None:
    for _ in range(2):
        async with recording(path, never_fetched()) as record:
            record.script.at = later(10)
    found = of_kind(await everything(path), *APP)
    started, quit_ = words.APP_STARTED, words.APP_QUIT
    assert sorted(entry.title for entry in found) == [quit_, quit_, started, started]
    assert not any(words.NOT_CLOSED_BEFORE in entry.detail for entry in found)


async def test_a_run_that_was_not_closed_is_told_at_the_next_start(path: Path) -> None:
    async with recording(path, never_fetched()), recording(path, never_fetched()) as second:
        (started, *_) = second.told
    assert words.NOT_CLOSED_BEFORE in started.detail


async def test_nothing_is_opened_before_its_time_and_nothing_is_lost_by_that(path: Path) -> None:
    async with recording(path, healthy(), after=3600) as record:
        await record.recorder.flush()
        assert record.told == []
        assert not await asyncio.to_thread(path.exists)
    found = [entry.kind for entry in reversed((await everything(path)).entries)]
    assert found == [ActivityKind.APP_STARTED, ActivityKind.CONNECTED, ActivityKind.APP_QUIT]


async def test_a_history_that_cannot_be_written_holds_up_nothing_and_goes_on_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ct_desktop.history.recorder.WRITE_INTERVAL", 0.01)
    folder = tmp_path / "profile"
    folder.write_text("a file where a folder should be")
    async with recording(folder / "history.sqlite3", healthy(), works=False) as record:
        record.script.sign_in(replace(SIGNED_IN, signed_in_since=later(5).utc), 5)
        async with asyncio.timeout(10):
            while not trouble_of(record):  # noqa: ASYNC110 - an attribute tells nobody
                await asyncio.sleep(0.01)
        assert record.told == []
        folder.unlink()
        await record.until(lambda entry: entry.kind is ActivityKind.SIGNED_IN)
        assert trouble_of(record) is None
    found = [
        entry.kind for entry in reversed((await everything(folder / "history.sqlite3")).entries)
    ]
    assert found == [
        ActivityKind.APP_STARTED,
        ActivityKind.CONNECTED,
        ActivityKind.SIGNED_IN,
        ActivityKind.APP_QUIT,
    ]


async def test_a_mistake_in_writing_costs_what_was_written_and_not_the_app(
    path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    def entry(title: str, at: datetime) -> ActivityEntry:
        return ActivityEntry(0, ActivityKind.SELF_TEST, at, title, "")

    async with recording(path, never_fetched()) as record:
        without_zone = datetime(2026, 11, 20)  # noqa: DTZ001 - the fault itself
        record.recorder.record(entry("without a zone", without_zone))
        async with asyncio.timeout(10):
            while "lost" not in caplog.text:  # noqa: ASYNC110 - the log tells nobody
                await asyncio.sleep(0.01)
        record.recorder.record(entry("good", NOW.utc))
    assert [title for _, title, _ in await told(path)] == ["good"]


# The sign-in


async def test_a_sign_in_that_was_there_before_is_no_event(path: Path) -> None:
    async with recording(path, never_fetched()) as record:
        locked = SignIn(SignInState.KEYCHAIN_TROUBLE, problem=problem(ProblemKind.KEYCHAIN_LOCKED))
        record.script.sign_in(SignIn(SignInState.UNREAD), 1)
        record.script.sign_in(locked, 2)
        record.script.sign_in(SIGNED_IN, 3)
        record.script.sign_in(replace(SIGNED_IN, offline=True), 4)
        record.script.sign_in(SIGNED_IN, 5)
    assert await told(path) == []


async def test_sign_ins_renewals_scope_changes_and_ends_are_told(path: Path) -> None:
    anew = replace(SIGNED_IN, signed_in_since=later(10).utc, renewed_at=None)
    renewed = replace(anew, renewed_at=later(20).utc, renews_at=later(2000).utc)
    trade = replace(anew, scope=Scope.TRADE, signed_in_since=later(40).utc, client_id_tail="9c1d")
    ended = SignIn(SignInState.ENDED, problem=problem(ProblemKind.TOKEN_REJECTED))
    async with recording(path, never_fetched()) as record:
        for seconds, sign_in in enumerate(
            (SIGNED_OUT, anew, anew, renewed, SIGNED_OUT, trade, ended)
        ):
            record.script.sign_in(sign_in, 10 + seconds * 10)
    assert await told(path) == [
        (ActivityKind.SIGNED_OUT, "Signed out", "Read-only, client ••••7f3a"),
        (ActivityKind.SIGNED_IN, "Signed in", "Read-only, client ••••7f3a"),
        (
            ActivityKind.SIGN_IN_RENEWED,
            "Sign-in renewed",
            f"Read-only, renews next at {clock(later(2000).utc)}",
        ),
        (ActivityKind.SIGNED_OUT, "Signed out", "Read-only, client ••••7f3a"),
        (
            ActivityKind.SCOPE_CHANGED,
            "Scope changed to Trade scope",
            "Before: Read-only; client ••••9c1d",
        ),
        (
            ActivityKind.SIGN_IN_ENDED,
            "Sign-in ended",
            "CrossTrade revoked the sign-in; trade scope, client ••••9c1d",
        ),
    ]


async def test_a_scope_change_is_one_event_told_at_its_end(path: Path) -> None:
    changing = replace(SIGNED_IN, state=SignInState.CHANGING_SCOPE)
    between = SignIn(SignInState.CHANGING_SCOPE)
    trade = replace(SIGNED_IN, scope=Scope.TRADE, signed_in_since=later(30).utc)
    stopped = SignIn(SignInState.ENDED, problem=scope_change_stopped())
    states = (SIGNED_IN, changing, between, trade, changing, trade, changing, between, stopped)
    async with recording(path, never_fetched()) as record:
        for number, sign_in in enumerate(states):
            record.script.sign_in(sign_in, number * 10)
    assert await told(path) == [
        (
            ActivityKind.SCOPE_CHANGED,
            "Scope changed to Trade scope",
            "Before: Read-only; client ••••7f3a",
        ),
        (ActivityKind.SCOPE_CHANGE_FAILED, "Scope not changed", "Still Trade scope"),
        (ActivityKind.SCOPE_CHANGE_FAILED, "Scope not changed", "Nobody is signed in"),
    ]


async def test_what_only_others_can_know_is_recorded_as_they_say(path: Path) -> None:
    denied = problem(ProblemKind.AUTHORIZATION_DENIED)
    async with recording(path, never_fetched()) as record:
        for entry in (
            sign_in_entries.sign_in_failed(denied, later(1).utc),
            sign_in_entries.scope_change_failed(SIGNED_IN, later(2).utc, denied),
            sign_in_entries.scope_change_failed(SIGNED_OUT, later(3).utc),
            sign_in_entries.signed_out(SIGNED_IN, later(4).utc, RevocationOutcome.REVOKED),
        ):
            record.recorder.record(entry)
    assert [(title, detail) for _, title, detail in await told(path)] == [
        ("Sign-in failed", "You chose Deny"),
        ("Scope not changed", "You chose Deny; still Read-only"),
        ("Scope not changed", "Nobody is signed in"),
        ("Signed out", "CrossTrade has revoked this computer’s access"),
    ]


# Checks


async def test_the_first_fine_chain_of_a_session_is_told_once(path: Path) -> None:
    async with recording(path, never_fetched()) as record:
        for seconds in (2, 5, 8):
            record.script.show(monitor_state(now=later(seconds)), seconds)
    (entry,) = of_kind(await everything(path), ActivityKind.CONNECTED)
    assert entry.at == later(2).utc
    assert entry.detail == (
        "All 8 links fine; NinjaTrader, Rithmic Apex, Tradovate and 1 more connected"
    )


async def test_the_traders_own_check_is_told_and_no_other(path: Path) -> None:
    def tested(seconds: float, result: SelfTest, *, checking: bool = False) -> MonitorState:
        figures = replace(snapshot(now=later(seconds)), self_test=Dated(result, later(seconds)))
        return replace(monitor_state(figures, now=later(seconds)), checking=checking)

    fine = SelfTest("ok", tuple((f"part {number}", "ok") for number in range(6)))
    limited = SelfTest("ok", (("orders", "ok"), ("backtest", "unavailable")))
    async with recording(path, healthy()) as record:
        record.script.show(tested(5, fine), 5)
        record.recorder.note_check()
        record.script.show(tested(6, fine, checking=True), 6)
        record.script.show(tested(7, fine), 7)
        record.script.show(tested(9, limited), 9)
        record.recorder.note_check()
        record.script.show(tested(12, limited), 12)
        record.recorder.note_check()
        record.script.show(tested(90, fine), 90)
    kinds = (ActivityKind.SELF_TEST,)
    found = of_kind(await everything(path), *kinds)
    assert [(entry.title, entry.detail) for entry in found] == [
        ("Self-test passed", "Transport ok, 6 of 6 categories ok, add-on v1.13.9, NT8 8.1.8.1"),
        (
            "Self-test found something",
            "Transport ok, backtest not available, add-on v1.13.9, NT8 8.1.8.1",
        ),
    ]
    assert [entry.state for entry in found] == [LinkState.OK, LinkState.WARNING]


# Positions


def held(
    account: str = "APEX1236", way: MarketPosition = LONG, quantity: float = 3, **more: float
) -> Position:
    return Position(account, "MNQ 12-26", way, quantity, **more)


def reading(seconds: float, *positions: Position) -> MonitorState:
    accounts = (
        Account("APEX1236", "Müllers Konto 東京", connection_name="Rithmic Apex"),
        Account("Backtest", "Backtest"),
    )
    figures = Snapshot(
        accounts=Dated(accounts, later(seconds)), positions=Dated(positions, later(seconds))
    )
    return MonitorState(figures, never_fetched().chain, SIGNED_IN)


Change = tuple[ActivityKind, str, str]


@pytest.mark.parametrize(
    ("before", "after", "change"),
    [
        (
            [],
            [held(average_price=26101.75)],
            (
                ActivityKind.POSITION_OPENED,
                "Müllers Konto 東京 opened long 3 MNQ 12-26 at 26,101.75",
                "Through Rithmic Apex",
            ),
        ),
        (
            [held()],
            [held(quantity=5, average_price=26101.75)],
            (
                ActivityKind.POSITION_CHANGED,
                "Müllers Konto 東京 bought 2 MNQ 12-26",
                "Now long 5 at 26,101.75",
            ),
        ),
        (
            [held()],
            [held(way=SHORT, quantity=1)],
            (ActivityKind.POSITION_CHANGED, "Müllers Konto 東京 sold 4 MNQ 12-26", "Now short 1"),
        ),
        (
            [held(way=SHORT, quantity=2.5, market_price=61.31, unrealized_pnl=-1304.6)],
            [],
            (
                ActivityKind.POSITION_CLOSED,
                "Müllers Konto 東京 closed short 2.5 MNQ 12-26",
                "Last price seen 61.31, open P/L then −1,304.60",
            ),
        ),
        (
            [held(account="Gone-1")],
            [held(account="Gone-1", way=FLAT, quantity=0)],
            (ActivityKind.POSITION_CLOSED, "Gone-1 closed long 3 MNQ 12-26", ""),
        ),
    ],
)
async def test_a_change_of_a_position_is_told(
    path: Path, before: list[Position], after: list[Position], change: Change
) -> None:
    async with recording(path, reading(0, *before)) as record:
        record.script.show(reading(5, *after), 5)
        record.script.show(reading(10, *after), 10)
    assert await told(path) == [change]


async def test_the_first_reading_and_moving_prices_tell_nothing(path: Path) -> None:
    async with recording(path, never_fetched()) as record:
        record.script.show(reading(5, held(), held("Backtest")), 5)
        record.script.show(reading(10, held(market_price=3.0), held("Backtest", quantity=9)), 10)
        record.script.show(never_fetched(), 11)
        record.script.show(reading(15), 15)
    assert await told(path) == []


async def test_what_changed_in_a_gap_happened_while_away(path: Path) -> None:
    async with recording(path, reading(0, held())) as record:
        record.script.show(reading(112, held(quantity=4)), 112)
    ((_, _, detail),) = await told(path)
    times = [f"{instant.astimezone():%H:%M:%S}" for instant in (NOW.utc, later(112).utc)]
    assert detail == f"While away, between {times[0]} and {times[1]}; now long 4"


async def test_the_recovery_says_how_much_changed_meanwhile(path: Path) -> None:
    def figures(seconds: float, *positions: Position) -> Snapshot:
        return replace(snapshot(now=later(seconds)), positions=Dated(positions, later(seconds)))

    async with recording(path, monitor_state(figures(0, held()))) as record:
        down = trouble(ProblemKind.ADDON_OFFLINE, 0, later(5))
        record.script.show(monitor_state(figures(0, held()), troubles=down, now=later(5)), 5)
        record.script.show(monitor_state(figures(9), now=later(9)), 9)
        record.script.show(monitor_state(figures(40), now=later(40)), 40)
    day = await everything(path)
    (recovery,) = of_kind(day, ActivityKind.RECOVERY)
    assert recovery.detail.endswith("; 1 position changed while it was away")
    (closed,) = of_kind(day, ActivityKind.POSITION_CLOSED)
    assert closed.detail.startswith("While away, between ")


async def test_many_changes_at_once_are_counted_in_one_entry(path: Path) -> None:
    many = [held(f"A{number}") for number in range(TOLD_SINGLY + 10)]
    async with recording(path, reading(0)) as record:
        record.script.show(reading(5, *many), 5)
    assert await told(path) == [
        (ActivityKind.POSITION_CHANGED, "50 positions changed at once", "50 opened")
    ]
