"""What the window shows until it is known whether there is a sign-in.

Reading the keychain takes a moment, or as long as its own question waits for an answer.
"""

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ct_desktop.ui.theme.theme import Theme

if TYPE_CHECKING:
    from ct_desktop.ui.controls.text import Text

WORDS_AFTER_MILLISECONDS = 300
"""Anything quicker would only flicker."""


class Opening(QWidget):
    """Empty at first; says what it waits for once that takes noticeably long."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._words: QWidget | None = None
        self._text = "Looking for your sign-in in the keychain"
        self._label: Text | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(WORDS_AFTER_MILLISECONDS)
        self._timer.timeout.connect(self._show_words)

    def say(self, words: str) -> None:
        """What the window waits for, or why it waits no longer."""
        self._text = words
        if self._label is not None:
            self._label.setText(words)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._timer.start()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._timer.stop()
        if self._words is not None:
            self._words.hide()

    def _show_words(self) -> None:
        if self._words is None:
            self._words = self._build_words()
        self._words.show()

    def _build_words(self) -> QWidget:
        # Imported only now: this widget is the first paint, and mostly stays empty.
        from ct_desktop.ui.controls.state_shape import (  # noqa: PLC0415
            StateShape,
            StateShapeView,
        )
        from ct_desktop.ui.controls.text import Text  # noqa: PLC0415

        words = QWidget()
        row = QHBoxLayout(words)
        row.setSpacing(8)
        row.addWidget(StateShapeView(self._theme, StateShape.CHECKING))
        self._label = Text(self._theme, self._text, color="text2")
        row.addWidget(self._label)
        place = QHBoxLayout(self)
        place.addStretch(1)
        place.addWidget(words)
        place.addStretch(1)
        return words
