"""The AI clients screen's states, each by the name of its picture, with files that are really read.

The files are written where the picture is taken, so each is checked and changed as a trader's is.
"""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from PySide6.QtWidgets import QApplication

from ct_desktop.profiles import CROSSTRADE_SERVER_URL
from ct_desktop.ui.clients.apply_dialog import ApplyDialog
from ct_desktop.ui.clients.file_work import ClientFiles, FileAct, FileWish
from ct_desktop.ui.clients.screen import ClientsScreen
from ct_desktop.ui.shell.rail import Screen
from ct_desktop.ui.shell.window import MainWindow
from ct_desktop.ui.theme.theme import Theme
from screenshots.gallery import Gallery
from support.client_file_samples import BROKEN_YAML, FINE_YAML, FLAWED_YAML, OTHER_SERVERS_YAML
from support.ui_states import moment, state_with


class ClientsPictures:
    """A window of its own with the screen, and a folder with the trader's files."""

    def __init__(self, theme: Theme, gallery: Gallery, folder: Path) -> None:
        self._gallery = gallery
        self._folder = folder
        self._window = MainWindow(theme)
        self._screen = ClientsScreen(theme, CROSSTRADE_SERVER_URL)
        self._wishes: list[FileWish] = []
        self._files = ClientFiles(
            folder,
            show_clients=self._screen.show_clients,
            show_failure=self._screen.show_failure,
            show_answer=self._screen.show_answer,
        )
        self._screen.wished.connect(self._wishes.append)
        self._window.add_screen(Screen.CLIENTS, lambda: self._screen)
        self._window.set_screen(Screen.CLIENTS)
        self._window.show_state(state_with(), moment(2))
        self._window.resize(1440, 900)
        self._window.show()

    async def take(self) -> None:
        """All states, one after the other."""
        await self._take("clients-loading")
        await self._files.load()
        await self._take("clients-cards", in_cards=True)
        await self._open("ChatGPT app")
        await self._take("clients-in-its-settings")
        states: dict[str, Callable[[], Awaitable[None]]] = {
            "clients-flawed": lambda: self._check(FLAWED_YAML),
            "clients-fine": lambda: self._check(FINE_YAML),
            "clients-broken-file": lambda: self._check(BROKEN_YAML),
            "clients-missing-file": lambda: self._check(None),
            "clients-difference": self._plan,
            "clients-written": self._write,
        }
        for name, bring_about in states.items():
            if self._gallery.wants(name):
                await bring_about()
                await self._take(name, at_file=True)
                self._close_dialogs()
        self._screen.cards.filter_box.setText("zebra")
        await self._take("clients-nothing-matches", in_cards=True)
        self._window.close()

    async def _take(self, name: str, *, in_cards: bool = False, at_file: bool = False) -> None:
        def refresh() -> None:
            if in_cards:
                self._screen.client.back_requested.emit()
            if at_file:
                reading = self._screen.client.reading.verticalScrollBar()
                reading.setValue(self._screen.client.file.y() - 12)

        await self._gallery.take(self._window, name, refresh=refresh)

    async def _open(self, name: str) -> None:
        for card in self._screen.cards.grid.cards:
            if card.client.name == name:
                card.click()
        await self._settle()

    async def _check(self, text: str | None) -> None:
        await self._open("LibreChat")
        self._wish(FileAct.CHECK, text)
        await self._settle()

    async def _plan(self) -> None:
        await self._open("LibreChat")
        self._wish(FileAct.PLAN, OTHER_SERVERS_YAML)
        await self._settle()

    async def _write(self) -> None:
        await self._plan()
        for dialog in self._window.findChildren(ApplyDialog):
            dialog.accept()
        await self._settle()

    def _wish(self, act: FileAct, text: str | None) -> None:
        path = self._folder / "librechat.yaml"
        path.unlink(missing_ok=True)
        if text is not None:
            path.write_text(text, encoding="utf-8")
        self._screen.client.file.wished.emit(act, path)

    async def _settle(self) -> None:
        """Fulfil every wish, those too that come of an answer."""
        while self._wishes:
            await self._files.fulfil(self._wishes.pop(0))
        await asyncio.sleep(0)
        QApplication.processEvents()

    def _close_dialogs(self) -> None:
        for dialog in self._window.findChildren(ApplyDialog):
            dialog.reject()


async def take_clients(theme: Theme, gallery: Gallery) -> None:
    """The screen from its first moment to a file that was written."""
    if not gallery.wants("clients") and not gallery.only.startswith("clients"):
        return
    with TemporaryDirectory(prefix="librechat-") as folder:
        await ClientsPictures(theme, gallery, Path(folder)).take()
