"""Whether less motion is wanted is read from the desktop's portal, on a real bus, and followed."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from ct_desktop.ui.motion.freedesktop import follow_desktop
from ct_desktop.ui.motion.motion import Motion
from ct_desktop.ui.motion.watch import watch_motion
from support.session_bus import SessionBus
from support.settings_portal import Settings, SettingsPortal

TIMEOUT = 10.0
REDUCED = ("org.freedesktop.appearance", "reduced-motion")
ANIMATIONS = ("org.gnome.desktop.interface", "enable-animations")


class HeardMotion(Motion):
    """Keeps what was said, one after the other."""

    def __init__(self) -> None:
        super().__init__()
        self.said: asyncio.Queue[bool] = asyncio.Queue()

    def set_reduced(self, reduced: bool) -> None:
        super().set_reduced(reduced)
        self.said.put_nowait(reduced)

    async def until_said(self) -> bool:
        async with asyncio.timeout(TIMEOUT):
            return await self.said.get()


@asynccontextmanager
async def followed(motion: Motion) -> AsyncIterator[None]:
    task = asyncio.create_task(watch_motion(motion, after=0))
    try:
        yield
    finally:
        task.cancel()
        await asyncio.wait([task])


@pytest.mark.parametrize(
    ("settings", "reduced"),
    [
        ({REDUCED: ("u", 1)}, True),
        ({REDUCED: ("u", 0)}, False),
        ({REDUCED: ("u", 7)}, False),
        ({ANIMATIONS: ("b", False)}, True),
        ({ANIMATIONS: ("b", True)}, False),
    ],
)
async def test_the_desktop_says_whether_less_motion_is_wanted(
    bus: SessionBus, settings: Settings, reduced: bool
) -> None:
    with SettingsPortal(bus.address, settings):
        motion = HeardMotion()
        async with followed(motion):
            assert await motion.until_said() is reduced


async def test_either_setting_is_enough(bus: SessionBus) -> None:
    with SettingsPortal(bus.address, {REDUCED: ("u", 1), ANIMATIONS: ("b", True)}):
        motion = HeardMotion()
        async with followed(motion):
            assert await motion.until_said()
            assert await motion.until_said()


async def test_a_change_is_followed_while_the_app_runs(bus: SessionBus) -> None:
    with SettingsPortal(bus.address, {REDUCED: ("u", 0)}) as portal:
        motion = HeardMotion()
        async with followed(motion):
            assert not await motion.until_said()
            portal.change(*REDUCED, ("u", 1))
            assert await motion.until_said()
            portal.change("org.freedesktop.appearance", "color-scheme", ("u", 1))
            portal.change(*REDUCED, ("u", 0))
            assert not await motion.until_said()


async def test_a_desktop_that_says_nothing_asks_for_nothing(bus: SessionBus) -> None:
    with SettingsPortal(bus.address, {}) as portal:
        motion = HeardMotion()
        async with followed(motion):
            # What is told afterwards is heard, so both refusals have come by before.
            while motion.said.empty():
                portal.change(*ANIMATIONS, ("b", True))
                await asyncio.sleep(0.01)
            assert not motion.is_reduced


async def test_without_a_bus_it_ends_and_nothing_is_asked_for(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", f"unix:path={tmp_path}/nowhere")
    motion = Motion()
    await follow_desktop(motion)
    assert not motion.is_reduced
