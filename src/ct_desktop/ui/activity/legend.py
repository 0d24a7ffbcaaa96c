"""What the colours of the lanes mean."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ct_desktop.ui.activity.day_lanes import Mark
from ct_desktop.ui.activity.lane_row import MARK_WORDS, paint_mark
from ct_desktop.ui.controls.text import Text
from ct_desktop.ui.theme.fonts import TextRole
from ct_desktop.ui.theme.theme import Theme

_SIZES = {
    Mark.FINE: (16, 6),
    Mark.BROKEN: (8, 12),
    Mark.WARNING: (8, 12),
    Mark.UNKNOWN: (16, 8),
}
"""Width and height of each likeness, in the legend's order."""


class Legend(QWidget):
    """The four marks with their words."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(16)
        for mark in _SIZES:
            entry = QHBoxLayout()
            entry.setSpacing(6)
            entry.addWidget(_Likeness(theme, mark))
            entry.addWidget(Text(theme, MARK_WORDS[mark], TextRole.LABEL, "text2"))
            row.addLayout(entry)


class _Likeness(QWidget):
    """One mark, small."""

    def __init__(self, theme: Theme, mark: Mark) -> None:
        super().__init__()
        self._theme = theme
        self._mark = mark
        self.setFixedSize(*_SIZES[mark])
        theme.changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - the whole is small
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        disabled = None if self.isEnabled() else self._theme.palette.border
        paint_mark(painter, QRectF(self.rect()), self._mark, self._theme, disabled=disabled)
