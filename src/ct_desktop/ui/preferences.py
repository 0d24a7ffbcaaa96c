"""The trader's choices while the window is open: one owner, kept on disk with each change."""

import asyncio
import logging
from contextlib import suppress
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QObject, Signal

from ct_desktop.profiles import ProfileError, ProfileSettings, SettingsChanges, SettingsStore

_log = logging.getLogger(__name__)

_LAST_WRITE = 3.0
"""Seconds for what was chosen last: the app quits also when its disk hangs."""


class Preferences(QObject):
    """Owns the settings in use. Run it as one task, so that changes are written."""

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
        self._unwritten: SettingsChanges = {}
        self._wake = asyncio.Event()

    @property
    def settings(self) -> ProfileSettings:
        """The settings in use."""
        return self._settings

    def take(self, changes: SettingsChanges) -> None:
        """Take ``changes`` at once; :meth:`run` writes them."""
        self._settings = replace(self._settings, **changes)
        self._unwritten = {**self._unwritten, **changes}
        self._wake.set()
        self.changed.emit(self._settings)

    async def run(self) -> None:
        """Write each change, until cancelled; what was chosen on the way out is written too."""
        try:
            while True:
                await self._wake.wait()
                self._wake.clear()
                await self._write()
        finally:
            with suppress(TimeoutError):
                async with asyncio.timeout(_LAST_WRITE):
                    await self._write()

    async def _write(self) -> None:
        while changes := self._unwritten:
            words = ""
            try:
                await asyncio.to_thread(partial(self._store.update, **changes))
            except (ProfileError, ValueError) as error:
                _log.warning("A setting could not be saved: %s", error)
                words = str(error)
            # Only now: whoever is cancelled before writes once more.
            if self._unwritten is changes:
                self._unwritten = {}
            self.trouble.emit(words)
