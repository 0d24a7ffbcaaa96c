"""The filter of all tables at once: opened by Ctrl+F, closed by Escape."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ct_desktop.core.wording_tables import TableWords
from ct_desktop.ui.controls.buttons import IconButton
from ct_desktop.ui.controls.filter_box import FilterBox
from ct_desktop.ui.controls.panel import Surface
from ct_desktop.ui.controls.text import Text
from ct_desktop.ui.theme.fonts import TextRole
from ct_desktop.ui.theme.icons import IconName
from ct_desktop.ui.theme.theme import Theme

_WIDTH = 320
_HEIGHT = 44


class FilterBar(Surface):
    """A box to type in, and what it found in each table."""

    changed = Signal(str)
    """What is to be looked for; empty when the bar is closed."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent=parent)
        self.setFixedHeight(_HEIGHT)
        self._box = FilterBox(theme, TableWords.FILTER_ALL)
        self._box.setFixedWidth(_WIDTH)
        self._found = Text(theme, role=TextRole.LABEL, color="text3")
        close = IconButton(theme, IconName.CLOSE, TableWords.CLOSE_FILTER)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 0, 8, 0)
        row.setSpacing(12)
        row.addWidget(self._box)
        row.addWidget(self._found, 1)
        row.addWidget(close)
        self._box.textChanged.connect(self.changed)
        close.clicked.connect(self.close_bar)
        self.hide()

    def open_bar(self) -> None:
        """Show the bar and let the trader type."""
        self.show()
        self._box.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._box.selectAll()

    def close_bar(self) -> None:
        """Empty the filter and go."""
        self._box.clear()
        self.hide()

    def show_found(self, words: str) -> None:
        """Say what was found."""
        if words != self._found.text():
            self._found.setText(words)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_bar()
        else:
            super().keyPressEvent(event)
