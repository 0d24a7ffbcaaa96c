"""A folder's path with its ways there: open it, or copy the path."""

from pathlib import Path

from PySide6.QtCore import QTimer, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ct_desktop.core.wording_settings import COPIED, COPY, FOLDER_NOT_OPENED, OPEN_FOLDER
from ct_desktop.ui.controls.announce import announce
from ct_desktop.ui.controls.buttons import Button
from ct_desktop.ui.controls.text import Text
from ct_desktop.ui.theme.fonts import TextRole
from ct_desktop.ui.theme.icons import IconName
from ct_desktop.ui.theme.theme import Theme

_COPIED_MILLISECONDS = 2000
_WIDEST = 760
"""The buttons stay near the path in a wide window, and below each other in two rows."""


class PathRow(QWidget):
    """``name`` is what the folder is, for screen readers."""

    def __init__(self, theme: Theme, name: str, folder: Path) -> None:
        super().__init__()
        self._folder = folder
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.setMaximumWidth(_WIDEST)
        self.path = Text(theme, str(folder), TextRole.LABEL, "text2", code=True)
        self.open_folder = Button(theme, OPEN_FOLDER, icon=IconName.FOLDER)
        self.open_folder.setAccessibleName(f"{OPEN_FOLDER}: {name}")
        self.copy = Button(theme, COPY, icon=IconName.COPY)
        self.copy.setAccessibleName(f"{COPY}: {name}")
        # Its words change while it is pressed, and nothing is to move.
        self.copy.setText(COPIED)
        self.copy.setMinimumWidth(self.copy.sizeHint().width())
        self.copy.setText(COPY)
        self.failure = Text(theme, role=TextRole.LABEL, color="warn", wrap=True)
        self.failure.hide()
        self._copied_timer = QTimer(self)
        self._copied_timer.setSingleShot(True)
        self._copied_timer.setInterval(_COPIED_MILLISECONDS)
        self._copied_timer.timeout.connect(lambda: self.copy.setText(COPY))
        self.open_folder.clicked.connect(self._open)
        self.copy.clicked.connect(self._copy)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.path, 1)
        row.addWidget(self.open_folder)
        row.addWidget(self.copy)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(row)
        column.addWidget(self.failure)

    def _open(self) -> None:
        opened = self._folder.is_dir() and QDesktopServices.openUrl(
            QUrl.fromLocalFile(str(self._folder))
        )
        self.failure.setText("" if opened else FOLDER_NOT_OPENED)
        self.failure.setVisible(not opened)
        if not opened:
            announce(self, FOLDER_NOT_OPENED)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(str(self._folder))
        self.copy.setText(COPIED)
        self._copied_timer.start()
        announce(self, COPIED)
