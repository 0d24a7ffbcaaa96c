"""The panel of all clients: what it is, a box to find one, and the cards."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ct_desktop.clients.description import ClientDescription
from ct_desktop.core.wording_clients_screen import (
    CLIENTS_NOT_READ,
    CLIENTS_TITLE,
    EACH_SIGNS_IN,
    FIND_CLIENT,
    NO_CLIENT_MATCHES,
    NO_CLIENT_MATCHES_DETAIL,
    READING_CLIENTS,
    SHARED_BUDGET,
)
from ct_desktop.ui.clients.card_grid import CardGrid
from ct_desktop.ui.clients.foot import Foot
from ct_desktop.ui.controls.empty_words import EmptyWords
from ct_desktop.ui.controls.filter_box import FilterBox
from ct_desktop.ui.controls.panel import Line, Surface
from ct_desktop.ui.controls.scroll_column import ScrollColumn
from ct_desktop.ui.controls.text import Text
from ct_desktop.ui.theme.fonts import TextRole
from ct_desktop.ui.theme.measures import PANEL_HEAD_HEIGHT, PANEL_PADDING
from ct_desktop.ui.theme.theme import Theme


class CardsPanel(Surface):
    """Loading at first; then the cards, or why there are none."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self.setAccessibleName(CLIENTS_TITLE)
        self.filter_box = FilterBox(theme, FIND_CLIENT)
        self.filter_box.setFixedWidth(140)
        self.grid = CardGrid(theme)
        self.words = EmptyWords(theme, self)
        self.words.show_words(READING_CLIENTS)
        self._scroll = ScrollColumn(self.grid)
        head = QWidget()
        head.setFixedHeight(PANEL_HEAD_HEIGHT)
        row = QHBoxLayout(head)
        row.setContentsMargins(PANEL_PADDING, 0, PANEL_PADDING, 0)
        row.setSpacing(12)
        row.addWidget(Text(theme, CLIENTS_TITLE, TextRole.TOTAL))
        row.addWidget(Text(theme, EACH_SIGNS_IN, TextRole.LABEL, "text3"), 1)
        row.addWidget(self.filter_box)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addWidget(head)
        column.addWidget(self.words)
        column.addWidget(self._scroll, 1)
        column.addWidget(Line(theme))
        column.addWidget(Foot(theme, SHARED_BUDGET, PANEL_PADDING))
        self.filter_box.textChanged.connect(self._seek)
        self.words.show_all_requested.connect(self.filter_box.clear)
        self.grid.focus_moved.connect(self._scroll.ensureWidgetVisible)

    def show_clients(self, clients: Sequence[ClientDescription]) -> None:
        """Show ``clients``; once."""
        self.grid.show_clients(clients)
        # What is made later would come last.
        before: QWidget = self.filter_box
        for card in self.grid.cards:
            self.setTabOrder(before, card)
            before = card
        self.words.show_words("")

    def show_failure(self, reason: str) -> None:
        """Say why there are no clients to show."""
        self.words.show_words(CLIENTS_NOT_READ, reason)

    def focus_filter(self) -> None:
        """Put the keyboard into the box that finds a client."""
        self.filter_box.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.filter_box.selectAll()

    def _seek(self, text: str) -> None:
        self.grid.seek(text)
        if self.grid.cards:
            self.words.show_words("")
        elif text:
            self.words.show_words(NO_CLIENT_MATCHES, NO_CLIENT_MATCHES_DETAIL, filtered=True)
