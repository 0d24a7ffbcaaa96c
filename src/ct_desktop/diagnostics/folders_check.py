"""Where the app's files lie, whether they can be written, and how much room is left."""

import asyncio
import os
import shutil
from pathlib import Path

from ct_desktop.core.diagnostic_report import Check, Fact, Section
from ct_desktop.core.sign_in import StepState
from ct_desktop.diagnostics.subject import Subject
from ct_desktop.log import LOG_FILE_NAME
from ct_desktop.profiles import AppFolders

_LITTLE_ROOM = 100_000_000
"""Bytes. A log and a history fit into less, but a system that full has other troubles."""


async def check_folders(subject: Subject) -> Section:
    """In a thread: a folder on the network may take its time."""
    return await asyncio.to_thread(_look, subject.folders)


def _look(folders: AppFolders) -> Section:
    facts: list[Fact] = []
    troubles: list[str] = []
    named = (
        ("settings", "Settings", folders.settings),
        ("data", "Data", folders.data),
        ("logs", "Logs", folders.logs),
    )
    for key, label, folder in named:
        try:
            words, trouble = _words(folder)
        except OSError as error:
            words = trouble = f"cannot be read ({error.strerror or type(error).__name__})"
        facts.append(Fact(key, label, f"{folder}: {words}"))
        if trouble:
            troubles.append(f"{label}: {trouble}.")
    facts.append(Fact("log_file", "Log file", _log_size(folders.logs / LOG_FILE_NAME)))
    if troubles:
        return Section(Check.FOLDERS, StepState.WARNING, " ".join(troubles), tuple(facts))
    return Section(Check.FOLDERS, StepState.DONE, "Can be written, with room.", tuple(facts))


def _words(folder: Path) -> tuple[str, str]:
    """What there is to say of ``folder``, and what of it is trouble."""
    nearest = next(path for path in (folder, *folder.parents) if path.exists())
    free = shutil.disk_usage(nearest).free
    words = [f"{size_text(free)} free"]
    trouble = []
    if free < _LITTLE_ROOM:
        trouble.append(f"only {size_text(free)} are free")
    if not os.access(nearest, os.W_OK):
        trouble.append("cannot be written")
    if nearest != folder:
        words.append("not made yet")
    return ", ".join([*words, *trouble]), ", ".join(trouble)


def _log_size(path: Path) -> str:
    try:
        return size_text(path.stat().st_size)
    except FileNotFoundError:
        return "none"
    except OSError as error:
        return f"cannot be read ({error.strerror or type(error).__name__})"


def size_text(size: int) -> str:
    """``1.4 MB``: bytes in the unit that tells enough."""
    for unit, worth in (("GB", 1e9), ("MB", 1e6), ("kB", 1e3)):
        if size >= worth:
            return f"{size / worth:.1f} {unit}"
    return f"{size} bytes"
