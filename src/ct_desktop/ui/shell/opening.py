"""What the window shows until it is known whether there is a sign-in, or why that cannot be.

Reading the keychain takes a moment, or as long as its own question waits for an answer.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from ct_desktop.ui.theme.theme import Theme

if TYPE_CHECKING:
    from ct_desktop.ui.controls.buttons import Button
    from ct_desktop.ui.controls.state_shape import StateShapeView
    from ct_desktop.ui.controls.text import Text

LOOKING = "Looking for your sign-in in the keychain"

WORDS_AFTER_MILLISECONDS = 300
"""Anything quicker would only flicker."""

_WIDEST_WORDS = 560


class Opening(QWidget):
    """Empty at first; says what it waits for once that takes noticeably long."""

    start_again_requested = Signal()
    """The trader wants another try, after a failure."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._parts: _Parts | None = None
        self._words = LOOKING
        self._failed = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(WORDS_AFTER_MILLISECONDS)
        self._timer.timeout.connect(self._show_words)

    def say(self, words: str) -> None:
        """What the window waits for."""
        self._words, self._failed = words, False
        self._refresh()

    def say_failed(self, words: str) -> None:
        """Why the window can go no further, with a button to start again."""
        self._words, self._failed = words, True
        self._show_words()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._timer.start()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._timer.stop()
        if self._parts is not None:
            self._parts.place.hide()

    def _show_words(self) -> None:
        if self._parts is None:
            self._parts = self._build_parts()
        self._refresh()
        self._parts.place.show()

    def _refresh(self) -> None:
        if self._parts is not None:
            self._parts.show(self._words, failed=self._failed)

    def _build_parts(self) -> "_Parts":
        # Imported only now: this widget is the first paint, and mostly stays empty.
        from ct_desktop.ui.controls.buttons import Button  # noqa: PLC0415 - see above
        from ct_desktop.ui.controls.state_shape import (  # noqa: PLC0415 - see above
            StateShape,
            StateShapeView,
        )
        from ct_desktop.ui.controls.text import Text  # noqa: PLC0415 - see above

        place = QWidget()
        shape = StateShapeView(self._theme, StateShape.CHECKING)
        label = Text(self._theme, wrap=True)
        button = Button(self._theme, "Start again")
        button.clicked.connect(self.start_again_requested)
        grid = QGridLayout(place)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(12)
        grid.addWidget(shape, 0, 0, Qt.AlignmentFlag.AlignCenter)
        grid.addWidget(label, 0, 1)
        grid.addWidget(button, 1, 1)
        middle = QHBoxLayout(self)
        middle.addStretch(1)
        middle.addWidget(place, 0, Qt.AlignmentFlag.AlignVCenter)
        middle.addStretch(1)
        return _Parts(place, shape, label, button)


@dataclass(frozen=True, slots=True)
class _Parts:
    """The words in the middle, and the button below them."""

    place: QWidget
    shape: "StateShapeView"
    label: "Text"
    button: "Button"

    def show(self, words: str, *, failed: bool) -> None:
        from ct_desktop.ui.controls.state_shape import StateShape  # noqa: PLC0415 - see above

        self.shape.set_shape(StateShape.BROKEN if failed else StateShape.CHECKING)
        self.label.setText(words)
        self.label.setFixedWidth(min(self.label.sizeHint().width(), _WIDEST_WORDS))
        self.label.set_color("text" if failed else "text2")
        self.button.setVisible(failed)
