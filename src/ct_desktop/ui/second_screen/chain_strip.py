"""The connection chain in one line; a broken link takes it all, with its cause and remedy."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from ct_desktop.core.chain import Link, build_chain
from ct_desktop.core.chain_staleness import stale_links
from ct_desktop.core.links import LinkName, LinkState
from ct_desktop.core.moment import Moment
from ct_desktop.core.monitor_state import MonitorState
from ct_desktop.core.problems import Problem
from ct_desktop.core.snapshot import AgeLimits
from ct_desktop.core.wording import LINK_SHORT_TITLES, chain_summary, link_trouble
from ct_desktop.ui.controls import formatting
from ct_desktop.ui.controls.announce import announce
from ct_desktop.ui.controls.state_shape import LINK_SHAPES, StateShape, paint_state_shape
from ct_desktop.ui.second_screen.scaled_part import ScaledPart
from ct_desktop.ui.second_screen.units import Type, Units
from ct_desktop.ui.theme.palette import Palette
from ct_desktop.ui.theme.theme import Theme

_NAME = Type(1.375)
_TROUBLE = Type(1.375, 600)
_SHAPE = 1.4
_GAP = 0.6
_JOINT = 1.7
_FRAME_PADDING = 0.8
_FRAME_HEIGHT = 2.9

_TITLE = Type(2.1, 600)
_CAUSE = Type(1.45)
_BOX_SHAPE = 3.0
_BOX_PADDING = 1.2
_CAUSE_PITCH = 1.95


class ChainStrip(ScaledPart):
    """The chain, from here to the prices."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(theme, parent)
        self._chain = build_chain({})
        self._limits = AgeLimits()
        self._next_check_at: Moment | None = None
        self._checking = False
        self._stale: frozenset[LinkName] = frozenset()
        self._now: Moment | None = None
        self._painted: object = None

    @property
    def in_trouble(self) -> bool:
        """Whether a link is broken or warned of, or too little has been heard to call them fine."""
        return self._chain.first_trouble is not None or bool(self._stale)

    def show_chain(self, state: MonitorState, now: Moment) -> None:
        """Show the chain of ``state``, with the time since its trouble began at ``now``."""
        before = self._chain.first_trouble
        self._chain, self._limits = state.chain, state.snapshot.age_limits
        self._next_check_at, self._checking = state.next_check_at, state.checking
        self.tick(now)
        trouble = state.chain.first_trouble
        if trouble is not None and (before is None or before.problem != trouble.problem):
            announce(self, link_trouble(trouble))
        elif trouble is None and before is not None:
            announce(self, chain_summary(state.chain))

    def tick(self, now: Moment) -> None:
        """Let the times go on, and fine links grow stale."""
        self._now = now
        self._stale = stale_links(self._chain, self._limits, now)
        self._describe()
        painted = (self._chain, self._stale, self._title_and_next())
        if painted != self._painted:
            self._painted = painted
            self.update()

    def _title_and_next(self) -> tuple[str, str]:
        """What goes on by the clock while a link is broken."""
        broken = self._chain.first_broken
        if broken is None or broken.problem is None:
            return "", ""
        return self._title(broken, broken.problem), self._next_words()

    def _describe(self) -> None:
        words = [chain_summary(self._chain, self._stale)]
        broken = self._chain.first_broken
        if broken is not None and broken.problem is not None:
            words += [broken.problem.title, broken.problem.cause, broken.problem.fix]
        elif self._chain.first_trouble is not None:
            words.append(link_trouble(self._chain.first_trouble))
        name = f"Connection chain: {'. '.join(word.rstrip('.') for word in words)}"
        if name != self.accessibleName():
            self.setAccessibleName(name)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - painted as a whole
        palette = self._theme.palette
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        broken = self._chain.first_broken
        if broken is not None and broken.problem is not None:
            self._paint_broken(painter, broken, broken.problem, palette)
        else:
            self._paint_links(painter, palette)

    # One link broken: the whole line is about it

    def _paint_broken(
        self, painter: QPainter, link: Link, problem: Problem, palette: Palette
    ) -> None:
        units = self._units
        painter.setPen(QPen(palette.broken, max(1.0, units.px(0.12))))
        painter.setBrush(palette.broken_soft)
        corner = units.px(0.6)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), corner, corner)
        padding = units.px(_BOX_PADDING)
        size = round(units.px(_BOX_SHAPE))
        shape = QRectF(round(padding), round((self.height() - size) / 2), size, size)
        paint_state_shape(painter, shape, StateShape.BROKEN, palette, ground=palette.broken_soft)
        left = padding + size + units.px(1.1)
        room = self.width() - padding - left
        lines, kind = self._cause_lines(f"{problem.cause} {problem.fix}", room)
        pitch = units.px(_CAUSE_PITCH)
        title_middle = (self.height() - pitch * len(lines)) / 2
        next_words = self._next_words()
        taken = 0.0
        if next_words:
            painter.setPen(palette.text2)
            taken = units.px(1.5) + units.draw(
                painter,
                next_words,
                _CAUSE,
                self.width() - padding,
                title_middle,
                room=room * 0.4,
                from_right=True,
            )
        painter.setPen(palette.text)
        title = self._title(link, problem)
        units.draw(painter, title, _TITLE, left, title_middle, room=room - taken)
        painter.setPen(palette.text2)
        for number, line in enumerate(lines, start=1):
            units.draw(painter, line, kind, left, title_middle + pitch * number, room=room)

    def _title(self, link: Link, problem: Problem) -> str:
        if link.since is None or self._now is None:
            return problem.title
        return f"{problem.title} · {formatting.elapsed(self._now.seconds_since(link.since))}"

    def _next_words(self) -> str:
        if self._checking:
            return "Checking"
        if self._next_check_at is None or self._now is None:
            return ""
        left = self._next_check_at.seconds_since(self._now)
        return f"Next check in {formatting.elapsed(left)}" if left > 0 else "Next check now"

    def _cause_lines(self, text: str, room: float) -> tuple[list[str], Type]:
        """``text`` in two lines at most: smaller where it takes that, then the last is cut."""
        kind = _CAUSE
        while True:
            lines = _wrapped(text, self._units, kind, room)
            if len(lines) <= 2:
                return lines, kind
            if kind.size < _CAUSE.size * 0.75:
                return [lines[0], " ".join(lines[1:])], kind
            kind = kind.scaled(0.93)

    # Else every link in its place

    def _paint_links(self, painter: QPainter, palette: Palette) -> None:
        named = self._width(named=True) <= self.width()
        units = self._units
        x, middle = 0.0, self.height() / 2
        before: Link | None = None
        for link in self._chain.links:
            if before is not None:
                x += units.px(_GAP)
                self._paint_joint(painter, x, middle, (before, link), palette)
                x += units.px(_JOINT + _GAP)
            x += self._paint_link(painter, link, x, middle, palette, named=named)
            before = link
        if not named:
            painter.setPen(palette.text2)
            left = x + units.px(1.2)
            words = chain_summary(self._chain, self._stale)
            if (
                self._chain.first_trouble is None
                or units.width(words, _NAME) <= self.width() - left
            ):
                units.draw(painter, words, _NAME, left, middle, room=self.width() - left)

    def _words(self, link: Link, *, named: bool) -> str:
        if link.state is LinkState.WARNING:
            return link_trouble(link)
        return LINK_SHORT_TITLES[link.name] if named else ""

    def _link_width(self, link: Link, *, named: bool) -> float:
        units = self._units
        words = self._words(link, named=named)
        warned = link.state is LinkState.WARNING
        width = units.px(_SHAPE)
        if words:
            width += units.px(_GAP) + units.width(words, _TROUBLE if warned else _NAME)
        return width + (2 * units.px(_FRAME_PADDING) if warned else 0.0)

    def _width(self, *, named: bool) -> float:
        joints = self._units.px(2 * _GAP + _JOINT) * (len(self._chain.links) - 1)
        return joints + sum(self._link_width(link, named=named) for link in self._chain.links)

    def _paint_link(
        self,
        painter: QPainter,
        link: Link,
        left: float,
        middle: float,
        palette: Palette,
        *,
        named: bool,
    ) -> float:
        """Paint one link; how wide it is."""
        units = self._units
        width = self._link_width(link, named=named)
        warned = link.state is LinkState.WARNING
        ink = palette.text3 if link.state is LinkState.UNKNOWN else palette.text2
        x = left
        ground = palette.window
        if warned:
            ink, ground = palette.warn, palette.warn_soft
            height = units.px(_FRAME_HEIGHT)
            painter.setPen(QPen(ink, 1))
            painter.setBrush(ground)
            frame = QRectF(left, middle - height / 2, width, height)
            painter.drawRoundedRect(frame, units.px(0.5), units.px(0.5))
            x += units.px(_FRAME_PADDING)
        size = round(units.px(_SHAPE))
        paint_state_shape(
            painter,
            QRectF(round(x), round(middle - size / 2), size, size),
            StateShape.STALE if link.name in self._stale else LINK_SHAPES[link.state],
            palette,
            ground=ground,
        )
        painter.setPen(ink)
        kind = _TROUBLE if warned else _NAME
        units.draw(painter, self._words(link, named=named), kind, x + size + units.px(_GAP), middle)
        return width

    def _paint_joint(
        self,
        painter: QPainter,
        left: float,
        middle: float,
        ends: tuple[Link, Link],
        palette: Palette,
    ) -> None:
        pen = QPen(palette.border_strong, 1)
        if any(link.state is LinkState.UNKNOWN for link in ends):
            pen.setDashPattern([3, 2.5])
            pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        painter.setPen(pen)
        y = round(middle) + 0.5
        painter.drawLine(QPointF(left, y), QPointF(left + self._units.px(_JOINT), y))


def _wrapped(text: str, units: Units, kind: Type, room: float) -> list[str]:
    """``text`` in lines no wider than ``room`` pixels, broken between words."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and units.width(longer, kind) <= room:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines
