"""The About dialog as one of the window's conversations: open until it is closed."""

import asyncio

from PySide6.QtWidgets import QMainWindow

from ct_desktop.profiles import AppFolders
from ct_desktop.ui.about.dialog import AboutDialog
from ct_desktop.ui.theme.theme import Theme


class AboutConversation:
    """Owns one dialog."""

    def __init__(self, theme: Theme, window: QMainWindow, folders: AppFolders) -> None:
        self._theme = theme
        self._window = window
        self._folders = folders
        self._closed = asyncio.Event()

    @property
    def is_closed(self) -> bool:
        """Whether the trader is through with it."""
        return self._closed.is_set()

    async def run(self) -> None:
        """Show it until the trader closes it."""
        dialog = AboutDialog(self._theme, self._window, self._folders)
        dialog.finished.connect(lambda _result: self._closed.set())
        try:
            dialog.open()
            await self._closed.wait()
        finally:
            dialog.close()
            dialog.deleteLater()
