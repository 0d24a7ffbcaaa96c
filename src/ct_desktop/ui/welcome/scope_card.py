"""A card for one scope: what it allows and what to beware of."""

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ct_desktop.core.scopes import Scope
from ct_desktop.core.wording import SCOPE_TITLES
from ct_desktop.ui.controls.icon_view import IconView
from ct_desktop.ui.controls.radio_card import RADIO_SIZE, RadioCard
from ct_desktop.ui.controls.state_shape import StateShape, StateShapeView
from ct_desktop.ui.controls.tag import Tag
from ct_desktop.ui.controls.text import Text
from ct_desktop.ui.theme.fonts import TextRole
from ct_desktop.ui.theme.icons import IconName
from ct_desktop.ui.theme.measures import ICON_SMALL, RADIUS_PANEL, SHAPE_LINE
from ct_desktop.ui.theme.theme import Theme

_PADDING = 20


class ScopeCard(RadioCard):
    """One choice. Content is added below the head with :meth:`add_line` and :meth:`add_note`."""

    _focus_radius = RADIUS_PANEL

    def __init__(
        self, theme: Theme, scope: Scope, description: str, *, recommended: bool = False
    ) -> None:
        super().__init__(theme, SCOPE_TITLES[scope])
        self.scope = scope
        self.setAccessibleDescription(description)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        head = QHBoxLayout()
        head.setContentsMargins(RADIO_SIZE + 10, 0, 0, 0)
        head.setSpacing(10)
        head.addWidget(Text(theme, SCOPE_TITLES[scope], TextRole.SECTION_TITLE))
        if recommended:
            head.addWidget(Tag(theme, "Recommended", accented=True))
        head.addStretch(1)
        head.addWidget(Text(theme, scope.value, TextRole.LABEL, "text3", code=True))
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(_PADDING, _PADDING, _PADDING, _PADDING)
        self._column.setSpacing(8)
        self._column.addLayout(head)
        self._column.addSpacing(2)
        self._column.addWidget(Text(theme, description, color="text2", wrap=True))

    def add_allowed(self, text: str) -> None:
        """A line with a tick."""
        self._add_line(IconView(self._theme, IconName.CHECK, "ok", size=ICON_SMALL), text)

    def add_refused(self, text: str) -> None:
        """A line with a cross."""
        self._add_line(IconView(self._theme, IconName.CLOSE, "text3", size=ICON_SMALL), text)

    def add_caution(self, text: str) -> None:
        """A line with a warning."""
        self._add_line(StateShapeView(self._theme, StateShape.WARNING, size=SHAPE_LINE), text)

    def _add_line(self, sign: QWidget, text: str) -> None:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(sign, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(Text(self._theme, text, color="text2"), 1)
        self._column.addLayout(row)

    def add_note(self, text: str, *, warning: bool = False) -> None:
        """The last line, at the foot of the card."""
        self._column.addStretch(1)
        self._column.addSpacing(20)
        if not warning:
            self._column.addWidget(Text(self._theme, text, TextRole.LABEL, "text3"))
            return
        row = QHBoxLayout()
        row.setSpacing(8)
        shape = StateShapeView(self._theme, StateShape.WARNING, size=SHAPE_LINE)
        row.addWidget(shape, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(Text(self._theme, text, TextRole.LABEL, "warn", wrap=True), 1)
        self._column.addLayout(row)

    def sizeHint(self) -> QSize:
        return self._column.sizeHint()

    def minimumSizeHint(self) -> QSize:
        return self._column.minimumSize()

    def heightForWidth(self, width: int) -> int:
        return self._column.totalHeightForWidth(width)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # Enter goes on to the screen, whose Connect it presses.
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.ignore()
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - edges need the whole
        ring = QPointF(_PADDING, _PADDING + 2)
        self.paint_card(QPainter(self), radius=RADIUS_PANEL, ring=ring)
