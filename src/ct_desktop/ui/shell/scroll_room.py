"""Lets the window's content scroll, where screen or text size leave it less room than it needs."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget


class ScrollRoom(QScrollArea):
    """Shows ``content`` as large as itself, and all of it where that is less than its minimum.

    What the keyboard goes to scrolls into view.
    """

    def __init__(self, content: QWidget) -> None:
        super().__init__()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(content)
        # A scroll area fills both with a colour of its own; the window has painted its ground.
        self.viewport().setAutoFillBackground(False)
        content.setAutoFillBackground(False)
