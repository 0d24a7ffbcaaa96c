"""The sign-in link on the clipboard: out of clipboard histories, and gone when it is of no use."""

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication

_NOT_FOR_HISTORIES = {
    # Windows' clipboard history and its copies on other devices.
    "ExcludeClipboardContentFromMonitorProcessing": b"1",
    # Klipper and others that follow it.
    "x-kde-passwordManagerHint": b"secret",
}
"""Formats that ask clipboard managers to keep nothing. A system passes over those it does not
know."""


class LinkClipboard:
    """Puts one link on the clipboard, at the trader's click, and takes it away again."""

    def __init__(self) -> None:
        self._link: str | None = None

    def copy(self, link: str) -> None:
        """Put ``link`` on the clipboard."""
        content = QMimeData()
        content.setText(link)
        for name, value in _NOT_FOR_HISTORIES.items():
            content.setData(name, value)
        QGuiApplication.clipboard().setMimeData(content)
        self._link = link

    def forget(self) -> None:
        """Clear the clipboard, unless something else than the link is on it by now."""
        clipboard = QGuiApplication.clipboard()
        if self._link is not None and clipboard.text() == self._link:
            clipboard.clear()
        self._link = None
