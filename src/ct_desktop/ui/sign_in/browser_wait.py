"""The wait for the browser's answer: the ways on while it lasts, the time left, what is said."""

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from ct_desktop.core.moment import Moment
from ct_desktop.core.problems import Problem
from ct_desktop.core.remote_session import RemoteSession
from ct_desktop.core.sign_in import SignInStage, SignInStep, StepState
from ct_desktop.core.wording import (
    BROWSER_NOT_OPENED,
    BROWSER_OVERDUE,
    OTHER_WAYS_TO_SIGN_IN,
    REMOTE_SIGN_INS,
    STAGE_HEADLINES,
)
from ct_desktop.ui.controls.buttons import Button, ButtonKind
from ct_desktop.ui.controls.text import Text
from ct_desktop.ui.sign_in.link_clipboard import LinkClipboard
from ct_desktop.ui.sign_in.paste_field import HEIGHT as FOOT_HEIGHT
from ct_desktop.ui.sign_in.paste_field import PasteField
from ct_desktop.ui.sign_in.time_left import TimeLeft
from ct_desktop.ui.theme.fonts import TextRole
from ct_desktop.ui.theme.icons import IconName
from ct_desktop.ui.theme.theme import Theme

_COPIED_MILLISECONDS = 2000

_OVERDUE_SECONDS = 90.0
"""After this long without an answer the ways around a browser come first."""


