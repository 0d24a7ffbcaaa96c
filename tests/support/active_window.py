"""A window that has the keyboard, as the one does that the trader looks at."""

from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot


def show_active(qtbot: QtBot, window: QWidget) -> None:
    """Show ``window`` and wait until it is the active one."""
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
