"""The settings of privacy: that copies are masked, how large the history is, and deleting it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMainWindow
from pytestqt.qtbot import QtBot

from ct_desktop.core.sign_in import SignIn, SignInState
from ct_desktop.profiles import CROSSTRADE_SERVER_URL, ProfileSettings
from ct_desktop.ui.controls.text import Text
from ct_desktop.ui.settings.delete_history_dialog import DeleteHistoryDialog
from ct_desktop.ui.settings.screen import SettingsScreen
from ct_desktop.ui.theme.theme import Theme
from support.active_window import show_active


@pytest.fixture
def screen(qtbot: QtBot, theme: Theme, tmp_path: Path) -> Iterator[SettingsScreen]:
    """The screen in a small window."""
    host = QMainWindow()
    host.resize(900, 556)
    qtbot.addWidget(host)
    screen = SettingsScreen(
        theme, server_url=CROSSTRADE_SERVER_URL, data_folder=tmp_path, log_folder=tmp_path
    )
    host.setCentralWidget(screen)
    show_active(qtbot, host)
    screen.show_settings(ProfileSettings(), SignIn(SignInState.SIGNED_OUT))
    yield screen
    assert host.close()


def asked(qtbot: QtBot, screen: SettingsScreen) -> DeleteHistoryDialog:
    """The question that pressing the button leads to."""
    screen.show_section(screen.privacy)
    qtbot.mouseClick(screen.privacy.delete_history, Qt.MouseButton.LeftButton)
    dialog = screen.window().findChild(DeleteHistoryDialog)
    assert dialog is not None
    return dialog


def test_copies_are_said_to_be_masked_as_the_view_is(screen: SettingsScreen) -> None:
    said = [text.text() for text in screen.privacy.findChildren(Text)]
    assert "Copied rows and exported files are masked as the view is when you make them" in said


def test_how_large_the_history_is_is_shown(screen: SettingsScreen) -> None:
    screen.privacy.show_history("12.4 MB")
    assert screen.privacy.history_size.text() == "12.4 MB"
    assert screen.privacy.history_size.accessibleName() == "Size of the history"


def test_the_question_says_what_goes_and_what_stays(qtbot: QtBot, screen: SettingsScreen) -> None:
    dialog = asked(qtbot, screen)
    said = dialog.accessibleDescription()
    assert "all entries of Activity" in said
    assert "The highest balances stay, because drawdown rules follow them." in said
    assert "faults that are not over" in said
    assert QApplication.focusWidget() is dialog.no
    dialog.reject()


@pytest.mark.parametrize("key", [Qt.Key.Key_Escape, Qt.Key.Key_Return])
def test_nothing_is_deleted_without_a_yes(
    qtbot: QtBot, screen: SettingsScreen, key: Qt.Key
) -> None:
    with qtbot.assertNotEmitted(screen.history_deletion_requested):
        dialog = asked(qtbot, screen)
        with qtbot.waitSignal(dialog.finished):
            qtbot.keyClick(dialog.no, key)


def test_a_yes_is_told_and_changes_no_setting(qtbot: QtBot, screen: SettingsScreen) -> None:
    dialog = asked(qtbot, screen)
    with (
        qtbot.assertNotEmitted(screen.changed),
        qtbot.waitSignal(screen.history_deletion_requested),
    ):
        qtbot.mouseClick(dialog.yes, Qt.MouseButton.LeftButton)
