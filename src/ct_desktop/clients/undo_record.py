"""What was written into other clients' files, so that it can be taken back."""

from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from ct_desktop.clients.errors import ConfigurationFileError
from ct_desktop.profiles.errors import ProfileError
from ct_desktop.profiles.json_file import JsonFile, JsonObject, Reading


class Change(BaseModel):
    """One change of one file. ``backup`` holds what lay there before, ``None`` where nothing did;
    the digests say what the two held."""

    model_config = ConfigDict(frozen=True)

    client: str
    backup: str | None
    before: str | None
    after: str


@dataclass(frozen=True, slots=True)
class UndoRecord:
    """The last change of each file, by the file. Nothing of what the files hold stands in it."""

    path: Path

    @classmethod
    def in_folder(cls, data: Path) -> "UndoRecord":
        """The record in the app's folder for data; one for all profiles."""
        return cls(data / "client-files.json")

    def find(self, target: Path) -> Change | None:
        """The last change of ``target``. Raises ``ConfigurationFileError``."""
        try:
            content = JsonFile(self.path).read().content
        except ProfileError as error:
            raise ConfigurationFileError(str(error), self.path) from error
        try:
            return Change.model_validate(content[str(target)])
        except (KeyError, ValidationError):
            return None

    def keep(self, target: Path, change: Change | None) -> None:
        """Note ``change`` as the last one of ``target``; ``None`` forgets it. Raises
        ``ConfigurationFileError``."""

        def noted(reading: Reading) -> JsonObject:
            content = {
                name: value for name, value in reading.content.items() if name != str(target)
            }
            if change is not None:
                content[str(target)] = change.model_dump()
            return content

        try:
            JsonFile(self.path).update(noted)
        except ProfileError as error:
            raise ConfigurationFileError(str(error), self.path) from error
