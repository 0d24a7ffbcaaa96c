"""The clipboard of a desktop session, as another program finds it."""

import subprocess
import sys
from collections.abc import Mapping

READ_TIMEOUT = 30.0
"""Seconds for a program to start and read it, on a busy machine."""

_PROGRAM = """
from PySide6.QtWidgets import QApplication
application = QApplication([])
print(QApplication.clipboard().text())
"""


def clipboard_text(environment: Mapping[str, str]) -> str:
    """The text on the clipboard of the session with ``environment``."""
    answer = subprocess.run(
        [sys.executable, "-c", _PROGRAM],
        env=environment,
        capture_output=True,
        text=True,
        timeout=READ_TIMEOUT,
        check=True,
    )
    return answer.stdout.strip()
