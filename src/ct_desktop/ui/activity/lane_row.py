"""One link's lane: its name, its day as a bar, the share of time in which it was fine."""

from datetime import datetime

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QHelpEvent, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QLabel, QSizePolicy, QToolTip, QWidget

from ct_desktop.core.links import LinkName
from ct_desktop.core.wording import LINK_SHORT_TITLES
from ct_desktop.ui.activity.day_lanes import DayLanes, Lane, Mark, Stretch
from ct_desktop.ui.controls import formatting
from ct_desktop.ui.controls.focus_frame import ShowsFocus
from ct_desktop.ui.controls.text import plain_tool_tip
from ct_desktop.ui.controls.text_drawing import baseline, text_width
from ct_desktop.ui.theme.fonts import TextRole, text_font
from ct_desktop.ui.theme.measures import RADIUS_BAR, RADIUS_TAG
from ct_desktop.ui.theme.palette import Token
from ct_desktop.ui.theme.theme import Theme

HEIGHT, HEIGHT_SMALL = 20, 16

BAR_HEIGHT = 10
MARK_HEIGHT = 14
NARROWEST_MARK = 4
"""However short it was, trouble is to be seen."""

MARK_COLORS: dict[Mark, Token] = {
    Mark.FINE: "ok_lane",
    Mark.WARNING: "warn",
    Mark.BROKEN: "broken",
    Mark.UNKNOWN: "unknown",
}

MARK_WORDS = {
    Mark.FINE: "fine",
    Mark.WARNING: "warning",
    Mark.BROKEN: "broken",
    Mark.UNKNOWN: "not known",
}

_NAME_WIDTH = 104
_SHARE_WIDTH = 76

_PAINTED_LAST = (Mark.FINE, Mark.UNKNOWN, Mark.WARNING, Mark.BROKEN)
"""Where marks overlap because of their least width, the worse one is seen."""

_RAISED = (Mark.WARNING, Mark.BROKEN)

_MOST_TOLD = 8
"""Stretches of trouble that a screen reader is told of; the timeline has them all."""


