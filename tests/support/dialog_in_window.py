"""A dialog's window, and what is seen in the dialog."""

from PySide6.QtWidgets import QMainWindow, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from ct_desktop.ui.controls.buttons import Button, ButtonKind
from ct_desktop.ui.controls.text import Text
from support.active_window import show_active


def window_with_keyboard(qtbot: QtBot, size: tuple[int, int]) -> QMainWindow:
    """An active window with one control, which has the keyboard until a dialog takes it."""
    window = QMainWindow()
    behind = QWidget()
    button = QPushButton("Behind", behind)
    window.setCentralWidget(behind)
    window.resize(*size)
    qtbot.addWidget(window)
    show_active(qtbot, window)
    button.setFocus()
    return window


def words(widget: QWidget) -> list[str]:
    """Every text that can be seen in ``widget``."""
    return [text.text() for text in widget.findChildren(Text) if text.isVisible() and text.text()]


def primary_buttons(widget: QWidget) -> list[str]:
    """The buttons that say what to do next."""
    return [
        button.text()
        for button in widget.findChildren(Button)
        if button.isVisible() and button.kind is ButtonKind.PRIMARY
    ]
