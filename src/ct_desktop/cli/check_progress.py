"""What a check is still waiting for, in one line of the terminal that goes away at the end."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

from ct_desktop.core.monitor_state import MonitorState
from ct_desktop.core.wording import LINK_TITLES
from ct_desktop.listeners import Listeners

_CLEAR_LINE = "\r\x1b[K"
"""Back to the line's beginning, and erase to its end (ECMA-48, sections 8.3.15 and 8.3.41)."""


@contextmanager
def check_progress(changed: Listeners[MonitorState], stream: TextIO) -> Iterator[None]:
    """While the block runs, show on ``stream`` which links are being checked.

    Where ``stream`` is no terminal nothing is written.
    """
    if not stream.isatty():
        yield
        return
    width = shutil.get_terminal_size().columns - 1

    def show(state: MonitorState) -> None:
        names = [LINK_TITLES[link.name] for link in state.chain.links if link.is_checking]
        line = f"Checking {', '.join(names)}"[:width] if names else ""
        stream.write(f"{_CLEAR_LINE}{line}")
        stream.flush()

    unsubscribe = changed.subscribe(show)
    try:
        yield
    finally:
        unsubscribe()
        stream.write(_CLEAR_LINE)
        stream.flush()
