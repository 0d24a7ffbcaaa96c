"""The list of shortcuts: opened by keyboard, complete, closed again; and privacy over a restart."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from ct_desktop.core.privacy import PrivacyLevel
from ct_desktop.profiles import SettingsStore
from ct_desktop.ui.activity.screen import ActivityScreen
from ct_desktop.ui.monitor.screen import MonitorScreen
from ct_desktop.ui.shell.rail import Screen
from ct_desktop.ui.shell.shortcuts import SHORTCUTS
from ct_desktop.ui.shell.shortcuts_dialog import ShortcutsDialog
from ct_desktop.ui.shell.window import MainWindow
from ct_desktop.ui.theme.theme import ColourScheme, Theme
from support.active_window import show_active


@pytest.fixture
def window(qtbot: QtBot, qapp: object) -> MainWindow:
    theme = Theme(ColourScheme.DARK)
    window = MainWindow(theme)
    qtbot.addWidget(window)
    window.add_screen(Screen.MONITOR, lambda: MonitorScreen(theme))
    window.add_screen(Screen.ACTIVITY, lambda: ActivityScreen(theme))
    window.set_screen(Screen.ACTIVITY)
    window.set_screen(Screen.MONITOR)
    show_active(qtbot, window)
    return window


def dialogs(window: QWidget) -> list[ShortcutsDialog]:
    return [each for each in window.findChildren(ShortcutsDialog) if each.isVisible()]


@pytest.mark.parametrize("key", [Qt.Key.Key_F1, Qt.Key.Key_Question])
def test_the_list_opens_by_key_once_and_closes_by_escape(
    qtbot: QtBot, window: MainWindow, key: Qt.Key
) -> None:
    qtbot.keyClick(window, key)
    (dialog,) = dialogs(window)
    qtbot.keyClick(window, key)
    assert dialogs(window) == [dialog]
    names = {label.accessibleName() for label in dialog.findChildren(QLabel)}
    assert {f"{keys}: {does}" for group in SHORTCUTS for keys, does in group.rows} <= names
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialogs(window)
    qtbot.keyClick(window, key)
    assert len(dialogs(window)) == 1


def test_every_shortcut_that_is_set_is_in_the_list(window: MainWindow) -> None:
    listed = " ".join(keys for group in SHORTCUTS for keys, _ in group.rows)
    set_there = {
        each.key().toString(QKeySequence.SequenceFormat.PortableText)
        for each in window.findChildren(QShortcut)
    }
    screens = {f"Ctrl+{number}" for number in range(1, len(Screen) + 1)}
    assert len(set_there) > 8
    assert {keys for keys in set_there - screens if keys not in listed} == set()


def test_a_question_mark_can_be_typed_into_a_filter(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.keyClick(window, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    field = window.focusWidget()
    qtbot.keyClicks(field, "a?")
    assert field.property("text") == "a?"
    assert not dialogs(window)


def test_the_level_of_privacy_is_kept_and_an_unknown_one_is_none(tmp_path: Path) -> None:
    SettingsStore(tmp_path).update(privacy=PrivacyLevel.NAMES_AND_AMOUNTS)
    assert SettingsStore(tmp_path).load().settings.privacy is PrivacyLevel.NAMES_AND_AMOUNTS
    path = tmp_path / "settings.json"
    path.write_text(path.read_text().replace("names_and_amounts", "everything"))
    assert SettingsStore(tmp_path).load().settings.privacy is PrivacyLevel.OFF
