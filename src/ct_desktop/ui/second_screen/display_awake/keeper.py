"""What keeping the display awake looks like from here."""

import asyncio
import logging
import sys
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager

_log = logging.getLogger(__name__)

Request = Callable[[], AbstractAsyncContextManager[None]]
"""Opens a request to the system, which holds until it is closed.

Opening raises :class:`NotKeptAwakeError` where the system does not take it.
"""


class NotKeptAwakeError(Exception):
    """The system does not let an app keep the display awake; the message says what it answered."""


class DisplayKeeper:
    """Holds the system's promise for as long as it is wanted. Run it as one task."""

    def __init__(self, request: Request, refused: Callable[[], None]) -> None:
        self._request = request
        self._refused = refused
        self._wanted = False
        self._changed = asyncio.Event()

    def want(self, *, awake: bool) -> None:
        """Keep the display awake from now on, or no longer."""
        if awake != self._wanted:
            self._wanted = awake
            self._changed.set()

    async def run(self) -> None:
        """Do what is wanted until cancelled; the system's promise ends with it."""
        while True:
            await self._until(wanted=True)
            try:
                async with self._request():
                    await self._until(wanted=False)
            except NotKeptAwakeError as error:
                _log.info("The display is not kept awake: %s", error)
                self._refused()
                # Asked again only when the trader wants it anew.
                await self._until(wanted=False)

    async def _until(self, *, wanted: bool) -> None:
        while self._wanted is not wanted:
            self._changed.clear()
            await self._changed.wait()


def ask_system() -> AbstractAsyncContextManager[None]:
    """A request in this system's own way."""
    # Each module speaks to what its own system alone has.
    if sys.platform == "win32":
        from ct_desktop.ui.second_screen.display_awake.windows import (  # noqa: PLC0415 - see above
            display_required,
        )

        return display_required()
    elif sys.platform == "darwin":  # noqa: RET505 - mypy reads platform branches only as a chain
        from ct_desktop.ui.second_screen.display_awake.macos import (  # noqa: PLC0415 - see above
            caffeinated,
        )

        return caffeinated()
    else:
        from ct_desktop.ui.second_screen.display_awake.freedesktop import (  # noqa: PLC0415 - D-Bus
            inhibited,
        )

        return inhibited()
