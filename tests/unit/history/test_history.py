"""The history's file: what goes in comes out, over restarts, in bounds, and by the day."""

import asyncio
import os
import stat
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from ct_desktop.core.activity import ActivityEntry, ActivityKind, ActivityStep, LinkSpan
from ct_desktop.core.links import LinkName, LinkState
from ct_desktop.core.moment import Moment
from ct_desktop.history import History

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


class StandingClock:
    def now(self) -> Moment:
        return Moment(NOON, 0.0)


@asynccontextmanager
async def open_history(path: Path, **options: object) -> AsyncIterator[History]:
    history = History(path, clock=StandingClock(), **options)  # type: ignore[arg-type]
    try:
        yield history
    finally:
        await history.aclose()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "profile" / "history.sqlite3"


@pytest.fixture
async def history(path: Path) -> AsyncIterator[History]:
    async with open_history(path) as history:
        yield history


def entry(at: datetime = NOON, title: str = "Signed in", **more: object) -> ActivityEntry:
    kind = more.pop("kind", ActivityKind.SIGNED_IN)
    return ActivityEntry(0, kind, at, title, "Read-only", **more)  # type: ignore[arg-type]


def fault(at: datetime, ended_at: datetime | None = None, **more: object) -> ActivityEntry:
    return entry(
        at,
        "Add-on offline",
        kind=ActivityKind.FAULT,
        link=LinkName.ADDON,
        state=LinkState.BROKEN,
        problem_kind="addon_offline",
        cause="NinjaTrader 8 closed",
        ended_at=ended_at,
        **more,
    )


async def everything(history: History) -> tuple[ActivityEntry, ...]:
    return await history.entries(NOON - timedelta(days=1000), NOON + timedelta(days=1000))


def span(began: datetime, ended: datetime, state: LinkState = LinkState.OK) -> LinkSpan:
    return LinkSpan(LinkName.ADDON, state, began, ended)


async def test_what_was_recorded_is_read_after_a_restart(path: Path) -> None:
    told = fault(
        NOON,
        NOON + timedelta(seconds=112, microseconds=7),
        ended_by="the add-on itself, no action here",
        steps=(
            ActivityStep(NOON, LinkState.OK, "Last good answer", "HTTP 200 in 212 ms"),
            ActivityStep(NOON, LinkState.BROKEN, "No answer from the add-on", "HTTP 408"),
        ),
    )
    async with open_history(path) as history:
        saved = await history.record(told)
        await history.save((), (span(NOON, NOON + timedelta(seconds=30)),))
    assert saved is not None
    assert saved.id
    async with open_history(path) as history:
        assert await everything(history) == (replace(told, id=saved.id),)
        assert await history.spans(NOON, NOON + timedelta(hours=1)) == (
            span(NOON, NOON + timedelta(seconds=30)),
        )


async def test_an_entry_that_goes_on_stays_one_entry(history: History) -> None:
    saved = await history.record(fault(NOON))
    assert saved is not None
    assert saved.is_open
    step = ActivityStep(NOON, LinkState.OK, "Add-on answered", "")
    ended = replace(saved, ended_at=NOON + timedelta(minutes=2), steps=(step,))
    assert await history.record(ended) == ended
    assert await everything(history) == (ended,)
    assert ended.duration == timedelta(minutes=2)


async def test_the_newest_come_first_and_a_limit_leaves_out_the_oldest(history: History) -> None:
    await history.save([entry(NOON + timedelta(seconds=n), str(n)) for n in (2, 0, 1)])
    assert [found.title for found in await everything(history)] == ["2", "1", "0"]
    until = NOON + timedelta(seconds=2)
    assert [found.title for found in await history.entries(NOON, until)] == ["1", "0"]
    assert [found.title for found in await history.entries(NOON, until, limit=1)] == ["1"]


async def test_a_span_that_goes_on_stays_one_span_and_is_cut_to_the_time(history: History) -> None:
    for seconds in (30, 60, 90):
        await history.save((), [span(NOON, NOON + timedelta(seconds=seconds))])
    cut = await history.spans(NOON + timedelta(seconds=10), NOON + timedelta(seconds=20))
    assert cut == (span(NOON + timedelta(seconds=10), NOON + timedelta(seconds=20)),)
    whole = await history.spans(NOON - timedelta(hours=1), NOON + timedelta(hours=1))
    assert whole == (span(NOON, NOON + timedelta(seconds=90)),)


