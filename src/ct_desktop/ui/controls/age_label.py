"""How old what stands beside it is: quiet while fresh, in the colour of stale past its limit.

It counts by the clock and not by answers, so it goes on when asking itself has died.
"""

import math

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from ct_desktop.core.moment import Moment
from ct_desktop.core.snapshot import is_stale
from ct_desktop.ui.controls import formatting
from ct_desktop.ui.controls.state_shape import StateShape, paint_state_shape
from ct_desktop.ui.theme.fonts import TextRole, text_font
from ct_desktop.ui.theme.measures import SHAPE_CELL
from ct_desktop.ui.theme.theme import Theme

NOT_BELIEVED = -1.0
"""The limit for a figure that is stale whatever its age: what could renew it is gone."""

_GAP = 5


class AgeLabel(QLabel):
    """For tiles and heads: ``28 s`` while fresh, a clock and ``as of 10:40:41`` once stale.

    ``quiet_when_fresh`` shows nothing until it is stale, where each row has its own age.
    ``with_clock`` writes both: ``28 s ago · 10:40:41``, then ``42 s old · as of 10:40:41``.
    """

    def __init__(
        self,
        theme: Theme,
        *,
        quiet_when_fresh: bool = False,
        with_clock: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._quiet_when_fresh = quiet_when_fresh
        self._with_clock = with_clock
        self._stale = False
        self.setFont(text_font(TextRole.LABEL))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    @property
    def is_stale(self) -> bool:
        """Whether the figure has outlived its limit."""
        return self._stale

    def show_age(self, fetched_at: Moment | None, limit: float, now: Moment) -> None:
        """Show the age at ``now`` of what was fetched at ``fetched_at``; ``limit`` in seconds."""
        stale = fetched_at is not None and is_stale(fetched_at, limit, now)
        text = "" if fetched_at is None else self._words(fetched_at, now, stale=stale)
        if text == self.text() and stale is self._stale:
            return
        self._stale = stale
        self.setText(text)
        self.updateGeometry()
        self.update()

    def _words(self, fetched_at: Moment, now: Moment, *, stale: bool) -> str:
        age = formatting.age(now.seconds_since(fetched_at))
        clock = formatting.clock_time(fetched_at.utc)
        if stale:
            return f"{age} old · as of {clock}" if self._with_clock else f"as of {clock}"
        if self._quiet_when_fresh:
            return ""
        return f"{age} ago · {clock}" if self._with_clock else age

    def widest(self) -> int:
        """The width it has once stale, for a place to keep free; not for ``with_clock``."""
        text = QFontMetricsF(self.font()).horizontalAdvance(
            f"as of {formatting.widest_clock_time()}"
        )
        return SHAPE_CELL + _GAP + math.ceil(text)

    def sizeHint(self) -> QSize:
        width = math.ceil(QFontMetricsF(self.font()).horizontalAdvance(self.text()))
        shape = SHAPE_CELL + _GAP if self._stale else 0
        return QSize(shape + width, TextRole.LABEL.line_height)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - the whole is small
        if not self.text():
            return
        palette = self._theme.palette
        ink = palette.stale if self._stale else palette.text3
        if not self.isEnabled():
            ink = palette.disabled
        painter = QPainter(self)
        left = 0
        if self._stale:
            rect = QRectF(0, (self.height() - SHAPE_CELL) / 2, SHAPE_CELL, SHAPE_CELL)
            paint_state_shape(painter, rect, StateShape.STALE, palette, color=ink)
            left = SHAPE_CELL + _GAP
        painter.setPen(ink)
        painter.setFont(self.font())
        text = QRectF(self.rect()).adjusted(left, 0, 0, 0)
        painter.drawText(text, Qt.AlignmentFlag.AlignVCenter, self.text())
