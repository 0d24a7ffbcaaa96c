"""A profile's settings on disk. Blocking; call it in a thread where an event loop runs."""

from dataclasses import dataclass
from pathlib import Path
from typing import Unpack

from pydantic import ValidationError

from ct_desktop.profiles.json_file import JsonFile, JsonObject, Reading
from ct_desktop.profiles.settings import ProfileSettings, SettingsChanges


@dataclass(frozen=True, slots=True)
class LoadedSettings:
    """The settings, and what to tell the person where the file was not as it should be."""

    settings: ProfileSettings
    notice: str | None = None


class SettingsStore:
    """The settings in ``folder``, one profile's own."""

    def __init__(self, folder: Path) -> None:
        self._file = JsonFile(folder / "settings.json")

    def load(self) -> LoadedSettings:
        """The settings, with defaults for what is not there or unfit.

        A damaged file is moved aside, with a notice. Raises ``ProfileError`` where the file cannot
        be read.
        """
        return _parsed(self._file.read())

    def update(self, **changes: Unpack[SettingsChanges]) -> LoadedSettings:
        """Change some settings on disk and leave all others as they lie there now.

        A file with an unfit value is copied aside first. Raises ``ProfileError`` where the file
        cannot be written, and pydantic's ``ValidationError`` for an unfit change.
        """
        loaded = LoadedSettings(ProfileSettings())

        def change(reading: Reading) -> JsonObject:
            nonlocal loaded
            if _unfit(reading.content):
                self._file.copy_aside()
            present = _parsed(reading)
            settings = ProfileSettings.model_validate(dict(present.settings) | changes)
            loaded = LoadedSettings(settings, present.notice)
            return settings.model_dump(mode="json", exclude_defaults=True)

        self._file.update(change)
        return loaded


def _parsed(reading: Reading) -> LoadedSettings:
    unfit = _unfit(reading.content)
    fit = {name: value for name, value in reading.content.items() if name not in unfit}
    notice = reading.notice
    if unfit:
        notice = f"Settings with values that do not fit were left out: {', '.join(unfit)}."
    return LoadedSettings(ProfileSettings.model_validate(fit), notice)


def _unfit(content: JsonObject) -> list[str]:
    """The settings in ``content`` whose values do not fit."""
    try:
        ProfileSettings.model_validate(content)
    except ValidationError as error:
        return sorted({str(place["loc"][0]) for place in error.errors()})
    return []
