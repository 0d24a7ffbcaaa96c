"""Which modules the frozen app's archive holds as they are: those that the window's start reads.

Unpacking them would make the start slower than that of the app as Python runs it. With all modules
as they are, the app would be larger than it may be.
"""

import importlib
import subprocess
import sys
from typing import Any, BinaryIO

_START = "import sys, ct_desktop.ui.application, ct_desktop.ui.lifecycle; print(*sys.modules)"

_TIME_LIMIT = 60.0


def modules_of_the_start() -> frozenset[str]:
    """The names of all that is imported until the window has its content."""
    done = subprocess.run(
        (sys.executable, "-c", _START),
        capture_output=True,
        text=True,
        timeout=_TIME_LIMIT,
        check=True,
    )
    return frozenset(done.stdout.split())


def store_uncompressed(modules: frozenset[str]) -> None:
    """Have every archive that PyInstaller writes from now on hold ``modules`` as they are.

    PyInstaller has one compression for all, or none for all, so this stands in for its writer; that
    it still does is tested on the built app.
    """
    # It is there in the build alone, and ships no types.
    writer: Any = importlib.import_module("PyInstaller.archive.writers").ZlibArchiveWriter
    building = importlib.import_module("PyInstaller.building.api")

    class Writer(writer):  # type: ignore[misc] # as above
        @classmethod
        def _write_entry(cls, file: BinaryIO, entry: tuple[str, str, str], code: object) -> object:
            cls._COMPRESSION_LEVEL = 0 if entry[0] in modules else 9
            return super()._write_entry(file, entry, code)

    building.ZlibArchiveWriter = Writer  # type: ignore[attr-defined] # as above
