"""What to do, in numbered steps, with what to paste or to run beneath its step."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from ct_desktop.clients.recipe import Recipe, RecipeStep, is_code
from ct_desktop.core.wording_clients_screen import COPY_STEP
from ct_desktop.ui.clients.code_block import CodeBlock
from ct_desktop.ui.controls.text import Text
from ct_desktop.ui.theme.fonts import TextRole, text_font
from ct_desktop.ui.theme.theme import Theme

_RING = 22
_GAP = 14


class StepsView(QWidget):
    """The steps of one recipe."""

    def __init__(self, theme: Theme, recipe: Recipe) -> None:
        super().__init__()
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(_GAP)
        grid.setVerticalSpacing(12)
        grid.setColumnStretch(1, 1)
        for row, step in enumerate(recipe.steps):
            grid.addWidget(_Number(theme, step.number), row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addLayout(_step(theme, step, recipe), row, 1)


class _Number(QWidget):
    """A step's number in a ring."""

    def __init__(self, theme: Theme, number: int) -> None:
        super().__init__()
        self._theme = theme
        self._number = number
        self.setFixedSize(_RING, _RING)
        theme.changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - the whole is small
        palette = self._theme.palette
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(palette.border_strong, 1))
        painter.drawEllipse(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5))
        painter.setPen(palette.text2 if self.isEnabled() else palette.disabled)
        painter.setFont(text_font(TextRole.HEADING))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, str(self._number))


def _step(theme: Theme, step: RecipeStep, recipe: Recipe) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(0)
    title = Text(theme, step.title, TextRole.NAME, wrap=True)
    title.setAccessibleName(f"{step.number}. {step.title}")
    column.addWidget(title)
    column.addWidget(Text(theme, step.text, color="text2", wrap=True))
    name = COPY_STEP.format(step.number)
    if step.shows_snippet:
        column.addSpacing(8)
        numbered = is_code(recipe.snippet)
        column.addWidget(CodeBlock(theme, recipe.snippet.text, name, numbered=numbered))
    if step.command is not None:
        column.addSpacing(8)
        column.addWidget(CodeBlock(theme, step.command, name, numbered=False))
    return column
