"""Paints what of an equity chart stays while the pointer moves: axes, gaps, line and marks."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import pairwise

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from ct_desktop.core.equity import EquitySample
from ct_desktop.core.equity_line import GAP, EquityLine
from ct_desktop.core.equity_ticks import money_ticks, time_ticks
from ct_desktop.core.wording_equity import EquityWords
from ct_desktop.ui.controls import formatting
from ct_desktop.ui.controls.pnl import pnl_color
from ct_desktop.ui.controls.text_drawing import draw_text, text_width
from ct_desktop.ui.equity.plot import Plot, amounts
from ct_desktop.ui.equity.session import EquitySession
from ct_desktop.ui.theme.fonts import TextRole
from ct_desktop.ui.theme.palette import Palette

_PADDING = 16
_GAP = 8
_LINE_WIDTH = 1.5
_DOT_RADIUS = 3.0
_MARK_RADIUS = 2.5
_TIMES_APART = 40
"""Pixels between two times on the axis, at least."""
_ROLE = TextRole.LABEL


def plot_of(session: EquitySession, size: QSizeF) -> Plot:
    """Where the line stands in a chart of ``size``: beside its amounts, above its times."""
    line = _ROLE.line_height
    top, bottom = _PADDING + line, size.height() - _PADDING - line - _GAP
    labels = (_amount(tick) for tick in _money_ticks(session, bottom - top))
    left = _PADDING + max((text_width(label, _ROLE) for label in labels), default=0.0) + _GAP
    return Plot.of(session, QRectF(QPointF(left, top), QPointF(size.width() - _PADDING, bottom)))


def paint_chart(painter: QPainter, session: EquitySession, plot: Plot, palette: Palette) -> None:
    """Paint ``session`` into ``plot``."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    _paint_gaps(painter, session, plot, palette)
    _paint_amounts(painter, session, plot, palette)
    _paint_times(painter, plot, palette)
    _paint_beginning(painter, session, plot, palette)
    _paint_line(painter, session, plot, palette)
    _paint_extremes(painter, session, plot, palette)


def _money_ticks(session: EquitySession, height: float) -> tuple[float, ...]:
    low, high = amounts(session.line)
    return money_ticks(low, high, max(1, int(height / (2.5 * _ROLE.line_height))))


def _amount(tick: float) -> str:
    return formatting.whole_money(tick) if tick == round(tick) else formatting.money(tick)


def _paint_amounts(painter: QPainter, session: EquitySession, plot: Plot, palette: Palette) -> None:
    line = _ROLE.line_height
    for tick in _money_ticks(session, plot.rect.height()):
        y = round(plot.y(tick))
        painter.fillRect(QRectF(plot.rect.left(), y, plot.rect.width(), 1), palette.border)
        label = _amount(tick)
        left = plot.rect.left() - _GAP - text_width(label, _ROLE)
        painter.setPen(palette.text3)
        draw_text(painter, label, _ROLE, left, (y - line / 2, line))


def _paint_times(painter: QPainter, plot: Plot, palette: Palette) -> None:
    rect = plot.rect
    painter.fillRect(QRectF(rect.left(), rect.bottom(), rect.width(), 1), palette.border_strong)
    widest = text_width("00:00", _ROLE)
    at_most = max(2, int(rect.width() / (widest + _TIMES_APART)))
    painter.setPen(palette.text3)
    for tick in time_ticks(plot.begin, plot.end, at_most):
        label = formatting.since(tick, tick)
        width = text_width(label, _ROLE)
        x = plot.x(tick)
        painter.fillRect(QRectF(round(x), rect.bottom(), 1, 4), palette.border_strong)
        left = min(max(x - width / 2, rect.left()), rect.right() - width)
        painter.setPen(palette.text3)
        draw_text(painter, label, _ROLE, left, (rect.bottom() + _GAP, _ROLE.line_height))


