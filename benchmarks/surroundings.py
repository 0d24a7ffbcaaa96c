"""Where the measured programs run: a display, a session with a keychain, a home of their own."""

import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.errors import MeasurementError
from support.child_process import stop_process
from support.display import VirtualDisplay
from support.secret_service import SecretService

WIDTH, HEIGHT = 1440, 900
"""Pixels of the display, and so of every window: what is compared covers it."""

PROGRAMS = Path(__file__).with_name("programs")

APP_COMMAND = (str(Path(sys.executable).with_name("ct-desktop")),)
"""The app as it is installed beside this Python."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """``environment`` is the whole environment for a measured program."""

    display: VirtualDisplay
    environment: Mapping[str, str]


@contextmanager
def open_surroundings() -> Iterator[Surroundings]:
    """One display and one session for all measurements; nothing stays behind."""
    with (
        VirtualDisplay(WIDTH, HEIGHT) as display,
        SecretService() as keychain,
        tempfile.TemporaryDirectory(prefix="ct-bench-") as home,
    ):
        yield Surroundings(display, _environment(keychain.env, display.name, home))


def _environment(session: Mapping[str, str], display: str, home: str) -> Mapping[str, str]:
    # Nothing of the developer's may weigh on one side alone: no option of Python's (bytecode is
    # written and found as ever), no plugin or style of Qt's.
    ours = {
        name: value
        for name, value in session.items()
        if not name.startswith(("PYTHON", "QT_", "QML", "CT_DESKTOP_"))
    }
    return ours | {
        "DISPLAY": display,
        "QT_QPA_PLATFORM": "xcb",
        "LANG": "C.UTF-8",
        "CT_DESKTOP_HOME": home,
    }


def program(name: str, *arguments: str) -> tuple[str, ...]:
    """The command that runs ``name`` of the programs beside this package."""
    return (sys.executable, str(PROGRAMS / name), *arguments)


@contextmanager
def started(
    command: Sequence[str], environment: Mapping[str, str]
) -> Iterator[subprocess.Popen[bytes]]:
    """``command`` as a child process with pipes, from here to the end of the context.

    Raises MeasurementError, with what the child said, if measuring failed or the child did.
    """
    with tempfile.TemporaryFile() as errors:
        process = subprocess.Popen(
            command,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
        )
        reason: Exception | None = None
        try:
            yield process
        except (AssertionError, OSError, MeasurementError) as error:
            reason = error
        else:
            if process.poll() not in {None, 0}:
                reason = MeasurementError(f"it ended with {process.returncode}")
        finally:
            stop_process(process)
            for pipe in (process.stdin, process.stdout):
                if pipe is not None:
                    pipe.close()
        if reason is not None:
            errors.seek(0)
            said = errors.read().decode(errors="replace").strip()
            raise MeasurementError(f"{reason}\n{' '.join(command)} said: {said}") from reason
