"""The right to be a profile's one window: a lock that the system releases when its process ends.

Without filelock, which takes longer to import than this takes in all: it stands before the first
paint.
"""

import logging
import os
import sys
from pathlib import Path

_log = logging.getLogger(__name__)


class InstanceClaim:
    """The claim on the file at ``path``, in a folder that is there."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: int | None = None

    def take(self) -> bool:
        """Whether this process is the one now.

        Where the folder's system knows no locks, everyone is: better two windows than none.
        """
        try:
            file = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            _log.warning("Other windows of this profile cannot be noticed: %s", error)
            return True
        try:
            _lock(file)
        except (BlockingIOError, PermissionError):
            os.close(file)
            return False
        except OSError as error:
            os.close(file)
            _log.warning("Other windows of this profile cannot be noticed: %s", error)
            return True
        self._file = file
        return True

    def release(self) -> None:
        """Let another process be it. The file stays: its removal would race with its taking."""
        file, self._file = self._file, None
        if file is not None:
            os.close(file)


def window_is_open(path: Path) -> bool:
    """Whether another process has the window whose lock is at ``path``.

    Taking the claim for a moment tells; a window that starts just then tries for longer.
    """
    claim = InstanceClaim(path)
    free = claim.take()
    claim.release()
    return not free


def _lock(file: int) -> None:
    """Lock it for this open file alone, at once or not at all."""
    if sys.platform == "win32":
        import msvcrt  # noqa: PLC0415 - Windows alone has it

        msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
    else:
        import fcntl  # noqa: PLC0415 - Windows has none

        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