async def test_spans_come_by_link_in_the_chains_order(history: History) -> None:
    ends = NOON + timedelta(seconds=5)
    names = (LinkName.PRICES, LinkName.NETWORK, LinkName.ADDON)
    await history.save((), [LinkSpan(name, LinkState.OK, NOON, ends) for name in names])
    found = await history.spans(NOON, ends)
    assert [one.link for one in found] == [LinkName.NETWORK, LinkName.ADDON, LinkName.PRICES]


async def test_any_text_comes_back_as_it_was(history: History) -> None:
    title = "Kontø-東京 «Ünïcode» \u202e 💹 '; DROP TABLE entries; -- \x00 end"
    saved = await history.record(entry(title=title, kind=ActivityKind.POSITION_OPENED))
    assert await everything(history) == (saved,)
    assert saved is not None
    assert saved.title == title


async def test_text_that_is_no_text_is_kept_as_far_as_it_is(history: History) -> None:
    step = ActivityStep(NOON, LinkState.BROKEN, "Asked again", "half \udc80")
    await history.save([entry(title="a \ud800 b", steps=(step,))])
    (found,) = await everything(history)
    assert (found.title, found.steps[0].evidence) == ("a ? b", "half ?")


# A day


@pytest.fixture
def berlin(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The system's time zone is Berlin's, written so that no zone database is needed."""
    monkeypatch.setenv("TZ", "CET-1CEST,M3.5.0,M10.5.0/3")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


WITH_TIME_ZONES = pytest.mark.skipif(
    not hasattr(time, "tzset"), reason="only POSIX lets a process choose its time zone"
)


@WITH_TIME_ZONES
@pytest.mark.parametrize(
    ("day", "hours"),
    [(date(2026, 3, 29), 23), (date(2026, 10, 25), 25), (date(2026, 11, 20), 24)],
)
async def test_a_day_is_the_traders_day_also_when_the_clocks_change(
    berlin: None, path: Path, day: date, hours: int
) -> None:
    begin = datetime(day.year, day.month, day.day).astimezone(UTC)
    end = begin + timedelta(hours=hours)
    moment = timedelta(microseconds=1)
    times = {
        "the evening before": begin - moment,
        "the first": begin,
        "the last": end - moment,
        "the day after": end,
    }
    async with open_history(path, keep_for=timedelta(days=1000)) as history:
        await history.save(
            [entry(at, title) for title, at in times.items()],
            [span(begin - timedelta(hours=2), end + timedelta(hours=2))],
        )
        found = await history.day(day)
    assert [one.title for one in found.entries] == ["the last", "the first"]
    assert found.spans == (span(begin, end),)
    assert found.spans[0].ended - found.spans[0].began == timedelta(hours=hours)


@WITH_TIME_ZONES
async def test_a_fault_over_midnight_is_part_of_both_days(berlin: None, history: History) -> None:
    midnight = datetime(2026, 11, 20).astimezone(UTC)
    over = fault(midnight - timedelta(minutes=5), midnight + timedelta(minutes=5))
    ended_before = fault(midnight - timedelta(minutes=9), midnight - timedelta(minutes=7))
    still_open = fault(midnight - timedelta(minutes=1))
    saved = await history.save([over, ended_before, still_open])
    before = await history.day(date(2026, 11, 19))
    after = await history.day(date(2026, 11, 20))
    assert {one.id for one in before.entries} == {one.id for one in saved}
    assert [one.id for one in after.entries] == [saved[2].id, saved[0].id]


async def test_an_empty_day_is_empty(history: History) -> None:
    day = await history.day(date(2026, 11, 20))
    assert day.entries == ()
    assert day.spans == ()
    assert history.trouble is None


# Bounds


async def test_it_keeps_so_many_entries_and_spans_and_no_more(path: Path) -> None:
    async with open_history(path, keep_at_most=50) as history:
        for number in range(0, 120, 10):
            at = [NOON + timedelta(seconds=number + n) for n in range(10)]
            await history.save(
                [entry(one, f"{number}") for one in at],
                [span(one, one + timedelta(milliseconds=1)) for one in at],
            )
        found = await everything(history)
        assert len(found) == 50
        assert found[-1].at == NOON + timedelta(seconds=70)
        assert len(await history.spans(NOON, NOON + timedelta(days=1))) == 50


async def test_what_is_old_goes_and_open_faults_stay(path: Path) -> None:
    old = NOON - timedelta(days=91)
    async with open_history(path) as history:
        await history.save(
            [entry(old), fault(old), entry(NOON)],
            [span(old, old + timedelta(hours=1)), span(old + timedelta(hours=2), NOON)],
        )
        kept = await everything(history)
        assert [one.kind for one in kept] == [ActivityKind.SIGNED_IN, ActivityKind.FAULT]
        assert len(await history.spans(old, NOON)) == 1


async def test_the_file_stops_growing(path: Path) -> None:
    step = ActivityStep(NOON, LinkState.BROKEN, "Asked again", "HTTP 408" * 5)
    sizes = []
    for _ in range(5):
        async with open_history(path, keep_at_most=100) as history:
            await history.save([fault(NOON, NOON, steps=(step,) * 20)] * 300)
        sizes.append((await asyncio.to_thread(path.stat)).st_size)
    assert sizes[-1] == sizes[1]


async def test_a_day_of_fifty_thousand_entries_is_read_quickly(history: History) -> None:
    step = timedelta(seconds=1)
    begin = NOON - timedelta(hours=6)
    await history.save(
        [entry(begin + n * step, f"APEX{n} opened long 1 ES") for n in range(50_000)]
    )
    begun = time.perf_counter()
    found = await history.entries(begin, begin + timedelta(days=1))
    newest = await history.entries(begin, begin + timedelta(days=1), limit=500)
    took = time.perf_counter() - begun
    assert len(found) == 50_000
    assert newest == found[:500]
    assert took < 5.0, "a second where nothing else runs"


# An earlier run


async def test_a_fault_left_open_ends_when_it_was_last_seen(path: Path) -> None:
    last_seen = NOON + timedelta(minutes=3)
    async with open_history(path) as history:
        await history.save(
            [fault(NOON), fault(NOON - timedelta(hours=1), NOON)],
            [span(NOON, last_seen, LinkState.BROKEN), span(last_seen, last_seen, LinkState.OK)],
        )
    async with open_history(path) as history:
        (ended,) = await history.end_open_faults("not known")
        assert ended.ended_at == last_seen
        assert ended.ended_by == "not known"
        assert (await everything(history))[0] == ended
        assert await history.end_open_faults("not known") == ()


async def test_a_run_that_was_not_closed_is_told_from_one_that_was(history: History) -> None:
    assert await history.was_closed()
    await history.record(entry(kind=ActivityKind.APP_STARTED))
    assert not await history.was_closed()
    await history.record(entry(kind=ActivityKind.APP_QUIT))
    assert await history.was_closed()


# The file


@pytest.mark.skipif(os.name != "posix", reason="file modes are POSIX's")
async def test_nobody_else_may_read_the_file(path: Path, history: History) -> None:
    await history.record(entry())
    for file in path.parent.glob("history.sqlite3*"):
        assert stat.S_IMODE(file.stat().st_mode) == 0o600, file.name
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


@pytest.mark.skipif(os.name != "posix", reason="file modes are POSIX's")
async def test_a_file_that_others_could_read_is_made_private(path: Path) -> None:
    async with open_history(path) as history:
        await history.record(entry())
    await asyncio.to_thread(path.chmod, 0o644)
    async with open_history(path) as history:
        assert len(await everything(history)) == 1
        assert stat.S_IMODE((await asyncio.to_thread(path.stat)).st_mode) == 0o600


async def test_nothing_is_opened_before_it_is_needed(path: Path) -> None:
    async with open_history(path):
        await asyncio.sleep(0)
    assert not path.parent.exists()


async def test_it_opens_again_after_it_was_closed(history: History) -> None:
    await history.record(entry())
    await history.aclose()
    assert len(await everything(history)) == 1
