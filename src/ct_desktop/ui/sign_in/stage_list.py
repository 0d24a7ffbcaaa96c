"""The eight stages with their outcome. No row ever moves, whatever is written into it."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QVBoxLayout, QWidget

from ct_desktop.core.moment import Moment
from ct_desktop.core.sign_in import SignInStage, SignInStep, StepState
from ct_desktop.core.wording import STAGE_TITLES
from ct_desktop.ui.controls import formatting
from ct_desktop.ui.controls.state_shape import SHAPE_WORDS, StateShape, StateShapeView
from ct_desktop.ui.controls.step_looks import STEP_COLORS, STEP_SHAPES
from ct_desktop.ui.controls.text import Text
from ct_desktop.ui.theme.fonts import TextRole
from ct_desktop.ui.theme.measures import SHAPE_LINE
from ct_desktop.ui.theme.palette import Token
from ct_desktop.ui.theme.theme import Theme

ROW_HEIGHT = 32
ROW_HEIGHT_WITH_DETAIL = 48


class StageRow(QWidget):
    """One stage. The wait keeps room for a second line from the start, the others have none."""

    def __init__(self, theme: Theme, stage: SignInStage, *, has_detail: bool) -> None:
        super().__init__()
        self.stage = stage
        self.step: SignInStep | None = None
        self._shape = StateShapeView(theme, StateShape.TO_DO, size=SHAPE_LINE)
        self._title = Text(theme, STAGE_TITLES[stage], color="text3")
        self._evidence = Text(theme, role=TextRole.LABEL, color="text3", align_right=True)
        self._detail = Text(theme, role=TextRole.LABEL, color="text2")
        self.setFixedHeight(ROW_HEIGHT_WITH_DETAIL if has_detail else ROW_HEIGHT)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 6, 0, 0)
        grid.setHorizontalSpacing(0)
        grid.setVerticalSpacing(0)
        grid.setColumnMinimumWidth(0, 32)
        grid.setColumnStretch(1, 1)
        grid.addWidget(self._shape, 0, 0, Qt.AlignmentFlag.AlignVCenter)
        grid.addWidget(self._title, 0, 1)
        grid.addWidget(self._evidence, 0, 2)
        if has_detail:
            grid.addWidget(self._detail, 1, 1)
        grid.setRowStretch(2, 1)
        self._describe()

    def show_step(self, step: SignInStep | None, now: Moment, detail: str = "") -> None:
        """Show ``step``, or the stage as not begun; ``detail`` is the second line."""
        self.step = step
        running = step is not None and step.state is StepState.RUNNING
        self._shape.set_shape(StateShape.TO_DO if step is None else STEP_SHAPES[step.state])
        self._title.set_role(TextRole.TOTAL if running else TextRole.BODY)
        self._title.set_color("text3" if step is None else STEP_COLORS[step.state])
        self.show_detail(detail)
        self.tick(now)
        self._describe()

    def show_detail(self, detail: str, color: Token = "text2") -> None:
        """Write the second line anew."""
        self._detail.setText(detail)
        self._detail.set_color(color)

    def tick(self, now: Moment) -> None:
        """Let a running wait count on."""
        self._evidence.setText("" if self.step is None else _evidence(self.step, now))

    def _describe(self) -> None:
        state = SHAPE_WORDS[self._shape.shape]
        words = "done" if self._shape.shape is StateShape.OK else state
        name = f"{STAGE_TITLES[self.stage]}: {words} {self._evidence.text()}"
        self.setAccessibleName(name.strip())


def _evidence(step: SignInStep, now: Moment) -> str:
    """What a stage left behind: its time, its port."""
    if step.state is StepState.RUNNING:
        waiting = step.stage is SignInStage.WAIT
        return formatting.elapsed(now.seconds_since(step.at)) if waiting else ""
    if step.state is StepState.FAILED:
        return formatting.clock_time(step.at.utc)
    if step.port is not None:
        return f"port {step.port}"
    if step.stage is SignInStage.OPEN_BROWSER:
        opened = step.browser_opened is not False
        return formatting.clock_time(step.at.utc) if opened else "did not open"
    return _registration(step) or ("" if step.duration is None else formatting.took(step.duration))


def _registration(step: SignInStep) -> str:
    if step.registration_reused:
        return "known already"
    count = step.registrations_lately
    return "" if count is None else f"{count} in the last hour"


class StageList(QWidget):
    """All eight, in order."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Steps")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._rows = {
            stage: StageRow(theme, stage, has_detail=stage is SignInStage.WAIT)
            for stage in SignInStage
        }
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for row in self._rows.values():
            column.addWidget(row)

    def row(self, stage: SignInStage) -> StageRow:
        """The row of one stage."""
        return self._rows[stage]

    def clear(self, now: Moment) -> None:
        """Show every stage as not begun."""
        for row in self._rows.values():
            row.show_step(None, now)

    def tick(self, now: Moment) -> None:
        """Let a running wait count on."""
        for row in self._rows.values():
            row.tick(now)
