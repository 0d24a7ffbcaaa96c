"""Start and tray: starting at login, and what closing the window means."""

from PySide6.QtCore import Signal

from ct_desktop.core.sign_in import SignIn
from ct_desktop.core.wording_tray import (
    CLOSING,
    CLOSING_CHOICES,
    CLOSING_WORDS,
    START_AT_LOGIN,
    START_AT_LOGIN_PLACE,
    START_AT_LOGIN_WORDS,
)
from ct_desktop.profiles import ProfileSettings
from ct_desktop.ui.controls.choice_box import ChoiceBox
from ct_desktop.ui.controls.switch import Switch
from ct_desktop.ui.login_start import LoginStartState
from ct_desktop.ui.settings.section import Section
from ct_desktop.ui.theme.theme import Theme


class StartAndTraySection(Section):
    """How the app starts, and where it goes on when its window is closed.

    Starting at login is the system's to know, not the settings': it is shown once it was read.
    """

    title = "Start and tray"
    names = ("close_to_tray",)

    start_at_login_requested = Signal(bool)
    """Switch it on or off; what came of it is told by :meth:`show_start_at_login`."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self.start_at_login = Switch(theme, START_AT_LOGIN)
        self.start_at_login.setEnabled(False)
        self.start_at_login.clicked.connect(self.start_at_login_requested)
        self.start_words = self.explanation(START_AT_LOGIN_WORDS)
        choices = dict(CLOSING_CHOICES)
        self.closing = ChoiceBox(theme, CLOSING, tuple(choices), lambda choice: choices[choice])
        self.closing.chosen.connect(lambda choice: self.change({"close_to_tray": choice}))
        self.add_row(START_AT_LOGIN, self.start_at_login, self.start_words)
        self.add_row(CLOSING, self.closing, self.explanation(CLOSING_WORDS))

    def show_settings(
        self,
        settings: ProfileSettings,
        sign_in: SignIn,  # noqa: ARG002 - all alike
    ) -> None:
        self.closing.choose(settings.close_to_tray)

    def show_start_at_login(self, state: LoginStartState) -> None:
        """Show what the system holds, or why it cannot be switched."""
        self.start_at_login.setEnabled(not state.reason)
        self.start_at_login.setChecked(state.on)
        how = START_AT_LOGIN_WORDS
        if state.place:
            how = START_AT_LOGIN_PLACE.format(words=how, place=state.place)
        self.start_words.setText(state.reason or state.failure or how)
