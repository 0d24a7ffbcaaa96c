"""The app in a day: ``python -m soak.session CONTROL_URL SERVER_URL FORM POLLS``.

Runs as ``ct-desktop --server`` does, in the time of the session that its environment names. It
prints the figures, and ends with 1 where a bound was broken.
"""

import sys

from soak.pressed_time import press

if __name__ == "__main__":
    shared = press()

import asyncio
import gc
import traceback
from dataclasses import replace

import qasync
from PySide6.QtCore import QTimer

from soak.pressed_loop import PressedEventLoop

if __name__ == "__main__":
    PressedEventLoop.shared = shared
    qasync.QEventLoop = PressedEventLoop

from ct_desktop.clock import SystemClock
from ct_desktop.monitor.monitor import Monitor
from ct_desktop.profiles import DEFAULT_PROFILE, AppFolders, SettingsStore
from ct_desktop.ui.application import Application
from ct_desktop.ui.launch import Launch
from ct_desktop.ui.lifecycle import Lifecycle
from ct_desktop.ui.shell.window import MainWindow
from ct_desktop.ui.theme.style import dress
from ct_desktop.ui.theme.theme import ColourScheme, Theme
from soak.day import Day
from soak.form import FORMS
from soak.whole_day import go_through
from support.demo_process import DemoProcess


def main() -> int:
    """Run the app and the day; 0 when every bound held."""
    control_url, server_url, form_name, polls = sys.argv[1:]
    form = replace(FORMS[form_name], polls=int(polls))
    folders = AppFolders.from_environment()
    store = SettingsStore(folders.profile(DEFAULT_PROFILE).settings)
    application = Application(["ct-desktop"])
    application.setQuitOnLastWindowClosed(False)
    settings = store.load().settings
    theme = Theme(ColourScheme(settings.theme.value))
    dress(application, theme)
    window = MainWindow(theme)
    window.show()
    demo = DemoProcess()
    demo.control_url = control_url
    broken: list[str] = []
    guided: list[asyncio.Task[None]] = []

    async def guide() -> None:
        try:
            day = Day(window, _monitor(), demo, SystemClock(), accounts=form.accounts)
            broken.extend(await go_through(day, form))
        except Exception:
            traceback.print_exc()
            broken.append("The day broke off.")
        finally:
            window.quit()

    QTimer.singleShot(1000, lambda: guided.append(asyncio.ensure_future(guide())))
    Lifecycle(
        window,
        theme,
        store,
        settings=settings,
        folders=folders,
        profile=DEFAULT_PROFILE,
        launch=Launch(server_url=server_url),
        quit_wanted=application.quit_requested,
    ).run()
    for sentence in broken:
        print(sentence)
    print("Every bound held." if not broken else f"{len(broken)} bounds were broken.", flush=True)
    return 1 if broken else 0


def _monitor() -> Monitor:
    """The one that the app made for itself."""
    return next(each for each in gc.get_objects() if isinstance(each, Monitor))


if __name__ == "__main__":
    sys.exit(main())
