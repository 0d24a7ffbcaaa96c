"""What PySide6 does to every import, and that the window goes without it."""

import subprocess
import sys

_PROGRAM = """
import builtins
plain = builtins.__import__

import ct_desktop.ui.application
import ct_desktop.ui.lifecycle
import linecache
import sys

assert "PySide6.QtWidgets" in sys.modules
assert builtins.__import__ is plain, builtins.__import__
read = [name for name in linecache.cache if "ct_desktop" in name]
assert not read, read
"""


def test_no_module_is_read_as_text_for_a_feature_of_pyside_that_nothing_uses() -> None:
    done = subprocess.run(
        (sys.executable, "-c", _PROGRAM), capture_output=True, text=True, timeout=60, check=False
    )

    assert done.returncode == 0, done.stderr
