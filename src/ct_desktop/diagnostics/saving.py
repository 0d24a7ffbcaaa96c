"""A report in a file: for this user alone, whole or not at all, over nothing by mistake.

Blocking; call it in a thread where an event loop runs.
"""

import os
import tempfile
from pathlib import Path


def save_report(text: str, path: Path, *, replace: bool) -> None:
    """Write ``text`` to ``path``. Raises ``OSError``; ``FileExistsError`` where something is there.

    With ``replace`` what is there gives way.
    """
    if not replace:
        # The name is taken first, so that no other program's file of the same moment is lost.
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    try:
        _write_whole(text, path)
    except BaseException:
        if not replace:
            path.unlink(missing_ok=True)
        raise


def _write_whole(text: str, path: Path) -> None:
    descriptor, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".new", dir=path.parent)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
