"""The connection chain in one line, at the head of every screen.

In a large window every link has its name. In a small one the chain shrinks to eight shapes and one
sentence; a warning or broken link still writes its name. It is a button: it leads to the
Connection screen.
"""

import math
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QHideEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QShowEvent,
)
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from ct_desktop.core.chain import Chain, Link, build_chain
from ct_desktop.core.chain_staleness import stale_links
from ct_desktop.core.links import LinkName, LinkState
from ct_desktop.core.moment import Moment
from ct_desktop.core.snapshot import AgeLimits
from ct_desktop.core.wording import LINK_SHORT_TITLES, chain_summary, link_trouble
from ct_desktop.ui.controls import formatting
from ct_desktop.ui.controls.announce import announce
from ct_desktop.ui.controls.focus_frame import ShowsFocus
from ct_desktop.ui.controls.state_shape import (
    LINK_SHAPES,
    StateShape,
    Turning,
    paint_state_shape,
)
from ct_desktop.ui.controls.text import elided
from ct_desktop.ui.theme.fonts import TextRole, text_font
from ct_desktop.ui.theme.measures import RADIUS_CONTROL, SHAPE_LINE
from ct_desktop.ui.theme.palette import Palette, Token
from ct_desktop.ui.theme.theme import Theme

_GAP = 6
_JOINT = 14
_SHORTEST_JOINT = 6
_FRAME_PADDING = 8
_FRAME_HEIGHT = 28
_SENTENCE_GAP = 12

_TROUBLE_COLORS: dict[LinkState, tuple[Token, Token]] = {
    LinkState.WARNING: ("warn", "warn_soft"),
    LinkState.BROKEN: ("broken", "broken_soft"),
}


@dataclass(frozen=True, slots=True)
class _Part:
    """One link as it is painted: its words, empty for a shape alone."""

    link: Link
    words: str
    width: float

    @property
    def framed(self) -> bool:
        return self.link.state in _TROUBLE_COLORS


