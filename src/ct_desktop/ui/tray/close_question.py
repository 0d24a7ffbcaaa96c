"""Asks at the first close, where there is a tray, what closing means."""

from PySide6.QtWidgets import QMainWindow

from ct_desktop.core.wording_tray import (
    CLOSE_CHOICES,
    CLOSE_QUESTION,
    CLOSE_TITLE,
    KEEP_WATCHING,
    QUIT,
)
from ct_desktop.ui.controls.question_dialog import QuestionDialog
from ct_desktop.ui.theme.theme import Theme


class CloseQuestion(QuestionDialog):
    """After ``finished``, ``keeps_watching`` is the answer, or ``None``: the window stays open."""

    def __init__(self, theme: Theme, window: QMainWindow) -> None:
        super().__init__(
            theme,
            window,
            CLOSE_TITLE,
            question=CLOSE_QUESTION,
            consequences=CLOSE_CHOICES,
            no=QUIT,
            yes=KEEP_WATCHING,
            dangerous=False,
        )
        self.keeps_watching: bool | None = None

    def accept(self) -> None:
        self.keeps_watching = True
        super().accept()

    def say_no(self) -> None:
        self.keeps_watching = False
        super().say_no()
