"""Windows: the thread's execution state asks for the display, until it is set back.

Source: SetThreadExecutionState, winbase.h. The state belongs to the thread that set it, here the
window's own. Not run where this was built, which has no Windows.
"""

import ctypes
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from ct_desktop.ui.second_screen.display_awake.keeper import NotKeptAwakeError

_ES_CONTINUOUS = 0x80000000
_ES_SYSTEM_REQUIRED = 0x00000001
_ES_DISPLAY_REQUIRED = 0x00000002


@asynccontextmanager
async def display_required() -> AsyncIterator[None]:
    """The display is kept awake within. Raises :class:`NotKeptAwakeError` where that is refused."""
    _set(_ES_CONTINUOUS | _ES_SYSTEM_REQUIRED | _ES_DISPLAY_REQUIRED)
    try:
        yield
    finally:
        _set(_ES_CONTINUOUS)


def _set(state: int) -> None:
    # By name, since other systems' ctypes have no such attribute for the type checker.
    kernel = getattr(ctypes, "windll").kernel32  # noqa: B009 - see above
    if not kernel.SetThreadExecutionState(ctypes.c_uint(state)):
        raise NotKeptAwakeError("Windows refused the execution state")