class ChainLine(ShowsFocus, QPushButton):
    """The chain, from here to the prices."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._chain = build_chain({})
        self._limits = AgeLimits()
        self._stale: frozenset[LinkName] = frozenset()
        self._now: Moment | None = None
        self._small = False
        self._turning = Turning(self)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setToolTip("Show the connection, link by link")
        self._describe()
        theme.changed.connect(self.update)

    def set_small(self, small: bool) -> None:
        """Shrink to shapes and a sentence, or write the names again."""
        if small is not self._small:
            self._small = small
            self.update()

    def show_chain(self, chain: Chain, limits: AgeLimits, now: Moment) -> None:
        """Show ``chain``, with the time since its troubles began at ``now``.

        Past ``limits`` a fine link is no longer shown as fine.
        """
        trouble_before = self._chain.first_trouble
        self._chain = chain
        self._limits = limits
        self.tick(now)
        self._set_turning()
        self._describe()
        trouble = chain.first_trouble
        if trouble is not None and (
            trouble_before is None or trouble_before.problem != trouble.problem
        ):
            announce(self, link_trouble(trouble))
        elif trouble is None and trouble_before is not None:
            announce(self, chain_summary(chain))

    def tick(self, now: Moment) -> None:
        """Let the time since go on, and fine links grow stale."""
        self._now = now
        stale = stale_links(self._chain, self._limits, now)
        if stale != self._stale:
            self._stale = stale
            self._describe()
        self.update()

    def _describe(self) -> None:
        troubles = [link for link in self._chain.links if link.state in _TROUBLE_COLORS]
        words = [
            chain_summary(self._chain, self._stale),
            *(link_trouble(link) for link in troubles),
        ]
        self.setAccessibleName(f"Connection chain: {'. '.join(words)}")

    def _set_turning(self) -> None:
        checking = any(link.state is LinkState.CHECKING for link in self._chain.links)
        self._turning.set_wanted(checking and self.isVisible())

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._set_turning()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._turning.set_wanted(False)

    def sizeHint(self) -> QSize:
        return QSize(200, _FRAME_HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return QSize(0, _FRAME_HEIGHT)

    def _parts(self, *, names: bool) -> list[_Part]:
        return [self._part(link, named=names) for link in self._chain.links]

    def _part(self, link: Link, *, named: bool) -> _Part:
        framed = link.state in _TROUBLE_COLORS
        words = ""
        if framed:
            words = link_trouble(link)
            broken = link.state is LinkState.BROKEN
            if broken and link.since is not None and self._now is not None:
                words = f"{words} {formatting.elapsed(self._now.seconds_since(link.since))}"
        elif named:
            words = LINK_SHORT_TITLES[link.name]
        width = float(SHAPE_LINE)
        if words:
            width += _GAP + QFontMetricsF(_font(framed=framed)).horizontalAdvance(words)
        return _Part(link, words, width + (2 * _FRAME_PADDING if framed else 0))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - the whole is small
        palette = self._theme.palette
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        parts = self._parts(names=not self._small)
        short = self._small
        if not short and _total_width(parts) > self.width():
            # A long trouble beside all the names: better shapes than names cut off.
            short = True
            parts = self._parts(names=False)
        # Where even the shapes are too wide beside a long trouble, the joints give way.
        over = math.ceil(max(0.0, _total_width(parts) - self.width()) / (len(parts) - 1))
        joint = max(_SHORTEST_JOINT, _JOINT - over)
        x = 0.0
        middle = self.height() / 2
        before: _Part | None = None
        for part in parts:
            if before is not None:
                self._paint_joint(painter, (x + _GAP, joint), before.link, part.link, palette)
                x += _GAP + joint + _GAP
            self._paint_part(painter, QRectF(x, middle - 14, part.width, 28), part, palette)
            x += part.width
            before = part
        if short:
            self._paint_sentence(painter, x + _SENTENCE_GAP, palette)

    def _paint_sentence(self, painter: QPainter, left: float, palette: Palette) -> None:
        font = text_font(TextRole.LABEL)
        room = self.width() - left
        words = chain_summary(self._chain, self._stale)
        fits = QFontMetricsF(font).horizontalAdvance(words) <= room
        if self._chain.first_trouble is not None and not fits:
            # The trouble has written its name already; half a sentence more would not help.
            return
        painter.setFont(font)
        painter.setPen(self._ink(palette.text2))
        rect = QRectF(left, 0, room, self.height())
        painter.drawText(rect, Qt.AlignmentFlag.AlignVCenter, elided(words, font, room))

    def _paint_part(self, painter: QPainter, rect: QRectF, part: _Part, palette: Palette) -> None:
        state = part.link.state
        left = rect.left()
        ink = palette.text3 if state is LinkState.UNKNOWN else palette.text2
        ground = palette.surface
        if part.framed:
            ink_token, ground_token = _TROUBLE_COLORS[state]
            ink, ground = palette.color(ink_token), palette.color(ground_token)
            painter.setPen(QPen(self._ink(ink), 1))
            painter.setBrush(ground if self.isEnabled() else palette.surface)
            frame = rect.adjusted(0.5, 0.5, -0.5, -0.5)
            painter.drawRoundedRect(frame, RADIUS_CONTROL - 0.5, RADIUS_CONTROL - 0.5)
            left += _FRAME_PADDING
        shape_rect = QRectF(round(left), rect.center().y() - SHAPE_LINE / 2, SHAPE_LINE, SHAPE_LINE)
        paint_state_shape(
            painter,
            shape_rect,
            StateShape.STALE if part.link.name in self._stale else LINK_SHAPES[state],
            palette,
            color=None if self.isEnabled() else palette.disabled,
            ground=ground,
            turn=self._turning.turn,
        )
        if part.words:
            painter.setPen(self._ink(ink))
            painter.setFont(_font(framed=part.framed))
            words = QRectF(rect)
            words.setLeft(left + SHAPE_LINE + _GAP)
            painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, part.words)

    def _paint_joint(
        self,
        painter: QPainter,
        place: tuple[float, int],
        before: Link,
        after: Link,
        palette: Palette,
    ) -> None:
        """Paint between two links, at ``place``: the left end and the length."""
        middle = self.height() // 2 + 0.5
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        left, length = round(place[0]), place[1]
        if after.state is LinkState.BROKEN:
            painter.setPen(QPen(self._ink(palette.broken), 1))
            for x in (left + length // 2 - 2.5, left + length // 2 + 1.5):
                painter.drawLine(QPointF(x, middle - 5), QPointF(x, middle + 5))
        else:
            pen = QPen(self._ink(palette.border_strong), 1)
            if LinkState.UNKNOWN in (before.state, after.state):
                pen.setDashPattern([3, 2.5])
                pen.setCapStyle(Qt.PenCapStyle.FlatCap)
            painter.setPen(pen)
            painter.drawLine(QPointF(left, middle), QPointF(left + length, middle))
        painter.restore()

    def _ink(self, color: QColor) -> QColor:
        return color if self.isEnabled() else self._theme.palette.disabled


def _font(*, framed: bool) -> QFont:
    return text_font(TextRole.LABEL_STRONG if framed else TextRole.LABEL)


def _total_width(parts: list[_Part]) -> float:
    return sum(part.width for part in parts) + (len(parts) - 1) * (2 * _GAP + _JOINT)
