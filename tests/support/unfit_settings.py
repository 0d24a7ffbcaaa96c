"""What comes of a settings file in which one value does not fit."""

import json
from pathlib import Path

from ct_desktop.profiles import ProfileSettings, SettingsStore


def assert_left_out_and_said_so(folder: Path, name: str, value: object) -> None:
    """The setting ``name`` is as in a fresh profile, the notice names it, and the rest is taken."""
    (folder / "settings.json").write_text(json.dumps({name: value, "theme": "dark"}))
    loaded = SettingsStore(folder).load()
    assert getattr(loaded.settings, name) == getattr(ProfileSettings(), name)
    assert loaded.settings.theme == "dark"
    assert loaded.notice is not None
    assert name in loaded.notice
