"""Sign-in: the scope held, and when to be asked for the return to read-only."""

from PySide6.QtCore import Signal

from ct_desktop.core.scopes import Scope
from ct_desktop.core.sign_in import SignIn, SignInState
from ct_desktop.core.wording_settings import (
    CHANGE_SCOPE,
    NOT_SIGNED_IN,
    RETURN_HINT,
    RETURN_TO_READ_ONLY,
    RETURN_WORDS,
    SCOPE,
    SCOPE_CHANGES,
    SCOPE_NOT_NAMED,
    reminder_words,
)
from ct_desktop.profiles import ProfileSettings
from ct_desktop.ui.controls.buttons import Button
from ct_desktop.ui.controls.choice_box import ChoiceBox
from ct_desktop.ui.controls.scope_badge import ScopeBadge
from ct_desktop.ui.controls.text import Text
from ct_desktop.ui.settings.section import Section
from ct_desktop.ui.theme.fonts import TextRole
from ct_desktop.ui.theme.theme import Theme

REMINDERS = (None, 15, 60, 240, 480)
"""Minutes until the app asks; ``None`` never does."""


class SignInSection(Section):
    """What the sign-in may do, and for how long."""

    title = "Sign-in"
    names = ("trade_reminder_minutes",)

    scope_change_requested = Signal(Scope)
    """Change to this scope, once the trader has decided it in the dialog."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._scope: Scope | None = None
        self.badge = ScopeBadge(theme)
        self.scope = Text(theme, NOT_SIGNED_IN, color="text2")
        self.scope_name = Text(theme, role=TextRole.LABEL, color="text2", code=True)
        self.change_scope = Button(theme, CHANGE_SCOPE)
        self.change_scope.clicked.connect(self._request_change)
        self.reminder = ChoiceBox(theme, RETURN_TO_READ_ONLY, REMINDERS, reminder_words)
        self.reminder.chosen.connect(
            lambda minutes: self.change({"trade_reminder_minutes": minutes})
        )
        self.add_row(SCOPE, self.badge, self.scope, self.scope_name, self.change_scope)
        self.add_row(
            RETURN_TO_READ_ONLY, self.reminder, self.explanation(RETURN_WORDS), hint=RETURN_HINT
        )

    def show_settings(self, settings: ProfileSettings, sign_in: SignIn) -> None:
        signed_in = sign_in.state is SignInState.SIGNED_IN
        changing = sign_in.state is SignInState.CHANGING_SCOPE
        self._scope = sign_in.scope if signed_in or changing else None
        self.badge.set_scope(self._scope)
        self.scope.setText(_without_scope(sign_in.state))
        self.scope.setVisible(self._scope is None)
        self.scope_name.setText(self._scope.value if self._scope is not None else "")
        self.scope_name.setVisible(self._scope is not None)
        self.change_scope.setVisible(signed_in)
        self.reminder.choose(settings.trade_reminder_minutes)

    def _request_change(self) -> None:
        wanted = Scope.TRADE if self._scope is Scope.READ else Scope.READ
        self.scope_change_requested.emit(wanted)


def _without_scope(state: SignInState) -> str:
    """What stands there when no scope is known."""
    if state is SignInState.CHANGING_SCOPE:
        return SCOPE_CHANGES
    return SCOPE_NOT_NAMED if state is SignInState.SIGNED_IN else NOT_SIGNED_IN
