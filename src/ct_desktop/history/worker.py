"""A thread of its own for the history's file: SQL blocks, and a disk may hang."""

import asyncio
import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any, TypeVar

T = TypeVar("T")


class HistoryWorker:
    """Runs jobs one after another in one thread, which begins with the first of them.

    A daemon thread: a disk that hangs does not keep the app from quitting.
    """

    def __init__(self) -> None:
        self._orders: queue.SimpleQueue[tuple[Callable[[], Any], Future[Any]] | None] = (
            queue.SimpleQueue()
        )
        self._thread: threading.Thread | None = None

    @property
    def has_begun(self) -> bool:
        """Whether there ever was a job since the last stop."""
        return self._thread is not None

    async def run(self, job: Callable[[], T], time_limit: float) -> T:
        """What ``job`` gives or raises; ``TimeoutError`` after ``time_limit`` seconds.

        A job whose turn has not come by then, or when the waiting is cancelled, is not done.
        """
        if self._thread is None:
            self._thread = threading.Thread(target=self._work, name="history", daemon=True)
            self._thread.start()
        outcome: Future[T] = Future()
        self._orders.put((job, outcome))
        async with asyncio.timeout(time_limit):
            return await asyncio.wrap_future(outcome)

    def stop(self) -> None:
        """End the thread after the jobs that wait already."""
        if self._thread is not None:
            self._orders.put(None)
            self._thread = None

    def _work(self) -> None:
        while (order := self._orders.get()) is not None:
            job, outcome = order
            if not outcome.set_running_or_notify_cancel():
                continue
            try:
                result = job()
            except BaseException as error:
                outcome.set_exception(error)
            else:
                outcome.set_result(result)
