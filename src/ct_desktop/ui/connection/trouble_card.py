"""What is wrong with a link, in place beneath it: the cause, the fix and the one button."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ct_desktop.core.moment import Moment
from ct_desktop.core.problems import Action, Problem, Severity
from ct_desktop.core.wording import ACTION_LABELS
from ct_desktop.ui.controls import formatting
from ct_desktop.ui.controls.banner import ACTION_ICONS
from ct_desktop.ui.controls.busy_button import BusyButton
from ct_desktop.ui.controls.buttons import ButtonKind, ButtonSize
from ct_desktop.ui.controls.panel import Surface
from ct_desktop.ui.controls.text import Text
from ct_desktop.ui.theme.fonts import TextRole
from ct_desktop.ui.theme.theme import Theme

_CHECKS = (Action.CHECK_AGAIN, Action.WAIT)


class TroubleCard(Surface):
    """One problem. Hidden until there is one."""

    action_requested = Signal(Action)
    """The trader pressed the button."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, ground="warn_soft", edge="warn", parent=parent)
        self._theme = theme
        self._problem: Problem | None = None
        self._next_check_at: Moment | None = None
        self.button: BusyButton | None = None
        self._title = Text(theme, role=TextRole.TOTAL)
        self._words = Text(theme, role=TextRole.LABEL, wrap=True)
        self._next = Text(theme, role=TextRole.LABEL, color="text2")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        words = QVBoxLayout()
        words.setSpacing(2)
        for text in (self._title, self._words, self._next):
            words.addWidget(text)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(12, 9, 12, 9)
        self._row.setSpacing(16)
        self._row.addLayout(words, 1)
        self.hide()

    def show_problem(
        self,
        problem: Problem | None,
        now: Moment,
        *,
        titled: bool,
        primary: bool,
        next_check_at: Moment | None,
        checking: bool,
    ) -> None:
        """Show ``problem``, or hide without one.

        ``titled`` where the link's row does not say the title already; ``primary`` fills the
        button. ``next_check_at`` is when it is tried again by itself; ``checking`` while it is
        being tried.
        """
        self._next_check_at = next_check_at
        if problem is not None:
            self._show_words(problem, titled=titled)
            if self._problem is None or self._problem.action is not problem.action:
                self._replace_button(problem.action)
        self._problem = problem
        if self.button is not None:
            self.button.set_kind(ButtonKind.PRIMARY if primary else ButtonKind.PLAIN)
            checks = problem is not None and problem.action in _CHECKS
            self.button.set_busy(checking and checks)
        self.tick(now)
        self.setVisible(problem is not None)

    def tick(self, now: Moment) -> None:
        """Let the time until the next try go on."""
        text = ""
        if self._next_check_at is not None:
            left = self._next_check_at.seconds_since(now)
            text = f"Next check in {formatting.elapsed(left)}" if left > 0 else "Next check now"
        self._next.setText(text)
        self._next.setVisible(bool(text))

    def _show_words(self, problem: Problem, *, titled: bool) -> None:
        broken = problem.severity is Severity.BROKEN
        self.set_colors(
            ground="broken_soft" if broken else "warn_soft", edge="broken" if broken else "warn"
        )
        self._title.setText(problem.title)
        self._title.setVisible(titled)
        self._words.setText(f"{problem.cause} {problem.fix}")
        self.setAccessibleName(problem.title)

    def _replace_button(self, action: Action) -> None:
        if self.button is not None:
            self._row.removeWidget(self.button)
            self.button.deleteLater()
        self.button = BusyButton(
            self._theme,
            ACTION_LABELS[action],
            size=ButtonSize.SMALL,
            icon=ACTION_ICONS[action],
        )
        self.button.requested.connect(lambda: self.action_requested.emit(action))
        self._row.addWidget(self.button, 0, Qt.AlignmentFlag.AlignVCenter)
