"""The Activity screen's day: read when wanted, grown when something happens, only while seen."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import date
from pathlib import Path

from ct_desktop.core.activity import ActivityDay, ActivityKind
from ct_desktop.core.moment import Moment
from ct_desktop.ui.activity_feed import ActivityFeed
from support.connection_samples import NOW, addon_offline
from support.scripted_monitor import Recording, recording

TODAY = NOW.utc.astimezone().date()


class Screen:
    """Takes what the real screen is given."""

    def __init__(self) -> None:
        self.shown = True
        self.days: list[tuple[date, ActivityDay]] = []
        self.failures: list[str] = []
        self.notices: list[str] = []
        self._came = asyncio.Event()

    def show(self, activity: ActivityDay, day: date, _now: Moment) -> None:
        self.days.append((day, activity))
        self._came.set()

    def fail(self, reason: str) -> None:
        self.failures.append(reason)
        self._came.set()

    async def until(self, holds: Callable[[], object]) -> None:
        async with asyncio.timeout(10):
            while not holds():
                self._came.clear()
                await self._came.wait()

    def kinds(self) -> set[ActivityKind]:
        """What the day last shown tells."""
        return {entry.kind for entry in self.days[-1][1].entries} if self.days else set()


@asynccontextmanager
async def feed_of(record: Recording, screen: Screen) -> AsyncIterator[ActivityFeed]:
    feed = ActivityFeed(
        record.history,
        record.recorder,
        clock=record.script,
        is_shown=lambda: screen.shown,
        show=screen.show,
        show_failure=screen.fail,
        show_notice=screen.notices.append,
    )
    task = asyncio.create_task(feed.run())
    try:
        yield feed
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def test_the_wanted_day_is_shown_and_grows_with_each_entry(tmp_path: Path) -> None:
    screen = Screen()
    async with recording(tmp_path / "h.sqlite3") as record, feed_of(record, screen) as feed:
        feed.want(TODAY)
        await screen.until(lambda: ActivityKind.APP_STARTED in screen.kinds())
        assert screen.days[-1][0] == TODAY
        record.script.show(addon_offline(), 5)
        await screen.until(lambda: ActivityKind.FAULT in screen.kinds())
        assert set(screen.notices) == {""}


async def test_while_nobody_sees_it_nothing_is_read_and_then_all_at_once(tmp_path: Path) -> None:
    screen = Screen()
    async with recording(tmp_path / "h.sqlite3") as record, feed_of(record, screen) as feed:
        feed.want(TODAY)
        await screen.until(lambda: screen.days)
        screen.shown = False
        before = len(screen.days)
        record.script.show(addon_offline(), 5)
        await record.until(lambda entry: entry.kind is ActivityKind.FAULT)
        assert len(screen.days) == before
        screen.shown = True
        feed.refresh()
        await screen.until(lambda: ActivityKind.FAULT in screen.kinds())


async def test_a_history_that_cannot_be_read_says_why(tmp_path: Path) -> None:
    path = tmp_path / "h.sqlite3"
    path.mkdir()
    screen = Screen()
    async with recording(path, works=False) as record, feed_of(record, screen) as feed:
        feed.want(TODAY)
        await screen.until(lambda: screen.failures)
        assert screen.failures[0]
        assert screen.days == []
