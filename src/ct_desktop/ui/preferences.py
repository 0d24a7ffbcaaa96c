"""The trader's choices while the window is open: one owner, kept on disk with each change."""

import asyncio
import logging
from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from ct_desktop.profiles import ProfileError, ProfileSettings, SettingsChanges, SettingsStore

_log = logging.getLogger(__name__)


class Preferences(QObject):
    """Owns the settings in use."""

    changed = Signal(object)
    """The :class:`ProfileSettings` after a change."""
    trouble = Signal(str)
    """Why the last change could not be written: it holds until the window is closed. Empty once a
    change was written."""

    def __init__(
        self, store: SettingsStore, settings: ProfileSettings, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._store = store
        self._settings = settings
        self._writing = asyncio.Lock()

    @property
    def settings(self) -> ProfileSettings:
        """The settings in use."""
        return self._settings

    async def change(self, changes: SettingsChanges) -> None:
        """Take ``changes`` at once and write them; one write at a time, in the order of asking."""
        self._settings = replace(self._settings, **changes)
        self.changed.emit(self._settings)
        async with self._writing:
            words = ""
            try:
                await asyncio.to_thread(lambda: self._store.update(**changes))
            except ProfileError as error:
                _log.warning("A setting could not be saved: %s", error)
                words = str(error)
            self.trouble.emit(words)
