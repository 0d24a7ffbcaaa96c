"""(g) The frozen app beside the same app as Python runs it: what it takes on disk, and its start.

The frozen one is what ``packaging/build`` made; it is built anew where it is not there or older
than the source. It holds the demo too, and so does what it is compared with. Python itself, which
the frozen app brings along, is not counted on the other side.
"""

import re
import subprocess
import sys
from collections.abc import Iterable
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

from packaging.requirements import Requirement

from benchmarks.comparison import Comparison, Goal
from benchmarks.errors import MeasurementError
from benchmarks.first_paint import milliseconds_to_paint
from benchmarks.screen_watch import ScreenWatch
from benchmarks.surroundings import APP_COMMAND, Surroundings
from benchmarks.turns import in_turns
from support.finished_command import output_of

ROUNDS = 40
"""More than elsewhere: the two sides lie close together."""

LARGEST = 120.0
"""Megabytes that it may take, unpacked."""

BUILD_TIMEOUT = 1800.0
"""Seconds to build it, on a machine that has no environment for that yet."""

_ROOT = Path(__file__).parents[1]
_FOLDER = _ROOT / "dist" / "ct-desktop"
_PROGRAM = _FOLDER / "ct-desktop"
_SOURCES = ("src", "resources", "packaging/pyinstaller", "constraints.txt", "pyproject.toml")


def measure(surroundings: Surroundings, rounds: int = ROUNDS) -> list[Comparison]:
    """Raises MeasurementError."""
    _ensure_built()
    size = megabytes(_FOLDER.rglob("*"))
    installed = megabytes(installed_files("ct-desktop", "demo"))
    with ScreenWatch(surroundings.display.frame_buffer) as watch:
        ours, theirs = in_turns(
            rounds,
            lambda: milliseconds_to_paint((str(_PROGRAM),), surroundings, watch),
            lambda: milliseconds_to_paint(APP_COMMAND, surroundings, watch),
        )
    smaller = Goal(1.0, below=True)
    against = "the app as Python runs it"
    return [
        Comparison(
            "g", "frozen app, unpacked", f"{LARGEST:.0f} MB", smaller, "MB", (size,), (LARGEST,)
        ),
        Comparison(
            "g",
            "frozen app, unpacked",
            "its packages as installed",
            smaller,
            "MB",
            (size,),
            (installed,),
        ),
        Comparison("g", "frozen app, first painted window", against, Goal(1.0), "ms", ours, theirs),
    ]


def megabytes(files: Iterable[Path]) -> float:
    """What they hold together, each counted once; a link is nothing by itself."""
    sizes = (path.stat().st_size for path in set(files) if path.is_file() and not path.is_symlink())
    return sum(sizes) / 1e6


def installed_files(name: str, *extras: str) -> Iterable[Path]:
    """The files of an installed package and of all that it needs, on this system."""
    found: dict[tuple[str, str], Distribution] = {}
    wanted = [(name, extra) for extra in ("", *extras)]
    while wanted:
        package, extra = wanted.pop()
        key = (re.sub(r"[-_.]+", "-", package).lower(), extra)
        if key in found:
            continue
        try:
            found[key] = distribution(package)
        except PackageNotFoundError as error:
            raise MeasurementError(f"{package} is not installed beside the app") from error
        for line in found[key].requires or ():
            need = Requirement(line)
            if need.marker is None or need.marker.evaluate({"extra": extra}):
                wanted += [(need.name, more) for more in ("", *need.extras)]
    for each in found.values():
        yield from (Path(str(each.locate_file(file))) for file in each.files or ())
    # Where the app is installed for development, its own files are not among them.
    yield from (_ROOT / "src").rglob("*.py")


def _ensure_built() -> None:
    if _PROGRAM.exists() and _PROGRAM.stat().st_mtime > _newest_source():
        return
    print("Building the frozen app, which takes some minutes …", file=sys.stderr, flush=True)
    try:
        output_of(_ROOT / "packaging" / "build", "frozen", timeout=BUILD_TIMEOUT)
    except (AssertionError, subprocess.TimeoutExpired) as error:
        raise MeasurementError(str(error)) from error


def _newest_source() -> float:
    files = (
        path
        for source in _SOURCES
        for path in (_ROOT / source, *(_ROOT / source).rglob("*"))
        if path.is_file() and "__pycache__" not in path.parts
    )
    return max(path.stat().st_mtime for path in files)
