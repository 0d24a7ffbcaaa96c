"""What the app says of itself and of newer versions: the section, the line, the dialog."""

from pathlib import Path

from PySide6.QtWidgets import QWidget

from ct_desktop.core.sign_in import SignIn, SignInState
from ct_desktop.profiles import CROSSTRADE_SERVER_URL, AppFolders, ProfileSettings
from ct_desktop.profiles import Theme as ThemeSetting
from ct_desktop.ui.about.dialog import AboutDialog
from ct_desktop.ui.controls.dialog import Dialog
from ct_desktop.ui.monitor.screen import MonitorScreen
from ct_desktop.ui.settings.screen import SettingsScreen
from ct_desktop.ui.shell.rail import Screen
from ct_desktop.ui.shell.window import MainWindow
from ct_desktop.ui.theme.theme import Theme
from ct_desktop.ui.updates.banner import UpdateBanner
from ct_desktop.updates import Release, UpdateState, parse_version
from screenshots.gallery import Gallery
from support.ui_states import moment, state_with

_HOME = Path("/home/trader")
_FOLDERS = AppFolders(
    settings=_HOME / ".config" / "crosstrade-desktop",
    data=_HOME / ".local" / "share" / "crosstrade-desktop",
    logs=_HOME / ".local" / "state" / "crosstrade-desktop" / "log",
)
_RELEASE = Release(
    parse_version("1.4.0"),
    "https://crosstrade.io/desktop/releases/1.4.0",
    (
        "The equity line shows a whole week",
        "Signing in works behind proxies that want a password",
        "On Windows the second screen comes back where it stood before sleep",
    ),
)
_ASKED_AT = moment(0).utc
_STATES = {
    "settings-about": UpdateState(allowed=True, asked_at=_ASKED_AT, answered=True, newer=_RELEASE),
    "settings-about-off": UpdateState(),
    "settings-about-no-answer": UpdateState(allowed=True, asked_at=_ASKED_AT),
    "settings-about-packaged": UpdateState(),
}


def open_about(theme: Theme, window: MainWindow) -> Dialog:
    """The About dialog over ``window``."""
    dialog = AboutDialog(theme, window, _FOLDERS)
    dialog.open()
    return dialog


async def take_about(theme: Theme, gallery: Gallery) -> None:
    """The section in each state, and the line over the screens."""
    for name, state in _STATES.items():
        if gallery.wants(name):
            await _take_section(theme, gallery, name, state)
    if gallery.wants("update-notice"):
        window = _window(theme, MonitorScreen(theme), Screen.MONITOR)
        banner = UpdateBanner(theme)
        window.stand_over_screens(banner)
        banner.show_news(_RELEASE)
        await gallery.take(window, "update-notice")
        window.close()


async def _take_section(theme: Theme, gallery: Gallery, name: str, state: UpdateState) -> None:
    screen = SettingsScreen(
        theme,
        data_folder=_FOLDERS.data,
        log_folder=_FOLDERS.logs,
        server_url=CROSSTRADE_SERVER_URL,
        updated_by="apt" if name.endswith("packaged") else None,
    )
    window = _window(theme, screen, Screen.SETTINGS)
    screen.show_settings(
        ProfileSettings(theme=ThemeSetting(theme.scheme.value), update_notice=state.allowed),
        SignIn(SignInState.SIGNED_OUT),
    )
    screen.about.show_updates(state)
    await gallery.take(window, name, refresh=lambda: screen.show_section(screen.about))
    window.close()


def _window(theme: Theme, content: QWidget, screen: Screen) -> MainWindow:
    window = MainWindow(theme)
    window.add_screen(screen, lambda: content)
    window.set_screen(screen)
    window.show_state(state_with(), moment(2))
    window.show()
    return window