class BrowserWait(QObject):
    """Follows one sign-in's steps, and owns what a dialog shows of its wait.

    The dialog lays out the parts: the three buttons, :attr:`time_left` and :attr:`foot`, which
    holds the advice or the field to paste in. Only a click copies the link. In a ``remote`` session
    pasting leads, since the trader's own browser may be on another computer.
    """

    open_again_requested = Signal()
    """Open the browser once more."""
    copy_link_requested = Signal(str)
    """The authorization URL, which has been put on the clipboard."""
    pasted = Signal(str)
    """An address or a code, to be checked as the listener checks."""
    changed = Signal()
    """:attr:`words` or :attr:`lead` may be others now."""

    def __init__(self, theme: Theme, dialog: QWidget, remote: RemoteSession | None) -> None:
        super().__init__(dialog)
        self._remote = remote
        self._began: Moment | None = None
        self._authorization_url: str | None = None
        self._browser_opened = True
        self._is_overdue = False
        self._link_copied = False
        self._clipboard = LinkClipboard()
        self.open_again = Button(theme, "Open again", icon=IconName.EXTERNAL)
        self.copy_link = Button(theme, "Copy link", icon=IconName.COPY)
        self.paste_address = Button(theme, "Paste address", icon=IconName.PASTE)
        # Its words change while it is pressed, and nothing is to move.
        self.copy_link.setMinimumWidth(self.copy_link.sizeHint().width())
        self.ways_on = (self.open_again, self.copy_link, self.paste_address)
        self.time_left = TimeLeft(theme)
        self._advice = Text(theme, OTHER_WAYS_TO_SIGN_IN, TextRole.LABEL, "text2", wrap=True)
        self._paste_field = PasteField(theme)
        self.foot = QStackedWidget()
        self.foot.addWidget(_at_top(self._advice))
        self.foot.addWidget(_at_top(self._paste_field))
        self.foot.setFixedHeight(FOOT_HEIGHT)
        self._copied_timer = QTimer(self)
        self._copied_timer.setSingleShot(True)
        self._copied_timer.setInterval(_COPIED_MILLISECONDS)
        self._copied_timer.timeout.connect(lambda: self.copy_link.setText("Copy link"))
        self.open_again.clicked.connect(self.open_again_requested)
        self.copy_link.clicked.connect(self._copy)
        self.paste_address.clicked.connect(self._toggle_paste)
        self._paste_field.pasted.connect(self.pasted)

    def begin(self) -> None:
        """Start anew, with nothing left of a sign-in before."""
        self.end()
        self._browser_opened = True
        self._is_overdue = False
        self._link_copied = False
        self.say(OTHER_WAYS_TO_SIGN_IN)

    def follow(self, step: SignInStep, now: Moment) -> None:
        """Take from one step of the sign-in what matters to the wait."""
        if step.browser_opened is not None:
            self._browser_opened = step.browser_opened
        if step.authorization_url is not None:
            self._authorization_url = step.authorization_url
        if step.stage is not SignInStage.WAIT or step.state is StepState.WARNING:
            return
        if step.state is not StepState.RUNNING:
            self._began = None
            return
        self._began = step.at
        if step.deadline is not None:
            self.time_left.start(step.at, step.deadline, now)
        if self._remote is not None:
            self.foot.setCurrentIndex(1)

    def end(self) -> None:
        """Wait no longer. The link is used up and a pasted code is spent: neither stays."""
        self._began = None
        self._authorization_url = None
        self.time_left.stop()
        self.forget()

    def forget(self) -> None:
        """Leave neither the link on the clipboard nor a pasted code in the field."""
        self._clipboard.forget()
        self._paste_field.clear()

    @property
    def is_waiting(self) -> bool:
        """Whether the browser's answer is awaited: the time for the other ways to give it."""
        return self._began is not None

    @property
    def words(self) -> tuple[str, str]:
        """A headline and a sentence: the way on that is likeliest to be the right one now."""
        if self._remote is not None:
            return REMOTE_SIGN_INS[self._remote]
        if not self._browser_opened:
            return BROWSER_NOT_OPENED
        return BROWSER_OVERDUE if self._is_overdue else STAGE_HEADLINES[SignInStage.WAIT]

    @property
    def lead(self) -> Button | None:
        """The way on to fill; ``None`` where pasting is it."""
        if self._is_pasting and (self._remote is None or self._link_copied):
            return None
        here = self._remote is None and self._browser_opened
        return self.open_again if here else self.copy_link

    def set_buttons(self) -> None:
        """Fill the way on that leads, and let none be pressed while there is nothing to open."""
        usable = self.is_waiting and self._authorization_url is not None
        lead = self.lead
        for button in self.ways_on:
            button.setEnabled(usable)
            button.set_kind(ButtonKind.PRIMARY if button is lead else ButtonKind.PLAIN)
        self._paste_field.set_leads(lead is None)

    def show_advice(self) -> None:
        """Name the other ways to give the answer, unless the field to paste in is open."""
        self._advice.setText(OTHER_WAYS_TO_SIGN_IN)

    def say(self, advice: str) -> None:
        """Show ``advice`` in the foot."""
        self._advice.setText(advice)
        self.foot.setCurrentIndex(0)

    def show_paste_rejected(self, problem: Problem) -> None:
        """Say beside the field what was wrong with what was pasted."""
        self.foot.setCurrentIndex(1)
        self._paste_field.show_rejected(problem)
        self.changed.emit()

    def tick(self, now: Moment) -> None:
        """Let the time left go on. Call it every second."""
        self.time_left.tick(now)
        if self._began is None or self._is_overdue:
            return
        if now.seconds_since(self._began) >= _OVERDUE_SECONDS:
            self._is_overdue = True
            self.changed.emit()

    @property
    def _is_pasting(self) -> bool:
        return self.foot.currentIndex() == 1

    def _copy(self) -> None:
        url = self._authorization_url
        if url is None:
            return
        self._clipboard.copy(url)
        self._link_copied = True
        self.copy_link.setText("Copied")
        self._copied_timer.start()
        self.changed.emit()
        self.copy_link_requested.emit(url)

    def _toggle_paste(self) -> None:
        self.foot.setCurrentIndex(0 if self._is_pasting else 1)
        if self._is_pasting:
            self._paste_field.begin()
        self.changed.emit()


def _at_top(widget: QWidget) -> QWidget:
    place = QWidget()
    column = QVBoxLayout(place)
    column.setContentsMargins(0, 0, 0, 0)
    column.addWidget(widget)
    column.addStretch(1)
    return place
