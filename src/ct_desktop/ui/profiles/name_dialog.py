"""Asks for a profile's name, and what to do with it."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QMainWindow

from ct_desktop.core import wording_profiles as words
from ct_desktop.ui.controls.announce import announce
from ct_desktop.ui.controls.buttons import Button, ButtonKind
from ct_desktop.ui.controls.dialog import Dialog
from ct_desktop.ui.controls.filter_box import TextInput
from ct_desktop.ui.controls.text import Text
from ct_desktop.ui.theme.fonts import TextRole
from ct_desktop.ui.theme.measures import BUTTON_HEIGHT
from ct_desktop.ui.theme.theme import Theme

_WIDTH = 520
_PADDING = 24
_LONGEST_TYPED = 200
"""Far more than a name may have: one that is too long is refused with words, not cut short."""


class ProfileNameDialog(Dialog):
    """A line for the name over its buttons; the last of ``ways`` is the one that Enter takes."""

    submitted = Signal(str, str)
    """The name as typed, and the way, of ``ways``, that the trader chose."""

    def __init__(
        self,
        theme: Theme,
        window: QMainWindow,
        title: str,
        *,
        explanation: str,
        ways: Sequence[str],
        name: str = "",
    ) -> None:
        super().__init__(theme, window, title, width=_WIDTH)
        self.setAccessibleDescription(explanation)
        self.input = TextInput(theme, words.NAME, hint=words.NAME_HINT, height=BUTTON_HEIGHT)
        self.input.setMaxLength(_LONGEST_TYPED)
        self.input.setText(name)
        # Two lines are kept for what is wrong, so that nothing moves when it is said.
        self._said = Text(theme, explanation, TextRole.LABEL, "text2", wrap=True)
        self._said.setMinimumHeight(3 * TextRole.LABEL.line_height)
        self.cancel = Button(theme, words.CANCEL)
        self.cancel.clicked.connect(self.reject)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.cancel)
        buttons.addStretch(1)
        for way in ways:
            kind = ButtonKind.PRIMARY if way == ways[-1] else ButtonKind.PLAIN
            button = Button(theme, way, kind=kind)
            button.clicked.connect(lambda _=False, way=way: self._submit(way))
            buttons.addWidget(button)
        self.input.returnPressed.connect(lambda: self._submit(ways[-1]))
        self.input.textEdited.connect(lambda _text: self._say(explanation, wrong=False))
        label = Text(theme, words.NAME, TextRole.NAME)
        label.setBuddy(self.input)
        column = self.content
        column.setContentsMargins(_PADDING, 20, _PADDING, 20)
        column.addWidget(label)
        column.addSpacing(6)
        column.addWidget(self.input)
        column.addSpacing(8)
        column.addWidget(self._said)
        column.addSpacing(16)
        column.addLayout(buttons)

    def open(self) -> None:
        super().open()
        self.input.setFocus()
        self.input.selectAll()

    def show_refused(self, why: str) -> None:
        """Say why the name cannot be taken, and let the trader change it."""
        self._say(why, wrong=True)
        self.input.setFocus()
        announce(self, why)

    def _say(self, text: str, *, wrong: bool) -> None:
        self.input.set_wrong(wrong)
        self._said.setText(text)
        self._said.set_color("broken" if wrong else "text2")
        self.input.setAccessibleDescription(text)

    def _submit(self, way: str) -> None:
        if self.input.text().strip():
            self.submitted.emit(self.input.text(), way)
        else:
            self.show_refused(words.NAME_WANTED)
