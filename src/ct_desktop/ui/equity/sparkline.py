"""A session's equity line in a table cell, with a dashed line where it began and a dot at its end.

A picture of it is kept from painting to painting: two hundred of them must not cost a frame.
"""

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap, QPolygonF

from ct_desktop.core.equity import EquitySample
from ct_desktop.core.equity_line import EquityLine

_LINE_WIDTH = 1.25
_DOT_RADIUS = 2.0
_DASHES = (2.0, 2.0)


class Sparkline:
    """One account's line. Another line is another object, and so compared and kept by identity."""

    def __init__(self, line: EquityLine) -> None:
        self.line = line
        self._look: object = None
        self._picture: QPixmap | None = None

    @property
    def change(self) -> float | None:
        """How far the session has come; ``None`` before its first figure."""
        return self.line.change

    def picture(self, size: QSizeF, ratio: float, ink: QColor, dot: QColor) -> QPixmap:
        """The line in ``ink`` and its end in ``dot``, on nothing, at a device pixel ratio."""
        look = (size.toTuple(), ratio, ink.rgb(), dot.rgb())
        if self._picture is None or look != self._look:
            picture = QPixmap((size * ratio).toSize())
            picture.setDevicePixelRatio(ratio)
            picture.fill(Qt.GlobalColor.transparent)
            painter = QPainter(picture)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._paint(painter, size, ink, dot)
            painter.end()
            self._look, self._picture = look, picture
        return self._picture

    def _paint(self, painter: QPainter, size: QSizeF, ink: QColor, dot: QColor) -> None:
        line = self.line
        first, last, low, high = line.first, line.last, line.low, line.high
        if first is None or last is None or low is None or high is None:
            return
        inside = QRectF(QPointF(0, 0), size).adjusted(
            1, _DOT_RADIUS + 0.5, -_DOT_RADIUS - 0.5, -_DOT_RADIUS - 0.5
        )
        seconds = (last.known_until - first.at).total_seconds()
        span = high.balance - low.balance

        def place(sample: EquitySample) -> QPointF:
            passed = (sample.at - first.at).total_seconds()
            across = passed / seconds if seconds else 1.0
            up = (sample.balance - low.balance) / span if span else 0.5
            return QPointF(
                inside.left() + across * inside.width(), inside.bottom() - up * inside.height()
            )

        beginning = round(place(first).y()) + 0.5
        pen = QPen(ink, 1)
        pen.setDashPattern(_DASHES)
        painter.setPen(pen)
        painter.drawLine(QPointF(0, beginning), QPointF(size.width(), beginning))
        if not span:
            # What never moved lies on its beginning.
            return
        painter.setPen(QPen(ink, _LINE_WIDTH))
        end = QPointF(inside.right(), place(last).y())
        for run in line.runs:
            points = [place(sample) for sample in run]
            painter.drawPolyline(QPolygonF([*points, end] if run[-1] is last else points))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(dot)
        painter.drawEllipse(end, _DOT_RADIUS, _DOT_RADIUS)
