"""Lines from standard input without blocking the event loop."""

import asyncio
import sys
import threading
from collections.abc import AsyncIterator


async def read_lines() -> AsyncIterator[str]:
    """Each line that a person types or pastes, until the end of input.

    Read in a daemon thread: a console cannot be waited for otherwise on Windows, and such a thread
    does not keep the command from ending while it waits for a line that never comes.
    """
    loop = asyncio.get_running_loop()
    lines: asyncio.Queue[str | None] = asyncio.Queue()

    def hand_over(line: str | None) -> None:
        try:
            loop.call_soon_threadsafe(lines.put_nowait, line)
        except RuntimeError:
            return  # the loop has ended, and with it whoever waited

    def read() -> None:
        for line in sys.stdin:
            hand_over(line)
        hand_over(None)

    if sys.stdin is None:
        return
    threading.Thread(target=read, name="standard-input", daemon=True).start()
    while (line := await lines.get()) is not None:
        yield line
