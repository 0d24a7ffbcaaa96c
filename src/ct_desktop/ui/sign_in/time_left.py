"""A bar that drains, with the time left beside it. It shows time left, not progress."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QProgressBar, QSizePolicy, QWidget

from ct_desktop.core.moment import Moment
from ct_desktop.ui.controls import formatting
from ct_desktop.ui.theme.fonts import TextRole, text_font
from ct_desktop.ui.theme.theme import Theme

_BAR_HEIGHT = 4
_GAP = 12


class TimeLeft(QProgressBar):
    """Time left until a deadline; empty, and as high, while there is none."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._deadline: Moment | None = None
        self._total = 0.0
        self._left = 0.0
        self._words = ""
        self.setTextVisible(False)
        self.setRange(0, 1000)
        self.setValue(0)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("Time left")
        theme.changed.connect(self.update)

    def start(self, begun: Moment, deadline: Moment, now: Moment) -> None:
        """Count down from ``begun`` to ``deadline``."""
        self._deadline = deadline
        self._total = deadline.seconds_since(begun)
        self.tick(now)

    def stop(self) -> None:
        """Count no longer."""
        self._deadline = None
        self._left = 0.0
        self._words = ""
        self.setAccessibleDescription("")
        self.setValue(0)
        self.update()

    def tick(self, now: Moment) -> None:
        """Let the time go on."""
        if self._deadline is None:
            return
        self._left = self._deadline.seconds_since(now)
        left, total = formatting.countdown(self._left), formatting.countdown(self._total)
        self._words = f"{left} left of {total}"
        self.setAccessibleDescription(self._words)
        self.setValue(round(1000 * self._left / self._total) if self._total else 0)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(200, TextRole.LABEL.line_height)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - the whole is small
        palette = self._theme.palette
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        strong, plain = text_font(TextRole.LABEL_STRONG), text_font(TextRole.LABEL)
        first, space, rest = self._words.partition(" ")
        rest = space + rest
        first_width = QFontMetricsF(strong).horizontalAdvance(first)
        rest_width = QFontMetricsF(plain).horizontalAdvance(rest)
        words_left = self.width() - first_width - rest_width
        painter.setFont(strong)
        painter.setPen(palette.text)
        rect = QRectF(words_left, 0, first_width + 1, self.height())
        painter.drawText(rect, Qt.AlignmentFlag.AlignVCenter, first)
        painter.setFont(plain)
        painter.setPen(palette.text2)
        rect = QRectF(words_left + first_width, 0, rest_width + 1, self.height())
        painter.drawText(rect, Qt.AlignmentFlag.AlignVCenter, rest)
        # The bar keeps its length while the digits beside it change.
        bar_end = words_left - (_GAP if self._words else 0)
        groove = QRectF(0, (self.height() - _BAR_HEIGHT) / 2, bar_end, _BAR_HEIGHT)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(palette.bar_bg)
        radius = _BAR_HEIGHT / 2
        painter.drawRoundedRect(groove, radius, radius)
        if self._total and self._left > 0:
            fill = QRectF(groove)
            fill.setWidth(max(_BAR_HEIGHT, groove.width() * self._left / self._total))
            painter.setBrush(palette.accent)
            painter.drawRoundedRect(fill, radius, radius)
