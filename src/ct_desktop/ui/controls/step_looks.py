"""How a step of something that runs looks in a list: its silhouette and the colour of its title."""

from ct_desktop.core.sign_in import StepState
from ct_desktop.ui.controls.state_shape import StateShape
from ct_desktop.ui.theme.palette import Token

STEP_SHAPES = {
    StepState.RUNNING: StateShape.CHECKING,
    StepState.DONE: StateShape.OK,
    StepState.WARNING: StateShape.WARNING,
    StepState.FAILED: StateShape.BROKEN,
}

STEP_COLORS: dict[StepState, Token] = {
    StepState.RUNNING: "text",
    StepState.DONE: "text2",
    StepState.WARNING: "warn",
    StepState.FAILED: "broken",
}
