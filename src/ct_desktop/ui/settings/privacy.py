"""Privacy: how much is hidden from whoever else sees the screen, and what is kept here."""

from PySide6.QtCore import Signal

from ct_desktop.core.privacy import PrivacyLevel
from ct_desktop.core.sign_in import SignIn
from ct_desktop.core.wording_history import DELETE_HISTORY, HISTORY, HISTORY_WORDS, SIZE_NAME
from ct_desktop.core.wording_privacy import (
    CHOICES,
    COPIES,
    COPIES_WORDS,
    HIDE,
    HIDE_WORDS,
    TITLE,
)
from ct_desktop.profiles import ProfileSettings
from ct_desktop.ui.controls.announce import announce
from ct_desktop.ui.controls.buttons import Button
from ct_desktop.ui.controls.segments import Segments
from ct_desktop.ui.settings.section import Section
from ct_desktop.ui.shell.shortcuts import PRIVACY_KEYS
from ct_desktop.ui.theme.theme import Theme


class PrivacySection(Section):
    """The same three levels that the eye over every screen goes through."""

    title = TITLE
    names = ("privacy",)

    delete_history_pressed = Signal()
    """Delete the history, once the trader has confirmed it."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self.level = Segments(theme, HIDE, roomy=True)
        self.level.set_choices(CHOICES)
        self.level.chosen.connect(lambda key: self.change({"privacy": PrivacyLevel(key)}))
        self.history_size = self.words("")
        self.history_size.setAccessibleName(SIZE_NAME)
        self.delete_history = Button(theme, DELETE_HISTORY)
        self.delete_history.clicked.connect(self.delete_history_pressed)
        self.add_row(HIDE, self.level, self.explanation(HIDE_WORDS), hint=PRIVACY_KEYS)
        self.add_row(COPIES, self.explanation(COPIES_WORDS))
        self.add_row(
            HISTORY, self.delete_history, self.history_size, self.explanation(HISTORY_WORDS)
        )

    def show_history(self, size: str) -> None:
        """Show how large the history is, in words."""
        if size != self.history_size.text():
            self.history_size.setText(size)
            announce(self, size)

    def show_settings(
        self,
        settings: ProfileSettings,
        sign_in: SignIn,  # noqa: ARG002 - all alike
    ) -> None:
        self.level.choose(settings.privacy.value)
