"""The sign-in as a dialog: shows the steps it is given and says what the trader wants."""

from enum import Enum, auto

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import (
    QApplication,
    QMainWindow,
)

from ct_desktop.core.moment import Moment
from ct_desktop.core.problems import Action, Problem, ProblemKind
from ct_desktop.core.remote_session import RemoteSession
from ct_desktop.core.scopes import Scope
from ct_desktop.core.sign_in import SignInStage, SignInStep, StepState
from ct_desktop.core.wording import (
    ACTION_LABELS,
    MAY_REGISTER_AGAIN,
    SIGNED_IN,
    SIGNED_IN_UNTIL_QUIT,
    STAGE_HEADLINES,
    START_OVER,
    STRAY_ANSWER,
    other_scope_granted,
)
from ct_desktop.core.wording import problem as problem_of_kind
from ct_desktop.ui.controls import formatting
from ct_desktop.ui.controls.announce import announce
from ct_desktop.ui.controls.dialog import Dialog
from ct_desktop.ui.controls.focus_frame import QUIETLY
from ct_desktop.ui.controls.panel import Line
from ct_desktop.ui.controls.scroll_column import ScrollColumn
from ct_desktop.ui.sign_in.browser_wait import BrowserWait
from ct_desktop.ui.sign_in.buttons import SignInButtons
from ct_desktop.ui.sign_in.head import SignInHead
from ct_desktop.ui.sign_in.stage_list import ROW_HEIGHT, StageList
from ct_desktop.ui.theme.measures import SIGN_IN_DIALOG_WIDTH
from ct_desktop.ui.theme.theme import Theme


class _Phase(Enum):
    """Where the one sign-in that is shown stands."""

    RUNNING = auto()
    FAILED = auto()
    STORED = auto()


_PADDING = 24
_SUCCESS_MILLISECONDS = 1500
"""Long enough to read it, too short to wait for it."""


