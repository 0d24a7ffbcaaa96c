"""The sign that keys and clicks change nothing."""

from PySide6.QtCore import QRectF, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from ct_desktop.core.wording_second_screen import HINT_LOCKED, LOCKED_NAME, UNLOCKED_NAME
from ct_desktop.ui.second_screen.scaled_part import ScaledPart
from ct_desktop.ui.theme.icons import IconName, paint_icon
from ct_desktop.ui.theme.theme import Theme

SIZE = 2.4
"""In units."""


class LockSign(ScaledPart):
    """A lock while it holds, nothing else; pressing it is what holding the key is."""

    pressed = Signal()
    released = Signal()

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(theme, parent)
        self._locked = False
        self.show_locked(locked=False)

    def show_locked(self, *, locked: bool) -> None:
        """Show the lock, or nothing."""
        self._locked = locked
        self.setAccessibleName(LOCKED_NAME if locked else UNLOCKED_NAME)
        self.setAccessibleDescription(HINT_LOCKED if locked else "")
        self.setVisible(locked)

    @property
    def needed_width(self) -> float:
        """In pixels; nothing while it does not hold."""
        return self._units.px(SIZE) if self._locked else 0.0

    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.accept()
        self.pressed.emit()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        event.accept()
        self.released.emit()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - the whole is small
        painter = QPainter(self)
        paint_icon(painter, IconName.LOCK, QRectF(self.rect()), self._theme.palette.text2)
