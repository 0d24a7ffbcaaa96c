"""The eight links from the network down to the prices, joined by a line; trouble opens in place."""

from itertools import pairwise

from PySide6.QtCore import QLineF, QPoint, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ct_desktop.core.chain import Chain, Link, build_chain
from ct_desktop.core.links import LinkName, LinkState
from ct_desktop.core.moment import Moment
from ct_desktop.core.monitor_state import MonitorState
from ct_desktop.core.problems import Action
from ct_desktop.ui.connection.link_row import NAME_LEFT, SHAPE_TOP, LinkRow
from ct_desktop.ui.connection.link_words import link_words
from ct_desktop.ui.connection.trouble_card import TroubleCard
from ct_desktop.ui.controls.state_shape import StateShape
from ct_desktop.ui.theme.measures import PANEL_PADDING_READING, SHAPE_CHAIN
from ct_desktop.ui.theme.theme import Theme

_GAP_LEAST, _GAP_MOST = 16, 40
"""Between two links: enough for the line to be seen, up to a quiet distance."""

_JOINT_MARGIN = 4
"""Pixels between a shape and the line that joins it to the next."""

_BREAK = (-3, 2)
"""Where the two strokes of a break lie, from the middle of the joint."""

_UNSURE = (StateShape.UNKNOWN, StateShape.STALE)


class LinkChain(QWidget):
    """All links, in order. One of them takes the keyboard; up and down go to its neighbours."""

    action_requested = Signal(Action)
    """The remedy of a problem, by its button."""
    link_focused = Signal(QWidget)
    """The row that the keyboard went to, to be scrolled into sight."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._chain: Chain = build_chain({})
        self._stale: frozenset[LinkName] = frozenset()
        self._rows = {name: LinkRow(theme) for name in LinkName}
        self._cards = {name: TroubleCard(theme) for name in LinkName}
        self._places = {name: _indented(card) for name, card in self._cards.items()}
        self.setAccessibleName("Connection chain")
        column = QVBoxLayout(self)
        column.setContentsMargins(PANEL_PADDING_READING, 16, PANEL_PADDING_READING, 0)
        column.setSpacing(0)
        for name, row in self._rows.items():
            card = self._cards[name]
            row.move_requested.connect(lambda step, name=name: self._move_focus(name, step))
            card.action_requested.connect(self.action_requested)
            column.addWidget(row)
            column.addWidget(self._places[name])
            column.addWidget(_gap(), 1)
        column.addStretch()
        self._take_tab_at(LinkName.NETWORK)
        theme.changed.connect(self.update)

    def row(self, name: LinkName) -> LinkRow:
        """The row of one link."""
        return self._rows[name]

    def card(self, name: LinkName) -> TroubleCard:
        """The card beneath one link, out of sight while the link has no problem."""
        return self._cards[name]

    @property
    def first_card(self) -> TroubleCard | None:
        """The card of the link that is broken, or else of the first with a warning."""
        broken = self._chain.first_broken
        warned = (link for link in self._chain.links if link.problem is not None)
        link = broken if broken is not None else next(warned, None)
        return None if link is None else self._cards[link.name]

    def show_state(self, state: MonitorState, stale: frozenset[LinkName], now: Moment) -> None:
        """Show the chain of ``state``; ``stale`` are links last heard of too long ago."""
        self._chain = state.chain
        lead = state.chain.first_broken
        for link in state.chain.links:
            is_lead = lead is not None and link.name is lead.name
            self._places[link.name].setVisible(link.problem is not None)
            self._cards[link.name].show_problem(
                link.problem,
                now,
                titled=link.problem is not None and link.problem.title != link.evidence,
                primary=is_lead,
                next_check_at=state.next_check_at if is_lead else None,
                checking=state.checking,
            )
        self.tick(stale, now)

    def tick(self, stale: frozenset[LinkName], now: Moment) -> None:
        """Let ages go on."""
        self._stale = stale
        for link in self._chain.links:
            words = link_words(link, self._chain, now, stale=link.name in stale)
            self._rows[link.name].show_words(words)
            self._cards[link.name].tick(now)
        self.update()

    def _move_focus(self, name: LinkName, step: int) -> None:
        names = list(LinkName)
        place = names.index(name) + step
        if 0 <= place < len(names):
            self._take_tab_at(names[place])
            row = self._rows[names[place]]
            row.setFocus(Qt.FocusReason.OtherFocusReason)
            self.link_focused.emit(row)

    def _take_tab_at(self, name: LinkName) -> None:
        """Have Tab stop at this link alone, so that eight links cost one press."""
        for other, row in self._rows.items():
            row.setFocusPolicy(
                Qt.FocusPolicy.StrongFocus if other is name else Qt.FocusPolicy.NoFocus
            )

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - the line needs the whole
        painter = QPainter(self)
        links = self._chain.links
        for above, below in pairwise(links):
            self._paint_joint(painter, above, below)

    def _paint_joint(self, painter: QPainter, above: Link, below: Link) -> None:
        palette = self._theme.palette
        upper, lower = self._rows[above.name], self._rows[below.name]
        x = upper.x() + SHAPE_CHAIN // 2
        top = upper.mapTo(self, QPoint(0, SHAPE_TOP + SHAPE_CHAIN)).y() + _JOINT_MARGIN
        bottom = lower.mapTo(self, QPoint(0, SHAPE_TOP)).y() - _JOINT_MARGIN
        line = QPen(self._ink(palette.border_strong), 1)
        shapes = [words.shape for row in (upper, lower) if (words := row.words) is not None]
        if any(shape in _UNSURE for shape in shapes):
            line.setDashPattern([3, 3])
            line.setCapStyle(Qt.PenCapStyle.FlatCap)
        painter.setPen(line)
        if below.state is not LinkState.BROKEN:
            painter.drawLine(QLineF(x, top, x, bottom))
            return
        middle = (top + bottom) // 2
        painter.drawLine(QLineF(x, top, x, middle + _BREAK[0] - _JOINT_MARGIN))
        painter.drawLine(QLineF(x, middle + _BREAK[1] + _JOINT_MARGIN, x, bottom))
        painter.setPen(QPen(self._ink(palette.broken), 1))
        for offset in _BREAK:
            painter.drawLine(QLineF(x - 5, middle + offset, x + 5, middle + offset))

    def _ink(self, color: QColor) -> QColor:
        return color if self.isEnabled() else self._theme.palette.disabled


def _indented(card: TroubleCard) -> QWidget:
    """A place for ``card`` beneath the names, clear of the focus frame of the row above."""
    place = QWidget()
    row = QHBoxLayout(place)
    row.setContentsMargins(NAME_LEFT, 6, 0, 0)
    row.addWidget(card)
    place.hide()
    return place


def _gap() -> QWidget:
    gap = QWidget()
    gap.setMinimumHeight(_GAP_LEAST)
    gap.setMaximumHeight(_GAP_MOST)
    gap.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.MinimumExpanding)
    return gap
