"""The dialogs that ask, and the settings: pictures of what the trader decides."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

from ct_desktop.core import wording_profiles
from ct_desktop.core.scopes import Scope
from ct_desktop.core.sign_in import SignIn, SignInState
from ct_desktop.profiles import CROSSTRADE_SERVER_URL, ProfileSettings
from ct_desktop.profiles import Theme as ThemeSetting
from ct_desktop.ui.controls.dialog import Dialog
from ct_desktop.ui.profiles.menu import ProfileChoices, ProfileEntry, ProfileMenu
from ct_desktop.ui.profiles.name_dialog import ProfileNameDialog
from ct_desktop.ui.profiles.removal_dialog import ProfileRemovalDialog
from ct_desktop.ui.settings.screen import SettingsScreen
from ct_desktop.ui.shell.rail import Screen
from ct_desktop.ui.shell.window import MainWindow
from ct_desktop.ui.theme.theme import Theme
from ct_desktop.ui.tray.close_question import CloseQuestion
from ct_desktop.ui.welcome.screen import WelcomeScreen
from screenshots.about_states import open_about
from screenshots.gallery import Gallery, Size
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
        await _put_away(dialog)
    window.close()


async def take_questions(theme: Theme, gallery: Gallery) -> None:
    """What is asked about profiles and about closing the window, over the welcome."""
    window = MainWindow(theme)
    window.set_welcome(WelcomeScreen(theme))
    window.show_welcome()
    window.show()
    for name, opened in _QUESTIONS.items():
        if not gallery.wants(name):
            continue
        dialog = opened(theme, window)
        await gallery.take(window, name)
        await _put_away(dialog)
    if gallery.wants("profile-menu"):
        menu = ProfileMenu(ProfileChoices(_PROFILES[0], _PROFILES[1:]), window)
        menu.popup(window.mapToGlobal(window.rect().center()))
        hint = menu.sizeHint()
        await gallery.take(menu, "profile-menu", sizes=(Size(hint.width(), hint.height()),))
        menu.close()
    window.close()


async def _put_away(dialog: Dialog) -> None:
    """Close ``dialog``, and let Qt delete it while its window is still there."""
    gone: asyncio.Future[None] = asyncio.get_running_loop().create_future()
    dialog.destroyed.connect(lambda: gone.set_result(None))
    # Not close(), which only asks to stop while the change runs.
    dialog.done(0)
    dialog.deleteLater()
    await gone


def _ask_for_name(theme: Theme, window: MainWindow, refused: str = "") -> Dialog:
    dialog = ProfileNameDialog(
        theme,
        window,
        wording_profiles.NEW_TITLE,
        explanation=wording_profiles.NEW_WORDS,
        ways=(wording_profiles.OPEN_APART, wording_profiles.OPEN_HERE),
    )
    dialog.open()
    if refused:
        dialog.show_refused(refused)
    return dialog


def _ask_to_remove(theme: Theme, window: MainWindow, failed: str = "") -> Dialog:
    dialog = ProfileRemovalDialog(theme, window, _PROFILES[1].name)
    dialog.open()
    if failed:
        dialog.show_failed(failed)
    return dialog


def _ask_to_close(theme: Theme, window: MainWindow) -> Dialog:
    dialog = CloseQuestion(theme, window)
    dialog.open()
    return dialog


_PROFILES = (
    ProfileEntry("default", "Default", "signed out"),
    ProfileEntry("apex", "Apex & Co", "read-only"),
    ProfileEntry("tpt", "TPT", "trade scope", is_open=True),
)
_QUESTIONS: dict[str, Callable[[Theme, MainWindow], Dialog]] = {
    "profile-new": _ask_for_name,
    "profile-name-refused": partial(_ask_for_name, refused=wording_profiles.NAME_WANTED),
    "profile-remove": _ask_to_remove,
    "profile-not-removed": partial(
        _ask_to_remove, failed="The keychain refuses. Unlock it and try again."
    ),
    "close-question": _ask_to_close,
    "about": open_about,
}


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
    screen.show_section(screen.notifications)
    await gallery.take(window, "settings-notifications-off")
    window.close()