class SignInDialog(Dialog):
    """One dialog for one sign-in and its repeats; :meth:`begin` starts each.

    It accepts itself when the sign-in is stored, and stays with a warning until it is read. Only a
    click copies the link. ``client_name`` is what CrossTrade's page calls this computer; in a
    ``remote`` session pasting leads, since the trader's own browser may be on another one.
    """

    open_again_requested = Signal()
    """Open the browser once more."""
    copy_link_requested = Signal(str)
    """The authorization URL, which the dialog has put on the clipboard."""
    pasted = Signal(str)
    """An address or a code, to be checked as the listener checks."""
    cancelled = Signal()
    """The trader gave up while the sign-in was running."""
    start_over_requested = Signal(Scope)
    """Begin again, after a failure, with this scope."""
    register_again_requested = Signal(Scope)
    """Begin again and register anew, since CrossTrade may have dropped the registration."""

    def __init__(
        self,
        theme: Theme,
        window: QMainWindow,
        *,
        scope: Scope,
        client_name: str,
        remote: RemoteSession | None = None,
    ) -> None:
        super().__init__(theme, window, "Sign in to CrossTrade", width=SIGN_IN_DIALOG_WIDTH)
        self._client_name = client_name
        self._scope = scope
        self._phase = _Phase.RUNNING
        self._retry_at: Moment | None = None
        self._fix = ""
        self._again = START_OVER
        self._may_register = False
        self._now: Moment | None = None
        self._wait = BrowserWait(theme, self, remote)
        self._head = SignInHead(theme, scope, self._wait.time_left)
        self._stages = StageList(theme)
        self._scroll = ScrollColumn(self._stages)
        self._scroll.setMinimumHeight(3 * ROW_HEIGHT)
        self._buttons = SignInButtons(theme, self._wait)
        self.open_again = self._wait.open_again
        self.copy_link = self._wait.copy_link
        self.paste_address = self._wait.paste_address
        self.start_over = self._buttons.start_over
        self.register_again = self._buttons.register_again
        self.go_on = self._buttons.go_on
        self.cancel = self._buttons.cancel
        self._success_timer = QTimer(self)
        self._success_timer.setSingleShot(True)
        self._success_timer.setInterval(_SUCCESS_MILLISECONDS)
        self._connect_parts()
        self._build(theme)
        self._show_headline(*STAGE_HEADLINES[SignInStage.DISCOVER])
        self._set_buttons()

    def _connect_parts(self) -> None:
        self._wait.open_again_requested.connect(self.open_again_requested)
        self._wait.copy_link_requested.connect(self.copy_link_requested)
        self._wait.pasted.connect(self.pasted)
        self._wait.changed.connect(self._on_wait_changed)
        self.start_over.clicked.connect(lambda: self.start_over_requested.emit(self._scope))
        self.register_again.clicked.connect(lambda: self.register_again_requested.emit(self._scope))
        self.go_on.clicked.connect(self.accept)
        self.cancel.clicked.connect(self.reject)
        self._success_timer.timeout.connect(self.accept)
        self.rejected.connect(self._announce_cancel)
        self.finished.connect(self._leave_nothing)

    def _build(self, theme: Theme) -> None:
        column = self.content
        column.setContentsMargins(_PADDING, 20, _PADDING, 20)
        column.addWidget(self._head)
        column.addSpacing(14)
        column.addWidget(Line(theme))
        column.addSpacing(8)
        column.addWidget(self._scroll, 1)
        column.addSpacing(9)
        column.addWidget(Line(theme))
        column.addSpacing(16)
        column.addWidget(self._wait.foot)
        column.addSpacing(8)
        column.addWidget(self._buttons)

    def begin(self, scope: Scope, now: Moment) -> None:
        """Show a sign-in that is about to start, with nothing left of one before."""
        self._scope = scope
        self._phase = _Phase.RUNNING
        self._retry_at = None
        self._head.badge.set_scope(scope)
        self._stages.clear(now)
        self._wait.begin()
        self._wait.time_left.show()
        self._show_headline(*STAGE_HEADLINES[SignInStage.DISCOVER])
        self._set_buttons()
        self.tick(now)

    def show_step(self, step: SignInStep) -> None:
        """Show one change of one stage, as the sign-in reports it."""
        now = step.at if self._now is None else max(self._now, step.at, key=_steady)
        self._wait.follow(step, now)
        row = self._stages.row(step.stage)
        if step.stage is SignInStage.WAIT and step.state is StepState.WARNING:
            # Something else than the answer came; the wait goes on as it was.
            row.show_detail(STRAY_ANSWER, "warn")
            announce(self, STRAY_ANSWER)
            return
        row.show_step(step, now, self._detail(step))
        if step.state is StepState.FAILED:
            self._fail(step, now)
        elif step.stage is SignInStage.STORE and step.state is not StepState.RUNNING:
            self._finish(step)
        elif step.state is StepState.RUNNING:
            self._follow(step)
        self._set_buttons()
        self.tick(now)
        # With what comes next, so that the list reads on.
        self._scroll.ensureWidgetVisible(row, 0, ROW_HEIGHT)

    def _detail(self, step: SignInStep) -> str:
        if step.stage is SignInStage.WAIT and step.state is StepState.RUNNING:
            return f"The page asks about “{self._client_name}”"
        return ""

    def _follow(self, step: SignInStep) -> None:
        if step.stage is SignInStage.WAIT:
            self._show_headline(*self._wait.words)
            return
        if step.stage in (SignInStage.EXCHANGE, SignInStage.VERIFY, SignInStage.STORE):
            self._wait.end()
            self._wait.say("")
        self._show_headline(*STAGE_HEADLINES[step.stage])

    def _fail(self, step: SignInStep, now: Moment) -> None:
        self._phase = _Phase.FAILED
        self._wait.time_left.hide()
        self._wait.end()
        problem = step.problem or problem_of_kind(ProblemKind.UNEXPECTED)
        anew = problem.action is Action.REGISTER_AGAIN
        self._again = ACTION_LABELS[Action.REGISTER_AGAIN] if anew else START_OVER
        if problem.retry_after:
            self._retry_at = Moment(now.utc, now.steady + problem.retry_after)
        self._may_register = step.may_register_again and not anew
        self._fix = f"{problem.fix} {MAY_REGISTER_AGAIN}" if self._may_register else problem.fix
        self._show_headline(problem.title, problem.cause)
        self._wait.say(self._fix)

    def _finish(self, step: SignInStep) -> None:
        self._phase = _Phase.STORED
        self._head.badge.set_scope(step.granted_scope)
        self._wait.time_left.hide()
        if step.problem is not None:
            self._show_headline(SIGNED_IN_UNTIL_QUIT, step.problem.cause)
            self._wait.say(step.problem.fix)
        elif step.granted_scope is not self._scope:
            self._show_headline(*other_scope_granted(self._scope, step.granted_scope))
            self._wait.say("")
        else:
            self._show_headline(*SIGNED_IN[self._scope])
            self._wait.say("")
            self._success_timer.start()

    def show_paste_rejected(self, problem: Problem) -> None:
        """Say beside the field what was wrong with what was pasted."""
        self._wait.show_paste_rejected(problem)

    def tick(self, now: Moment) -> None:
        """Let the time left and the wait count on. Call it every second."""
        self._now = now
        self._stages.tick(now)
        self._wait.tick(now)
        if self._retry_at is not None:
            left = self._retry_at.seconds_since(now)
            if left > 0:
                self._wait.say(f"{self._fix} Possible in {formatting.elapsed(left)}.")
            else:
                self._retry_at = None
                self._wait.say(self._fix)
                self._set_buttons()

    def _on_wait_changed(self) -> None:
        if self._phase is _Phase.RUNNING and self._wait.is_waiting:
            self._show_headline(*self._wait.words)
        self._set_buttons()

    def _show_headline(self, headline: str, sentence: str) -> None:
        if headline != self._head.headline:
            announce(self, f"{headline}. {sentence}")
        self._head.say(headline, sentence, room=self.width() - 2 * _PADDING)
        self.setAccessibleDescription(f"{headline}. {sentence}")

    def _set_buttons(self) -> None:
        """Show what can be done now, with the next thing to do filled."""
        if not self._wait.is_waiting and QApplication.focusWidget() in self._wait.ways_on:
            # Else Qt hands the keyboard on, with a frame, as these go.
            self.setFocus(QUIETLY)
        if self._phase is _Phase.RUNNING:
            self._buttons.show_running()
        elif self._phase is _Phase.FAILED:
            self._buttons.show_failed(
                self._again, usable=self._retry_at is None, may_register=self._may_register
            )
        else:
            self._buttons.show_stored()
        self._move_focus()

    def _move_focus(self) -> None:
        """Keep the keyboard on the next thing to do, unless the trader has put it elsewhere."""
        focus = QApplication.focusWidget()
        if focus is not None and focus is not self and self.isAncestorOf(focus):
            return
        for button in (self.start_over, self.go_on, self._wait.lead):
            if button is not None and button.isVisible() and button.isEnabled():
                button.setFocus(QUIETLY)
                return

    def _leave_nothing(self) -> None:
        self._wait.forget()
        self._success_timer.stop()

    def _announce_cancel(self) -> None:
        if self._phase is _Phase.RUNNING:
            self.cancelled.emit()


def _steady(moment: Moment) -> float:
    return moment.steady
