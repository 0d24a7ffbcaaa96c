"""Where a trader pastes the address that the browser ended on, or the bare code from it."""

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from ct_desktop.core.problems import Problem
from ct_desktop.ui.controls.announce import announce
from ct_desktop.ui.controls.buttons import Button, ButtonKind
from ct_desktop.ui.controls.filter_box import TextInput
from ct_desktop.ui.controls.text import Text
from ct_desktop.ui.theme.fonts import TextRole
from ct_desktop.ui.theme.measures import BUTTON_HEIGHT
from ct_desktop.ui.theme.theme import Theme

HEIGHT = BUTTON_HEIGHT + 4 + 2 * TextRole.LABEL.line_height
_HINT = "The whole address from the browser’s address bar; it begins with http://127.0.0.1"


class PasteField(QWidget):
    """One line, a button to use it, and two lines below for what was wrong with it."""

    pasted = Signal(str)
    """What the trader pasted, without space around it."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._input = TextInput(
            theme, "Address from the browser", hint="http://127.0.0.1:…", height=BUTTON_HEIGHT
        )
        self._use = Button(theme, "Use address", kind=ButtonKind.PRIMARY)
        self._first = Text(theme, _HINT, TextRole.LABEL, "text3")
        self._second = Text(theme, role=TextRole.LABEL, color="text2")
        self._use.clicked.connect(self._submit)
        self._input.returnPressed.connect(self._submit)
        self._input.textChanged.connect(self._forget_refusal)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(0)
        grid.addWidget(self._input, 0, 0)
        grid.addWidget(self._use, 0, 1)
        grid.setRowMinimumHeight(1, 4)
        grid.addWidget(self._first, 2, 0, 1, 2)
        grid.addWidget(self._second, 3, 0, 1, 2)

    def sizeHint(self) -> QSize:
        return QSize(200, HEIGHT)

    def begin(self) -> None:
        """Empty the line and put the keyboard there."""
        self.clear()
        self._input.setFocus()

    def clear(self) -> None:
        """Leave nothing of what was pasted, to be seen or undone: a code may be in it."""
        # Unlike clear(), this empties the undo history as well.
        self._input.setText("")
        self._forget_refusal()

    def set_leads(self, leads: bool) -> None:
        """Fill the button where pasting is the next thing to do."""
        self._use.set_kind(ButtonKind.PRIMARY if leads else ButtonKind.PLAIN)

    def show_rejected(self, problem: Problem) -> None:
        """Say what was wrong with what was pasted."""
        self._input.set_wrong(True)
        self._first.setText(f"{problem.title}.")
        self._first.set_color("broken")
        self._second.setText(problem.fix)
        self._input.setFocus()
        self._input.selectAll()
        announce(self, f"{problem.title}. {problem.fix}")

    def _forget_refusal(self) -> None:
        self._input.set_wrong(False)
        self._first.setText(_HINT)
        self._first.set_color("text3")
        self._second.setText("")

    def _submit(self) -> None:
        text = self._input.text().strip()
        if text:
            self.pasted.emit(text)
        else:
            self._input.setFocus()
