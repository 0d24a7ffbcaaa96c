"""Replacing a file as a whole or not at all, so that it lasts over a power cut.

Blocking; call it in a thread where an event loop runs.
"""

import os
import tempfile
import time
from contextlib import suppress
from pathlib import Path

_REPLACE_ATTEMPTS = 20
_REPLACE_INTERVAL = 0.05


def write_temporary(path: Path, data: bytes) -> Path:
    """A new file beside ``path`` with ``data`` safely on disk, for this user alone.

    Raises ``OSError``; then nothing is left behind.
    """
    descriptor, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".new", dir=path.parent)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return Path(name)


def replace_patiently(source: Path, target: Path) -> None:
    """Put ``source`` in the place of ``target``. Raises ``OSError``."""
    # On Windows a file cannot be replaced at the moment when somebody reads it.
    for _ in range(_REPLACE_ATTEMPTS):
        try:
            source.replace(target)
        except PermissionError:
            time.sleep(_REPLACE_INTERVAL)
        else:
            return
    source.replace(target)


def sync_folder(folder: Path) -> None:
    """Make the new name last over a power cut, where the system lets folders be synced."""
    if os.name != "posix":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        with suppress(OSError):
            os.fsync(descriptor)
    finally:
        os.close(descriptor)
