"""What the window shows until it is known whether there is a sign-in.

Reading the keychain takes a moment, or as long as its own question waits for an answer.
"""

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ct_desktop.ui.controls.state_shape import StateShape, StateShapeView
from ct_desktop.ui.controls.text import Text
from ct_desktop.ui.theme.theme import Theme

WORDS_AFTER_MILLISECONDS = 300
"""Anything quicker would only flicker."""


class Opening(QWidget):
    """Empty at first; says what it waits for once that takes noticeably long."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shape = StateShapeView(theme, StateShape.CHECKING)
        self._words = Text(theme, "Looking for your sign-in in the keychain", color="text2")
        self._line = QWidget()
        row = QHBoxLayout(self._line)
        row.setSpacing(8)
        row.addWidget(self._shape, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self._words)
        column = QVBoxLayout(self)
        column.addWidget(self._line, 0, Qt.AlignmentFlag.AlignCenter)
        self._line.hide()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(WORDS_AFTER_MILLISECONDS)
        self._timer.timeout.connect(self._line.show)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._timer.start()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._timer.stop()
        self._line.hide()
