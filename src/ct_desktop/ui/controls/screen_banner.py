"""A line over every screen: a shape, what there is to know, and what to do about it."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ct_desktop.ui.controls.announce import announce
from ct_desktop.ui.controls.buttons import Button
from ct_desktop.ui.controls.panel import Surface
from ct_desktop.ui.controls.state_shape import StateShape, StateShapeView
from ct_desktop.ui.controls.text import Text
from ct_desktop.ui.theme import measures
from ct_desktop.ui.theme.fonts import TextRole
from ct_desktop.ui.theme.palette import Token
from ct_desktop.ui.theme.theme import Theme


class ScreenBanner(QWidget):
    """Hidden until a subclass has something to say. Its edges are those of the screens' panels."""

    def __init__(self, theme: Theme, *buttons: Button, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self._surface = Surface(theme)
        self._shape = StateShapeView(theme, StateShape.WARNING, size=measures.SHAPE_BANNER)
        self._title = Text(theme, role=TextRole.NAME)
        self._words = Text(theme, color="text2", wrap=True)
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addWidget(self._title)
        column.addWidget(self._words)
        row = QHBoxLayout(self._surface)
        row.setContentsMargins(16, 8, 16, 8)
        row.setSpacing(12)
        row.addWidget(self._shape, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addLayout(column, 1)
        for button in buttons:
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
        self._around = QVBoxLayout(self)
        self._around.addWidget(self._surface)
        self.hide()

    @property
    def text(self) -> str:
        """What it says now, empty while it is hidden."""
        return "" if self.isHidden() else self._spoken

    @property
    def _spoken(self) -> str:
        return f"{self._title.text()}. {self._words.text()}"

    def _say(
        self, title: str, words: str, *, look: tuple[StateShape, Token, Token], aloud: bool
    ) -> None:
        """Show this, in a ``look`` of shape, ground and edge; ``aloud`` where it is new."""
        shape, ground, edge = look
        self._shape.set_shape(shape)
        self._surface.set_colors(ground=ground, edge=edge)
        self._title.setText(title)
        self._words.setText(words)
        self.setAccessibleName(title)
        self.show()
        if aloud:
            announce(self, self._spoken)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        small = self.window().width() < measures.SMALL_WINDOW_BELOW
        side = measures.WINDOW_PADDING_SMALL if small else measures.WINDOW_PADDING
        self._around.setContentsMargins(side, side, side, 0)
