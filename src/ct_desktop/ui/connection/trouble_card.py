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
    """One problem, as it stands now. Whoever holds the card hides it while there is none."""

    action_requested = Signal(Action)
    """The trader pressed the button."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, ground="warn_soft", edge="warn", parent=parent)
        self._problem: Problem | None = None
        self._next_check_at: Moment | None = None
        self.button = BusyButton(theme, "", size=ButtonSize.SMALL)
        self.button.requested.connect(self._request_action)
        self._title = Text(theme, role=TextRole.TOTAL)
        self._words = Text(theme, role=TextRole.LABEL, wrap=True)
        self._next = Text(theme, role=TextRole.LABEL, color="text2")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addStretch(1)
        for text in (self._title, self._words, self._next):
            words.addWidget(text)
        words.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 9, 12, 9)
        row.setSpacing(16)
        row.addLayout(words, 1)
        row.addWidget(self.button, 0, Qt.AlignmentFlag.AlignVCenter)

    @property
    def problem(self) -> Problem | None:
        """What is shown now."""
        return self._problem

    @property
    def title(self) -> str:
        """The title where the card shows one, else nothing."""
        return "" if self._title.isHidden() else self._title.text()

    @property
    def next_text(self) -> str:
        """When it is tried again by itself, in words, or nothing."""
        return self._next.text()

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
        """Show ``problem``.

        ``titled`` where the link's row does not say the title already; ``primary`` fills the
        button. ``next_check_at`` is when it is tried again by itself; ``checking`` while it is
        being tried.
        """
        self._problem = problem
        self._next_check_at = next_check_at
        if problem is not None:
            self._show_words(problem, titled=titled)
            self.button.set_idle_text(ACTION_LABELS[problem.action])
            self.button.set_icon(ACTION_ICONS[problem.action])
            self.button.set_kind(ButtonKind.PRIMARY if primary else ButtonKind.PLAIN)
            self.button.set_busy(checking and problem.action in _CHECKS)
        self.tick(now)

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

    def _request_action(self) -> None:
        if self._problem is not None:
            self.action_requested.emit(self._problem.action)
