"""A small word in a frame: an account's class, Recommended."""

import math

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from ct_desktop.ui.theme.fonts import TextRole, text_font
from ct_desktop.ui.theme.measures import RADIUS_TAG, TAG_HEIGHT
from ct_desktop.ui.theme.theme import Theme

_PADDING = 7


def tag_width(text: str) -> int:
    """The width of the frame around ``text``, in pixels."""
    metrics = QFontMetricsF(text_font(TextRole.RAIL))
    return math.ceil(metrics.horizontalAdvance(text)) + 2 * _PADDING


def paint_tag(
    painter: QPainter,
    rect: QRectF,
    text: str,
    *,
    ink: QColor,
    edge: QColor,
    ground: QColor | None = None,
    role: TextRole = TextRole.RAIL,
) -> None:
    """Paint a tag that fills ``rect``, which is best :data:`TAG_HEIGHT` high."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(edge, 1))
    painter.setBrush(ground if ground is not None else Qt.BrushStyle.NoBrush)
    frame = rect.adjusted(0.5, 0.5, -0.5, -0.5)
    painter.drawRoundedRect(frame, RADIUS_TAG - 0.5, RADIUS_TAG - 0.5)
    painter.setPen(ink)
    painter.setFont(text_font(role))
    painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, text)
    painter.restore()


class Tag(QLabel):
    """A tag as a widget; ``accented`` is the one recommended."""

    def __init__(
        self, theme: Theme, text: str, *, accented: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(text, parent)
        self._theme = theme
        self._accented = accented
        self._role = TextRole.RAIL_CHOSEN if accented else TextRole.RAIL
        self.setFont(text_font(self._role))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        metrics = QFontMetricsF(self.font())
        width = math.ceil(metrics.horizontalAdvance(self.text())) + 2 * _PADDING
        return QSize(width, TAG_HEIGHT + 2 if self._accented else TAG_HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - the whole is small
        painter = QPainter(self)
        palette = self._theme.palette
        ink = palette.accent if self._accented else palette.text2
        edge = palette.accent if self._accented else palette.border_strong
        ground = palette.accent_soft if self._accented else None
        if not self.isEnabled():
            ink, edge, ground = palette.disabled, palette.disabled, None
        paint_tag(
            painter,
            QRectF(self.rect()),
            self.text(),
            ink=ink,
            edge=edge,
            ground=ground,
            role=self._role,
        )
