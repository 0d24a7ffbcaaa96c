"""The column of an opened client, which scrolls by the arrow keys too."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from ct_desktop.ui.controls.focus_frame import ShowsFocus
from ct_desktop.ui.controls.scroll_column import ScrollColumn
from ct_desktop.ui.theme.theme import Theme


class ReadingColumn(ShowsFocus, ScrollColumn):
    """Takes the keyboard: most of what is in it is text."""

    def __init__(self, theme: Theme, content: QWidget, name: str) -> None:
        super().__init__(content)
        self._theme = theme
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
