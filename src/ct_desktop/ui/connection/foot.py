"""The quiet line at the foot of a panel."""

from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ct_desktop.ui.controls.panel import Line
from ct_desktop.ui.controls.text import Text
from ct_desktop.ui.theme.measures import PANEL_HEAD_HEIGHT, PANEL_PADDING_READING
from ct_desktop.ui.theme.theme import Theme


class PanelFoot(QWidget):
    """One sentence under a line, as high as a panel's head."""

    def __init__(self, theme: Theme, words: Text, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.words = words
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(PANEL_HEAD_HEIGHT)
        row = QHBoxLayout()
        row.setContentsMargins(PANEL_PADDING_READING, 0, PANEL_PADDING_READING, 0)
        row.addWidget(self.words)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(Line(theme))
        column.addLayout(row, 1)
