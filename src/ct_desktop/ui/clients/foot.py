"""The quiet sentence at the foot of a panel."""

from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from ct_desktop.ui.controls.text import Text
from ct_desktop.ui.theme.fonts import TextRole
from ct_desktop.ui.theme.theme import Theme


class Foot(QWidget):
    """Says ``words``, ``padding`` from both sides."""

    def __init__(self, theme: Theme, words: str, padding: int) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self._words = Text(theme, words, TextRole.LABEL, "text3", wrap=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(padding, 13, padding, 13)
        row.addWidget(self._words)

    def show_words(self, words: str) -> None:
        """Say something else."""
        self._words.setText(words)
        self._words.updateGeometry()
