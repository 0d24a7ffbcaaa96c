"""The sign-in as a dialog: shows the steps it is given and says what the trader wants."""

from enum import Enum, auto

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QMainWindow,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from ct_desktop.core.moment import Moment
from ct_desktop.core.problems import Problem, ProblemKind
from ct_desktop.core.scopes import Scope
from ct_desktop.core.sign_in import SignInStage, SignInStep, StepState
from ct_desktop.core.wording import (
    BROWSER_NOT_OPENED,
    OTHER_WAYS_TO_SIGN_IN,
    SCOPE_TITLES,
    STAGE_HEADLINES,
)
from ct_desktop.core.wording import problem as problem_of_kind
from ct_desktop.ui.controls import formatting
from ct_desktop.ui.controls.announce import announce
from ct_desktop.ui.controls.buttons import Button, ButtonKind
from ct_desktop.ui.controls.dialog import Dialog
from ct_desktop.ui.controls.focus_frame import QUIETLY
from ct_desktop.ui.controls.panel import Line
from ct_desktop.ui.controls.scope_badge import ScopeBadge
from ct_desktop.ui.controls.scroll_column import ScrollColumn
from ct_desktop.ui.controls.text import Text
from ct_desktop.ui.sign_in.paste_field import HEIGHT as FOOT_HEIGHT
from ct_desktop.ui.sign_in.paste_field import PasteField
from ct_desktop.ui.sign_in.stage_list import ROW_HEIGHT, StageList
from ct_desktop.ui.sign_in.time_left import TimeLeft
from ct_desktop.ui.theme.fonts import TextRole
from ct_desktop.ui.theme.icons import IconName
from ct_desktop.ui.theme.measures import SIGN_IN_DIALOG_WIDTH
from ct_desktop.ui.theme.theme import Theme


class _Phase(Enum):
    """Where the one sign-in that is shown stands."""

    RUNNING = auto()
    FAILED = auto()
    STORED = auto()


_PADDING = 24
_HEAD_GAP = 12
_COPIED_MILLISECONDS = 2000
_WORDS_HEIGHT = 2 * TextRole.BODY.line_height + TextRole.LABEL.line_height


