"""The second-screen view: one main figure, the lesser ones, the positions; no frame, no buttons."""

from PySide6.QtCore import QRect, QRectF, QSizeF, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from ct_desktop.core.account_rules import NO_RULES, AccountRules
from ct_desktop.core.drawdown import Peaks
from ct_desktop.core.moment import Moment
from ct_desktop.core.monitor_state import MonitorState
from ct_desktop.core.rows import account_rows, totals
from ct_desktop.core.snapshot import AgeLimits
from ct_desktop.ui.monitor.staleness import limits_in_force
from ct_desktop.ui.second_screen.age_corner import AgeCorner
from ct_desktop.ui.second_screen.apart import ApartTable
from ct_desktop.ui.second_screen.arrangement import Arrangement, Contents, arrange
from ct_desktop.ui.second_screen.chain_strip import ChainStrip
from ct_desktop.ui.second_screen.dimming import Dimming, is_dim
from ct_desktop.ui.second_screen.figure import BigFigure
from ct_desktop.ui.second_screen.figures import Figures, figures
from ct_desktop.ui.second_screen.hint_bar import HintBar
from ct_desktop.ui.second_screen.lock_sign import SIZE as LOCK_SIZE
from ct_desktop.ui.second_screen.lock_sign import LockSign
from ct_desktop.ui.second_screen.positions_board import PositionsBoard
from ct_desktop.ui.second_screen.scaled_part import ScaledPart
from ct_desktop.ui.second_screen.scope_mark import HEIGHT as SCOPE_HEIGHT
from ct_desktop.ui.second_screen.scope_mark import ScopeMark
from ct_desktop.ui.second_screen.stand_in import StandIn, words_for
from ct_desktop.ui.theme.theme import Theme

_TOP_GAP = 1.8


