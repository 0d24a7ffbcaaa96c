"""The five steps side by side, before they begin and with their outcome in place."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QHideEvent, QPainter, QPaintEvent, QPen, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ct_desktop.core.scope_change import ScopeChangeStage, ScopeChangeStep
from ct_desktop.core.sign_in import StepState
from ct_desktop.core.wording_scope import (
    SCOPE_CHANGE_STAGE_NOTES,
    SCOPE_CHANGE_STAGE_OUTCOMES,
    SCOPE_CHANGE_STAGE_TITLES,
)
from ct_desktop.core.wording_scope_dialog import STOPPED
from ct_desktop.ui.controls.state_shape import (
    SHAPE_WORDS,
    StateShape,
    Turning,
    paint_state_shape,
)
from ct_desktop.ui.controls.step_looks import STEP_COLORS, STEP_SHAPES
from ct_desktop.ui.controls.text import Text
from ct_desktop.ui.scope_change.fixed_room import fixed_room
from ct_desktop.ui.theme.fonts import TextRole, text_font
from ct_desktop.ui.theme.palette import Token
from ct_desktop.ui.theme.theme import Theme

_MARK = 22
_JOINT_GAP = 8
_NOTE_HEIGHT = 3 * TextRole.LABEL.line_height

_COLORS: dict[StepState, Token] = {**STEP_COLORS, StepState.DONE: "text"}


class _Mark(QWidget):
    """The number in its ring, or the state's silhouette, and the joint to the next step."""

    def __init__(self, theme: Theme, number: int, *, joined: bool) -> None:
        super().__init__()
        self._theme = theme
        self._number = number
        self._joined = joined
        self._shape: StateShape | None = None
        self._turning = Turning(self)
        self.setFixedHeight(_MARK)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    @property
    def shape(self) -> StateShape | None:
        return self._shape

    def set_shape(self, shape: StateShape | None) -> None:
        self._shape = shape
        self._turning.set_wanted(shape is StateShape.CHECKING and self.isVisible())
        self.update()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._turning.set_wanted(self._shape is StateShape.CHECKING)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._turning.set_wanted(False)

    def sizeHint(self) -> QSize:
        return QSize(_MARK, _MARK)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - the whole is small
        palette = self._theme.palette
        painter = QPainter(self)
        if self._joined:
            left = _MARK + _JOINT_GAP
            joint = QRectF(left, _MARK // 2, self.width() - left - _JOINT_GAP, 1)
            painter.fillRect(joint, palette.border_strong)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        mark = QRectF(0, 0, _MARK, _MARK)
        if self._shape is not None:
            inner = mark.adjusted(1, 1, -1, -1)
            paint_state_shape(painter, inner, self._shape, palette, turn=self._turning.turn)
            return
        painter.setPen(QPen(palette.border_strong, 1))
        painter.drawEllipse(mark.adjusted(0.5, 0.5, -0.5, -0.5))
        painter.setPen(palette.text2)
        painter.setFont(text_font(TextRole.LABEL))
        painter.drawText(mark, Qt.AlignmentFlag.AlignCenter, str(self._number))


class StepView(QWidget):
    """One step: its mark, its title, and what it does or what came of it."""

    def __init__(self, theme: Theme, stage: ScopeChangeStage, *, number: int, joined: bool) -> None:
        super().__init__()
        self.stage = stage
        self.state: StepState | None = None
        self._number = number
        self._mark = _Mark(theme, number, joined=joined)
        self._title = Text(theme, SCOPE_CHANGE_STAGE_TITLES[stage], TextRole.TOTAL)
        self._note = Text(theme, role=TextRole.LABEL, color="text2", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._mark)
        column.addSpacing(8)
        column.addWidget(self._title)
        # Room for the longest outcome from the start: no row jumps while the steps run.
        column.addWidget(fixed_room(self._note, _NOTE_HEIGHT, right=10))
        self.clear()

    @property
    def shape(self) -> StateShape | None:
        """The state's silhouette; ``None`` while only its number stands there."""
        return self._mark.shape

    def clear(self) -> None:
        """Show the step as not begun."""
        self._show(None, SCOPE_CHANGE_STAGE_NOTES[self.stage])

    def show_step(self, step: ScopeChangeStep) -> None:
        """Show how far the step is; without a detail of its own it says what it does or did."""
        trouble = step.problem.title if step.problem is not None else ""
        done = step.state is StepState.DONE
        notes = SCOPE_CHANGE_STAGE_OUTCOMES if done else SCOPE_CHANGE_STAGE_NOTES
        self._show(step.state, step.detail or trouble or notes[self.stage])

    def stop(self) -> None:
        """Show a step that runs as stopped there."""
        if self.state is StepState.RUNNING:
            self._show(StepState.WARNING, STOPPED)

    def _show(self, state: StepState | None, note: str) -> None:
        self.state = state
        self._mark.set_shape(None if state is None else STEP_SHAPES[state])
        self._title.set_color("text" if state is None else _COLORS[state])
        self._note.setText(note)
        words = "to do" if state is None else SHAPE_WORDS[STEP_SHAPES[state]]
        if state is StepState.DONE:
            words = "done"
        self.setAccessibleName(f"Step {self._number}, {self._title.text()}: {words}. {note}")


class StepRow(QWidget):
    """All five, in order."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setAccessibleName("Steps")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        stages = list(ScopeChangeStage)
        self._steps = {
            stage: StepView(theme, stage, number=number, joined=stage is not stages[-1])
            for number, stage in enumerate(stages, start=1)
        }
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        for step in self._steps.values():
            row.addWidget(step, 1)

    def step(self, stage: ScopeChangeStage) -> StepView:
        """The view of one step."""
        return self._steps[stage]

    def stop(self) -> None:
        """Show a step that runs as stopped there."""
        for step in self._steps.values():
            step.stop()

    def clear(self) -> None:
        """Show every step as not begun."""
        for step in self._steps.values():
            step.clear()
