"""Notifications through a tray icon: the way of Windows and macOS.

Not run on the machines that build this; Qt's ``QSystemTrayIcon.showMessage`` is all it uses.
"""

import asyncio
import logging
from collections.abc import Callable

from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QSystemTrayIcon

from ct_desktop.core.notices import Notice

_log = logging.getLogger(__name__)


class TrayMessages:
    """A :class:`NotificationChannel` whose icon is there from the first notice on."""

    def __init__(self, icon: Callable[[], QIcon], on_pressed: Callable[[], None]) -> None:
        self._icon = icon
        self._on_pressed = on_pressed
        self._tray: QSystemTrayIcon | None = None

    def show(self, notice: Notice) -> None:
        """Show ``notice``; the systems keep one at a time."""
        if not QSystemTrayIcon.supportsMessages():
            _log.info("The system shows no notifications")
            return
        if self._tray is None:
            self._tray = QSystemTrayIcon(self._icon())
            self._tray.messageClicked.connect(self._on_pressed)
            self._tray.show()
        kind = (
            QSystemTrayIcon.MessageIcon.Information
            if notice.is_recovery
            else QSystemTrayIcon.MessageIcon.Warning
        )
        self._tray.showMessage(notice.title, notice.text, kind)

    async def run(self) -> None:
        """Take the icon away when cancelled."""
        try:
            await asyncio.Event().wait()
        finally:
            if self._tray is not None:
                self._tray.hide()
