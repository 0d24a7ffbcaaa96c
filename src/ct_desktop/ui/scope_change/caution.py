"""A warning in a frame: a headline and a few sentences."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout

from ct_desktop.ui.controls.panel import Surface
from ct_desktop.ui.controls.state_shape import StateShape, StateShapeView
from ct_desktop.ui.controls.text import Text
from ct_desktop.ui.theme.fonts import TextRole
from ct_desktop.ui.theme.measures import SHAPE_CHAIN
from ct_desktop.ui.theme.theme import Theme


class Caution(Surface):
    """What the trader should weigh before going on, or know before leaving."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, ground="warn_soft", edge="warn")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self._headline = Text(theme, role=TextRole.TOTAL)
        self._words = Text(theme, color="text2", wrap=True)
        lines = QVBoxLayout()
        lines.setSpacing(0)
        lines.addWidget(self._headline)
        lines.addWidget(self._words)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 12, 16, 12)
        row.setSpacing(12)
        shape = StateShapeView(theme, StateShape.WARNING, size=SHAPE_CHAIN)
        row.addWidget(shape, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(lines, 1)

    def say(self, headline: str, words: str) -> None:
        """Show these words, or hide without a headline."""
        self._headline.setText(headline)
        self._words.setText(words)
        self.setAccessibleName(f"{headline}. {words}")
        self.setVisible(bool(headline))
