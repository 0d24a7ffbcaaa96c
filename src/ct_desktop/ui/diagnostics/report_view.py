"""The whole report to read, before anything of it leaves this computer."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QVBoxLayout, QWidget

from ct_desktop.ui.controls.focus_frame import ShowsFocus
from ct_desktop.ui.theme.fonts import code_font
from ct_desktop.ui.theme.measures import RADIUS_CONTROL
from ct_desktop.ui.theme.theme import Theme

_HEIGHT = 440
"""Enough for most of a report; where the window is low there is less."""


class ReportText(ShowsFocus, QPlainTextEdit):
    """Read-only text that scrolls by keys, and in which parts can be marked and copied."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setAccessibleName("Report")
        self.setReadOnly(True)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.setUndoRedoEnabled(False)
        self.setTabChangesFocus(True)
        self.setFont(code_font())
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.document().setDocumentMargin(8)
        self.viewport().setAutoFillBackground(False)
        theme.changed.connect(self._recolor)
        self._recolor()

    def _recolor(self) -> None:
        colors = QPalette(self.palette())
        # The ground is painted by the frame around it, with round corners.
        colors.setColor(QPalette.ColorRole.Base, Qt.GlobalColor.transparent)
        colors.setColor(QPalette.ColorRole.Text, self._theme.palette.text2)
        self.setPalette(colors)


class ReportView(QWidget):
    """The text on a ground of its own."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.text = ReportText(theme)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.addWidget(self.text)
        theme.changed.connect(self.update)

    def show_text(self, text: str) -> None:
        """Show ``text`` from its beginning."""
        self.text.setPlainText(text)

    def sizeHint(self) -> QSize:
        return QSize(400, _HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return QSize(0, 0)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - edges need the whole
        palette = self._theme.palette
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(palette.border, 1))
        painter.setBrush(palette.window)
        frame = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(frame, RADIUS_CONTROL - 0.5, RADIUS_CONTROL - 0.5)
