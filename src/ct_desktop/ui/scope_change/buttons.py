"""The foot of the scope dialog: the decision, the ways on while it runs, those at its end."""

from PySide6.QtWidgets import QHBoxLayout, QWidget

from ct_desktop.core.scopes import Scope
from ct_desktop.core.wording_scope import I_UNDERSTAND
from ct_desktop.core.wording_scope_dialog import (
    BACK_TO_READ_ONLY,
    CHANGE_SCOPE,
    CLOSE,
    KEEP_SCOPE,
    SIGN_IN_READ_ONLY,
    STOP,
)
from ct_desktop.ui.controls.buttons import Button, ButtonKind
from ct_desktop.ui.controls.tick_box import TickBox
from ct_desktop.ui.sign_in.browser_wait import BrowserWait
from ct_desktop.ui.theme.icons import IconName
from ct_desktop.ui.theme.theme import Theme


class ScopeChangeButtons(QWidget):
    """One row, of which each phase shows its own. At most one button is filled."""

    def __init__(self, theme: Theme, wait: BrowserWait, held: Scope) -> None:
        super().__init__()
        self._wait = wait
        self.understood = TickBox(theme, I_UNDERSTAND)
        self.keep = Button(theme, KEEP_SCOPE[held])
        self.change = Button(theme, CHANGE_SCOPE, kind=ButtonKind.PRIMARY)
        self.stop = Button(theme, STOP)
        self.page = Button(theme, "", icon=IconName.EXTERNAL)
        self.back = Button(theme, BACK_TO_READ_ONLY)
        self.close_dialog = Button(theme, CLOSE)
        left: tuple[QWidget, ...] = (self.understood, *wait.ways_on, self.page)
        right: tuple[QWidget, ...] = (
            self.keep,
            self.change,
            self.stop,
            self.back,
            self.close_dialog,
        )
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for control in left:
            row.addWidget(control)
        row.addStretch(1)
        for control in right:
            row.addWidget(control)
        self._all = (*left, *right)

    def show_decision(self, *, needs_box: bool) -> None:
        """Keeping or changing; where it ``needs_box``, changing waits for the tick."""
        self._show(*((self.understood,) if needs_box else ()), self.keep, self.change)
        self.change.setEnabled(not needs_box or self.understood.isChecked())

    def show_running(self, *, stopping: bool) -> None:
        """The ways on, and stopping."""
        self._show(*self._wait.ways_on, self.stop)
        self.stop.setEnabled(not stopping)
        self._wait.set_buttons()

    def show_end(self, held: Scope | None, *, signed_in: bool, as_wished: bool, page: str) -> None:
        """Closing, the way back to read-only unless it holds, and ``page``'s button if named."""
        is_read_only = signed_in and held is Scope.READ
        self.page.setText(page)
        back = () if is_read_only else (self.back,)
        self._show(*((self.page,) if page else ()), *back, self.close_dialog)
        self.back.setText(BACK_TO_READ_ONLY if signed_in else SIGN_IN_READ_ONLY)
        closing_leads = is_read_only or as_wished
        plain, primary = ButtonKind.PLAIN, ButtonKind.PRIMARY
        self.back.set_kind(plain if closing_leads else primary)
        self.close_dialog.set_kind(primary if closing_leads else plain)

    def _show(self, *shown: QWidget) -> None:
        # First those that go: showing one lays the row out at once, and all do not fit.
        for control in self._all:
            if control not in shown:
                control.hide()
        for control in shown:
            control.show()
