"""Starts the window: first paint before any network or keychain call, then the services."""

import sys
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtWidgets import QApplication

from ct_desktop import __version__
from ct_desktop.http_client import is_secure_url
from ct_desktop.profiles import (
    DEFAULT_PROFILE,
    DEMO_PROFILE,
    AppFolders,
    ProfileError,
    ProfileSettings,
    SettingsStore,
    open_profile,
)
from ct_desktop.profiles.window_claim import InstanceClaim
from ct_desktop.ui.garbage_pause import resume_garbage_collection_after_start
from ct_desktop.ui.interface_scale import interface_scale
from ct_desktop.ui.launch import Ending, Launch, Outcome, SwitchProfile
from ct_desktop.ui.shell.window import MainWindow
from ct_desktop.ui.theme.pnl_colours import PnlColours
from ct_desktop.ui.theme.style import dress
from ct_desktop.ui.theme.theme import ColourScheme, Theme

DESKTOP_FILE_NAME = "io.crosstrade.Desktop"
_USAGE_ERROR = 2


def run_window(launch: Launch) -> int:
    """Show the window until the trader quits; the process's exit code."""
    if launch.server_url is not None and not is_secure_url(launch.server_url):
        print(  # noqa: T201 - a usage error, before there is a window
            "ct-desktop: --server takes an https address, or http on this computer alone",
            file=sys.stderr,
        )
        return _USAGE_ERROR
    with interface_scale(_saved_scale(launch)):
        application = Application([sys.argv[0]])
    application.setApplicationName("CrossTrade Desktop")
    application.setApplicationVersion(__version__)
    application.setDesktopFileName(DESKTOP_FILE_NAME)
    application.setQuitOnLastWindowClosed(False)
    resume_garbage_collection_after_start()
    try:
        while True:
            outcome = _run_once(application, launch)
            if outcome is Outcome.QUIT:
                return 0
            if outcome is Outcome.START_DEMO:
                launch = replace(launch, demo=True)
            elif isinstance(outcome, SwitchProfile):
                launch = Launch(
                    profile=outcome.profile, server_url=launch.server_url, debug=launch.debug
                )
    except ProfileError as error:
        print(f"ct-desktop: {error}", file=sys.stderr)  # noqa: T201 - no window without a profile
        return _USAGE_ERROR


def _saved_scale(launch: Launch) -> int:
    """Percent; what is wrong with a profile's name or files is said where it is opened."""
    try:
        folders = AppFolders.from_environment()
        name = DEMO_PROFILE if launch.demo else launch.profile or DEFAULT_PROFILE
        return SettingsStore(folders.profile(name).settings).peek().interface_scale
    except ProfileError:
        return ProfileSettings().interface_scale


class Application(QApplication):
    """Qt's own, but that the system's wish to quit comes as a signal.

    Qt would close the windows one by one instead, and a window may stay in the tray.
    """

    quit_requested = Signal()
    """The session ends, or the person quits the app by the system's own menu (macOS)."""

    def event(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Quit:
            self.quit_requested.emit()
            return True
        return super().event(event)


def _run_once(application: Application, launch: Launch) -> Ending:
    """One window on one profile, unless another process has one already."""
    folders = AppFolders.from_environment()
    name = DEMO_PROFILE if launch.demo else open_profile(folders, launch.profile or DEFAULT_PROFILE)
    places = folders.profile(name)
    claim = InstanceClaim(places.window_lock)
    if not claim.take() and _first_window_was_told(claim, places.data, launch):
        return Outcome.QUIT
    try:
        return _open(application, launch, folders, name)
    finally:
        claim.release()


def _first_window_was_told(claim: InstanceClaim, profile_data: Path, launch: Launch) -> bool:
    """Whether a window that is open already does what this start wants."""
    # Most starts are the first one, and need none of this before their first paint.
    from ct_desktop.ui.single_instance.messenger import (  # noqa: PLC0415 - see above
        first_window_took,
    )
    from ct_desktop.ui.single_instance.wish import Wish  # noqa: PLC0415 - see above

    wish = Wish.STAY if launch.minimized else Wish.RAISE
    if launch.second_screen:
        wish = Wish.SECOND_SCREEN
    return first_window_took(wish, claim, profile_data)


def _open(application: Application, launch: Launch, folders: AppFolders, name: str) -> Ending:
    """The one window of the profile ``name``."""
    store = SettingsStore(folders.profile(name).settings)
    loaded = store.load()
    settings = loaded.settings
    theme = Theme(ColourScheme(settings.theme.value))
    theme.set_pnl_colours(PnlColours(settings.pnl_colours.value))
    dress(application, theme)
    window = _first_window(theme, settings, hidden=launch.minimized)
    # Everything else is imported behind the painted window: the services with the HTTP client, the
    # keychain and the event loop cost more than all of the window.
    from ct_desktop.ui.lifecycle import Lifecycle  # noqa: PLC0415 - see above

    return Lifecycle(
        window,
        theme,
        store,
        settings=settings,
        folders=folders,
        profile=name,
        launch=launch,
        quit_wanted=application.quit_requested,
        notice=loaded.notice,
    ).run()


def _first_window(theme: Theme, settings: ProfileSettings, *, hidden: bool) -> MainWindow:
    """The window, painted once, unless it is to stay ``hidden``."""
    window = MainWindow(theme)
    if settings.window_geometry is not None:
        window.restore_geometry_text(settings.window_geometry)
    if hidden:
        return window
    window.show()
    painted = _Painted(window)
    while not painted.seen and window.isVisible():
        QApplication.processEvents()
    return window


class _Painted(QObject):
    """Notices the window's first paint."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self.seen = False
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Paint:
            self.seen = True
            watched.removeEventFilter(self)
        return False
