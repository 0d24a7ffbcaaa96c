"""The file that an entry is, on the systems where it is one: written whole or not at all."""

import os
import tempfile
from pathlib import Path

from ct_desktop.start_at_login.errors import StartAtLoginError


def write_entry(path: Path, content: bytes) -> None:
    """Replace the file at ``path``, or make it and its folder. Raises ``StartAtLoginError``."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(content)
            Path(name).replace(path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise _trouble(path, "written", error) from error


def read_entry(path: Path) -> bytes | None:
    """The file's content, or ``None`` where there is none. Raises ``StartAtLoginError``."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise _trouble(path, "read", error) from error


def remove_entry(path: Path) -> None:
    """Take the file away, if it is there. Raises ``StartAtLoginError``."""
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise _trouble(path, "removed", error) from error


def _trouble(path: Path, done: str, error: OSError) -> StartAtLoginError:
    return StartAtLoginError(
        f"{path} could not be {done} ({error.strerror or type(error).__name__}). "
        "Check that its folder is yours and not full."
    )
