"""The scope change as a dialog: shows what it is given and says what the trader wants."""

from enum import IntEnum

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QMainWindow,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from ct_desktop.core.moment import Moment
from ct_desktop.core.problems import Action, Problem
from ct_desktop.core.remote_session import RemoteSession
from ct_desktop.core.scope_change import (
    ScopeChangeEnd,
    ScopeChangeStage,
    ScopeChangeStep,
    Standing,
)
from ct_desktop.core.scopes import Scope
from ct_desktop.core.sign_in import SignInStage, StepState
from ct_desktop.core.wording import ACTION_LABELS, ACTION_PAGES, STAGE_HEADLINES
from ct_desktop.core.wording_scope import (
    FUNDED_UNKNOWN,
    IF_STOPPED_HALF_WAY,
    ONE_SCOPE_AT_A_TIME,
    SCOPE_CHANGE_TITLES,
    WHAT_THIS_APP_DOES,
    end_words,
    funded_warning,
)
from ct_desktop.core.wording_scope_dialog import (
    END_CAPTIONS,
    GRANTED_NOW,
    NEW,
    PAGE_ASKS_ABOUT,
    RUNNING_WORDS,
    STOPPING,
    UNTIL_NOW,
    other_scope_captions,
)
from ct_desktop.ui.controls.announce import announce
from ct_desktop.ui.controls.dialog import Dialog
from ct_desktop.ui.controls.focus_frame import QUIETLY
from ct_desktop.ui.controls.panel import Line
from ct_desktop.ui.controls.text import Text
from ct_desktop.ui.scope_change.body import SCROLL_BAR, ScopeChangeBody
from ct_desktop.ui.scope_change.buttons import ScopeChangeButtons
from ct_desktop.ui.scope_change.caution import Caution
from ct_desktop.ui.scope_change.head import ScopeChangeHead
from ct_desktop.ui.scope_change.scope_panel import ScopePanel
from ct_desktop.ui.scope_change.step_row import StepRow
from ct_desktop.ui.sign_in.browser_wait import BrowserWait
from ct_desktop.ui.theme.fonts import TextRole
from ct_desktop.ui.theme.measures import SCOPE_DIALOG_WIDTH
from ct_desktop.ui.theme.theme import Theme

_PADDING = 24

_PREPARED = (SignInStage.REGISTER, StepState.DONE)
"""After this step of the new sign-in the old one is revoked."""


class _Phase(IntEnum):
    """Where the change stands; each has its part of the dialog's middle."""

    DECIDING = 0
    RUNNING = 1
    ENDED = 2


