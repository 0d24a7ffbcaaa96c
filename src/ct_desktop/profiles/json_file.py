"""A small JSON document on disk: replaced as a whole or not at all, and never lost.

Blocking; call it in a thread where an event loop runs.
"""

import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from ct_desktop.atomic_file import replace_patiently, sync_folder, write_temporary
from ct_desktop.private_folder import make_private_folder
from ct_desktop.profiles.errors import ProfileError

JsonObject = dict[str, Any]

_LOCK_TIMEOUT = 5.0


@dataclass(frozen=True, slots=True)
class Reading:
    """What a file held; ``notice`` is for the person, where something was wrong with it."""

    content: JsonObject
    notice: str | None = None


class JsonFile:
    """One file with a JSON object in it."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def read(self) -> Reading:
        """The object; empty where there is no file.

        A file that holds no JSON object is moved aside under a dated name. Raises ``ProfileError``
        where the file cannot be read at all.
        """
        content = self._content()
        if content is not None:
            return Reading(content)
        with self._locked():
            return self._read_while_locked()

    def peek(self) -> JsonObject:
        """The object, or an empty one where there is none: a damaged file is left as it is.

        Raises ``ProfileError`` where the file cannot be read at all.
        """
        return self._content() or {}

    def update(self, change: Callable[[Reading], JsonObject]) -> None:
        """Replace the object by ``change`` of it, while no other process does. Raises
        ``ProfileError``."""
        try:
            make_private_folder(self.path.parent)
        except OSError as error:
            raise self._unwritable(error) from error
        with self._locked():
            self._replace(change(self._read_while_locked()))

    def copy_aside(self) -> None:
        """Keep the present file under a dated name as well. Raises ``ProfileError``."""
        try:
            _write_new_file(self._name_aside(), self.path.read_bytes())
        except OSError as error:
            raise self._unwritable(error) from error

    def _read_while_locked(self) -> Reading:
        content = self._content()
        if content is not None:
            return Reading(content)
        return Reading({}, f"{self.path} was damaged; {self._moved_aside()}")

    def _content(self) -> JsonObject | None:
        """The file's object, an empty one where there is no file, None where it is damaged."""
        try:
            content = json.loads(self.path.read_bytes())
        except FileNotFoundError:
            return {}
        except OSError as error:
            raise ProfileError(
                f"{self.path} cannot be read ({error.strerror}). Check your rights there."
            ) from error
        except (ValueError, RecursionError):
            return None
        return content if isinstance(content, dict) else None

    def _moved_aside(self) -> str:
        aside = self._name_aside()
        try:
            self.path.replace(aside)
        except OSError as error:
            return f"it could not be moved aside ({error.strerror})."
        return f"it was moved to {aside.name} and a new one begun."

    def _name_aside(self) -> Path:
        now = datetime.now(UTC).strftime("%Y-%m-%dT%H%M%S.%fZ")
        return self.path.with_name(f"{self.path.stem}.broken-{now}{self.path.suffix}")

    @contextmanager
    def _locked(self) -> Iterator[None]:
        # Imported only now: reading a sound file, before the window's first paint, locks nothing.
        from filelock import FileLock, Timeout  # noqa: PLC0415 - see above

        lock = FileLock(self.path.with_name(f".{self.path.name}.lock"))
        try:
            held = lock.acquire(timeout=_LOCK_TIMEOUT)
        except Timeout:
            raise ProfileError(
                f"Another CrossTrade Desktop is holding {self.path}. Close it if it hangs, and "
                "try again."
            ) from None
        except OSError as error:
            raise self._unwritable(error) from error
        with held:
            yield

    def _replace(self, content: JsonObject) -> None:
        data = json.dumps(content, indent=2, ensure_ascii=False).encode() + b"\n"
        try:
            temporary = write_temporary(self.path, data)
            try:
                replace_patiently(temporary, self.path)
            except BaseException:
                temporary.unlink(missing_ok=True)
                raise
            sync_folder(self.path.parent)
        except OSError as error:
            raise self._unwritable(error) from error

    def _unwritable(self, error: OSError) -> ProfileError:
        return ProfileError(
            f"{self.path} cannot be written ({error.strerror}). Check the disk and your rights "
            "there."
        )


def _write_new_file(path: Path, data: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)
