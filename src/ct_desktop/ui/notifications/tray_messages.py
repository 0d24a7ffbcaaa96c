"""Notifications through the app's tray icon: the way of Windows and macOS.

Not run on the machines that build this; Qt's ``QSystemTrayIcon.showMessage`` is all it uses.
"""

import asyncio
import logging
from collections.abc import Callable

from PySide6.QtWidgets import QSystemTrayIcon

from ct_desktop.core.notices import Notice
from ct_desktop.ui.tray.icon import TrayIcon

_log = logging.getLogger(__name__)


class TrayMessages:
    """A :class:`NotificationChannel` at ``icon``, which is the app's only one."""

    def __init__(self, icon: TrayIcon, on_pressed: Callable[[], None]) -> None:
        self._icon = icon
        icon.message_pressed.connect(on_pressed)

    def show(self, notice: Notice) -> None:
        """Show ``notice``; the systems keep one at a time."""
        if not QSystemTrayIcon.supportsMessages() or not self._icon.show_notice(notice):
            _log.info("The system shows no notifications")

    async def run(self) -> None:
        """Nothing goes on in between: the icon is there anyway."""
        await asyncio.Event().wait()
