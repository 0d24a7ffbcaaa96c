"""Asks before signing out, and says what that does."""

from PySide6.QtWidgets import QMainWindow

from ct_desktop.core.wording import SIGN_OUT_CONSEQUENCES, SIGN_OUT_QUESTION
from ct_desktop.ui.controls.question_dialog import QuestionDialog
from ct_desktop.ui.theme.theme import Theme


class SignOutDialog(QuestionDialog):
    """Accepted where the trader signs out. ``kept_in`` is where the sign-in lies."""

    def __init__(self, theme: Theme, window: QMainWindow, *, kept_in: str) -> None:
        place = kept_in or "the keychain"
        super().__init__(
            theme,
            window,
            "Sign out",
            question=SIGN_OUT_QUESTION,
            consequences=[words.format(place=place) for words in SIGN_OUT_CONSEQUENCES],
            no="Stay signed in",
            yes="Sign out",
        )
