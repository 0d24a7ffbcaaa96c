"""The buttons at the foot of the sign-in dialog: the ways on while it runs, and those after it."""

from PySide6.QtWidgets import QHBoxLayout, QWidget

from ct_desktop.core.problems import Action
from ct_desktop.core.wording import ACTION_LABELS, START_OVER
from ct_desktop.ui.controls.buttons import Button, ButtonKind
from ct_desktop.ui.sign_in.browser_wait import BrowserWait
from ct_desktop.ui.theme.icons import IconName
from ct_desktop.ui.theme.theme import Theme


class SignInButtons(QWidget):
    """One row. While a sign-in runs all of its ways on are there, usable or not."""

    def __init__(self, theme: Theme, wait: BrowserWait) -> None:
        super().__init__()
        self._wait = wait
        primary = ButtonKind.PRIMARY
        self.start_over = Button(theme, START_OVER, kind=primary, icon=IconName.START_OVER)
        self.register_again = Button(theme, ACTION_LABELS[Action.REGISTER_AGAIN])
        self.go_on = Button(theme, "Go on", kind=primary)
        self.cancel = Button(theme, "Cancel")
        # Its words change, and nothing is to move.
        self.cancel.setMinimumWidth(self.cancel.sizeHint().width())
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        self._all = (self.start_over, self.register_again, self.go_on, *wait.ways_on, self.cancel)
        for button in self._all[:-1]:
            row.addWidget(button)
        row.addStretch(1)
        row.addWidget(self.cancel)

    def show_running(self) -> None:
        """The ways on, and giving up."""
        self._show(*self._wait.ways_on, self.cancel)
        self.cancel.setText("Cancel")
        self._wait.set_buttons()

    def show_failed(self, again: str, *, usable: bool, may_register: bool) -> None:
        """Starting over, called ``again``, perhaps with a new registration, or leaving it."""
        anew = (self.register_again,) if may_register else ()
        self._show(self.start_over, *anew, self.cancel)
        self.cancel.setText("Close")
        self.start_over.setText(again)
        self.start_over.setEnabled(usable)

    def show_stored(self) -> None:
        """Going on, now or in a moment by itself."""
        self._show(self.go_on)

    def _show(self, *shown: Button) -> None:
        # First those that go: showing one lays the row out at once, and all do not fit.
        for button in self._all:
            if button not in shown:
                button.hide()
        for button in shown:
            button.show()
