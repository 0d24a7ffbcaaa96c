"""Asks before every setting is set back."""

from PySide6.QtWidgets import QMainWindow

from ct_desktop.core.wording_settings import (
    KEEP_SETTINGS,
    RESET_CONSEQUENCES,
    RESET_NOW,
    RESET_QUESTION,
    RESET_TITLE,
)
from ct_desktop.ui.controls.question_dialog import QuestionDialog
from ct_desktop.ui.theme.theme import Theme


class ResetDialog(QuestionDialog):
    """Accepted where the trader resets."""

    def __init__(self, theme: Theme, window: QMainWindow) -> None:
        super().__init__(
            theme,
            window,
            RESET_TITLE,
            question=RESET_QUESTION,
            consequences=RESET_CONSEQUENCES,
            no=KEEP_SETTINGS,
            yes=RESET_NOW,
        )