class LaneRow(ShowsFocus, QLabel):
    """Painted whole; its accessible name is the lane in a sentence, the troubles its description.

    Up and down go to the neighbours.
    """

    move_requested = Signal(int)
    """Up (-1) or down (1) was pressed: the keyboard goes to the neighbour."""

    _focus_radius = RADIUS_TAG

    def __init__(self, theme: Theme, link: LinkName, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._link = link
        self._day: DayLanes | None = None
        self._lane = Lane(link, (), None)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(HEIGHT)
        theme.changed.connect(self.update)
        self._describe()

    @property
    def share(self) -> str:
        """The share of fine time, as written at the right."""
        return share_text(self._lane.fine_share)

    def show_lane(self, day: DayLanes | None) -> None:
        """Show this link's lane of ``day``."""
        self._day = day
        lanes = day.lanes if day is not None else ()
        empty = Lane(self._link, (), None)
        self._lane = next((lane for lane in lanes if lane.link is self._link), empty)
        self._describe()
        self.update()

    def _describe(self) -> None:
        lane = self._lane
        title = LINK_SHORT_TITLES[self._link]
        known = "nothing known" if lane.fine_share is None else f"fine {self.share} of the time"
        troubles = [each for each in lane.stretches if each.mark is not Mark.FINE]
        told = [stretch_words(each) for each in troubles[:_MOST_TOLD]]
        if len(troubles) > _MOST_TOLD:
            told.append(f"and {len(troubles) - _MOST_TOLD} more")
        self.setAccessibleName(f"{title}: {known}")
        self.setAccessibleDescription("; ".join(told))

    def sizeHint(self) -> QSize:
        return QSize(480, self.height())

    def minimumSizeHint(self) -> QSize:
        return QSize(320, self.height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        super().keyPressEvent(event)
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        if step is not None:
            event.accept()
            self.move_requested.emit(step)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            stretch = self._stretch_at(event.pos().x())
            if stretch is None:
                QToolTip.hideText()
            else:
                title = LINK_SHORT_TITLES[self._link]
                words = plain_tool_tip(f"{title} {stretch_words(stretch)}")
                QToolTip.showText(event.globalPos(), words, self)
            return True
        return super().event(event)

    def _stretch_at(self, x: int) -> Stretch | None:
        """What is seen at ``x``: what is painted last comes first."""
        by_mark = sorted(
            self._lane.stretches, key=lambda each: _PAINTED_LAST.index(each.mark), reverse=True
        )
        return next((each for each in by_mark if self._box(each).contains(x, HEIGHT / 2)), None)

    def _box(self, stretch: Stretch) -> QRectF:
        """The stretch's place across, over the row's whole height."""
        day = self._day
        if day is None:
            return QRectF()
        left, width = bar_area(self.width())
        start = round(place_of(stretch.began, day, left, width))
        end = round(place_of(stretch.ended, day, left, width))
        if stretch.mark in _RAISED and end - start < NARROWEST_MARK:
            start = min(start, left + width - NARROWEST_MARK)
            end = start + NARROWEST_MARK
        return QRectF(start, 0, end - start, max(HEIGHT, self.height()))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - the whole is small
        palette = self._theme.palette
        painter = QPainter(self)
        painter.setFont(text_font(TextRole.LABEL))
        stands = baseline(TextRole.LABEL, (0, self.height()))
        painter.setPen(palette.text2 if self.isEnabled() else palette.disabled)
        painter.drawText(QPointF(0, stands), LINK_SHORT_TITLES[self._link])
        painter.setPen(palette.text3 if self.isEnabled() else palette.disabled)
        taken = text_width(self.share, TextRole.LABEL)
        painter.drawText(QPointF(self.width() - taken, stands), self.share)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for mark in _PAINTED_LAST:
            self._paint_all(painter, mark)

    def _paint_all(self, painter: QPainter, mark: Mark) -> None:
        """Paint every stretch of ``mark``; of those within the same pixels one is enough."""
        disabled = None if self.isEnabled() else self._theme.palette.border
        height = MARK_HEIGHT if mark in _RAISED else BAR_HEIGHT
        reached = 0.0
        for stretch in self._lane.stretches:
            if stretch.mark is mark and (box := self._box(stretch)).right() > reached:
                reached = box.right()
                rect = _centred(box, height, self.height())
                paint_mark(painter, rect, mark, self._theme, disabled=disabled)


def paint_mark(
    painter: QPainter, rect: QRectF, mark: Mark, theme: Theme, *, disabled: QColor | None = None
) -> None:
    """Paint one stretch, or its likeness in the legend; ``disabled`` is another colour for all."""
    ink = disabled or theme.palette.color(MARK_COLORS[mark])
    if mark is Mark.UNKNOWN:
        pen = QPen(ink, 1)
        pen.setDashPattern([3, 3])
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(rect.adjusted(0.5, 0.5, -0.5, -0.5))
        return
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ink)
    radius = min(RADIUS_BAR, rect.width() / 4)
    painter.drawRoundedRect(rect, radius, radius)


def _centred(box: QRectF, height: float, room: int) -> QRectF:
    return QRectF(box.x(), (room - height) / 2, box.width(), height)


def bar_area(row_width: int) -> tuple[int, int]:
    """Left and width of the bar within a row of ``row_width``."""
    return _NAME_WIDTH, max(1, row_width - _NAME_WIDTH - _SHARE_WIDTH)


def place_of(at: datetime, day: DayLanes, left: float, width: float) -> float:
    """Where ``at`` lies across the bar."""
    return left + width * ((at - day.began) / (day.ended - day.began))


def share_text(share: float | None) -> str:
    """``98.1 %``; ``100 %`` only where nothing was ever wrong."""
    if share is None:
        return formatting.NOT_SUPPLIED
    return "100 %" if share == 1 else f"{min(99.9, share * 100):.1f} %"


def stretch_words(stretch: Stretch) -> str:
    """``broken 10:41:09 to 10:43:01, 1 min 52 s``."""
    began, ended = (formatting.clock_time(at) for at in (stretch.began, stretch.ended))
    lasted = formatting.elapsed((stretch.ended - stretch.began).total_seconds())
    return f"{MARK_WORDS[stretch.mark]} {began} to {ended}, {lasted}"
