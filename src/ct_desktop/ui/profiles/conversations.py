"""What is asked about profiles: each a dialog, with the work behind it."""

import asyncio
import logging
from collections.abc import Awaitable, Callable

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from ct_desktop.core import wording_profiles as words
from ct_desktop.core.sign_in import RevocationOutcome
from ct_desktop.core.wording import ACCESS_MAY_LIVE_ON, ACTION_PAGES
from ct_desktop.profiles import ProfileError
from ct_desktop.ui.controls.dialog import Dialog
from ct_desktop.ui.profiles.name_dialog import ProfileNameDialog
from ct_desktop.ui.profiles.removal_dialog import ProfileRemovalDialog

_log = logging.getLogger(__name__)

TakeName = Callable[[str, str], Awaitable[None]]
"""Does with a name what the trader chose to. Raises ``ProfileError`` where it cannot."""

Remove = Callable[[], Awaitable[RevocationOutcome]]
"""Removes a profile. Raises ``ProfileError`` where it is still there."""


class _Conversation:
    """What both are: over once their dialog is closed."""

    def __init__(self, dialog: Dialog) -> None:
        self._closed = asyncio.Event()
        dialog.finished.connect(lambda _result: self._closed.set())

    @property
    def is_closed(self) -> bool:
        """Whether the trader is through with it."""
        return self._closed.is_set()


class NameConversation(_Conversation):
    """Asks for a name until ``take`` has taken one, or the trader gives up."""

    def __init__(self, dialog: ProfileNameDialog, take: TakeName) -> None:
        super().__init__(dialog)
        self._dialog = dialog
        self._take = take

    async def run(self) -> None:
        """Show the dialog until it is closed."""
        dialog = self._dialog
        try:
            dialog.open()
            async with asyncio.TaskGroup() as tasks:
                dialog.submitted.connect(lambda name, way: tasks.create_task(self._try(name, way)))
                await self._closed.wait()
        finally:
            dialog.close()
            dialog.deleteLater()

    async def _try(self, name: str, way: str) -> None:
        try:
            await self._take(name, way)
        except ProfileError as error:
            self._dialog.show_refused(str(error))
        else:
            self._dialog.accept()


class RemovalConversation(_Conversation):
    """Asks, removes, and says what came of it. Closed meanwhile, it stops where it is."""

    def __init__(self, dialog: ProfileRemovalDialog, name: str, remove: Remove) -> None:
        super().__init__(dialog)
        self._dialog = dialog
        self._name = name
        self._remove = remove

    async def run(self) -> None:
        """Show the dialog until it is closed."""
        dialog = self._dialog
        removing: list[asyncio.Task[None]] = []
        dialog.action_requested.connect(
            lambda action: QDesktopServices.openUrl(QUrl(ACTION_PAGES[action]))
        )
        try:
            dialog.open()
            async with asyncio.TaskGroup() as tasks:
                dialog.remove_requested.connect(
                    lambda: removing.append(tasks.create_task(self._try()))
                )
                await self._closed.wait()
                for task in removing:
                    task.cancel()
        finally:
            dialog.close()
            dialog.deleteLater()

    async def _try(self) -> None:
        try:
            outcome = await self._remove()
        except ProfileError as error:
            _log.warning("A profile was not removed: %s", error)
            self._dialog.show_failed(str(error))
        except Exception:
            _log.exception("A profile was not removed")
            self._dialog.show_failed(words.NOT_REMOVED.format(why=words.SEE_THE_LOG))
        else:
            self._dialog.show_removed(
                words.removal_words(self._name, outcome),
                access_may_live_on=outcome in ACCESS_MAY_LIVE_ON,
            )
