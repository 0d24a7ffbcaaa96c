"""What a window starts because a person asked for it, where a test has no window's tasks."""

import asyncio
from collections.abc import Coroutine
from typing import Any


class WindowTasks:
    """Runs the work, and knows when all of it is done."""

    def __init__(self) -> None:
        self._running: list[asyncio.Task[None]] = []

    def start(self, work: Coroutine[Any, Any, None]) -> None:
        """Run ``work`` on the loop that the test runs on."""
        self._running.append(asyncio.get_running_loop().create_task(work))

    async def done(self) -> None:
        """Wait until everything that was started has ended. Raises what it raised."""
        while self._running:
            async with asyncio.timeout(10):
                await self._running.pop(0)
