"""Asks before something that cannot simply be undone, and says what it does."""

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QMainWindow

from ct_desktop.ui.controls.buttons import Button, ButtonKind
from ct_desktop.ui.controls.dialog import Dialog
from ct_desktop.ui.controls.focus_frame import QUIETLY
from ct_desktop.ui.controls.text import Text
from ct_desktop.ui.theme.fonts import TextRole
from ct_desktop.ui.theme.theme import Theme

_WIDTH = 480
_PADDING = 24


class QuestionDialog(Dialog):
    """Accepted where the trader says yes. Escape changes nothing, nor does the button in focus.

    ``consequences`` are one sentence each; ``no`` and ``yes`` are the buttons' words. A yes that is
    not ``dangerous`` is the one that is proposed, and has the focus.
    """

    def __init__(
        self,
        theme: Theme,
        window: QMainWindow,
        title: str,
        *,
        question: str,
        consequences: Sequence[str],
        no: str,
        yes: str,
        dangerous: bool = True,
    ) -> None:
        super().__init__(theme, window, title, width=_WIDTH)
        self.setAccessibleDescription(" ".join((question, *consequences)))
        self.no = Button(theme, no)
        kind = ButtonKind.DANGER if dangerous else ButtonKind.PRIMARY
        self.yes = Button(theme, yes, kind=kind)
        self._first = self.no if dangerous else self.yes
        self.no.clicked.connect(self.say_no)
        self.yes.clicked.connect(self.accept)
        buttons = QHBoxLayout()
        buttons.addWidget(self.no)
        buttons.addStretch(1)
        buttons.addWidget(self.yes)
        column = self.content
        column.setContentsMargins(_PADDING, 20, _PADDING, 20)
        column.addWidget(Text(theme, question, TextRole.DIALOG_TITLE))
        column.addSpacing(8)
        for words in consequences:
            column.addWidget(Text(theme, words, color="text2", wrap=True))
            column.addSpacing(8)
        column.addSpacing(12)
        column.addLayout(buttons)

    def open(self) -> None:
        super().open()
        self._first.setFocus(QUIETLY)

    def say_no(self) -> None:
        """The button for it was pressed."""
        self.reject()
