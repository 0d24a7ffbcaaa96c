"""The report in the window, with the services behind it: made, read, copied, saved."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMainWindow, QWidget
from pytestqt.qtbot import QtBot

from ct_desktop.core.wording_diagnostics import REPORT_FAILED
from ct_desktop.services import Services
from ct_desktop.ui.controls.text import Text
from ct_desktop.ui.diagnostics.conversation import DiagnosticsConversation
from ct_desktop.ui.diagnostics.dialog import DiagnosticsDialog
from ct_desktop.ui.theme.theme import ColourScheme, Theme
from ct_desktop.vault import MemoryVault
from support.services_on_a_vault import loaded_services_on

T = TypeVar("T")

TEST_TIMEOUT = 30.0

NOBODY_SERVES = "http://127.0.0.1:9/mcp"
"""The discard port, below those that programs are given."""


@pytest.fixture
def window(qtbot: QtBot) -> Iterator[QMainWindow]:
    window = QMainWindow()
    window.setCentralWidget(QWidget())
    window.resize(960, 600)
    qtbot.addWidget(window)
    window.show()
    QGuiApplication.clipboard().clear()
    yield window
    QGuiApplication.clipboard().clear()


@pytest.fixture
async def services() -> AsyncIterator[Services]:
    async with loaded_services_on(MemoryVault(), NOBODY_SERVES) as services:
        yield services


@asynccontextmanager
async def conversation(window: QMainWindow, services: Services) -> AsyncIterator[DiagnosticsDialog]:
    """A conversation that is under way, and its dialog."""
    talk = DiagnosticsConversation(Theme(ColourScheme.DARK), window, services)
    running = asyncio.create_task(talk.run())
    dialog = await until(lambda: window.findChild(DiagnosticsDialog), "the dialog")
    try:
        yield dialog
    finally:
        dialog.reject()
        await asyncio.wait_for(running, TEST_TIMEOUT)
        assert talk.is_closed


async def until(look: Callable[[], T], what: str) -> T:
    """What ``look`` finds, as soon as it is there; ``what`` it looks for is for the reader."""
    async with asyncio.timeout(TEST_TIMEOUT):
        while not (found := look()):  # noqa: ASYNC110 - Qt's widgets have no asyncio events
            await asyncio.sleep(0.01)
    return found


def says(dialog: DiagnosticsDialog, words: str) -> bool:
    return any(words in text.text() for text in dialog.findChildren(Text))


async def test_the_report_is_read_before_it_is_copied(
    window: QMainWindow, services: Services
) -> None:
    async with conversation(window, services) as dialog:
        await until(dialog.copy.isEnabled, "the report")
        text = dialog.report.text.toPlainText()
        assert text.startswith("# CrossTrade Desktop diagnostics\n")
        assert "## Network: FAILED" in text
        assert QGuiApplication.clipboard().text() == ""
        dialog.copy.click()
        assert QGuiApplication.clipboard().text() == text


async def test_it_is_saved_as_text_or_as_json_where_the_trader_says(
    window: QMainWindow, services: Services, tmp_path: Path
) -> None:
    async with conversation(window, services) as dialog:
        await until(dialog.copy.isEnabled, "the report")
        as_text, as_json = tmp_path / "report.txt", tmp_path / "report.json"
        for path in (as_text, as_json):
            dialog.save_requested.emit(str(path))
            await until(lambda path=path: says(dialog, f"Saved as {path}"), "the word of it")
        assert as_text.read_text(encoding="utf-8") == dialog.report.text.toPlainText()
        assert [one["name"] for one in json.loads(as_json.read_bytes())["sections"]][1] == "network"
        dialog.save_requested.emit(str(tmp_path / "missing" / "report.txt"))
        await until(lambda: says(dialog, "No such file"), "the word of the failure")


async def test_leaving_ends_the_checks(
    window: QMainWindow, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, ended = asyncio.Event(), asyncio.Event()

    async def hang(_: object) -> None:
        begun.set()
        try:
            await asyncio.Event().wait()
        finally:
            ended.set()

    monkeypatch.setattr("ct_desktop.diagnostics.diagnosis.check_loopback", hang)
    async with conversation(window, services) as dialog:
        await asyncio.wait_for(begun.wait(), TEST_TIMEOUT)
        assert not dialog.copy.isEnabled()
    assert ended.is_set()


async def test_a_report_that_cannot_be_made_is_said_and_no_more(
    window: QMainWindow, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> None:
        raise RuntimeError("no names")

    monkeypatch.setattr("ct_desktop.diagnostics.diagnosis.names_of_this_computer", fail)
    async with conversation(window, services) as dialog:
        await until(lambda: says(dialog, REPORT_FAILED[0]), "the word of it")
        assert not dialog.copy.isEnabled()