def _paint_gaps(painter: QPainter, session: EquitySession, plot: Plot, palette: Palette) -> None:
    """A ground of its own where nothing is known, and the words for it where they fit."""
    rect = plot.rect
    for begin, end in gaps(session):
        left, right = plot.x(begin), plot.x(end)
        band = QRectF(left, rect.top(), max(1.0, right - left), rect.height())
        painter.fillRect(band, palette.hover)
        words = EquityWords.NOT_RECORDED
        if text_width(words, _ROLE) + 2 * _GAP <= band.width():
            middle = band.center().x() - text_width(words, _ROLE) / 2
            painter.setPen(palette.text3)
            draw_text(painter, words, _ROLE, middle, (rect.top() + 2, _ROLE.line_height))


def gaps(session: EquitySession) -> Iterable[tuple[datetime, datetime]]:
    """The times within the session of which nothing is known."""
    runs = session.line.runs
    if not runs:
        return
    if runs[0][0].at - session.began > GAP:
        yield session.began, runs[0][0].at
    for earlier, later in pairwise(runs):
        yield earlier[-1].known_until, later[0].at
    if session.is_stale:
        yield runs[-1][-1].known_until, session.now


def _paint_beginning(
    painter: QPainter, session: EquitySession, plot: Plot, palette: Palette
) -> None:
    """The dashed line at the session's first figure."""
    first = session.line.first
    if first is None:
        return
    pen = QPen(palette.border_strong, 1)
    pen.setDashPattern([4, 4])
    painter.setPen(pen)
    y = round(plot.y(first.balance)) + 0.5
    painter.drawLine(QPointF(plot.rect.left(), y), QPointF(plot.rect.right(), y))


def _paint_line(painter: QPainter, session: EquitySession, plot: Plot, palette: Palette) -> None:
    ink = palette.text3 if session.is_stale else palette.text
    pen = QPen(ink, _LINE_WIDTH)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    # The highest and the lowest of each two pixels: a line of this width shows no more.
    for points in run_points(session.line.thinned(round(plot.rect.width())), plot):
        painter.drawPolyline(QPolygonF(points))
    last = session.line.last
    if last is not None:
        end = QPointF(plot.x(last.known_until), plot.y(last.balance))
        _dot(painter, end, _DOT_RADIUS, dot_color(session, palette))


def run_points(line: EquityLine, plot: Plot) -> Iterable[Sequence[QPointF]]:
    """Where each run goes along, as far as its last figure held."""
    for run in line.runs:
        last = run[-1]
        end = QPointF(plot.x(last.known_until), plot.y(last.balance))
        yield [*map(plot.point, run), end]


def dot_color(session: EquitySession, palette: Palette) -> QColor:
    """The colour of profit or loss at the line's end; quiet once it is stale."""
    return pnl_color(session.line.change, palette, stale=session.is_stale)


def _dot(painter: QPainter, place: QPointF, radius: float, ink: QColor) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ink)
    painter.drawEllipse(place, radius, radius)


def _paint_extremes(
    painter: QPainter, session: EquitySession, plot: Plot, palette: Palette
) -> None:
    """The highest figure with its amount above it, the lowest with its amount below."""
    low, high = session.line.low, session.line.high
    if low is None or high is None or low.balance == high.balance:
        return
    height = _ROLE.line_height
    _mark(painter, plot, high, -height - 4, palette)
    _mark(painter, plot, low, 4, palette)


def _mark(
    painter: QPainter, plot: Plot, sample: EquitySample, offset: float, palette: Palette
) -> None:
    place = plot.point(sample)
    _dot(painter, place, _MARK_RADIUS, palette.text2)
    label = formatting.money(sample.balance)
    width = text_width(label, _ROLE)
    left = min(max(place.x() - width / 2, plot.rect.left() + 2), plot.rect.right() - width - 2)
    top = place.y() + offset
    ground = QRectF(left - 2, top, width + 4, _ROLE.line_height)
    painter.fillRect(ground, palette.surface)
    painter.setPen(palette.text2)
    draw_text(painter, label, _ROLE, left, (top, _ROLE.line_height))
