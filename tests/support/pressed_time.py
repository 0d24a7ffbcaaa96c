"""An event loop whose time jumps to the next timer: an hour of waiting takes no time.

For coroutines that wait for timers and for one another alone: nothing from outside comes in.
"""

import asyncio
import selectors
from collections.abc import Coroutine
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from ct_desktop.core.moment import Moment

T = TypeVar("T")


class _JumpingSelector(selectors.DefaultSelector):
    """Waits for nothing; ``passed`` is how long it would have waited so far."""

    def __init__(self) -> None:
        super().__init__()
        self.passed = 0.0

    def select(self, timeout: float | None = None) -> Any:
        if timeout is None:
            raise AssertionError("nothing is left that could happen")
        self.passed += max(0.0, timeout)
        return super().select(0)


class PressedTime:
    """The clock of such a loop, from ``began`` on. ``run`` runs a coroutine in it."""

    def __init__(self, began: datetime = datetime(2026, 11, 18, 15, tzinfo=UTC)) -> None:
        self._began = began
        self._selector = _JumpingSelector()

    @property
    def seconds(self) -> float:
        """Seconds since it began."""
        return self._selector.passed

    def now(self) -> Moment:
        """The present moment."""
        return Moment(self._began + timedelta(seconds=self.seconds), self.seconds)

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        """What ``work`` gives."""
        loop = asyncio.SelectorEventLoop(self._selector)
        loop.time = lambda: self.seconds  # type: ignore[method-assign]
        try:
            return loop.run_until_complete(work)
        finally:
            loop.close()
