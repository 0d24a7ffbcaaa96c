"""The display is kept awake by the desktop's own services, on a real bus, and given back."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager

import pytest

from ct_desktop.ui.second_screen.display_awake.freedesktop import inhibited
from ct_desktop.ui.second_screen.display_awake.keeper import DisplayKeeper, NotKeptAwakeError
from support.idle_services import LOGIN_MANAGER, SCREEN_SAVER, IdleService
from support.session_bus import SessionBus
from support.waiting import wait_for

TIMEOUT = 10.0


@pytest.fixture
def bus(monkeypatch: pytest.MonkeyPatch) -> Iterator[SessionBus]:
    """One bus, as the session's and the system's."""
    with SessionBus() as bus:
        for name in ("DBUS_SESSION_BUS_ADDRESS", "DBUS_SYSTEM_BUS_ADDRESS"):
            monkeypatch.setenv(name, bus.address)
        yield bus


async def until(done: "asyncio.Event") -> None:
    async with asyncio.timeout(TIMEOUT):
        await done.wait()


async def test_the_screen_saver_is_asked_and_told_when_it_is_over(bus: SessionBus) -> None:
    with IdleService(bus.address, SCREEN_SAVER) as service:
        async with inhibited():
            assert service.requests == [
                ("CrossTrade Desktop", "The second screen is being watched")
            ]
            assert service.returned == []
        wait_for(lambda: service.returned, bool, TIMEOUT, "the request was not given back")
        assert service.returned == [4711]


@pytest.mark.parametrize("screen_saver_refuses", [True, None])
async def test_the_login_manager_takes_it_where_the_screen_saver_does_not(
    bus: SessionBus, screen_saver_refuses: bool | None
) -> None:
    with IdleService(bus.address, LOGIN_MANAGER) as login_manager:

        async def ask() -> None:
            async with inhibited():
                assert login_manager.requests[0][0] == "idle"
                assert login_manager.requests[0][3] == "block"
                assert login_manager.holds_lock
            wait_for(lambda: not login_manager.holds_lock, bool, TIMEOUT, "the lock is kept")

        if screen_saver_refuses:
            with IdleService(bus.address, SCREEN_SAVER, refuses=True) as screen_saver:
                await ask()
                assert len(screen_saver.requests) == 1
        else:
            await ask()


async def test_where_nobody_takes_it_that_is_said(bus: SessionBus) -> None:
    with pytest.raises(NotKeptAwakeError, match="not provided by any"):
        async with inhibited():
            pass


async def test_without_any_bus_that_is_said(
    monkeypatch: pytest.MonkeyPatch, tmp_path: object
) -> None:
    for name in ("DBUS_SESSION_BUS_ADDRESS", "DBUS_SYSTEM_BUS_ADDRESS"):
        monkeypatch.setenv(name, f"unix:path={tmp_path}/nowhere")
    with pytest.raises(NotKeptAwakeError):
        async with inhibited():
            pass


# The keeper


class System:
    """Counts the requests that it holds."""

    def __init__(self, *, refuses: bool = False) -> None:
        self.refuses = refuses
        self.held = 0
        self.asked = 0
        self.changed = asyncio.Event()

    @asynccontextmanager
    async def request(self) -> AsyncIterator[None]:
        self.asked += 1
        if self.refuses:
            raise NotKeptAwakeError("not now")
        self.held += 1
        self.changed.set()
        try:
            yield
        finally:
            self.held -= 1
            self.changed.set()


async def test_the_keeper_asks_once_and_gives_back_when_it_is_no_longer_wanted() -> None:
    system = System()
    keeper = DisplayKeeper(system.request, lambda: None)
    running = asyncio.create_task(keeper.run())
    keeper.want(awake=True)
    keeper.want(awake=True)
    await until(system.changed)
    assert (system.held, system.asked) == (1, 1)
    system.changed.clear()
    keeper.want(awake=False)
    await until(system.changed)
    assert system.held == 0
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)


async def test_the_end_gives_it_back() -> None:
    system = System()
    keeper = DisplayKeeper(system.request, lambda: None)
    running = asyncio.create_task(keeper.run())
    keeper.want(awake=True)
    await until(system.changed)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    assert system.held == 0


async def test_a_refusal_is_told_once_and_asked_again_only_when_wanted_anew() -> None:
    system, told = System(refuses=True), asyncio.Event()
    refusals: list[None] = []

    def refused() -> None:
        refusals.append(None)
        told.set()

    keeper = DisplayKeeper(system.request, refused)
    running = asyncio.create_task(keeper.run())
    keeper.want(awake=True)
    await until(told)
    keeper.want(awake=True)
    for _ in range(5):
        await asyncio.sleep(0)
    assert (system.asked, len(refusals)) == (1, 1)
    told.clear()
    keeper.want(awake=False)
    for _ in range(5):
        await asyncio.sleep(0)
    keeper.want(awake=True)
    await until(told)
    assert system.asked == 2
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
