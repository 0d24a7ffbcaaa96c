"""A panel: a flat ground with a one pixel border and round corners, with or without a head."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ct_desktop.ui.controls.text import Text
from ct_desktop.ui.theme.fonts import TextRole
from ct_desktop.ui.theme.measures import PANEL_HEAD_HEIGHT, PANEL_PADDING, RADIUS_PANEL
from ct_desktop.ui.theme.palette import Token
from ct_desktop.ui.theme.theme import Theme


class Surface(QWidget):
    """The painted ground alone."""

    def __init__(
        self,
        theme: Theme,
        *,
        ground: Token = "surface",
        edge: Token = "border",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._ground: Token = ground
        self._edge: Token = edge
        theme.changed.connect(self.update)

    def set_colors(self, *, ground: Token, edge: Token) -> None:
        """Use other colours of the palette."""
        self._ground, self._edge = ground, edge
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - edges need the whole
        palette = self._theme.palette
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        # Behind a dialog the grounds of troubles go quiet too.
        enabled = self.isEnabled()
        painter.setPen(QPen(palette.color(self._edge) if enabled else palette.border, 1))
        painter.setBrush(palette.color(self._ground) if enabled else palette.surface)
        frame = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(frame, RADIUS_PANEL - 0.5, RADIUS_PANEL - 0.5)


class Line(QWidget):
    """A horizontal line of one pixel; decoration."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setFixedHeight(1)
        theme.changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(event.rect(), self._theme.palette.border)


class Panel(Surface):
    """A surface with a head line: a title at the left, room for controls right of it.

    ``head`` takes more widgets, ``body`` the content; both are layouts without margins of their
    own but the head's sides.
    """

    def __init__(
        self,
        theme: Theme,
        title: str,
        *,
        title_role: TextRole = TextRole.TOTAL,
        padding: int = PANEL_PADDING,
        head_height: int = PANEL_HEAD_HEIGHT,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, parent=parent)
        self.setAccessibleName(title)
        self.title = Text(theme, title, title_role)
        head = QWidget()
        head.setFixedHeight(head_height)
        self.head = QHBoxLayout(head)
        self.head.setContentsMargins(padding, 0, padding, 0)
        self.head.setSpacing(12)
        self.head.addWidget(self.title, 0, Qt.AlignmentFlag.AlignVCenter)
        self.body = QVBoxLayout()
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(0)
        column = QVBoxLayout(self)
        # The border is painted, so the content keeps off it.
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addWidget(head)
        column.addWidget(Line(theme))
        column.addLayout(self.body, 1)
