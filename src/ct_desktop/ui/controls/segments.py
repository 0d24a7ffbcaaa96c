"""A row of choices in one frame, of which one is chosen; the arrow keys move the choice."""

import math

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QRadioButton, QSizePolicy, QWidget

from ct_desktop.ui.controls.focus_frame import ShowsFocus
from ct_desktop.ui.theme.fonts import TextRole, text_font
from ct_desktop.ui.theme.measures import BUTTON_HEIGHT, INPUT_HEIGHT, RADIUS_CONTROL
from ct_desktop.ui.theme.theme import Theme


class _Segment(ShowsFocus, QRadioButton):
    """One choice: a radio button to the keyboard and to screen readers."""

    def __init__(self, theme: Theme, key: str, text: str, parent: QWidget, *, roomy: bool) -> None:
        super().__init__(text, parent)
        self._theme = theme
        self._height, self._padding = (BUTTON_HEIGHT, 16) if roomy else (INPUT_HEIGHT, 10)
        self.key = key
        self.is_first = False
        self.is_last = False
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        # As wide as when chosen, so that nothing moves when the choice does.
        metrics = QFontMetricsF(text_font(TextRole.HEADING))
        width = math.ceil(metrics.horizontalAdvance(self.text())) + 2 * self._padding
        return QSize(width, self._height)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def hitButton(self, position: object) -> bool:  # noqa: ARG002 - all of it is the button
        return True

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - the whole is small
        palette = self._theme.palette
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.isChecked():
            painter.fillPath(self._shape(), palette.selected)
        elif self.isEnabled() and self.underMouse():
            painter.fillPath(self._shape(), palette.hover)
        if not self.is_first:
            painter.fillRect(0, 1, 1, self.height() - 2, palette.border_strong)
        ink = palette.text if self.isChecked() else palette.text2
        painter.setPen(ink if self.isEnabled() else palette.disabled)
        role = TextRole.HEADING if self.isChecked() else TextRole.LABEL
        painter.setFont(text_font(role))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.text())

    def _shape(self) -> QPainterPath:
        path = QPainterPath()
        path.setFillRule(Qt.FillRule.WindingFill)
        rect = QRectF(self.rect()).adjusted(1 if self.is_first else 0, 1, -1, -1)
        radius = RADIUS_CONTROL - 1
        path.addRoundedRect(rect, radius, radius)
        if not self.is_first:
            path.addRect(rect.adjusted(0, 0, -rect.width() / 2, 0))
        if not self.is_last:
            path.addRect(rect.adjusted(rect.width() / 2, 0, 1, 0))
        return path


class Segments(QWidget):
    """Choices by key. ``name`` is what screen readers call the row; ``roomy`` is for settings."""

    chosen = Signal(str)
    """The key of the choice, when the trader changes it."""

    def __init__(
        self,
        theme: Theme,
        name: str,
        *,
        roomy: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._roomy = roomy
        self._segments: list[_Segment] = []
        self._group = QButtonGroup(self)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(0)
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    @property
    def choice(self) -> str | None:
        """The key of what is chosen."""
        segment = self._group.checkedButton()
        return segment.key if isinstance(segment, _Segment) else None

    def set_choices(self, choices: tuple[tuple[str, str], ...]) -> None:
        """Offer ``choices`` as (key, text). What is chosen stays so while it is offered."""
        keys = [key for key, _ in choices]
        if keys == [segment.key for segment in self._segments]:
            for segment, (_, text) in zip(self._segments, choices, strict=True):
                if segment.text() != text:
                    segment.setText(text)
                    segment.updateGeometry()
            return
        before = self.choice
        had_focus = any(segment.hasFocus() for segment in self._segments)
        for segment in self._segments:
            self._group.removeButton(segment)
            self._row.removeWidget(segment)
            segment.deleteLater()
        self._segments = [
            _Segment(self._theme, key, text, self, roomy=self._roomy) for key, text in choices
        ]
        for segment in self._segments:
            segment.clicked.connect(self._announce)
            self._group.addButton(segment)
            self._row.addWidget(segment)
        if self._segments:
            self._segments[0].is_first = True
            self._segments[-1].is_last = True
        kept = before if before in keys else (keys[0] if keys else None)
        for segment in self._segments:
            if segment.key == kept:
                segment.setChecked(True)
                if had_focus:
                    segment.setFocus()

    def choose(self, key: str) -> None:
        """Choose ``key`` where it is offered, without announcing it."""
        for segment in self._segments:
            if segment.key == key:
                segment.setChecked(True)

    def _announce(self) -> None:
        choice = self.choice
        if choice is not None:
            self.chosen.emit(choice)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - the whole is small
        if not self._segments:
            return
        palette = self._theme.palette
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(palette.border_strong if self.isEnabled() else palette.border, 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        frame = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(frame, RADIUS_CONTROL - 0.5, RADIUS_CONTROL - 0.5)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        event.ignore()
