"""The sign-in: what it allows, where it is kept, and the ways to renew or end it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from ct_desktop.core.masking import MASK
from ct_desktop.core.problems import Action, Problem, ProblemKind
from ct_desktop.core.scopes import Scope
from ct_desktop.core.sign_in import SignIn, SignInState
from ct_desktop.core.wording import ACTION_LABELS, SCOPE_TITLES, problem
from ct_desktop.ui.controls import formatting
from ct_desktop.ui.controls.banner import ACTION_ICONS
from ct_desktop.ui.controls.buttons import Button, ButtonKind
from ct_desktop.ui.controls.notice import Notice
from ct_desktop.ui.controls.panel import Panel
from ct_desktop.ui.controls.scope_badge import ScopeBadge
from ct_desktop.ui.controls.text import Text
from ct_desktop.ui.theme.fonts import TextRole
from ct_desktop.ui.theme.icons import IconName
from ct_desktop.ui.theme.measures import PANEL_PADDING_READING
from ct_desktop.ui.theme.theme import Theme

_LABEL_WIDTH = 128
_ROW_HEIGHT = 28

_WAITING = {
    SignInState.UNREAD: "Looking for your sign-in in the keychain",
    SignInState.CHANGING_SCOPE: "Changing the scope",
}
"""While there is nothing for the trader to do here."""


class SignInCard(Panel):
    """One profile's sign-in, without anything secret: the client ID shows its last four alone."""

    action_requested = Signal(Action)
    """The remedy where there is no sign-in."""
    sign_in_again_requested = Signal(Scope)
    """Sign in once more with the scope held now."""
    scope_change_requested = Signal()
    """Change to the other scope."""
    sign_out_pressed = Signal()
    """Sign out, once the trader has confirmed it."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(
            theme,
            "Sign-in",
            title_role=TextRole.SECTION_TITLE,
            padding=PANEL_PADDING_READING,
            parent=parent,
        )
        self._sign_in = SignIn(SignInState.UNREAD)
        self._problem: Problem | None = None
        self.badge = ScopeBadge(theme)
        self.head.addStretch(1)
        self.head.addWidget(self.badge)
        self._facts = self._build_facts(theme)
        self._trouble = self._build_trouble(theme)
        self.notice = Notice(theme)
        self.body.addWidget(self.notice)
        self.body.addWidget(self._facts)
        self.body.addWidget(self._trouble)
        self.show_sign_in(self._sign_in)

    def _build_facts(self, theme: Theme) -> QWidget:
        self.scope = Text(theme)
        self.scope_name = Text(theme, role=TextRole.LABEL, color="text2", code=True)
        self.signed_in_since = Text(theme)
        self.kept_in = Text(theme)
        self.client_id = Text(theme, role=TextRole.LABEL, code=True)
        self.client_name = Text(theme)
        scope = QWidget()
        row = QHBoxLayout(scope)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.scope)
        row.addWidget(self.scope_name)
        row.addStretch(1)
        facts = QWidget()
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(0)
        grid.setColumnMinimumWidth(0, _LABEL_WIDTH)
        grid.setColumnStretch(1, 1)
        for place, (label, value) in enumerate(
            (
                ("Scope", scope),
                ("Signed in since", self.signed_in_since),
                ("Kept in", self.kept_in),
                ("Client ID", self.client_id),
                ("Name at CrossTrade", self.client_name),
            )
        ):
            grid.setRowMinimumHeight(place, _ROW_HEIGHT)
            caption = Text(theme, label, color="text2")
            grid.addWidget(caption, place, 0, Qt.AlignmentFlag.AlignVCenter)
            grid.addWidget(value, place, 1)
            caption.setBuddy(value)
        self.sign_in_again = Button(
            theme, ACTION_LABELS[Action.SIGN_IN_AGAIN], icon=IconName.EXTERNAL
        )
        self.sign_in_again.clicked.connect(self._sign_in_again)
        self.change_scope = Button(theme, "Change scope…")
        self.change_scope.clicked.connect(self.scope_change_requested)
        self.sign_out = Button(theme, "Sign out", kind=ButtonKind.DANGER)
        self.sign_out.clicked.connect(self.sign_out_pressed)
        buttons = QHBoxLayout()
        buttons.addWidget(self.sign_in_again)
        buttons.addWidget(self.change_scope)
        buttons.addStretch(1)
        buttons.addWidget(self.sign_out)
        column = QVBoxLayout(facts)
        column.setContentsMargins(PANEL_PADDING_READING, 12, PANEL_PADDING_READING, 16)
        column.setSpacing(10)
        column.addLayout(grid)
        column.addLayout(buttons)
        return facts

    def _build_trouble(self, theme: Theme) -> QWidget:
        self.headline = Text(theme, role=TextRole.TOTAL)
        self.words = Text(theme, color="text2", wrap=True)
        # Not filled: the card in the chain holds the screen's one primary button.
        self.remedy = Button(theme, "")
        self.remedy.clicked.connect(self._request_remedy)
        trouble = QWidget()
        column = QVBoxLayout(trouble)
        column.setContentsMargins(PANEL_PADDING_READING, 14, PANEL_PADDING_READING, 16)
        column.setSpacing(8)
        column.addWidget(self.headline)
        column.addWidget(self.words)
        column.addWidget(self.remedy)
        return trouble

    def show_sign_in(self, sign_in: SignIn) -> None:
        """Show ``sign_in``: its facts, or why there is none and the one thing to do."""
        self._sign_in = sign_in
        signed_in = sign_in.state is SignInState.SIGNED_IN
        self.badge.set_scope(sign_in.scope if signed_in else None)
        if signed_in:
            self._show_facts(sign_in)
        else:
            self._show_trouble(sign_in)
        # Hidden first, so that the card never asks for the height of both.
        hidden, shown = (self._trouble, self._facts) if signed_in else (self._facts, self._trouble)
        hidden.hide()
        shown.show()

    def show_notice(self, text: str) -> None:
        """Say why the last thing asked for here was not done; empty for nothing."""
        self.notice.show_text(text, warning=True)

    def _show_facts(self, sign_in: SignIn) -> None:
        scope = sign_in.scope
        since = sign_in.signed_in_since
        self.scope.setText(SCOPE_TITLES[scope] if scope else "Not named by CrossTrade")
        self.scope_name.setText(scope.value if scope else "")
        self.signed_in_since.setText(
            formatting.date_time(since) if since else formatting.NOT_SUPPLIED
        )
        kept_in = sign_in.kept_in or formatting.NOT_SUPPLIED
        self.kept_in.setText(kept_in[:1].upper() + kept_in[1:])
        self.kept_in.set_color("text" if sign_in.persistent else "warn")
        tail = sign_in.client_id_tail
        self.client_id.setText(f"{MASK}{MASK}{MASK}{tail}" if tail else formatting.NOT_SUPPLIED)
        self.client_id.setAccessibleName(f"ends in {tail}" if tail else "not supplied")
        self.client_name.setText(sign_in.client_name or formatting.NOT_SUPPLIED)

    def _show_trouble(self, sign_in: SignIn) -> None:
        waiting = _WAITING.get(sign_in.state)
        trouble = sign_in.problem or problem(ProblemKind.NOT_SIGNED_IN)
        self._problem = None if waiting else trouble
        self.headline.setText(waiting or trouble.title)
        self.words.setText(f"{trouble.cause} {trouble.fix}")
        self.remedy.setText(ACTION_LABELS[trouble.action])
        self.remedy.set_icon(ACTION_ICONS[trouble.action])
        for widget in (self.words, self.remedy):
            widget.setVisible(waiting is None)

    def _request_remedy(self) -> None:
        if self._problem is not None:
            self.action_requested.emit(self._problem.action)

    def _sign_in_again(self) -> None:
        self.sign_in_again_requested.emit(self._sign_in.scope or Scope.READ)
