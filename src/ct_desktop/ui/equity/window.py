"""The window of one equity line: whose it is, what it is worth now, and the chart."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QShortcut,
    QShowEvent,
)
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ct_desktop.core.equity import EquityOf
from ct_desktop.core.equity_line import GAP
from ct_desktop.core.moment import Moment
from ct_desktop.core.wording_equity import EquityWords
from ct_desktop.ui.controls import formatting
from ct_desktop.ui.controls.choice_box import ChoiceBox
from ct_desktop.ui.controls.focus_frame import QUIETLY
from ct_desktop.ui.controls.panel import Surface
from ct_desktop.ui.controls.text import Text
from ct_desktop.ui.controls.tile import Tile, TileFigure
from ct_desktop.ui.equity.chart import EquityChart
from ct_desktop.ui.equity.session import EquitySession, group_name
from ct_desktop.ui.privacy import PRIVACY
from ct_desktop.ui.shell.privacy_button import PrivacyButton, hide_more
from ct_desktop.ui.shell.shortcuts import PRIVACY_KEYS
from ct_desktop.ui.theme import measures
from ct_desktop.ui.theme.fonts import TextRole
from ct_desktop.ui.theme.theme import Theme

_FIRST_SIZE = QSize(960, 600)
_LEAST_SIZE = QSize(600, 400)
_LOW_BELOW = 520
"""Height from which the tiles have their full form."""

Choice = tuple[EquityOf, str]
"""An account or a group, and what it is called."""


class EquityWindow(QWidget):
    """A window of its own, which takes nothing from the one it came from.

    It may stand on another monitor all day. Escape closes it.
    """

    chosen = Signal(object)
    """The :data:`EquityOf` that the trader wants to see."""
    closed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self._theme = theme
        self._names: dict[EquityOf, str] = {}
        self.setWindowTitle(EquityWords.TITLE)
        self.setAccessibleName(EquityWords.TITLE)
        self.setMinimumSize(_LEAST_SIZE)
        self.choice = ChoiceBox(theme, EquityWords.CHOICE, (), self._shown_name)
        self.choice.chosen.connect(self.chosen)
        self._began = Text(theme, role=TextRole.LABEL, color="text3", align_right=True)
        self._equity = Tile(theme, EquityWords.EQUITY)
        self._change = Tile(theme, EquityWords.CHANGE)
        self.chart = EquityChart(theme)
        self._note = Text(theme, role=TextRole.LABEL, color="text2", wrap=True)
        self._note.hide()
        self._build(PrivacyButton(theme))
        # Like the main window's: what is hidden there is hidden here.
        QShortcut(QKeySequence(PRIVACY_KEYS), self).activated.connect(lambda: hide_more(self))
        theme.changed.connect(self.update)
        PRIVACY.changed.connect(self._offer)
        self.resize(_FIRST_SIZE.boundedTo(self.screen().availableSize()))

    def _build(self, privacy: PrivacyButton) -> None:
        head = QHBoxLayout()
        head.setSpacing(measures.PANEL_GAP)
        head.addWidget(self.choice)
        head.addWidget(self._began, 1)
        head.addWidget(privacy)
        self._tiles = QHBoxLayout()
        self._tiles.setSpacing(measures.PANEL_GAP)
        self._tiles.addWidget(self._equity, 1)
        self._tiles.addWidget(self._change, 1)
        surface = Surface(self._theme)
        inside = QVBoxLayout(surface)
        inside.setContentsMargins(1, 1, 1, 1)
        inside.addWidget(self.chart)
        column = QVBoxLayout(self)
        padding = measures.WINDOW_PADDING
        column.setContentsMargins(padding, padding, padding, padding)
        column.setSpacing(measures.PANEL_GAP)
        column.addLayout(head)
        column.addLayout(self._tiles)
        column.addWidget(surface, 1)
        column.addWidget(self._note)

    def offer(self, choices: Sequence[Choice]) -> None:
        """Offer these to choose from; what is shown stays chosen."""
        if dict(choices) != self._names:
            self._names = dict(choices)
            self._offer()

    def _offer(self) -> None:
        """Write the choices, names of accounts as they may be shown now."""
        chosen = self.choice.choice if self.choice.count() else None
        self.choice.offer(())
        self.choice.offer(tuple(self._names))
        if chosen is not None:
            self.choice.choose(chosen)

    def _shown_name(self, of: EquityOf) -> str:
        if isinstance(of, str):
            return formatting.account_name(self._names.get(of, of))
        return self._names.get(of) or group_name(of)

    def show_session(
        self,
        session: EquitySession,
        figure_at: Moment | None,
        limit: float,
        now: Moment,
        *,
        reading: bool = False,
        trouble: str = "",
    ) -> None:
        """Show ``session``, whose newest figure was supplied at ``figure_at``.

        It is stale after ``limit`` seconds. ``reading``: more of the session may still come from
        the history. ``trouble`` is why it did not.
        """
        self.choice.choose(session.of)
        began = formatting.since(session.began, session.now)
        self._began.setText(EquityWords.SESSION.format(began=began))
        line = session.line
        last, first = line.last, line.first
        at = figure_at if last is not None else None
        self._equity.show_figure(
            TileFigure(
                value=formatting.money(None if last is None else last.balance),
                unit=session.currency or "",
                note=session.extremes,
                fetched_at=at,
                limit=limit,
            ),
            now,
        )
        since = began if first is None else session.time(first)
        self._change.set_suffix(EquityWords.CHANGE_SINCE.format(time=since))
        self._change.show_figure(
            TileFigure(
                pnl=line.change,
                is_pnl=True,
                note=session.extreme_changes,
                fetched_at=at,
                limit=limit,
            ),
            now,
        )
        self.chart.show_session(session, reading=reading)
        late = first is not None and not reading and first.at - session.began > GAP
        self._say(trouble or (EquityWords.BEGAN_LATE.format(time=since) if late else ""))

    def _say(self, text: str) -> None:
        self._note.setText(text)
        self._note.setVisible(bool(text))

    def tick(self, now: Moment) -> None:
        """Let the ages go on."""
        self._equity.tick(now)
        self._change.tick(now)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.chart.setFocus(QUIETLY)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        else:
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        super().closeEvent(event)
        self.closed.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        small = event.size().height() < _LOW_BELOW
        for tile in (self._equity, self._change):
            tile.set_small(small)

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(event.rect(), self._theme.palette.window)
