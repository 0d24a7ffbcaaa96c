"""macOS: caffeinate holds the assertion; ``-w`` ends it with this process, however that ends.

Source: caffeinate(8). Not run where this was built, which has no macOS.
"""

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from ct_desktop.ui.second_screen.display_awake.keeper import NotKeptAwakeError

_PROGRAM = "/usr/bin/caffeinate"
_END_TIMEOUT = 5.0


@asynccontextmanager
async def caffeinated() -> AsyncIterator[None]:
    """The display is kept awake within. Raises :class:`NotKeptAwakeError` without caffeinate."""
    try:
        process = await asyncio.create_subprocess_exec(
            _PROGRAM,
            "-d",
            "-w",
            str(os.getpid()),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.DEVNULL,
        )
    except OSError as error:
        raise NotKeptAwakeError(str(error)) from error
    try:
        yield
    finally:
        with suppress(ProcessLookupError):
            process.terminate()
        with suppress(TimeoutError):
            async with asyncio.timeout(_END_TIMEOUT):
                await process.wait()
