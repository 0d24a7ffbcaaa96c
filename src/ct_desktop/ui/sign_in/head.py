"""The top of the sign-in dialog: where it stands, the scope asked for, and the time left."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ct_desktop.core.scopes import Scope
from ct_desktop.ui.controls.scope_badge import ScopeBadge
from ct_desktop.ui.controls.text import Text
from ct_desktop.ui.sign_in.time_left import TimeLeft
from ct_desktop.ui.theme.fonts import TextRole
from ct_desktop.ui.theme.theme import Theme

_GAP = 12
_WORDS_HEIGHT = 2 * TextRole.BODY.line_height + TextRole.LABEL.line_height


class SignInHead(QWidget):
    """A headline with the scope in its corner, a sentence, and the bar of the time left."""

    def __init__(self, theme: Theme, scope: Scope, time_left: TimeLeft) -> None:
        super().__init__()
        self.badge = ScopeBadge(theme, scope)
        self._headline = Text(theme, role=TextRole.DIALOG_TITLE)
        self._sentence = Text(theme, color="text2", wrap=True)
        title = QHBoxLayout()
        title.setSpacing(_GAP)
        title.addWidget(self._headline, 1)
        title.addWidget(self.badge, 0, Qt.AlignmentFlag.AlignTop)
        # One height for a line with the bar below it and for the longer reason of a failure.
        words = QWidget()
        words.setFixedHeight(_WORDS_HEIGHT)
        lines = QVBoxLayout(words)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(0)
        lines.addWidget(self._sentence)
        lines.addStretch(1)
        lines.addWidget(time_left)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(title)
        column.addWidget(words)

    @property
    def headline(self) -> str:
        """What it says in large."""
        return self._headline.text()

    def say(self, headline: str, sentence: str, *, room: int) -> None:
        """Show these words within ``room`` pixels, a long headline in a smaller size."""
        self._headline.setText(headline)
        self._headline.set_role(TextRole.DIALOG_TITLE)
        if self._headline.sizeHint().width() > room - self.badge.sizeHint().width() - _GAP:
            self._headline.set_role(TextRole.DIALOG_TITLE_LONG)
        self._sentence.setText(sentence)
