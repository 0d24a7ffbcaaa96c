"""Asks at the first close, where there is a tray, what closing means."""

from PySide6.QtWidgets import QHBoxLayout, QMainWindow

from ct_desktop.core.wording_tray import (
    CLOSE_CHOICES,
    CLOSE_QUESTION,
    CLOSE_TITLE,
    KEEP_WATCHING,
    QUIT,
)
from ct_desktop.ui.controls.buttons import Button, ButtonKind
from ct_desktop.ui.controls.dialog import Dialog
from ct_desktop.ui.controls.focus_frame import QUIETLY
from ct_desktop.ui.controls.text import Text
from ct_desktop.ui.theme.fonts import TextRole
from ct_desktop.ui.theme.theme import Theme

_WIDTH = 480
_PADDING = 24


class CloseQuestion(Dialog):
    """After ``finished``, ``keeps_watching`` is the answer, or ``None``: the window stays open."""

    def __init__(self, theme: Theme, window: QMainWindow) -> None:
        super().__init__(theme, window, CLOSE_TITLE, width=_WIDTH)
        self.setAccessibleDescription(" ".join((CLOSE_QUESTION, *CLOSE_CHOICES)))
        self.keeps_watching: bool | None = None
        self.keep = Button(theme, KEEP_WATCHING, kind=ButtonKind.PRIMARY)
        self.quit = Button(theme, QUIT)
        self.keep.clicked.connect(lambda: self._answer(keeps_watching=True))
        self.quit.clicked.connect(lambda: self._answer(keeps_watching=False))
        buttons = QHBoxLayout()
        buttons.addWidget(self.quit)
        buttons.addStretch(1)
        buttons.addWidget(self.keep)
        column = self.content
        column.setContentsMargins(_PADDING, 20, _PADDING, 20)
        column.addWidget(Text(theme, CLOSE_QUESTION, TextRole.DIALOG_TITLE))
        column.addSpacing(8)
        for words in CLOSE_CHOICES:
            column.addWidget(Text(theme, words, color="text2", wrap=True))
            column.addSpacing(8)
        column.addSpacing(12)
        column.addLayout(buttons)

    def open(self) -> None:
        super().open()
        self.keep.setFocus(QUIETLY)

    def _answer(self, *, keeps_watching: bool) -> None:
        self.keeps_watching = keeps_watching
        self.accept()
