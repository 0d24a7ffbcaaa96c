"""Asks before signing out, and says what that does."""

from PySide6.QtWidgets import QHBoxLayout, QMainWindow

from ct_desktop.core.wording import SIGN_OUT_CONSEQUENCES, SIGN_OUT_QUESTION
from ct_desktop.ui.controls.buttons import Button, ButtonKind
from ct_desktop.ui.controls.dialog import Dialog
from ct_desktop.ui.controls.focus_frame import QUIETLY
from ct_desktop.ui.controls.text import Text
from ct_desktop.ui.theme.fonts import TextRole
from ct_desktop.ui.theme.theme import Theme

_WIDTH = 480
_PADDING = 24


class SignOutDialog(Dialog):
    """Accepted where the trader signs out. Escape, and the button in focus, change nothing."""

    def __init__(self, theme: Theme, window: QMainWindow, *, kept_in: str) -> None:
        super().__init__(theme, window, "Sign out", width=_WIDTH)
        place = kept_in or "the keychain"
        consequences = [words.format(place=place) for words in SIGN_OUT_CONSEQUENCES]
        self.setAccessibleDescription(" ".join((SIGN_OUT_QUESTION, *consequences)))
        self.keep = Button(theme, "Stay signed in")
        self.sign_out = Button(theme, "Sign out", kind=ButtonKind.DANGER)
        self.keep.clicked.connect(self.reject)
        self.sign_out.clicked.connect(self.accept)
        buttons = QHBoxLayout()
        buttons.addWidget(self.keep)
        buttons.addStretch(1)
        buttons.addWidget(self.sign_out)
        column = self.content
        column.setContentsMargins(_PADDING, 20, _PADDING, 20)
        column.addWidget(Text(theme, SIGN_OUT_QUESTION, TextRole.DIALOG_TITLE))
        column.addSpacing(8)
        for words in consequences:
            column.addWidget(Text(theme, words, color="text2", wrap=True))
            column.addSpacing(8)
        column.addSpacing(12)
        column.addLayout(buttons)

    def open(self) -> None:
        super().open()
        self.keep.setFocus(QUIETLY)
