"""One scope beside the other: what it is now, its name, and the same four lines for both."""

from enum import Enum, auto

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from ct_desktop.core.scopes import Scope
from ct_desktop.core.wording import SCOPE_TITLES
from ct_desktop.core.wording_scope import SCOPE_LINES
from ct_desktop.ui.controls.icon_view import IconView
from ct_desktop.ui.controls.panel import Surface
from ct_desktop.ui.controls.state_shape import StateShape, StateShapeView
from ct_desktop.ui.controls.text import Text
from ct_desktop.ui.theme.fonts import TextRole
from ct_desktop.ui.theme.icons import IconName
from ct_desktop.ui.theme.measures import ICON_SMALL, SHAPE_LINE
from ct_desktop.ui.theme.palette import Token
from ct_desktop.ui.theme.theme import Theme


class _Sign(Enum):
    ALLOWED = auto()
    REFUSED = auto()
    CAUTION = auto()


class ScopePanel(Surface):
    """What a sign-in with ``scope`` can do. ``caption`` says what this one is at the moment."""

    def __init__(self, theme: Theme, scope: Scope, caption: str) -> None:
        super().__init__(theme)
        self.scope = scope
        self._caption = Text(theme, caption, TextRole.LABEL, "text2")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(17, 15, 16, 14)
        self._column.setSpacing(6)
        self._column.addWidget(self._caption)
        name = QHBoxLayout()
        name.setSpacing(5)
        name.addWidget(Text(theme, SCOPE_TITLES[scope], TextRole.SECTION_TITLE))
        name.addWidget(Text(theme, scope.value, TextRole.LABEL, "text2", code=True))
        name.addStretch(1)
        self._column.addLayout(name)
        self._column.addSpacing(4)
        for words, sign in _lines(scope):
            self._add_line(words, sign)
        self.set_caption(caption)

    def _add_line(self, words: str, sign: _Sign) -> None:
        theme = self._theme
        row = QHBoxLayout()
        row.setSpacing(8)
        if sign is _Sign.ALLOWED:
            row.addWidget(IconView(theme, IconName.CHECK, "ok", size=ICON_SMALL))
        elif sign is _Sign.REFUSED:
            row.addWidget(IconView(theme, IconName.CLOSE, "text3", size=ICON_SMALL))
        else:
            row.addWidget(StateShapeView(theme, StateShape.WARNING, size=SHAPE_LINE))
        strong = sign is _Sign.CAUTION
        role = TextRole.NAME if strong else TextRole.BODY
        row.addWidget(Text(theme, words, role, "text" if strong else "text2"), 1)
        self._column.addLayout(row)

    def set_caption(self, caption: str, *, framed: bool = False) -> None:
        """Say what this scope is now; the one that counts is ``framed``."""
        self._caption.setText(caption)
        edge: Token = "warn" if self.scope is Scope.TRADE else "border_strong"
        self.set_colors(ground="surface", edge=edge if framed else "border")
        self.setAccessibleName(f"{caption}: {SCOPE_TITLES[self.scope]}")
        self.setAccessibleDescription(_allowance(self.scope))


def _lines(scope: Scope) -> list[tuple[str, _Sign]]:
    """The four lines, with a caution on what only the trade scope allows."""
    plain = {words for words, allowed in SCOPE_LINES[Scope.READ] if allowed}

    def sign(words: str, *, allowed: bool) -> _Sign:
        if not allowed:
            return _Sign.REFUSED
        return _Sign.ALLOWED if words in plain else _Sign.CAUTION

    return [(words, sign(words, allowed=allowed)) for words, allowed in SCOPE_LINES[scope]]


def _allowance(scope: Scope) -> str:
    """The four lines as a screen reader says them."""
    allowed = ", ".join(words for words, sign in _lines(scope) if sign is not _Sign.REFUSED)
    refused = ", ".join(words for words, sign in _lines(scope) if sign is _Sign.REFUSED)
    return f"Allows: {allowed}." + (f" Does not allow: {refused}." if refused else "")
