"""Asks before the history is deleted, and says what goes and what stays."""

from PySide6.QtWidgets import QMainWindow

from ct_desktop.core.wording_history import CONSEQUENCES, DELETE, KEEP, QUESTION, TITLE
from ct_desktop.ui.controls.question_dialog import QuestionDialog
from ct_desktop.ui.theme.theme import Theme


class DeleteHistoryDialog(QuestionDialog):
    """Accepted where the trader deletes."""

    def __init__(self, theme: Theme, window: QMainWindow) -> None:
        super().__init__(
            theme,
            window,
            TITLE,
            question=QUESTION,
            consequences=CONSEQUENCES,
            no=KEEP,
            yes=DELETE,
        )
