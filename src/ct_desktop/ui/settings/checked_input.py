"""A one-line input whose text is checked when the trader is done with it."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from ct_desktop.ui.controls.announce import announce
from ct_desktop.ui.controls.filter_box import TextInput
from ct_desktop.ui.controls.text import Text
from ct_desktop.ui.theme.measures import BUTTON_HEIGHT
from ct_desktop.ui.theme.theme import Theme

_WIDTH = 140
_GAP = 12


class CheckedInput(QWidget):
    """An input with words beside it: what it is for, or what is wrong with what was typed.

    ``parse`` makes a value of the text, or raises ``ValueError``; ``wrong`` is said then.
    """

    entered = Signal(object)
    """The new value, when the trader is done typing and it is one."""

    def __init__(
        self,
        theme: Theme,
        name: str,
        *,
        parse: Callable[[str], Any],
        write: Callable[[Any], str],
        words: str,
        wrong: str,
    ) -> None:
        super().__init__()
        self._parse, self._write, self._words, self._wrong = parse, write, words, wrong
        self.input = TextInput(theme, name, height=BUTTON_HEIGHT)
        self.input.setFixedWidth(_WIDTH)
        self.words = Text(theme, words, color="text2", wrap=True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(_GAP)
        row.addWidget(self.input)
        row.addWidget(self.words, 1, Qt.AlignmentFlag.AlignVCenter)
        self.setFocusProxy(self.input)
        self.input.editingFinished.connect(self._enter)
        self.input.textEdited.connect(lambda _text: self._say(wrong=False))

    def show_value(self, value: Any, *, over_typing: bool = False) -> None:
        """Show ``value``; what the trader is typing stays, unless ``over_typing``."""
        if self.input.isModified() and not over_typing:
            return
        text = self._write(value)
        if text != self.input.text():
            self.input.setText(text)
        self.input.setModified(False)
        self._say(wrong=False)

    @property
    def is_wrong(self) -> bool:
        """Whether what stands in it cannot be taken."""
        return self.words.text() == self._wrong

    def _enter(self) -> None:
        if not self.input.isModified():
            return
        try:
            value = self._parse(self.input.text())
        except ValueError:
            self._say(wrong=True)
            announce(self, self._wrong)
            return
        self.show_value(value, over_typing=True)
        self.entered.emit(value)

    def _say(self, *, wrong: bool) -> None:
        self.input.set_wrong(wrong)
        self.words.setText(self._wrong if wrong else self._words)
        self.words.set_color("broken" if wrong else "text2")
        self.input.setAccessibleDescription(self.words.text())
