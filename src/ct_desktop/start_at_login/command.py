"""By what command this app can be started again, the way it was started now."""

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

_SCRIPT = "ct-desktop"
_MODULE = ("-m", "ct_desktop")
_WINDOW_PROGRAM = "ct-desktop.exe"
"""Beside it lies ``ct-desktop.com``, the same for terminals (packaging/README.md)."""


@dataclass(frozen=True, slots=True)
class RunningApp:
    """How this process was started: what :func:`launch_command` goes by."""

    executable: str
    first_argument: str
    frozen: bool
    app_image: str | None

    @classmethod
    def current(cls, environment: Mapping[str, str] = os.environ) -> "RunningApp":
        """This process. An AppImage names its own file in ``APPIMAGE`` (its documentation)."""
        return cls(
            executable=sys.executable,
            first_argument=sys.argv[0],
            frozen=bool(getattr(sys, "frozen", False)),
            app_image=environment.get("APPIMAGE") or None,
        )


def launch_command(app: RunningApp, platform: str = sys.platform) -> tuple[str, ...]:
    """The program and its first arguments, each with its full path."""
    if app.frozen:
        # What an AppImage runs from is a mount that ends with it.
        return (app.app_image or _windowed(app.executable, _WINDOW_PROGRAM, platform),)
    if platform == "win32":
        return (_windowed(app.executable, "pythonw.exe", platform), *_MODULE)
    script = Path(app.first_argument)
    if script.name == _SCRIPT and script.is_file():
        return (str(script.absolute()),)
    return (app.executable, *_MODULE)


def _windowed(executable: str, program: str, platform: str) -> str:
    """On Windows ``program``, where it lies beside ``executable``: it opens no console at login."""
    windowed = Path(executable).with_name(program)
    return str(windowed) if platform == "win32" and windowed.is_file() else executable
