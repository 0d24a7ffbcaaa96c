"""The About dialog: what it says, what it copies, what it opens, and how it is opened."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, qVersion
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from ct_desktop import __version__
from ct_desktop.profiles import AppFolders
from ct_desktop.ui.about.dialog import AboutDialog, versions_line
from ct_desktop.ui.controls.scroll_column import ScrollColumn
from ct_desktop.ui.controls.text import Text
from ct_desktop.ui.shell.window import MainWindow
from ct_desktop.ui.theme.theme import Theme
from support.active_window import show_active
from support.opened_addresses import opened_addresses


@pytest.fixture
def opened_files(qapp: object) -> Iterator[list[str]]:
    """The paths of what is opened."""
    with opened_addresses("file") as opened_files:
        yield opened_files


@pytest.fixture
def folders(tmp_path: Path) -> AppFolders:
    folders = AppFolders.from_environment({"CT_DESKTOP_HOME": str(tmp_path)})
    folders.data.mkdir(parents=True)
    return folders


@pytest.fixture
def window(qtbot: QtBot, theme: Theme) -> MainWindow:
    """As small as a window can be."""
    window = MainWindow(theme)
    qtbot.addWidget(window)
    window.resize(960, 600)
    show_active(qtbot, window)
    return window


def opened(theme: Theme, window: MainWindow, folders: AppFolders) -> AboutDialog:
    dialog = AboutDialog(theme, window, folders)
    dialog.open()
    return dialog


def texts_of(dialog: AboutDialog) -> str:
    return "\n".join(text.text() for text in dialog.findChildren(Text) if not text.isHidden())


def click(qtbot: QtBot, dialog: AboutDialog, widget: QWidget) -> None:
    page = dialog.findChild(ScrollColumn)
    assert page is not None
    page.ensureWidgetVisible(widget)
    qtbot.mouseClick(widget, Qt.MouseButton.LeftButton)


def test_the_versions_are_named_and_copied(
    qtbot: QtBot, theme: Theme, window: MainWindow, folders: AppFolders
) -> None:
    dialog = opened(theme, window, folders)
    for part in (f"CrossTrade Desktop {__version__}", f"Qt {qVersion()}", "Python 3.", "PySide6 "):
        assert part in dialog.versions.text()
        assert part in dialog.accessibleDescription()
    click(qtbot, dialog, dialog.copy_versions)
    assert QGuiApplication.clipboard().text() == versions_line()


def test_where_everything_is_is_named_and_opened(
    qtbot: QtBot, theme: Theme, window: MainWindow, folders: AppFolders, opened_files: list[str]
) -> None:
    dialog = opened(theme, window, folders)
    shown = {name: row.path.text() for name, row in dialog.folders.items()}
    assert shown == {
        "Data": str(folders.data),
        "Settings": str(folders.settings),
        "Logs": str(folders.logs),
    }
    assert "Secrets: the sign-in is in" in texts_of(dialog)
    click(qtbot, dialog, dialog.folders["Data"].open_folder)
    assert opened_files == [str(folders.data)]


def test_what_to_do_before_uninstalling_can_be_copied(
    qtbot: QtBot, theme: Theme, window: MainWindow, folders: AppFolders
) -> None:
    dialog = opened(theme, window, folders)
    assert "so that no access lives on" in texts_of(dialog)
    click(qtbot, dialog, dialog.copy_command)
    assert QGuiApplication.clipboard().text() == "ct-desktop logout --all"


def test_without_notices_beside_it_the_licences_are_said_to_be_in_the_packages(
    theme: Theme, window: MainWindow, folders: AppFolders
) -> None:
    said = texts_of(opened(theme, window, folders))
    assert "MIT licence" in said
    assert "GNU LGPL" in said
    assert "each is in its package" in said


def test_the_notices_of_a_frozen_app_are_opened(
    qtbot: QtBot,
    theme: Theme,
    window: MainWindow,
    folders: AppFolders,
    opened_files: list[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    notices = tmp_path / "lib" / "licences" / "NOTICES.txt"
    notices.parent.mkdir(parents=True)
    notices.write_text("Qt")
    monkeypatch.setattr("sys._MEIPASS", str(tmp_path / "lib"), raising=False)
    dialog = opened(theme, window, folders)
    assert "in its package" not in texts_of(dialog)
    click(qtbot, dialog, dialog.open_notices)
    assert opened_files == [str(notices)]
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda _url: False)
    click(qtbot, dialog, dialog.open_notices)
    assert str(notices) in dialog.notices_failure.text()


def test_it_fits_into_the_smallest_window_and_scrolls_to_its_end_by_keyboard(
    qtbot: QtBot, theme: Theme, window: MainWindow, folders: AppFolders
) -> None:
    dialog = opened(theme, window, folders)
    assert window.rect().contains(dialog.geometry())
    for _ in range(12):
        qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Tab)
        if dialog.copy_command.hasFocus():
            break
    assert dialog.copy_command.hasFocus()
    assert not dialog.copy_command.visibleRegion().isEmpty()
    qtbot.keyClick(dialog.copy_command, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_it_is_asked_for_by_key_but_not_behind_a_dialog(
    qtbot: QtBot, theme: Theme, window: MainWindow, folders: AppFolders
) -> None:
    asked: list[bool] = []
    window.about_requested.connect(lambda: asked.append(True))
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    qtbot.keyClick(window, Qt.Key.Key_A, both)
    assert len(asked) == 1
    opened(theme, window, folders)
    qtbot.keyClick(window, Qt.Key.Key_A, both)
    assert len(asked) == 1
