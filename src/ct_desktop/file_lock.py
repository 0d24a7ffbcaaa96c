"""One at a time on this machine: a lock between the processes of one person."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from ct_desktop.private_folder import make_private_folder

if TYPE_CHECKING:
    from filelock import FileLock

_RETRY_INTERVAL = 0.05
"""Seconds between two attempts."""


class MachineLockError(TimeoutError):
    """The lock could not be had. The message says why and what to do."""


@asynccontextmanager
async def machine_lock(path: Path, *, timeout: float) -> AsyncIterator[None]:  # noqa: ASYNC109 - part of what is asked for: giving up is an error of its own here
    """Hold the lock at ``path`` against every other process, and every other task of this one.

    The system releases it when a process ends, however it ends; the file stays. Waits at most
    ``timeout`` seconds and may be cancelled while waiting. Raises :class:`MachineLockError`.
    """
    # The window reads no lock before its first figures, and this import takes a while.
    from filelock import FileLock  # noqa: PLC0415 - see above

    lock = FileLock(path, thread_local=False)
    try:
        async with asyncio.timeout(timeout):
            while not await _acquired(lock, path):  # noqa: ASYNC110 - nobody signals a release
                await asyncio.sleep(_RETRY_INTERVAL)
    except TimeoutError:
        raise MachineLockError(
            f"Another CrossTrade Desktop has held {path} for {timeout:g} seconds. "
            "Close the other one if it hangs, and try again."
        ) from None
    except OSError as error:
        raise MachineLockError(
            f"The lock file {path} cannot be used ({error.strerror or type(error).__name__}). "
            "Check that its folder exists, is yours and is not full."
        ) from error
    try:
        yield
    finally:
        lock.release()


async def _acquired(lock: "FileLock", path: Path) -> bool:
    """Try once, in a thread: a folder on the network may take its time."""
    attempt = asyncio.get_running_loop().run_in_executor(None, _try, lock, path)
    try:
        return await asyncio.shield(attempt)
    except asyncio.CancelledError:

        def give_back(attempt: "asyncio.Future[bool]") -> None:
            if not attempt.cancelled() and attempt.exception() is None:
                lock.release(force=True)

        # The thread goes on and may still get the lock, for nobody.
        attempt.add_done_callback(give_back)
        raise


def _try(lock: "FileLock", path: Path) -> bool:
    from filelock import Timeout  # noqa: PLC0415 - as above

    make_private_folder(path.parent)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        return False
    return True
