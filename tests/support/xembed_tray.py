"""A real tray on an X display: trayer, a panel by the freedesktop.org System Tray Protocol."""

import os
import shutil
import subprocess
from typing import Self

from PySide6.QtWidgets import QApplication, QSystemTrayIcon

from support.child_process import stop_process
from support.waiting import wait_for

TIMEOUT = 20.0
"""Seconds for the panel to come, and to go."""


def trayer_is_missing() -> bool:
    """Whether this machine has no such panel."""
    return shutil.which("trayer") is None


class XembedTray:
    """A panel on this process's own display, from ``__enter__`` to ``__exit__``."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        environment = {
            name: os.environ[name] for name in ("DISPLAY", "PATH", "HOME") if name in os.environ
        }
        self._process = subprocess.Popen(
            ["trayer", "--edge", "top"],
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        wait_for(_tray_is_there, bool, TIMEOUT, "trayer did not start")
        return self

    def __exit__(self, *_: object) -> None:
        if self._process is not None:
            stop_process(self._process)
        wait_for(lambda: not _tray_is_there(), bool, TIMEOUT, "the tray did not go")


def _tray_is_there() -> bool:
    QApplication.processEvents()
    return QSystemTrayIcon.isSystemTrayAvailable()