class SignInDialog(Dialog):
    """One dialog for one sign-in and its repeats; :meth:`begin` starts each.

    It accepts itself when the sign-in is stored, and stays with a warning until it is read. Only a
    click copies the link. ``client_name`` is what CrossTrade's page calls this computer.
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

    def __init__(
        self, theme: Theme, window: QMainWindow, *, scope: Scope, client_name: str
    ) -> None:
        super().__init__(theme, window, "Sign in to CrossTrade", width=SIGN_IN_DIALOG_WIDTH)
        self._client_name = client_name
        self._scope = scope
        self._phase = _Phase.RUNNING
        self._authorization_url: str | None = None
        self._browser_opened = True
        self._retry_at: Moment | None = None
        self._fix = ""
        self._now: Moment | None = None
        self._headline = Text(theme, role=TextRole.DIALOG_TITLE)
        self._sentence = Text(theme, color="text2", wrap=True)
        self._badge = ScopeBadge(theme, scope)
        self._time_left = TimeLeft(theme)
        self._stages = StageList(theme)
        self._scroll = ScrollColumn(self._stages)
        self._scroll.setMinimumHeight(3 * ROW_HEIGHT)
        self._advice = Text(theme, OTHER_WAYS_TO_SIGN_IN, TextRole.LABEL, "text2", wrap=True)
        self._paste_field = PasteField(theme)
        self._foot = QStackedWidget()
        self._build_buttons(theme)
        self._build(theme)
        self._copied_timer = QTimer(self)
        self._copied_timer.setSingleShot(True)
        self._copied_timer.setInterval(_COPIED_MILLISECONDS)
        self._copied_timer.timeout.connect(lambda: self.copy_link.setText("Copy link"))
        self._paste_field.pasted.connect(self.pasted)
        self.rejected.connect(self._announce_cancel)
        self._show_headline(*STAGE_HEADLINES[SignInStage.DISCOVER])
        self._set_buttons()

    def _build_buttons(self, theme: Theme) -> None:
        self.open_again = Button(theme, "Open again", icon=IconName.EXTERNAL)
        self.copy_link = Button(theme, "Copy link", icon=IconName.COPY)
        # As wide as its answer "Copied", so that nothing moves.
        self.copy_link.setMinimumWidth(self.copy_link.sizeHint().width())
        self.paste_address = Button(theme, "Paste address", icon=IconName.PASTE)
        self.start_over = Button(
            theme, "Start over", kind=ButtonKind.PRIMARY, icon=IconName.START_OVER
        )
        self.go_on = Button(theme, "Go on", kind=ButtonKind.PRIMARY)
        self.cancel = Button(theme, "Cancel")
        self.open_again.clicked.connect(self.open_again_requested)
        self.copy_link.clicked.connect(self._copy)
        self.paste_address.clicked.connect(self._toggle_paste)
        self.start_over.clicked.connect(lambda: self.start_over_requested.emit(self._scope))
        self.go_on.clicked.connect(self.accept)
        self.cancel.clicked.connect(self.reject)

    def _build(self, theme: Theme) -> None:
        head = QHBoxLayout()
        head.setSpacing(_HEAD_GAP)
        head.addWidget(self._headline, 1)
        head.addWidget(self._badge, 0, Qt.AlignmentFlag.AlignTop)
        # One height for a line with the bar below it and for the longer reason of a failure.
        words = QWidget()
        words.setFixedHeight(_WORDS_HEIGHT)
        lines = QVBoxLayout(words)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(0)
        lines.addWidget(self._sentence)
        lines.addStretch(1)
        lines.addWidget(self._time_left)
        self._foot.addWidget(_at_top(self._advice))
        self._foot.addWidget(_at_top(self._paste_field))
        self._foot.setFixedHeight(FOOT_HEIGHT)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        for button in (
            self.start_over,
            self.go_on,
            self.open_again,
            self.copy_link,
            self.paste_address,
        ):
            buttons.addWidget(button)
        buttons.addStretch(1)
        buttons.addWidget(self.cancel)
        column = self.content
        column.setContentsMargins(_PADDING, 20, _PADDING, 20)
        column.addLayout(head)
        column.addSpacing(4)
        column.addWidget(words)
        column.addSpacing(14)
        column.addWidget(Line(theme))
        column.addSpacing(8)
        column.addWidget(self._scroll, 1)
        column.addSpacing(9)
        column.addWidget(Line(theme))
        column.addSpacing(16)
        column.addWidget(self._foot)
        column.addSpacing(8)
        column.addLayout(buttons)

    def begin(self, scope: Scope, now: Moment) -> None:
        """Show a sign-in that is about to start, with nothing left of one before."""
        self._scope = scope
        self._phase = _Phase.RUNNING
        self._authorization_url = None
        self._browser_opened = True
        self._retry_at = None
        self._badge.set_scope(scope)
        self._stages.clear(now)
        self._time_left.stop()
        self._time_left.show()
        self._show_foot(OTHER_WAYS_TO_SIGN_IN)
        self._show_headline(*STAGE_HEADLINES[SignInStage.DISCOVER])
        self._set_buttons()
        self.tick(now)

    def show_step(self, step: SignInStep) -> None:
        """Show one change of one stage, as the sign-in reports it."""
        now = step.at if self._now is None else max(self._now, step.at, key=_steady)
        if step.browser_opened is not None:
            self._browser_opened = step.browser_opened
        if step.authorization_url is not None:
            self._authorization_url = step.authorization_url
        row = self._stages.row(step.stage)
        row.show_step(step, now, self._detail(step))
        if step.state is StepState.FAILED:
            self._fail(step, now)
        elif step.stage is SignInStage.STORE and step.state is not StepState.RUNNING:
            self._finish(step)
        elif step.state is StepState.RUNNING:
            self._follow(step, now)
        self._set_buttons()
        self.tick(now)
        # With what comes next, so that the list reads on.
        self._scroll.ensureWidgetVisible(row, 0, ROW_HEIGHT)

    def _detail(self, step: SignInStep) -> str:
        if step.stage is SignInStage.WAIT and step.state is StepState.RUNNING:
            return f"The page asks about “{self._client_name}”"
        return ""

    def _follow(self, step: SignInStep, now: Moment) -> None:
        headline = STAGE_HEADLINES[step.stage]
        if step.stage is SignInStage.WAIT:
            if not self._browser_opened:
                headline = BROWSER_NOT_OPENED
            if step.deadline is not None:
                self._time_left.start(step.at, step.deadline, now)
        elif step.stage in (SignInStage.EXCHANGE, SignInStage.VERIFY, SignInStage.STORE):
            self._time_left.stop()
            self._show_foot("")
        self._show_headline(*headline)

    def _fail(self, step: SignInStep, now: Moment) -> None:
        self._phase = _Phase.FAILED
        self._time_left.hide()
        problem = step.problem or problem_of_kind(ProblemKind.UNEXPECTED)
        if problem.retry_after:
            self._retry_at = Moment(now.utc, now.steady + problem.retry_after)
        self._fix = problem.fix
        self._show_headline(problem.title, problem.cause)
        self._show_foot(problem.fix)

    def _finish(self, step: SignInStep) -> None:
        self._phase = _Phase.STORED
        scope = step.granted_scope or self._scope
        self._badge.set_scope(scope)
        self._time_left.hide()
        if step.problem is None:
            self._show_headline("Signed in", f"{SCOPE_TITLES[scope]}, as CrossTrade granted it.")
            self._show_foot("")
            self.accept()
            return
        self._show_headline("Signed in, until you quit", step.problem.cause)
        self._show_foot(step.problem.fix)

    def _show_foot(self, advice: str) -> None:
        self._advice.setText(advice)
        self._foot.setCurrentIndex(0)

    def show_paste_rejected(self, problem: Problem) -> None:
        """Say beside the field what was wrong with what was pasted."""
        self._foot.setCurrentIndex(1)
        self._paste_field.show_rejected(problem)
        self._set_buttons()

    def tick(self, now: Moment) -> None:
        """Let the time left and the wait count on. Call it every second."""
        self._now = now
        self._stages.tick(now)
        self._time_left.tick(now)
        if self._retry_at is not None:
            left = self._retry_at.seconds_since(now)
            if left > 0:
                self._advice.setText(f"{self._fix} Possible in {formatting.elapsed(left)}.")
            else:
                self._retry_at = None
                self._advice.setText(self._fix)
                self._set_buttons()

    def _show_headline(self, headline: str, sentence: str) -> None:
        if headline != self._headline.text():
            announce(self, f"{headline}. {sentence}")
        self._headline.setText(headline)
        self._headline.set_role(TextRole.DIALOG_TITLE)
        room = self.width() - 2 * _PADDING - self._badge.sizeHint().width() - _HEAD_GAP
        if self._headline.sizeHint().width() > room:
            self._headline.set_role(TextRole.DIALOG_TITLE_LONG)
        self._sentence.setText(sentence)
        self.setAccessibleDescription(f"{headline}. {sentence}")

    def _set_buttons(self) -> None:
        """Fill the next thing to do, and show what can be done now."""
        running = self._phase is _Phase.RUNNING
        wait = self._stages.row(SignInStage.WAIT).step
        waiting = running and wait is not None and wait.state is StepState.RUNNING
        ways_on = (self.open_again, self.copy_link, self.paste_address)
        if not waiting and QApplication.focusWidget() in ways_on:
            # Else Qt hands the keyboard on, with a frame, as these go.
            self.setFocus(QUIETLY)
        for button in ways_on:
            button.setVisible(running)
            button.setEnabled(waiting and self._authorization_url is not None)
        lead = self.open_again if self._browser_opened else self.copy_link
        for button in (self.open_again, self.copy_link):
            leads = button is lead and not self._is_pasting
            button.set_kind(ButtonKind.PRIMARY if leads else ButtonKind.PLAIN)
        self.start_over.setVisible(self._phase is _Phase.FAILED)
        self.start_over.setEnabled(self._retry_at is None)
        self.go_on.setVisible(self._phase is _Phase.STORED)
        self.cancel.setVisible(self._phase is not _Phase.STORED)
        self.cancel.setText("Cancel" if running else "Close")
        self._move_focus()

    def _move_focus(self) -> None:
        """Keep the keyboard on the next thing to do, unless the trader has put it elsewhere."""
        focus = QApplication.focusWidget()
        if focus is not None and focus is not self and self.isAncestorOf(focus):
            return
        for button in (self.start_over, self.go_on, self.open_again):
            if button.isVisible() and button.isEnabled():
                button.setFocus(QUIETLY)
                return

    @property
    def _is_pasting(self) -> bool:
        return self._foot.currentIndex() == 1

    def _copy(self) -> None:
        url = self._authorization_url
        if url is None:
            return
        QGuiApplication.clipboard().setText(url)
        self.copy_link.setText("Copied")
        self._copied_timer.start()
        self.copy_link_requested.emit(url)

    def _toggle_paste(self) -> None:
        self._foot.setCurrentIndex(0 if self._is_pasting else 1)
        if self._is_pasting:
            self._paste_field.begin()
        self._set_buttons()

    def _announce_cancel(self) -> None:
        if self._phase is _Phase.RUNNING:
            self.cancelled.emit()


def _steady(moment: Moment) -> float:
    return moment.steady


def _at_top(widget: QWidget) -> QWidget:
    place = QWidget()
    column = QVBoxLayout(place)
    column.setContentsMargins(0, 0, 0, 0)
    column.addWidget(widget)
    column.addStretch(1)
    return place
