"""The checks of a report with their outcome, one line each. No row ever moves."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QVBoxLayout, QWidget

from ct_desktop.core.diagnostic_report import Check, DiagnosticStep
from ct_desktop.core.sign_in import StepState
from ct_desktop.core.wording_diagnostics import CHECK_TITLES
from ct_desktop.ui.controls.state_shape import SHAPE_WORDS, StateShape, StateShapeView
from ct_desktop.ui.controls.step_looks import STEP_COLORS, STEP_SHAPES
from ct_desktop.ui.controls.text import Text
from ct_desktop.ui.theme.fonts import TextRole
from ct_desktop.ui.theme.measures import SHAPE_LINE
from ct_desktop.ui.theme.theme import Theme

ROW_HEIGHT = 32
_TITLE_WIDTH = 200


class CheckRow(QWidget):
    """One check: its shape, its title, and in a sentence what came of it."""

    def __init__(self, theme: Theme, check: Check) -> None:
        super().__init__()
        self.check = check
        self._shape = StateShapeView(theme, StateShape.TO_DO, size=SHAPE_LINE)
        self._title = Text(theme, CHECK_TITLES[check], color="text3")
        self._title.setFixedWidth(_TITLE_WIDTH)
        self._summary = Text(theme, role=TextRole.LABEL, color="text2")
        self.setFixedHeight(ROW_HEIGHT)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(0)
        grid.setColumnMinimumWidth(0, 32)
        grid.setColumnStretch(2, 1)
        grid.addWidget(self._shape, 0, 0, Qt.AlignmentFlag.AlignVCenter)
        grid.addWidget(self._title, 0, 1)
        grid.addWidget(self._summary, 0, 2)
        self._describe()

    def show_step(self, step: DiagnosticStep) -> None:
        """Show that the check runs, or what came of it."""
        running = step.state is StepState.RUNNING
        self._shape.set_shape(STEP_SHAPES[step.state])
        self._title.set_role(TextRole.TOTAL if running else TextRole.BODY)
        self._title.set_color(STEP_COLORS[step.state])
        self._summary.setText("" if step.section is None else step.section.summary)
        self._describe()

    def _describe(self) -> None:
        state = SHAPE_WORDS[self._shape.shape]
        name = f"{CHECK_TITLES[self.check]}: {state}. {self._summary.text()}"
        self.setAccessibleName(name.strip())


class CheckList(QWidget):
    """All checks, in order."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Checks")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._rows = {check: CheckRow(theme, check) for check in Check}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for row in self._rows.values():
            column.addWidget(row)

    def row(self, check: Check) -> CheckRow:
        """The row of one check."""
        return self._rows[check]
