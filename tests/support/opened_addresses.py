"""What the app would open by the desktop's own programs: pages, files and folders."""

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QObject, QUrl, Slot
from PySide6.QtGui import QDesktopServices


class _Opener(QObject):
    """Stands where the desktop's browser and file manager do."""

    def __init__(self) -> None:
        super().__init__()
        self.opened: list[str] = []

    @Slot(QUrl)
    def open_url(self, url: QUrl) -> None:
        self.opened.append(url.toLocalFile() or url.toString())


@contextmanager
def opened_addresses(*schemes: str) -> Iterator[list[str]]:
    """The addresses of these ``schemes`` as they are opened: local files by their path."""
    opener = _Opener()
    for scheme in schemes:
        QDesktopServices.setUrlHandler(scheme, opener, "open_url")  # type: ignore[arg-type]  # the stub is wrong
    try:
        yield opener.opened
    finally:
        for scheme in schemes:
            QDesktopServices.unsetUrlHandler(scheme)
