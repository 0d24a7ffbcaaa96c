"""The top of the scope dialog: a headline and up to two lines of words."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from ct_desktop.ui.controls.text import Text
from ct_desktop.ui.scope_change.fixed_room import fixed_room
from ct_desktop.ui.theme.fonts import TextRole
from ct_desktop.ui.theme.theme import Theme


class ScopeChangeHead(QWidget):
    """As high with one line as with two, so that nothing below moves when the words change."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._headline = Text(theme, role=TextRole.DIALOG_TITLE)
        self._words = Text(theme, color="text2", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self._headline)
        column.addWidget(fixed_room(self._words, 2 * TextRole.BODY.line_height))

    @property
    def said(self) -> tuple[str, str]:
        """The headline and the words."""
        return self._headline.text(), self._words.text()

    def say(self, headline: str, words: str) -> None:
        """Show these."""
        self._headline.setText(headline)
        self._words.setText(words)
