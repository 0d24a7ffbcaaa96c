"""A banner over a screen: what is wrong and why, when it is tried again, and one button."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ct_desktop.core.moment import Moment
from ct_desktop.core.problems import Action, Problem, Severity
from ct_desktop.core.wording import ACTION_LABELS
from ct_desktop.ui.controls import formatting
from ct_desktop.ui.controls.buttons import Button, ButtonKind
from ct_desktop.ui.controls.panel import Surface
from ct_desktop.ui.controls.state_shape import StateShape, StateShapeView
from ct_desktop.ui.controls.text import Text
from ct_desktop.ui.theme.fonts import TextRole
from ct_desktop.ui.theme.icons import IconName
from ct_desktop.ui.theme.measures import BANNER_HEIGHT, SHAPE_BANNER
from ct_desktop.ui.theme.theme import Theme

ACTION_ICONS = {
    Action.CHECK_AGAIN: IconName.REFRESH,
    Action.WAIT: IconName.REFRESH,
    Action.RETRY_KEYCHAIN: IconName.REFRESH,
    Action.SIGN_IN: IconName.EXTERNAL,
    Action.SIGN_IN_AGAIN: IconName.EXTERNAL,
    Action.REGISTER_AGAIN: IconName.EXTERNAL,
    Action.OPEN_AI_CLIENTS_PAGE: IconName.EXTERNAL,
    Action.OPEN_PLAN_PAGE: IconName.EXTERNAL,
    Action.OPEN_ADDON_HELP: IconName.EXTERNAL,
    Action.UPDATE_ADDON: IconName.EXTERNAL,
    Action.OPEN_NT8_HELP: IconName.EXTERNAL,
    Action.OPEN_NETWORK_LOGIN: IconName.EXTERNAL,
    Action.CHECK_CLOCK: IconName.EXTERNAL,
    Action.CHANGE_SCOPE: IconName.LOCK,
}
"""The icon on an action's button: an arrow out of the box where it leads to the browser."""


class Banner(Surface):
    """One problem with its one remedy. Hidden until there is one."""

    action_requested = Signal(Action)
    """The trader pressed the button."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent=parent)
        self._theme = theme
        self._problem: Problem | None = None
        self._since: Moment | None = None
        self._next_check_at: Moment | None = None
        self._checking = False
        self.setMinimumHeight(BANNER_HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self._shape = StateShapeView(theme, StateShape.BROKEN, size=SHAPE_BANNER)
        self._title = Text(theme, role=TextRole.TOTAL)
        self._words = Text(theme, color="text2", wrap=True)
        self._next = Text(theme, role=TextRole.LABEL, color="text2", align_right=True)
        self._button_place = QHBoxLayout()
        self._button: Button | None = None
        text = QVBoxLayout()
        text.setSpacing(0)
        text.addWidget(self._title)
        text.addWidget(self._words)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 11, 16, 11)
        row.setSpacing(12)
        row.addWidget(self._shape, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addLayout(text, 1)
        row.addWidget(self._next, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addLayout(self._button_place)
        self.hide()

    @property
    def problem(self) -> Problem | None:
        """What is shown now."""
        return self._problem

    def show_problem(
        self,
        problem: Problem | None,
        now: Moment,
        *,
        since: Moment | None = None,
        next_check_at: Moment | None = None,
        checking: bool = False,
    ) -> None:
        """Show ``problem``, or hide without one.

        ``since`` is when it began, ``next_check_at`` when it is tried again by itself;
        ``checking`` while it is being tried now.
        """
        self._since, self._next_check_at, self._checking = since, next_check_at, checking
        if problem != self._problem:
            self._problem = problem
            self._rebuild()
        self.tick(now)
        self.setVisible(problem is not None)

    def tick(self, now: Moment) -> None:
        """Let the time since and the time until go on."""
        problem = self._problem
        if problem is None:
            return
        title = problem.title
        if self._since is not None:
            # Not "for 8 s": a title may be a sentence of which that would be a part.
            title = f"{title} · {formatting.elapsed(now.seconds_since(self._since))}"
        self._title.setText(title)
        if self._checking:
            text = "Checking"
        elif self._next_check_at is not None:
            left = self._next_check_at.seconds_since(now)
            text = f"Next check in {formatting.elapsed(left)}" if left > 0 else "Next check now"
        else:
            text = ""
        self._next.setText(text)
        self._next.setVisible(bool(text))
        if self._button is not None:
            self._button.setEnabled(not self._checking)

    def _rebuild(self) -> None:
        if self._button is not None:
            self._button_place.removeWidget(self._button)
            self._button.deleteLater()
            self._button = None
        problem = self._problem
        if problem is None:
            return
        broken = problem.severity is Severity.BROKEN
        self._shape.set_shape(StateShape.BROKEN if broken else StateShape.WARNING)
        self.set_colors(
            ground="broken_soft" if broken else "warn_soft", edge="broken" if broken else "warn"
        )
        self._words.setText(f"{problem.cause} {problem.fix}")
        self.setAccessibleName(problem.title)
        action = problem.action
        self._button = Button(
            self._theme,
            ACTION_LABELS[action],
            kind=ButtonKind.PRIMARY,
            icon=ACTION_ICONS[action],
        )
        self._button.clicked.connect(lambda: self.action_requested.emit(action))
        self._button_place.addWidget(self._button)
