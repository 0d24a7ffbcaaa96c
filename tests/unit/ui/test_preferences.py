"""The settings in use: taken at once, kept on disk, and told where that fails."""

from pathlib import Path

from ct_desktop.profiles import ProfileSettings, SettingsStore
from ct_desktop.profiles.settings import Theme
from ct_desktop.ui.preferences import Preferences


async def test_a_change_holds_at_once_and_is_there_at_the_next_start(tmp_path: Path) -> None:
    preferences = Preferences(SettingsStore(tmp_path), ProfileSettings())
    seen: list[ProfileSettings] = []
    troubles: list[str] = []
    preferences.changed.connect(seen.append)
    preferences.trouble.connect(troubles.append)
    await preferences.change({"theme": Theme.LIGHT, "quiet_hours": ("22:00", "07:00")})
    await preferences.change({"notify_after_seconds": 0})
    assert preferences.settings.theme is Theme.LIGHT
    assert seen[-1] == preferences.settings
    assert troubles == ["", ""]
    assert SettingsStore(tmp_path).load().settings == preferences.settings


async def test_a_change_that_cannot_be_written_holds_and_says_so(tmp_path: Path) -> None:
    file = tmp_path / "settings"
    file.write_text("in the way")
    preferences = Preferences(SettingsStore(file), ProfileSettings())
    troubles: list[str] = []
    preferences.trouble.connect(troubles.append)
    await preferences.change({"theme": Theme.DARK})
    assert preferences.settings.theme is Theme.DARK
    (trouble,) = troubles
    assert trouble
