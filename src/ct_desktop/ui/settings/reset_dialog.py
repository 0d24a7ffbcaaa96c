"""Asks before every setting is set back."""

from PySide6.QtWidgets import QHBoxLayout, QMainWindow

from ct_desktop.core.wording_settings import (
    KEEP_SETTINGS,
    RESET_CONSEQUENCES,
    RESET_NOW,
    RESET_QUESTION,
    RESET_TITLE,
)
from ct_desktop.ui.controls.buttons import Button, ButtonKind
from ct_desktop.ui.controls.dialog import Dialog
from ct_desktop.ui.controls.focus_frame import QUIETLY
from ct_desktop.ui.controls.text import Text
from ct_desktop.ui.theme.fonts import TextRole
from ct_desktop.ui.theme.theme import Theme

_WIDTH = 480
_PADDING = 24


class ResetDialog(Dialog):
    """Accepted where the trader resets. Escape, and the button in focus, change nothing."""

    def __init__(self, theme: Theme, window: QMainWindow) -> None:
        super().__init__(theme, window, RESET_TITLE, width=_WIDTH)
        self.setAccessibleDescription(" ".join((RESET_QUESTION, *RESET_CONSEQUENCES)))
        self.keep = Button(theme, KEEP_SETTINGS)
        self.reset = Button(theme, RESET_NOW, kind=ButtonKind.DANGER)
        self.keep.clicked.connect(self.reject)
        self.reset.clicked.connect(self.accept)
        buttons = QHBoxLayout()
        buttons.addWidget(self.keep)
        buttons.addStretch(1)
        buttons.addWidget(self.reset)
        column = self.content
        column.setContentsMargins(_PADDING, 20, _PADDING, 20)
        column.addWidget(Text(theme, RESET_QUESTION, TextRole.DIALOG_TITLE))
        column.addSpacing(8)
        for words in RESET_CONSEQUENCES:
            column.addWidget(Text(theme, words, color="text2", wrap=True))
            column.addSpacing(8)
        column.addSpacing(12)
        column.addLayout(buttons)

    def open(self) -> None:
        super().open()
        self.keep.setFocus(QUIETLY)
