"""The monitors as Qt knows them."""

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QScreen

from ct_desktop.ui.second_screen.monitor_layout import MonitorArea

_SETTLE_MILLISECONDS = 150
"""A monitor that is switched on or off changes several things one after the other."""


def connected_monitors() -> tuple[MonitorArea, ...]:
    """All of them, in the system's order."""
    return tuple(_area(screen) for screen in QGuiApplication.screens())


def screen_named(name: str) -> QScreen | None:
    """The monitor of this name, where it is connected."""
    return next((screen for screen in QGuiApplication.screens() if screen.name() == name), None)


def always_on_top_allowed() -> bool:
    """Whether an app may keep a window above others: not on Wayland, where only the user may."""
    return not QGuiApplication.platformName().startswith("wayland")


def _area(screen: QScreen) -> MonitorArea:
    rect = screen.geometry()
    return MonitorArea(screen.name(), rect.x(), rect.y(), rect.width(), rect.height())


class MonitorWatch(QObject):
    """Says when monitors came, went or moved, once they have settled."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._settled = QTimer(self)
        self._settled.setSingleShot(True)
        self._settled.setInterval(_SETTLE_MILLISECONDS)
        self._settled.timeout.connect(self._tell)
        application = QGuiApplication.instance()
        assert isinstance(application, QGuiApplication)
        application.screenAdded.connect(self._add)
        application.screenRemoved.connect(self._settled.start)
        for screen in QGuiApplication.screens():
            screen.geometryChanged.connect(self._settled.start)

    def _add(self, screen: QScreen) -> None:
        screen.geometryChanged.connect(self._settled.start)
        self._settled.start()

    def _tell(self) -> None:
        # Also where all is as before: one that went and came back has moved windows meanwhile.
        if QGuiApplication.screens():
            self.changed.emit()
