"""Notifications by the desktop's own service on the session bus.

Qt can only send these through a tray icon, which many desktops do not show.
"""

import asyncio
from collections.abc import Callable

from ct_desktop.core.notices import Notice


class FreedesktopNotifications:
    """A :class:`NotificationChannel` over D-Bus, connected from the first notice on."""

    def __init__(self, on_pressed: Callable[[], None]) -> None:
        self._on_pressed = on_pressed
        self._waiting: asyncio.Queue[Notice] = asyncio.Queue()

    def show(self, notice: Notice) -> None:
        """Show ``notice``, in place of an earlier one about the same."""
        self._waiting.put_nowait(notice)

    async def run(self) -> None:
        """Deliver until cancelled."""
        while True:
            first = await self._waiting.get()
            # Many runs have nothing to tell, and none has before its first figures.
            from ct_desktop.ui.notifications.notification_service import (  # noqa: PLC0415 - see above
                converse,
            )

            await converse(first, self._waiting, self._on_pressed)
