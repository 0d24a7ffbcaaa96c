"""A column that scrolls up and down where the window is low, on the ground it lies on."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget


class ScrollColumn(QScrollArea):
    """Shows ``content`` as wide as itself. It takes no focus: what is in it scrolls into view."""

    bar_width_changed = Signal(int)
    """What the scroll bar takes of the width: 0 where nothing is out of sight."""

    def __init__(self, content: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(content)
        # A scroll area fills both with the window's colour.
        self.viewport().setAutoFillBackground(False)
        content.setAutoFillBackground(False)

    def resizeEvent(self, event: QResizeEvent) -> None:
        # Qt tells of the viewport's size by this too.
        super().resizeEvent(event)
        self.bar_width_changed.emit(self.width() - self.viewport().width())
