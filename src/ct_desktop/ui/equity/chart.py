"""The chart of an equity line, with the figures of the point under the pointer or the keys.

Painted by a widget of our own: pyqtgraph would bring numpy, and with it some 60 MB, into the frozen
app for one line.
"""

from datetime import timedelta

from PySide6.QtCore import QEvent, QPointF, QSize, QSizeF, Qt
from PySide6.QtGui import (
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QResizeEvent,
)
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from ct_desktop.core.wording_equity import EquityWords
from ct_desktop.ui.controls.announce import announce
from ct_desktop.ui.controls.empty_words import EmptyWords
from ct_desktop.ui.controls.focus_frame import ShowsFocus
from ct_desktop.ui.equity.bubble import paint_bubble
from ct_desktop.ui.equity.chart_painting import paint_chart, plot_of
from ct_desktop.ui.equity.cursor import Cursor
from ct_desktop.ui.equity.plot import Plot
from ct_desktop.ui.equity.session import EquitySession
from ct_desktop.ui.privacy import PRIVACY
from ct_desktop.ui.shell.shortcuts import PRIVACY_KEYS
from ct_desktop.ui.theme.measures import RADIUS_PANEL
from ct_desktop.ui.theme.theme import Theme

_CURSOR_RADIUS = 4.0


_DRAWN_FOR = timedelta(seconds=5)
"""A line of a day moves by less than a pixel meanwhile."""


class EquityChart(ShowsFocus, QLabel):
    """A label with a picture, which screen readers take for what it is: a graphic.

    The picture holds what stays; the point that is looked at is painted over it.
    """

    _focus_radius = RADIUS_PANEL

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._session: EquitySession | None = None
        self._plot: Plot | None = None
        self._cursor = Cursor()
        self._reading = True
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.words = EmptyWords(theme, self)
        self.setAccessibleName(EquityWords.TITLE)
        theme.changed.connect(self._draw)
        PRIVACY.changed.connect(self._draw)

    def show_session(self, session: EquitySession, *, reading: bool) -> None:
        """Show ``session``; while ``reading``, what it lacks may still come from the history.

        What only goes on from what is shown is drawn every few seconds.
        """
        before = self._session
        if before is not None:
            if session.of != before.of:
                self._cursor.leave()
            elif reading is self._reading and _goes_on(before, session):
                return
        self._session, self._reading = session, reading
        self._cursor.follow(session.line)
        self._draw()

    def sizeHint(self) -> QSize:
        return QSize(720, 360)

    def minimumSizeHint(self) -> QSize:
        return QSize(320, 160)

    # Painting

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.words.setGeometry(self.rect())
        self._draw()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.DevicePixelRatioChange:
            self._draw()

    def _draw(self) -> None:
        """Draw the picture anew, and say what it shows."""
        session, ratio = self._session, self.devicePixelRatioF()
        picture = QPixmap((QSizeF(self.size()) * ratio).toSize().expandedTo(QSize(1, 1)))
        picture.setDevicePixelRatio(ratio)
        picture.fill(self._theme.palette.surface)
        self._plot = None
        self._say_why_empty()
        if session is not None and session.line.runs and not PRIVACY.hides_amounts:
            self._plot = plot_of(session, QSizeF(self.size()))
            painter = QPainter(picture)
            paint_chart(painter, session, self._plot, self._theme.palette)
            painter.end()
        self.setPixmap(picture)
        self._describe()
        self.update()

    def _say_why_empty(self) -> None:
        session, say = self._session, self.words.show_words
        if session is None or (self._reading and not session.line.runs):
            say(EquityWords.LOADING)
        elif not session.line.runs:
            say(EquityWords.EMPTY, EquityWords.EMPTY_WHY)
        elif PRIVACY.hides_amounts:
            say(EquityWords.HIDDEN, EquityWords.HIDDEN_WHY.format(keys=PRIVACY_KEYS))
        else:
            say("")

    def _describe(self) -> None:
        session = self._session
        if session is None:
            return
        self.setAccessibleName(EquityWords.CHART.format(name=session.shown_name))
        if self._plot is None:
            self.setAccessibleDescription(self.words.title)
            return
        words = self._point_words(session) or f"{session.summary} {EquityWords.SPOKEN_KEYS}"
        if words != self.accessibleDescription():
            self.setAccessibleDescription(words)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - a picture is quick
        painter = QPainter(self)
        painter.drawPixmap(0, 0, self.pixmap())
        session, plot, time = self._session, self._plot, self._cursor.time
        if session is None or plot is None or time is None:
            return
        palette = self._theme.palette
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        sample = self._cursor.sample
        x = plot.x(time if sample is None else sample.at)
        painter.setPen(QPen(palette.border_strong, 1))
        rect = plot.rect
        painter.drawLine(QPointF(x, rect.top()), QPointF(x, rect.bottom()))
        if sample is not None:
            painter.setPen(QPen(palette.surface, 2))
            painter.setBrush(palette.accent)
            painter.drawEllipse(plot.point(sample), _CURSOR_RADIUS, _CURSOR_RADIUS)
        place = QPointF(x, rect.top())
        paint_bubble(painter, session, sample or time, palette, beside=place, within=rect)

    # Pointer and keys

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        plot, place = self._plot, event.position()
        if plot is not None and plot.rect.left() <= place.x() <= plot.rect.right():
            self._cursor.look_at(plot.time_at(place.x()))
        else:
            self._cursor.leave()
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._leave()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._leave()

    def _leave(self) -> None:
        self._cursor.leave()
        self._describe()
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        session = self._session
        if session is None or self._plot is None or not self._cursor.press(event.key()):
            super().keyPressEvent(event)
            return
        self._describe()
        announce(self, self._point_words(session))
        self.update()

    def _point_words(self, session: EquitySession) -> str:
        """The point that is looked at; empty while none is."""
        sample = self._cursor.sample
        if sample is not None:
            return session.words(sample)
        return "" if self._cursor.time is None else EquityWords.NOT_RECORDED


def _goes_on(before: EquitySession, session: EquitySession) -> bool:
    """Whether ``session`` is what was drawn a moment ago, with a newer figure at its end."""
    return (
        session.name,
        session.currency,
        session.began,
        session.is_stale,
        len(session.line.runs),
    ) == (
        before.name,
        before.currency,
        before.began,
        before.is_stale,
        len(before.line),
    ) and session.now - before.now < _DRAWN_FOR
