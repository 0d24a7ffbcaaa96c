"""The app itself, which says when figures are first on screen.

    app_until_live.py [OPTION…]   the options of ct-desktop

The app has no hook for this. Its application object is given an event filter before the app makes
it; from then on everything is the app's own. The line is written when the first positions have been
painted, on the clock that all processes of the machine share.
"""

import sys
import time

import ct_desktop.ui  # noqa: F401 - as in the app, before PySide6: its import is made the plain one

# isort: split
from PySide6 import QtWidgets
from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QTableView, QWidget

_TABLE = "Positions"


class _FirstFigures(QObject):
    """Waits for a paint of the positions table with rows in it."""

    def __init__(self, application: QApplication) -> None:
        super().__init__(application)
        self._application = application
        application.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        if event.type() == QEvent.Type.Paint and _shows_positions(watched):
            self._application.removeEventFilter(self)
            QTimer.singleShot(0, _say_live)  # once this paint is on the screen
        return False


class _WatchedApplication(QApplication):
    """The application object, watched from its first event on."""

    def __init__(self, arguments: list[str]) -> None:
        super().__init__(arguments)
        _FirstFigures(self)


def _shows_positions(painted: QObject) -> bool:
    table = painted.parent() if isinstance(painted, QWidget) else None
    return (
        isinstance(table, QTableView)
        and table.accessibleName().startswith(_TABLE)
        and table.model() is not None
        and table.model().rowCount() > 0
    )


def _say_live() -> None:
    print(f"live at {time.monotonic()}", flush=True)


QtWidgets.QApplication = _WatchedApplication  # type: ignore[assignment, misc]

from ct_desktop.cli.main import main  # noqa: E402 - the app finds the watched application

sys.exit(main())
