"""One theme's pictures: the app in a desktop session, driven from within its own process.

``python -m screenshots.session FOLDER THEME BROWSER_PROFILE [ONLY]``, in the session's environment
with CT_DESKTOP_HOME for a home of the app's own. The theme is chosen as a trader's choice is kept:
in the settings file.
"""

import asyncio
import os
import platform
import sys
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtGui import QCursor

from ct_desktop.profiles import DEFAULT_PROFILE, AppFolders, SettingsStore
from ct_desktop.profiles import Theme as ThemeSetting
from ct_desktop.ui.application import Application
from ct_desktop.ui.launch import Launch
from ct_desktop.ui.lifecycle import Lifecycle
from ct_desktop.ui.shell.window import MainWindow
from ct_desktop.ui.theme.style import dress
from ct_desktop.ui.theme.theme import ColourScheme, Theme
from screenshots.gallery import Gallery
from screenshots.shown_values import ShownValues
from screenshots.tour import Tour
from support.demo_process import DemoProcess
from support.secret_service import SecretService


def main() -> None:
    """Run the app as ``ct-desktop --server`` does, tour it, and close its window."""
    folder, theme_name, browser_profile, only = sys.argv[1:]
    gallery = Gallery(Path(folder), theme_name, only)
    with DemoProcess() as demo, SecretService(os.environ) as keychain:
        folders = AppFolders.from_environment()
        store = SettingsStore(folders.profile(DEFAULT_PROFILE).settings)
        store.update(theme=ThemeSetting(theme_name))
        application = Application(["ct-desktop"])
        application.setQuitOnLastWindowClosed(False)
        settings = store.load().settings
        theme = Theme(ColourScheme(settings.theme.value))
        dress(application, theme)
        window = MainWindow(theme)
        window.show()
        # Nothing is to look as if the mouse were on it.
        QCursor.setPos(application.primaryScreen().geometry().bottomRight())
        values = ShownValues(theme, gallery, f"CrossTrade Desktop on {platform.node()}")
        tour = Tour(
            window,
            gallery,
            values,
            demo=demo,
            keychain=keychain,
            browser_profile=Path(browser_profile),
        )
        guided: list[asyncio.Task[None]] = []

        async def guide() -> None:
            try:
                await tour.run()
            except Exception:
                # For whoever has to find out why.
                window.grab().save(str(gallery.folder / f"failed-{theme_name}.png"))
                raise
            finally:
                window.close()

        QTimer.singleShot(0, lambda: guided.append(asyncio.ensure_future(guide())))
        Lifecycle(
            window,
            theme,
            store,
            settings=settings,
            folders=folders,
            profile=DEFAULT_PROFILE,
            launch=Launch(server_url=demo.server_url),
            quit_wanted=application.quit_requested,
        ).run()
        guided[0].result()


if __name__ == "__main__":
    main()
