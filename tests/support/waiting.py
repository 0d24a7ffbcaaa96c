"""Waiting for a condition outside this process, which sends no signal when it comes true."""

import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")

POLL_INTERVAL = 0.05
"""Seconds between two looks."""


def wait_for(
    read: Callable[[], T], accept: Callable[[T], object], timeout: float, otherwise: str
) -> T:
    """The first value of ``read`` that ``accept`` takes.

    Raises AssertionError with ``otherwise`` and the last value when ``timeout`` seconds have gone.
    """
    deadline = time.monotonic() + timeout
    while True:
        value = read()
        if accept(value):
            return value
        if time.monotonic() > deadline:
            raise AssertionError(f"{otherwise} within {timeout:g} s; last: {value!r:.2000}")
        time.sleep(POLL_INTERVAL)
