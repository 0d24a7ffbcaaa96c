"""The dialog for a change of scope, and the settings: pictures of what the trader decides."""

from dataclasses import replace
from pathlib import Path

from ct_desktop.core.scopes import Scope
from ct_desktop.core.sign_in import SignIn, SignInState
from ct_desktop.profiles import CROSSTRADE_SERVER_URL, ProfileSettings
from ct_desktop.profiles import Theme as ThemeSetting
from ct_desktop.ui.settings.screen import SettingsScreen
from ct_desktop.ui.shell.rail import Screen
from ct_desktop.ui.shell.window import MainWindow
from ct_desktop.ui.theme.theme import Theme
from ct_desktop.ui.welcome.screen import WelcomeScreen
from screenshots.gallery import Gallery
from support.connection_samples import NOW, request_budget
from support.scope_change_states import STATES
from support.ui_states import moment, state_with

_SCOPE_CHANGES = (
    "decision-up",
    "decision-down",
    "revoking",
    "waiting",
    "pasted-nonsense",
    "changed-up",
    "other-scope-down",
    "unchanged",
    "denied",
    "old-lives-on",
)
"""The states of the scope dialog that tell the most."""

_HOME = Path("/home/trader")


async def take_scope_changes(theme: Theme, gallery: Gallery) -> None:
    """The dialog from the decision to each kind of end."""
    wanted = [
        state
        for state in STATES
        if state.name in _SCOPE_CHANGES and gallery.wants(f"scope-change-{state.name}")
    ]
    window = MainWindow(theme)
    window.set_welcome(WelcomeScreen(theme))
    window.show_welcome()
    window.show()
    for state in wanted:
        dialog = state.open(theme, window)
        await gallery.take(window, f"scope-change-{state.name}")
        # Not close(), which only asks to stop while the change runs.
        dialog.done(0)
        dialog.deleteLater()
    window.close()


async def take_settings(theme: Theme, gallery: Gallery) -> None:
    """The Settings screen with trade scope held, and without a sign-in."""
    window = MainWindow(theme)
    screen = SettingsScreen(
        theme,
        data_folder=_HOME / ".local" / "share" / "crosstrade-desktop" / "profiles" / "default",
        log_folder=_HOME / ".local" / "state" / "crosstrade-desktop" / "log",
        server_url=CROSSTRADE_SERVER_URL,
    )
    window.add_screen(Screen.SETTINGS, lambda: screen)
    window.set_screen(Screen.SETTINGS)
    window.show()
    chosen = ThemeSetting(theme.scheme.value)
    window.show_state(state_with(scope=Scope.TRADE), moment(2))
    screen.show_settings(
        ProfileSettings(theme=chosen, trade_reminder_minutes=60, quiet_hours=("22:00", "07:00")),
        SignIn(SignInState.SIGNED_IN, scope=Scope.TRADE),
    )
    screen.show_budget(replace(request_budget(24), balance_round=12), NOW)
    screen.tick(NOW)
    await gallery.take(window, "settings")
    screen.show_section(screen.watching)
    await gallery.take(window, "settings-watching")
    screen.show_settings(
        ProfileSettings(theme=chosen, notifications=False), SignIn(SignInState.SIGNED_OUT)
    )
    await gallery.take(window, "settings-notifications-off")
    window.close()
