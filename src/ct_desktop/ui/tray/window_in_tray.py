"""The window and the tray: closing into it, coming back from it, and starting in it."""

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialog

from ct_desktop.profiles import ProfileSettings, SettingsChanges
from ct_desktop.ui.shell.window import MainWindow
from ct_desktop.ui.theme.theme import Theme
from ct_desktop.ui.tray.icon import TrayIcon

if TYPE_CHECKING:
    from ct_desktop.ui.tray.close_question import CloseQuestion

FIRST_LOOK = 2.0
"""Seconds after a start: the first look takes a while, and must not delay the first figures."""

LOOK_INTERVAL = 5.0
"""Seconds between two looks for a tray that has come or gone."""

START_PATIENCE = 10.0
"""Seconds for a tray to come after a start without a window: at login the panel may be slower."""

START_LOOK_INTERVAL = 0.25


class WindowInTray:
    """Decides what closing means, and sees to it that a hidden window can be had back.

    ``settings`` are those in use, ``change`` keeps a change to them; ``quit_app`` ends the app.
    """

    def __init__(
        self,
        window: MainWindow,
        theme: Theme,
        icon: TrayIcon,
        *,
        settings: Callable[[], ProfileSettings],
        change: Callable[[SettingsChanges], None],
        quit_app: Callable[[], None],
    ) -> None:
        self._window = window
        self._theme = theme
        self._icon = icon
        self._settings = settings
        self._change = change
        self._quit_app = quit_app
        self._question: CloseQuestion | None = None
        self._is_behind_icon = window.isHidden()

    async def run(self) -> None:
        """Follow the trays that come and go, until cancelled."""
        self._window.set_close_guard(self._may_close)
        try:
            await self._start_hidden()
            if not self._icon.is_shown:
                await asyncio.sleep(FIRST_LOOK)
            missing = 0
            while True:
                missing = 0 if self._icon.look_for_tray() else missing + 1
                self._is_behind_icon = self._is_behind_icon and self._window.isHidden()
                # A panel that starts again is back by the second look.
                if missing > 1 and self._is_behind_icon:
                    self._window.showMinimized()
                await asyncio.sleep(LOOK_INTERVAL)
        finally:
            self._window.set_close_guard(None)
            self._icon.remove()

    async def _start_hidden(self) -> None:
        """Wait for a tray to stand behind, where the app was started without its window."""
        loop = asyncio.get_running_loop()
        deadline = loop.time() + START_PATIENCE
        while self._window.isHidden() and not self._icon.look_for_tray():
            if loop.time() > deadline:
                self._window.showMinimized()
                return
            await asyncio.sleep(START_LOOK_INTERVAL)

    def _may_close(self) -> bool:
        """Whether the window may close, which quits; else it is hidden, or the trader is asked."""
        if not self._icon.look_for_tray():
            return True
        keeps_watching = self._settings().close_to_tray
        if keeps_watching is None:
            if any(dialog.isVisible() for dialog in self._window.findChildren(QDialog)):
                # One question at a time; and whoever closes over one is asked another day.
                return self._question is None
            self._ask()
            return False
        if keeps_watching:
            self._hide()
        return not keeps_watching

    def _ask(self) -> None:
        from ct_desktop.ui.tray.close_question import CloseQuestion  # noqa: PLC0415 - asked once

        self._question = CloseQuestion(self._theme, self._window)
        self._question.finished.connect(self._on_answered)
        self._question.open()

    def _on_answered(self) -> None:
        question, self._question = self._question, None
        if question is None:
            return
        question.deleteLater()
        if question.keeps_watching is None:
            return
        self._change({"close_to_tray": question.keeps_watching})
        if question.keeps_watching:
            self._hide()
        else:
            self._quit_app()

    def _hide(self) -> None:
        self._window.put_away()
        self._is_behind_icon = True
