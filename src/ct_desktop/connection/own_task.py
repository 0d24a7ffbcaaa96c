"""Tasks that an object owns itself, because they must outlive whoever asked for them."""

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

R = TypeVar("R")


def begin(work: Coroutine[Any, Any, R], name: str) -> "asyncio.Task[R]":
    """Begin ``work``. The owner keeps the task and lets it end before it goes itself.

    A failure that nobody waits for is no surprise to the loop: the owner remembers what it means.
    """
    task = asyncio.create_task(work, name=name)
    task.add_done_callback(lambda done: done.cancelled() or done.exception())
    return task
