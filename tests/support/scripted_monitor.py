"""A monitor and a connection that tell what a test tells them to, and the recorder that listens."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import cast

from ct_desktop.connection.connection import Connection
from ct_desktop.core.activity import ActivityDay, ActivityEntry, ActivityKind, LinkSpan
from ct_desktop.core.moment import Moment
from ct_desktop.core.monitor_state import MonitorState
from ct_desktop.core.sign_in import SignIn
from ct_desktop.history import History
from ct_desktop.history.recorder import ActivityRecorder
from ct_desktop.listeners import Listeners
from ct_desktop.monitor.monitor import Monitor
from support.connection_samples import NOW, later, never_fetched


class Script:
    """The clock, the monitor and the connection at once. Time is in seconds after ``NOW``."""

    def __init__(self, state: MonitorState) -> None:
        self.changed: Listeners[MonitorState] = Listeners()
        self.sign_in_changed: Listeners[SignIn] = Listeners()
        self.state = state
        self.at: Moment = NOW

    def now(self) -> Moment:
        return self.at

    def show(self, state: MonitorState, seconds: float) -> None:
        """The monitor tells ``state`` at that time."""
        self.at = later(seconds)
        self.state = state
        self.changed.emit(state)

    def sign_in(self, sign_in: SignIn, seconds: float) -> None:
        """The connection tells ``sign_in`` at that time."""
        self.at = later(seconds)
        self.sign_in_changed.emit(sign_in)


class ScriptedConnection:
    """The connection's side of a script."""

    def __init__(self, script: Script) -> None:
        self.changed = script.sign_in_changed
        self.sign_in = script.state.sign_in


class Recording:
    """A recorder at work on a script. ``told`` is what it told."""

    def __init__(self, script: Script, history: History) -> None:
        self.script = script
        self.history = history
        self.told: list[ActivityEntry] = []
        self.recorder = ActivityRecorder(
            history,
            cast("Monitor", script),
            cast("Connection", ScriptedConnection(script)),
            clock=script,
        )
        self.recorder.changed.subscribe(self.told.append)

    async def until(self, holds: Callable[[ActivityEntry], object]) -> ActivityEntry:
        """The first entry, told already or yet to come, that ``holds``."""
        come: asyncio.Future[ActivityEntry] = asyncio.get_running_loop().create_future()

        def look(entry: ActivityEntry) -> None:
            if not come.done() and holds(entry):
                come.set_result(entry)

        unsubscribe = self.recorder.changed.subscribe(look)
        try:
            for entry in tuple(self.told):
                look(entry)
            async with asyncio.timeout(10):
                return await come
        finally:
            unsubscribe()


@asynccontextmanager
async def recording(
    path: Path,
    state: MonitorState | None = None,
    script: Script | None = None,
    *,
    works: bool = True,
    after: float = 0.0,
) -> AsyncIterator[Recording]:
    """A recorder that runs, from ``state`` on; at the end it quits as the app does.

    Where it cannot write, or not before some time is over, its first entry is not waited for.
    """
    script = script or Script(state or never_fetched())
    history = History(path, clock=script)
    one = Recording(script, history)
    task = asyncio.create_task(one.recorder.run(after=after))
    try:
        await asyncio.sleep(0)
        if works and not after:
            await one.until(lambda entry: entry.kind is ActivityKind.APP_STARTED)
        yield one
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        await history.aclose()


async def everything(path: Path) -> ActivityDay:
    """All that the file at ``path`` holds."""
    history = History(path, clock=Script(never_fetched()))
    try:
        since, until = NOW.utc - timedelta(days=80), NOW.utc + timedelta(days=80)
        return ActivityDay(await history.entries(since, until), await history.spans(since, until))
    finally:
        await history.aclose()


def of_kind(day: ActivityDay, *kinds: ActivityKind) -> list[ActivityEntry]:
    """The entries of these kinds, oldest first."""
    return [entry for entry in reversed(day.entries) if entry.kind in kinds]


def lane(day: ActivityDay, link: str) -> list[tuple[str, float, float]]:
    """The stretches of one link: its state, and from when to when in seconds after ``NOW``."""

    def seconds(span: LinkSpan) -> tuple[float, float]:
        return (
            (span.began - NOW.utc).total_seconds(),
            (span.ended - NOW.utc).total_seconds(),
        )

    return [(span.state.value, *seconds(span)) for span in day.spans if span.link == link]
