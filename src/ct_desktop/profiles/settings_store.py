"""A profile's settings on disk. Blocking; call it in a thread where an event loop runs."""

from dataclasses import dataclass
from pathlib import Path
from typing import Unpack

from ct_desktop.profiles.json_file import JsonFile, JsonObject, Reading
from ct_desktop.profiles.settings import (
    ProfileSettings,
    SettingsChanges,
    changed_content,
    parse_settings,
)


@dataclass(frozen=True, slots=True)
class LoadedSettings:
    """The settings, and what to tell the person where the file was not as it should be."""

    settings: ProfileSettings
    notice: str | None = None


class SettingsStore:
    """The settings in ``folder``, one profile's own. Keys of a later version are kept."""

    def __init__(self, folder: Path) -> None:
        self._file = JsonFile(folder / "settings.json")

    def load(self) -> LoadedSettings:
        """The settings, with defaults for what is not there or unfit.

        A damaged file is moved aside, with a notice. Raises ``ProfileError`` where the file cannot
        be read.
        """
        return _loaded(self._file.read())

    def peek(self) -> ProfileSettings:
        """The settings as :meth:`load` has them, for a look before somebody loads them.

        A damaged file stays where it is, so that its notice is not lost. Raises ``ProfileError``.
        """
        return parse_settings(self._file.peek()).settings

    def update(self, **changes: Unpack[SettingsChanges]) -> LoadedSettings:
        """Change some settings on disk and leave all others as they lie there now.

        A file with an unfit value is copied aside first. Raises ``ProfileError`` where the file
        cannot be written, and ``ValueError`` for an unfit change.
        """
        changed_content({}, changes)  # an unfit change is refused before anything is touched
        loaded = LoadedSettings(ProfileSettings())

        def change(reading: Reading) -> JsonObject:
            nonlocal loaded
            unfit = parse_settings(reading.content).unfit
            if unfit:
                self._file.copy_aside()
            kept = {name: value for name, value in reading.content.items() if name not in unfit}
            content = changed_content(kept, changes)
            loaded = LoadedSettings(parse_settings(content).settings, _notice(reading, unfit))
            return content

        self._file.update(change)
        return loaded


def _loaded(reading: Reading) -> LoadedSettings:
    parsed = parse_settings(reading.content)
    return LoadedSettings(parsed.settings, _notice(reading, parsed.unfit))


def _notice(reading: Reading, unfit: tuple[str, ...]) -> str | None:
    if unfit:
        return f"Settings with values that do not fit were left out: {', '.join(unfit)}."
    return reading.notice
