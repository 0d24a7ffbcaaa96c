"""What a table or a list says while it has no row to show, and the way back from a filter."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ct_desktop.ui.controls.buttons import LinkButton
from ct_desktop.ui.controls.text import Text
from ct_desktop.ui.theme.fonts import TextRole
from ct_desktop.ui.theme.measures import PANEL_PADDING
from ct_desktop.ui.theme.theme import Theme


class EmptyWords(QWidget):
    """A line, a quieter one, and a link that shows all rows again where a filter hides them."""

    show_all_requested = Signal()

    def __init__(self, theme: Theme, parent: QWidget, *, padding: int = PANEL_PADDING) -> None:
        super().__init__(parent)
        self._title = Text(theme, role=TextRole.NAME, color="text2")
        self._detail = Text(theme, color="text3", wrap=True)
        self._show_all = LinkButton(theme, "Show all")
        self._show_all.clicked.connect(self.show_all_requested)
        column = QVBoxLayout(self)
        column.setContentsMargins(padding, 16, padding, 16)
        column.setSpacing(4)
        column.addWidget(self._title)
        column.addWidget(self._detail)
        column.addWidget(self._show_all, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)
        self.hide()

    def show_words(self, title: str, detail: str = "", *, filtered: bool = False) -> None:
        """Show ``title`` and ``detail``; an empty title hides all."""
        self._title.setText(title)
        self._detail.setText(detail)
        self._detail.setVisible(bool(detail))
        self._show_all.setVisible(filtered)
        self.setVisible(bool(title))

    @property
    def title(self) -> str:
        """What is said; empty while there are rows."""
        return self._title.text() if not self.isHidden() else ""
