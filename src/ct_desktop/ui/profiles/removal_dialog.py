"""Asks before a profile is removed, and says what came of it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QVBoxLayout, QWidget

from ct_desktop.core import wording_profiles as words
from ct_desktop.core.problems import Action
from ct_desktop.ui.controls.busy_button import BusyButton
from ct_desktop.ui.controls.buttons import Button, ButtonKind
from ct_desktop.ui.controls.dialog import Dialog
from ct_desktop.ui.controls.focus_frame import QUIETLY
from ct_desktop.ui.controls.notice import Notice
from ct_desktop.ui.controls.text import Text
from ct_desktop.ui.theme.fonts import TextRole
from ct_desktop.ui.theme.theme import Theme

_WIDTH = 520
_PADDING = 24


class ProfileRemovalDialog(Dialog):
    """Stays open while the profile ``name`` is removed. Closing it meanwhile stops that."""

    remove_requested = Signal()
    action_requested = Signal(Action)
    """What is left to do where its access may live on."""

    def __init__(self, theme: Theme, window: QMainWindow, name: str) -> None:
        super().__init__(theme, window, words.REMOVE_TITLE, width=_WIDTH)
        question = words.REMOVE_QUESTION.format(name=name)
        self.setAccessibleDescription(" ".join((question, *words.REMOVE_CONSEQUENCES)))
        self._asked = QWidget()
        asked = QVBoxLayout(self._asked)
        asked.setContentsMargins(0, 0, 0, 12)
        asked.setSpacing(8)
        asked.addWidget(Text(theme, question, TextRole.DIALOG_TITLE, wrap=True))
        for sentence in words.REMOVE_CONSEQUENCES:
            asked.addWidget(Text(theme, sentence, color="text2", wrap=True))
        self.notice = Notice(theme)
        self.notice.action_requested.connect(self.action_requested)
        self.keep = Button(theme, words.KEEP_IT)
        self.keep.clicked.connect(self.reject)
        self.remove = BusyButton(
            theme, words.REMOVE_IT, busy_text=words.REMOVING, kind=ButtonKind.DANGER
        )
        self.remove.requested.connect(self._begin)
        buttons = QHBoxLayout()
        buttons.addWidget(self.keep)
        buttons.addStretch(1)
        buttons.addWidget(self.remove)
        column = self.content
        column.setContentsMargins(_PADDING, 20, _PADDING, 20)
        column.setSpacing(12)
        column.addWidget(self._asked)
        column.addWidget(self.notice)
        column.addLayout(buttons)

    def open(self) -> None:
        super().open()
        self.keep.setFocus(QUIETLY)

    def show_failed(self, why: str) -> None:
        """Say why the profile is still there; removing it can be tried again."""
        self.remove.set_busy(False)
        self.notice.show_text(why, warning=True)
        self.place()

    def show_removed(self, text: str, *, access_may_live_on: bool) -> None:
        """Say what came of it; then there is nothing to do here but to close."""
        self._asked.hide()
        self.remove.hide()
        self.keep.setText(words.CLOSE)
        self.keep.setFocus(QUIETLY)
        action = Action.OPEN_AI_CLIENTS_PAGE if access_may_live_on else None
        self.notice.show_text(text, warning=access_may_live_on, action=action)
        self.place()

    def _begin(self) -> None:
        self.notice.show_text("")
        self.remove.set_busy(True)
        self.place()
        self.remove_requested.emit()