class ScopeChangeDialog(Dialog):
    """A decision first, then the five steps live, then what holds now.

    ``funded_accounts`` are named in a change to trade scope; ``None`` where they are not known.
    ``client_name`` is what CrossTrade's page calls this computer. While the change runs, closing
    only asks to stop: the dialog stays until :meth:`show_end` has said what holds.
    """

    change_requested = Signal()
    """The trader decided to change."""
    keep_requested = Signal()
    """The trader decided to change nothing; the dialog closes itself."""
    cancelled = Signal()
    """Stop the change that runs, and say what holds then."""
    back_to_read_only_requested = Signal()
    """After the end: sign in, or change, to read-only."""
    action_requested = Signal(Action)
    """After the end: open the page of this action."""
    open_again_requested = Signal()
    """Open the browser once more."""
    copy_link_requested = Signal(str)
    """The authorization URL, which the dialog has put on the clipboard."""
    pasted = Signal(str)
    """An address or a code, to be checked as the listener checks."""

    def __init__(
        self,
        theme: Theme,
        from_scope: Scope,
        to_scope: Scope,
        funded_accounts: tuple[str, ...] | None,
        window: QMainWindow,
        *,
        client_name: str = "",
        remote: RemoteSession | None = None,
    ) -> None:
        super().__init__(theme, window, "Change scope", width=SCOPE_DIALOG_WIDTH)
        self._to_scope = to_scope
        self._phase = _Phase.DECIDING
        self._stopping = False
        self._page_action: Action | None = None
        self._head = ScopeChangeHead(theme)
        self._panels = (
            ScopePanel(theme, from_scope, GRANTED_NOW),
            ScopePanel(theme, to_scope, NEW),
        )
        self.steps = StepRow(theme)
        self._wait = BrowserWait(theme, self, remote)
        self._page_asks = PAGE_ASKS_ABOUT.format(client_name=client_name) if client_name else ""
        self._client_name = Text(theme, role=TextRole.LABEL, color="text2")
        self._trouble = Caution(theme)
        # In the order of _Phase.
        self._phases = QStackedWidget()
        self._phases.addWidget(self._decision_page(theme, funded_accounts))
        self._phases.addWidget(self._running_page())
        self._phases.addWidget(_page(self._trouble))
        self._body = ScopeChangeBody(
            theme,
            self._panels,
            self.steps,
            self._phases,
            width=SCOPE_DIALOG_WIDTH - 2 * (_PADDING + 1),
        )
        self._buttons = ScopeChangeButtons(theme, self._wait, from_scope)
        self.understood = self._buttons.understood
        self.keep = self._buttons.keep
        self.change = self._buttons.change
        self.stop = self._buttons.stop
        self.back = self._buttons.back
        self.page = self._buttons.page
        self.close_dialog = self._buttons.close_dialog
        self.open_again = self._wait.open_again
        self.copy_link = self._wait.copy_link
        self.paste_address = self._wait.paste_address
        self._connect_parts()
        self._build(theme)
        self._decide()

    # How it is made

    def _connect_parts(self) -> None:
        self.understood.toggled.connect(self.change.setEnabled)
        self.keep.clicked.connect(self.reject)
        self.change.clicked.connect(self.change_requested)
        self.stop.clicked.connect(self.reject)
        self.back.clicked.connect(self.back_to_read_only_requested)
        self.page.clicked.connect(self._request_page)
        self.close_dialog.clicked.connect(self.reject)
        self._wait.open_again_requested.connect(self.open_again_requested)
        self._wait.copy_link_requested.connect(self.copy_link_requested)
        self._wait.pasted.connect(self.pasted)
        self._wait.changed.connect(self._on_wait_changed)
        self.finished.connect(self._wait.forget)

    def _build(self, theme: Theme) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(0, 0, _PADDING, 0)
        head.addWidget(self._head)
        body = QHBoxLayout()
        # Its scroll bar stands in the padding.
        body.setContentsMargins(0, 0, _PADDING - SCROLL_BAR, 0)
        body.addWidget(self._body)
        foot = QVBoxLayout()
        foot.setContentsMargins(0, 0, _PADDING, 0)
        foot.setSpacing(19)
        foot.addWidget(Line(theme))
        foot.addWidget(self._buttons)
        column = self.content
        column.setContentsMargins(_PADDING, 20, 0, 20)
        column.addLayout(head)
        column.addSpacing(12)
        column.addLayout(body, 1)
        column.addSpacing(8)
        column.addLayout(foot)

    def _decision_page(self, theme: Theme, funded_accounts: tuple[str, ...] | None) -> QWidget:
        caution = Caution(theme)
        headline, words = "", ""
        if self._to_scope is Scope.TRADE:
            if funded_accounts is None:
                headline, words = FUNDED_UNKNOWN
            elif funded_accounts:
                headline, words = funded_warning(funded_accounts)
        caution.say(headline, words)
        half_way = f"{ONE_SCOPE_AT_A_TIME} {IF_STOPPED_HALF_WAY}"
        return _page(caution, Text(theme, half_way, TextRole.LABEL, "text2", wrap=True))

    def _running_page(self) -> QWidget:
        return _page(self._wait.time_left, self._client_name, self._wait.foot)

    # What it shows

    def _decide(self) -> None:
        self._say(SCOPE_CHANGE_TITLES[self._to_scope], WHAT_THIS_APP_DOES[self._to_scope])
        self._panels[1].set_caption(NEW, framed=True)
        self._buttons.show_decision(needs_box=self._to_scope is Scope.TRADE)

    def open(self) -> None:
        super().open()
        self.keep.setFocus(QUIETLY)

    def begin(self, now: Moment) -> None:
        """Show a change that is about to run."""
        self._phase = _Phase.RUNNING
        self._stopping = False
        self._wait.begin()
        self._show_ways(waiting=False)
        self.steps.clear()
        self._phases.setCurrentIndex(_Phase.RUNNING)
        self._say(*RUNNING_WORDS[ScopeChangeStage.REVOKE])
        self._refresh_buttons()
        self.tick(now)
        # In a low window the steps and what belongs to them matter more than the comparison.
        self._body.put_steps_first(True)
        self._body.to_the_end()

    def show_step(self, step: ScopeChangeStep, now: Moment) -> None:
        """Show one change of one stage, as the change reports it."""
        if self._phase is not _Phase.RUNNING:
            self.begin(now)
        was_waiting = self._wait.is_waiting
        self.steps.step(step.stage).show_step(step)
        if step.stage is ScopeChangeStage.FORGET and step.state is not StepState.RUNNING:
            self._panels[0].set_caption(UNTIL_NOW)
        if step.sign_in_step is not None and not self._stopping:
            self._wait.follow(step.sign_in_step, now)
        if step.state is StepState.RUNNING and not self._stopping:
            self._say(*self._running_words(step))
        if step.stage in (ScopeChangeStage.VERIFY, ScopeChangeStage.STORE):
            self._wait.end()
        if self._wait.is_waiting is not was_waiting:
            self._show_ways(waiting=self._wait.is_waiting)
        self._refresh_buttons()
        self.tick(now)

    def _show_ways(self, *, waiting: bool) -> None:
        """Name the ways around the browser while it is waited for, and nothing before and after."""
        self._client_name.setText(self._page_asks if waiting else "")
        if waiting:
            self._wait.show_advice()
        else:
            self._wait.say("")

    def _running_words(self, step: ScopeChangeStep) -> tuple[str, str]:
        if self._wait.is_waiting:
            return self._wait.words
        beneath = step.sign_in_step
        # The new sign-in is prepared first; what follows is the revocation itself.
        if beneath is None or (beneath.stage, beneath.state) == _PREPARED:
            return RUNNING_WORDS[step.stage]
        return STAGE_HEADLINES[beneath.stage]

    def show_paste_rejected(self, problem: Problem) -> None:
        """Say beside the field what was wrong with what was pasted."""
        self._wait.show_paste_rejected(problem)

    def show_end(self, end: ScopeChangeEnd) -> None:
        """Say what holds now, why it came so, and what can be done about it."""
        self._phase = _Phase.ENDED
        self._wait.end()
        self.steps.stop()
        trouble = end.problem
        words = f"{trouble.cause} {trouble.fix}" if trouble is not None else ""
        self._trouble.say(trouble.title if trouble is not None else "", words)
        self._phases.setCurrentIndex(_Phase.ENDED)
        self._show_held(end)
        self._say(*end_words(end, self._to_scope))
        self._page_action = _page_action(end)
        signed_in = end.standing not in (Standing.SIGNED_OUT, Standing.OLD_MAY_LIVE_ON)
        self._leave_buttons_that_go()
        self._buttons.show_end(
            end.scope,
            signed_in=signed_in,
            as_wished=end.standing is Standing.CHANGED,
            page=ACTION_LABELS[self._page_action] if self._page_action is not None else "",
        )
        self._focus_next()
        # With nothing to warn of, a low window has room for what became of each step.
        self._body.put_steps_first(trouble is None)
        self._body.to_the_start()

    def _show_held(self, end: ScopeChangeEnd) -> None:
        captions = (
            other_scope_captions(self._to_scope, end.scope)
            if end.standing is Standing.OTHER_SCOPE
            else END_CAPTIONS[end.standing]
        )
        for panel, caption in zip(self._panels, captions, strict=True):
            panel.set_caption(caption, framed=caption == GRANTED_NOW)

    def tick(self, now: Moment) -> None:
        """Let the time left go on. Call it every second."""
        self._wait.tick(now)

    def _say(self, headline: str, sentence: str) -> None:
        if (headline, sentence) != self._head.said:
            announce(self, f"{headline}. {sentence}")
        self._head.say(headline, sentence)
        self.setAccessibleDescription(f"{headline}. {sentence}")

    def _on_wait_changed(self) -> None:
        if self._phase is _Phase.RUNNING:
            if self._wait.is_waiting and not self._stopping:
                self._say(*self._wait.words)
            self._refresh_buttons()

    def _refresh_buttons(self) -> None:
        self._leave_buttons_that_go()
        self._buttons.show_running(stopping=self._stopping)
        self._focus_next()

    def _leave_buttons_that_go(self) -> None:
        """Take the keyboard off what is about to go, else Qt hands it on with a frame."""
        focus = QApplication.focusWidget()
        if focus is None or not self._buttons.isAncestorOf(focus):
            return
        waiting = self._phase is _Phase.RUNNING and self._wait.is_waiting
        stays = self._phase is _Phase.RUNNING and focus is self.stop and not self._stopping
        if not stays and not (waiting and focus in self._wait.ways_on):
            self.setFocus(QUIETLY)

    def _focus_next(self) -> None:
        """Keep the keyboard on the next thing to do, unless the trader has put it elsewhere."""
        focus = QApplication.focusWidget()
        if focus is not None and focus is not self and self.isAncestorOf(focus):
            return
        ended = self._phase is _Phase.ENDED
        candidates = (self.close_dialog,) if ended else (self._wait.lead, self.stop)
        for button in candidates:
            if button is not None and button.isVisible() and button.isEnabled():
                button.setFocus(QUIETLY)
                return

    # What the trader wants

    def reject(self) -> None:
        if self._phase is _Phase.RUNNING:
            self._request_stop()
            return
        if self._phase is _Phase.DECIDING:
            self.keep_requested.emit()
        super().reject()

    def _request_stop(self) -> None:
        if self._stopping:
            return
        self._stopping = True
        self._wait.end()
        self._show_ways(waiting=False)
        self._say(*STOPPING)
        self._refresh_buttons()
        self.cancelled.emit()

    def _request_page(self) -> None:
        if self._page_action is not None:
            self.action_requested.emit(self._page_action)


def _page(*parts: QWidget) -> QWidget:
    page = QWidget()
    column = QVBoxLayout(page)
    column.setContentsMargins(0, 0, 0, 12)
    column.setSpacing(14)
    for part in parts:
        column.addWidget(part)
    column.addStretch(1)
    return page


def _page_action(end: ScopeChangeEnd) -> Action | None:
    """The page to offer: where access that may live on is removed, or the problem's own."""
    lives_on = end.old_in_doubt and end.standing is not Standing.UNCHANGED
    if lives_on or end.standing is Standing.OLD_MAY_LIVE_ON:
        return Action.OPEN_AI_CLIENTS_PAGE
    if end.problem is not None and end.problem.action in ACTION_PAGES:
        return end.problem.action
    return None
