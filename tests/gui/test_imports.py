"""What the window's start imports: not by PySide6's own way, and nothing slow that it can spare."""

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


def test_the_window_starts_without_what_only_few_answers_are_read_with() -> None:
    program = "import ct_desktop.ui.desktop, sys; print(*{'pydantic', 'mcp'} & sys.modules.keys())"
    done = subprocess.run(
        (sys.executable, "-c", program), capture_output=True, text=True, timeout=60, check=True
    )

    assert done.stdout.strip() == ""
