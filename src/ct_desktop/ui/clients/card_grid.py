"""The cards in columns, among which the arrow keys go; one of them at a time takes Tab."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from ct_desktop.clients.description import ClientDescription
from ct_desktop.ui.clients.card import ClientCard
from ct_desktop.ui.controls.state_shape import StateShape
from ct_desktop.ui.theme.measures import PANEL_PADDING
from ct_desktop.ui.theme.theme import Theme

_GAP = 8


class CardGrid(QWidget):
    """Shows those cards that match what is looked for."""

    opened = Signal(object)
    """The :class:`ClientDescription` that the trader opened."""
    focus_moved = Signal(QWidget)
    """The card that the arrow keys went to."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._columns = 2
        self._sought = ""
        self._cards: list[ClientCard] = []
        self._shown: list[ClientCard] = []
        self.setAccessibleName("Clients")
        self._grid = QGridLayout(self)
        # Above, room for the frame around the card that has the keyboard.
        self._grid.setContentsMargins(PANEL_PADDING, 4, PANEL_PADDING, PANEL_PADDING)
        self._grid.setSpacing(_GAP)

    @property
    def cards(self) -> Sequence[ClientCard]:
        """The cards that can be seen, in their order."""
        return self._shown

    def show_clients(self, clients: Sequence[ClientDescription]) -> None:
        """Show a card for each of ``clients``; once."""
        for client in clients:
            card = ClientCard(self._theme, client)
            card.clicked.connect(lambda _checked, client=client: self._open(client))
            card.setParent(self)
            self._cards.append(card)
        self._lay_out()

    def set_columns(self, columns: int) -> None:
        """Stand in so many columns; one is a list."""
        if columns != self._columns:
            self._columns = columns
            self._lay_out()

    def seek(self, text: str) -> None:
        """Show only clients whose names hold ``text``."""
        self._sought = text.casefold().strip()
        self._lay_out()

    def mark(self, client: ClientDescription | None) -> None:
        """Mark ``client`` as the opened one."""
        for card in self._cards:
            card.setChecked(card.client is client)
            if card.client is client:
                self._take_tab(card)

    def show_check(self, client: ClientDescription, shape: StateShape, words: str) -> None:
        """Show on its card what the last check of ``client`` found."""
        for card in self._cards:
            if card.client is client:
                card.show_check(shape, words)

    def focus_card(self) -> None:
        """Put the keyboard on the card that takes it."""
        for card in self._shown:
            if card.focusPolicy() is Qt.FocusPolicy.StrongFocus:
                card.setFocus(Qt.FocusReason.OtherFocusReason)

    def _open(self, client: ClientDescription) -> None:
        self.mark(client)
        self.opened.emit(client)

    def _matches(self, client: ClientDescription) -> bool:
        names = (client.name, client.id, *client.other_names)
        return any(self._sought in name.casefold() for name in names)

    def _lay_out(self) -> None:
        self._shown = [card for card in self._cards if self._matches(card.client)]
        while self._grid.takeAt(0) is not None:
            pass
        for row in range(self._grid.rowCount()):
            self._grid.setRowStretch(row, 0)
        for column in range(max(self._columns, self._grid.columnCount())):
            self._grid.setColumnStretch(column, 1 if column < self._columns else 0)
        for card in self._cards:
            card.setVisible(card in self._shown)
            card.set_in_list(self._columns == 1)
        for place, card in enumerate(self._shown):
            self._grid.addWidget(card, place // self._columns, place % self._columns)
        self._grid.setRowStretch(len(self._shown), 1)
        taking = [card for card in self._shown if card.focusPolicy() is Qt.FocusPolicy.StrongFocus]
        if self._shown and len(taking) != 1:
            self._take_tab(taking[0] if taking else self._shown[0])

    def _take_tab(self, taking: ClientCard) -> None:
        for card in self._cards:
            is_it = card is taking
            card.setFocusPolicy(Qt.FocusPolicy.StrongFocus if is_it else Qt.FocusPolicy.ClickFocus)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        focused = [card for card in self._shown if card.hasFocus()]
        if not focused:
            super().keyPressEvent(event)
            return
        place = self._shown.index(focused[0])
        last = len(self._shown) - 1
        wanted = {
            Qt.Key.Key_Left: place - 1,
            Qt.Key.Key_Right: place + 1,
            Qt.Key.Key_Up: place - self._columns,
            Qt.Key.Key_Down: place + self._columns,
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: last,
        }.get(Qt.Key(event.key()))
        if wanted is None:
            super().keyPressEvent(event)
        elif 0 <= wanted <= last:
            card = self._shown[wanted]
            self._take_tab(card)
            card.setFocus(Qt.FocusReason.TabFocusReason)
            self.focus_moved.emit(card)
