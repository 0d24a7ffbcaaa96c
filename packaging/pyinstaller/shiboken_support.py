"""Qt for Python's own Python files, which it else compiles anew at each start.

Its library holds them as source. Where there is a folder ``files.dir`` beside it, it imports them
as any other modules instead (``SBK_EMBED``, in its ``signature_bootstrap.py``). The frozen app has
such a folder, and the modules, compiled, in its archive: a twentieth of the time to the first
paint.
"""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

README = Path(__file__).with_name("files.dir.txt")
"""What lies in the frozen app's folder."""

_PACKAGE = "shibokensupport"
_TIME_LIMIT = 60.0


def unpacked_support() -> Path:
    """The folder with the files of the Qt for Python that is installed beside this Python."""
    done = subprocess.run(
        (
            *(sys.executable, "-c"),
            "import PySide6, shiboken6; print(shiboken6.__file__)",
        ),
        env={**os.environ, "SBK_EMBED": "0"},
        capture_output=True,
        text=True,
        timeout=_TIME_LIMIT,
        check=True,
    )
    folder = Path(done.stdout.strip()).with_name("files.dir")
    if not (folder / _PACKAGE).is_dir():
        raise FileNotFoundError(f"Qt for Python did not unpack its own files to {folder}")
    return folder


def modules_below(folder: Path) -> Iterator[str]:
    """The names of the modules there."""
    for file in sorted((folder / _PACKAGE).rglob("*.py")):
        parts = file.relative_to(folder).with_suffix("").parts
        yield ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
