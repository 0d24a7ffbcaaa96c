"""Starts the app once more, for another profile: a process of its own, which outlives this one."""

import logging

from PySide6.QtCore import QProcess

from ct_desktop.start_at_login.command import RunningApp, launch_command

_log = logging.getLogger(__name__)


def window_command(
    profile: str, *, server_url: str | None = None, debug: bool = False
) -> list[str]:
    """The program and its arguments for a window on the profile in the folder ``profile``.

    Nothing secret is among them. Where that window is open already, it is brought forward.
    """
    options = ["--profile", profile]
    if server_url is not None:
        options += ["--server", server_url]
    if debug:
        options.append("--debug")
    return [*launch_command(RunningApp.current()), *options]


def open_second_window(profile: str, *, server_url: str | None = None, debug: bool = False) -> bool:
    """Start it; whether the system could."""
    program, *arguments = window_command(profile, server_url=server_url, debug=debug)
    process = QProcess()
    process.setProgram(program)
    process.setArguments(arguments)
    # What it says is in the log; the terminal is this process's.
    process.setStandardInputFile(QProcess.nullDevice())
    process.setStandardOutputFile(QProcess.nullDevice())
    process.setStandardErrorFile(QProcess.nullDevice())
    answer: object = process.startDetached()
    # Declared as a pair with the process's number, it answers with the bare truth.
    started = bool(answer[0] if isinstance(answer, tuple) else answer)
    if not started:
        _log.warning("A second window could not be started: %s", process.errorString())
    return started
