"""The settings in use: taken at once, kept on disk, and told where that fails."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from ct_desktop.profiles import ProfileSettings, SettingsStore
from ct_desktop.profiles.settings import Theme
from ct_desktop.ui.preferences import Preferences


@asynccontextmanager
async def writing(preferences: Preferences) -> AsyncIterator[None]:
    """The preferences at work; at the end they write what is left, as when the app quits."""
    task = asyncio.create_task(preferences.run())
    try:
        await asyncio.sleep(0)
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def test_a_change_holds_at_once_and_is_there_at_the_next_start(tmp_path: Path) -> None:
    preferences = Preferences(SettingsStore(tmp_path), ProfileSettings())
    seen: list[ProfileSettings] = []
    written: asyncio.Queue[str] = asyncio.Queue()
    preferences.changed.connect(seen.append)
    preferences.trouble.connect(written.put_nowait)
    async with writing(preferences):
        preferences.take({"theme": Theme.LIGHT, "quiet_hours": ("22:00", "07:00")})
        assert preferences.settings.theme is Theme.LIGHT
        assert seen == [preferences.settings]
        assert await asyncio.wait_for(written.get(), 10) == ""
        assert SettingsStore(tmp_path).load().settings == preferences.settings
        preferences.take({"notify_after_seconds": 0})
        assert await asyncio.wait_for(written.get(), 10) == ""
    assert SettingsStore(tmp_path).load().settings == preferences.settings


async def test_what_is_chosen_on_the_way_out_is_written_all_the_same(tmp_path: Path) -> None:
    preferences = Preferences(SettingsStore(tmp_path), ProfileSettings())
    async with writing(preferences):
        preferences.take({"theme": Theme.LIGHT})
        preferences.take({"close_to_tray": False})
    settings = SettingsStore(tmp_path).load().settings
    assert (settings.theme, settings.close_to_tray) == (Theme.LIGHT, False)


async def test_a_change_that_cannot_be_written_holds_and_says_so(tmp_path: Path) -> None:
    file = tmp_path / "settings"
    file.write_text("in the way")
    preferences = Preferences(SettingsStore(file), ProfileSettings())
    written: asyncio.Queue[str] = asyncio.Queue()
    preferences.trouble.connect(written.put_nowait)
    async with writing(preferences):
        preferences.take({"theme": Theme.DARK})
        assert await asyncio.wait_for(written.get(), 10)
        assert preferences.settings.theme is Theme.DARK