class SecondScreenView(QWidget):
    """Shows one state after the other, at any size. It decides nothing."""

    lock_pressed = Signal()
    """The lock sign is held down; :attr:`lock_released` when no longer."""
    lock_released = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._dim_hours: tuple[str, str] | None = None
        self._now: Moment | None = None
        self._state: MonitorState | None = None
        self._limits = AgeLimits()
        self._rules = NO_RULES
        self._peaks: Peaks | None = None
        self._stands_in = True
        self.chain = ChainStrip(theme, self)
        self.scope = ScopeMark(theme, self)
        self.age = AgeCorner(theme, self)
        self.lock = LockSign(theme, self)
        self.main_figure = BigFigure(theme, main=True, parent=self)
        self.wide_figures: list[BigFigure] = []
        self.narrow_figures: list[BigFigure] = []
        self.apart = ApartTable(theme, self)
        self.positions = PositionsBoard(theme, self)
        self.stand_in = StandIn(theme, self)
        self.dimming = Dimming(self)
        self.hint = HintBar(theme, self)
        self.lock.pressed.connect(self.lock_pressed)
        self.lock.released.connect(self.lock_released)
        theme.changed.connect(self.update)

    def use_rules(self, rules: AccountRules, peaks: Peaks | None) -> None:
        """Go by what the trader says of each account, and by the peaks that are known."""
        self._rules, self._peaks = rules, peaks

    def show_state(self, state: MonitorState, now: Moment) -> None:
        """Show ``state``, whose ages count up to ``now``."""
        self._now = now
        snapshot = state.snapshot
        limits = limits_in_force(state, now)
        self._state, self._limits = state, limits
        rows = account_rows(snapshot, rules=self._rules, peaks=self._peaks)
        sums = totals(rows)
        self.chain.show_chain(state, now)
        self.age.show_snapshot(snapshot, now)
        self.scope.show_scope(state.sign_in.scope)
        self.positions.show_positions(state, rows, limits, now)
        shown = figures(snapshot, rows, sums, limits, positions=self.positions.count)
        self._show_figures(shown, now)
        self.apart.show_totals(shown.apart, limits, now)
        words = words_for(state)
        self._stands_in = words is not None
        self.stand_in.show_words(words)
        self._arrange()
        self._dim()

    def _show_figures(self, shown: Figures, now: Moment) -> None:
        self.main_figure.show_figure(shown.main, now)
        for group, widgets, underlined in (
            (shown.wide, self.wide_figures, True),
            (shown.narrow, self.narrow_figures, False),
        ):
            while len(widgets) > len(group):
                gone = widgets.pop()
                gone.hide()
                gone.deleteLater()
            while len(widgets) < len(group):
                widgets.append(BigFigure(self._theme, underlined=underlined, parent=self))
                self.stand_in.raise_()
                self.dimming.raise_()
                self.hint.raise_()
            for widget, figure in zip(widgets, group, strict=True):
                widget.show_figure(figure, now)

    def tick(self, now: Moment) -> None:
        """Let all ages go on by the clock; call it every second, whatever the monitor does."""
        self._now = now
        if self._state is not None and limits_in_force(self._state, now) != self._limits:
            # Nobody asks any more: all of it is old at once.
            self.show_state(self._state, now)
            return
        for figure in (self.main_figure, *self.wide_figures, *self.narrow_figures):
            figure.tick(now)
        self.chain.tick(now)
        self.age.tick(now)
        self.apart.tick(now)
        self.positions.tick(now)
        self._arrange_top()
        self._dim()

    def set_locked(self, *, locked: bool) -> None:
        """Show that keys and clicks change nothing, or not."""
        self.lock.show_locked(locked=locked)
        self._arrange_top()

    def set_dim_hours(self, hours: tuple[str, str] | None) -> None:
        """Be darker from and to these hours, as the settings keep them."""
        self._dim_hours = hours
        self._dim()

    @property
    def is_dimmed(self) -> bool:
        """Whether it is darker now."""
        return not self.dimming.isHidden()

    def _dim(self) -> None:
        self.dimming.setVisible(self._now is not None and is_dim(self._dim_hours, self._now))
        # A trouble, or figures that are old: the whole top line is to be noticed.
        alert = self.chain.in_trouble or self.age.is_stale
        top = QRect(0, 0, self.width(), self.chain.geometry().bottom() + 1)
        self.dimming.spare(top if alert else QRect())

    # Where all stands

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()
        self._dim()

    def _arrangement(self) -> Arrangement:
        contents = Contents(len(self.wide_figures), len(self.narrow_figures), self.apart.rows)
        return arrange(QSizeF(self.size()), contents)

    def _parts(self) -> list[ScaledPart]:
        return [
            self.chain,
            self.scope,
            self.age,
            self.lock,
            self.main_figure,
            *self.wide_figures,
            *self.narrow_figures,
            self.apart,
            self.positions,
            self.stand_in,
            self.hint,
        ]

    def _arrange(self) -> None:
        places = self._arrangement()
        for part in self._parts():
            part.set_units(places.units)
        self._arrange_top()
        contents = (self.main_figure, *self.wide_figures, *self.narrow_figures)
        for figure, rect in zip(contents, (places.main, *places.figures), strict=True):
            figure.setGeometry(_pixels(rect))
        self.apart.setGeometry(_pixels(places.apart))
        self.positions.setGeometry(_pixels(places.board))
        for part in (*contents, self.apart, self.positions):
            part.setVisible(not self._stands_in)
        under = _pixels(places.top_line).bottom() + 1
        self.stand_in.setGeometry(0, under, self.width(), self.height() - under)
        self.dimming.setGeometry(self.rect())
        self.hint.place()

    def _arrange_top(self) -> None:
        """The age at the right, then scope and lock; the chain has what is left."""
        places = self._arrangement()
        units, line = places.units, places.top_line
        right = line.right()
        gap = units.px(_TOP_GAP)
        middle = line.center().y()
        for part, height in (
            (self.age, line.height()),
            (self.scope, units.px(SCOPE_HEIGHT)),
            (self.lock, units.px(LOCK_SIZE)),
        ):
            width = part.needed_width
            rect = QRectF(right - width, middle - height / 2, width, height)
            part.setGeometry(_pixels(rect))
            if width:
                right -= width + gap
        left = line.left()
        self.chain.setGeometry(_pixels(QRectF(left, line.top(), right - left, line.height())))

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(event.rect(), self._theme.palette.window)


def _pixels(rect: QRectF) -> QRect:
    return rect.toAlignedRect()
