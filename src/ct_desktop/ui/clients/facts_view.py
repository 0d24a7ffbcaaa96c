"""What there is to know of a client beside its steps: scope, sharing, sign-in, limits, sources."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from ct_desktop.clients.recipe import Recipe
from ct_desktop.core.wording_clients import SHARING_WORDS, STANDING_WORDS, scope_sentence
from ct_desktop.core.wording_clients_screen import (
    CALLBACKS,
    COPY_QUESTION,
    KEPT,
    LIMITS_HEAD,
    RELOAD_HEAD,
    SCOPE_HEAD,
    SHARING_HEAD,
    SIGN_IN_HEAD,
    SOURCES_HEAD,
    SYMPTOMS_HEAD,
    VERIFY_HEAD,
)
from ct_desktop.ui.clients.code_block import CodeBlock
from ct_desktop.ui.controls.text import Text
from ct_desktop.ui.theme.fonts import TextRole
from ct_desktop.ui.theme.palette import Token
from ct_desktop.ui.theme.theme import Theme

WIDEST = 860
"""Pixels that a line of reading grows to."""


class FactsView(QWidget):
    """The facts of one recipe, section by section."""

    def __init__(self, theme: Theme, recipe: Recipe) -> None:
        super().__init__()
        self._theme = theme
        self.setMaximumWidth(WIDEST)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)
        self._head(SCOPE_HEAD)
        self._paragraphs(scope_sentence(recipe.scope), recipe.scope_guidance)
        self._head(SHARING_HEAD.format(SHARING_WORDS[recipe.credential.sharing.value]))
        credential = recipe.credential
        self._paragraphs(credential.explanation, KEPT.format(credential.stored), credential.advice)
        self._head(VERIFY_HEAD)
        self._column.addWidget(CodeBlock(theme, recipe.verify, COPY_QUESTION, numbered=False))
        self._head(SIGN_IN_HEAD)
        self._paragraphs(recipe.sign_in)
        if recipe.callbacks:
            self._paragraphs(CALLBACKS.format(" or ".join(recipe.callbacks)))
        self._head(RELOAD_HEAD)
        self._paragraphs(recipe.reload)
        if recipe.limits:
            self._head(LIMITS_HEAD)
            self._paragraphs(*recipe.limits)
        self._head(SYMPTOMS_HEAD)
        for part in recipe.symptoms:
            self._text(part.symptom, TextRole.NAME, "text")
            self._paragraphs(f"{part.cause} {part.fix}")
        self._head(SOURCES_HEAD)
        for source in recipe.sources:
            self._paragraphs(f"{STANDING_WORDS[source.standing]}: {source.claim} ({source.where})")

    def _head(self, words: str) -> None:
        if self._column.count():
            self._column.addSpacing(14)
        self._text(words, TextRole.TOTAL, "text")

    def _paragraphs(self, *texts: str) -> None:
        for text in texts:
            self._text(text, TextRole.BODY, "text2")

    def _text(self, words: str, role: TextRole, color: Token) -> None:
        self._column.addWidget(Text(self._theme, words, role, color, wrap=True))
