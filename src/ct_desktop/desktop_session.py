"""What the operating system says of the session that this process runs in."""

import os
import sys

from ct_desktop.core.remote_session import RemoteSession, remote_session

_SM_REMOTESESSION = 0x1000
"""Source: Windows' GetSystemMetrics, winuser.h."""


def current_remote_session() -> RemoteSession | None:
    """By what way this app is worked from another computer, if it is."""
    return remote_session(os.environ, windows_says_remote=_windows_says_remote())


def _windows_says_remote() -> bool:
    if sys.platform == "win32":
        import ctypes  # noqa: PLC0415 - there is no such library elsewhere

        return bool(ctypes.windll.user32.GetSystemMetrics(_SM_REMOTESESSION))
    else:  # noqa: RET505 - mypy reads platform branches only as a chain
        return False
