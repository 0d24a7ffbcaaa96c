"""What came of something the trader did, in one quiet line that stays until the next thing."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from ct_desktop.core.problems import Action
from ct_desktop.core.wording import ACTION_LABELS
from ct_desktop.ui.controls.announce import announce
from ct_desktop.ui.controls.banner import ACTION_ICONS
from ct_desktop.ui.controls.buttons import Button, ButtonSize
from ct_desktop.ui.controls.panel import Surface
from ct_desktop.ui.controls.state_shape import StateShape, StateShapeView
from ct_desktop.ui.controls.text import Text
from ct_desktop.ui.theme.measures import SHAPE_LINE
from ct_desktop.ui.theme.theme import Theme


class Notice(Surface):
    """A sentence on a soft ground; a warning where it asks something of the trader."""

    action_requested = Signal(Action)
    """The trader pressed the button."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, ground="ok_soft", edge="ok", parent=parent)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self._shape = StateShapeView(theme, StateShape.OK, size=SHAPE_LINE)
        self._words = Text(theme, wrap=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 10, 16, 10)
        row.setSpacing(12)
        row.addWidget(self._shape, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self._words, 1)
        self.button = Button(theme, "", size=ButtonSize.SMALL)
        self.button.clicked.connect(self._request_action)
        self._action: Action | None = None
        row.addWidget(self.button, 0, Qt.AlignmentFlag.AlignVCenter)
        self.hide()

    def show_text(self, text: str, *, warning: bool = False, action: Action | None = None) -> None:
        """Show ``text``, or hide with an empty one. ``action`` is what a button beside it does."""
        self._action = action
        self.button.setVisible(action is not None)
        if action is not None:
            self.button.setText(ACTION_LABELS[action])
            self.button.set_icon(ACTION_ICONS[action])
        self._words.setText(text)
        self._shape.set_shape(StateShape.WARNING if warning else StateShape.OK)
        self.set_colors(
            ground="warn_soft" if warning else "ok_soft", edge="warn" if warning else "ok"
        )
        self.setVisible(bool(text))
        if text:
            announce(self, text)

    def _request_action(self) -> None:
        if self._action is not None:
            self.action_requested.emit(self._action)
