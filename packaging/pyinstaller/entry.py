"""Where the frozen app begins."""

import os
import sys

from ct_desktop.cli.main import main


def leave_libraries_to_others() -> None:
    """Have the programs that the app starts find the system's libraries, not the bundled ones.

    PyInstaller's starter names ours in LD_LIBRARY_PATH, which this process has read by now; a
    browser, or what the desktop opens one with, would load our Qt and OpenSSL instead of its own.
    """
    original = os.environ.pop("LD_LIBRARY_PATH_ORIG", None)
    os.environ.pop("LD_LIBRARY_PATH", None)
    if original is not None:
        os.environ["LD_LIBRARY_PATH"] = original


if sys.platform == "linux":
    leave_libraries_to_others()
sys.exit(main())
