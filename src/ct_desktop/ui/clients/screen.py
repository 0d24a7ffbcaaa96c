"""The AI clients screen: the cards of all clients, and the recipe of the opened one."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QApplication, QDialog, QHBoxLayout, QMainWindow, QWidget

from ct_desktop.clients.applying import ApplyPlan
from ct_desktop.clients.description import DEFAULT_SCOPE, ClientDescription
from ct_desktop.clients.entry import Wanted
from ct_desktop.clients.recipe import make_recipe
from ct_desktop.core.scopes import Scope
from ct_desktop.ui.clients.apply_dialog import ApplyDialog
from ct_desktop.ui.clients.cards_panel import CardsPanel
from ct_desktop.ui.clients.client_panel import ClientPanel
from ct_desktop.ui.clients.file_work import FileAct, FileAnswer, FileWish
from ct_desktop.ui.clients.standing import Standing, shape_of, truth_of
from ct_desktop.ui.privacy import PRIVACY
from ct_desktop.ui.theme import measures
from ct_desktop.ui.theme.theme import Theme

WIDEST = 2000
"""Pixels that the panels grow to: a recipe stays readable on 4K."""

_CARDS_WIDTH = 532
_CARDS_WIDTH_WIDE = 780


class ClientsScreen(QWidget):
    """Shows the clients that it is given. It reads and writes no file: every wish is a signal."""

    wished = Signal(object)
    """A :class:`FileWish`; what came of it is to be shown with :meth:`show_answer`."""

    def __init__(self, theme: Theme, address: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._address = address
        self._opened: ClientDescription | None = None
        self._scopes: dict[str, Scope] = {}
        self._place_ids: dict[str, str] = {}
        self._standings: dict[str, Standing] = {}
        self._dialog: ApplyDialog | None = None
        self._in_place = False
        self.cards = CardsPanel(theme)
        self.client = ClientPanel(theme)
        self._columns = QWidget()
        self._columns.setMaximumWidth(WIDEST)
        self._row = QHBoxLayout(self._columns)
        self._row.addWidget(self.cards)
        self._row.addWidget(self.client, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        # The stretches take only what the columns' greatest width leaves over.
        row.addStretch()
        row.addWidget(self._columns, 1)
        row.addStretch()
        self.cards.grid.opened.connect(self._open)
        self.client.back_requested.connect(self._go_back)
        self.client.scope_chosen.connect(self._choose_scope)
        self.client.file.wished.connect(self._wish)
        self.client.file.place_chosen.connect(self._choose_place)
        PRIVACY.changed.connect(self.client.file.write_anew)
        find = QShortcut(QKeySequence(QKeySequence.StandardKey.Find), self)
        find.activated.connect(self._find)
        self._choose_form()

    def show_clients(self, clients: Sequence[ClientDescription]) -> None:
        """Show ``clients``; once. Where there is room, the first is open."""
        self.cards.show_clients(clients)
        if not self._in_place and clients:
            self.cards.grid.mark(clients[0])
            self._show(clients[0])

    def show_failure(self, reason: str) -> None:
        """Say why there are no clients to show."""
        self.cards.show_failure(reason)

    def show_answer(self, answer: FileAnswer) -> None:
        """Show what came of a wish."""
        client = answer.wish.client
        standing = self._standing(client).after(answer)
        self._keep(client, standing)
        if standing.result is not None:
            self.cards.grid.show_check(client, shape_of(standing.result), truth_of(standing.result))
        if answer.plan is not None and answer.plan.is_needed and client is self._opened:
            self._ask(answer.plan)

    # The opened client

    def _open(self, client: ClientDescription) -> None:
        self._show(client)
        if self._in_place:
            self._place()
            self.client.back.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show(self, client: ClientDescription) -> None:
        self._opened = client
        self.client.show_recipe(make_recipe(client, self._wanted(client)), self._standing(client))
        if client.file is not None and self._standing(client).place is None:
            self._send(FileAct.FIND, client)
        self._place()

    def _choose_scope(self, scope: Scope) -> None:
        client = self._opened
        if client is not None:
            self._scopes[client.id] = scope
            # What was found was held to the other scope.
            self._standings[client.id] = replace(self._standing(client), result=None, words="")
            self._show(client)

    def _go_back(self) -> None:
        if self._in_place and self._opened is not None:
            self._opened = None
            self._place()
        self.cards.grid.focus_card()

    def _find(self) -> None:
        if self._in_place:
            self._opened = None
            self._place()
        self.cards.focus_filter()

    # Its file

    def _wish(self, act: FileAct, path: Path) -> None:
        client = self._opened
        if client is not None and not self._standing(client).busy:
            self._send(act, client, path)

    def _choose_place(self, place_id: str) -> None:
        client = self._opened
        if client is not None:
            self._place_ids[client.id] = place_id
            self._standings[client.id] = Standing()
            self._send(FileAct.FIND, client)

    def _send(
        self,
        act: FileAct,
        client: ClientDescription,
        path: Path | None = None,
        plan: ApplyPlan | None = None,
    ) -> None:
        self._keep(client, replace(self._standing(client), busy=True))
        place_id = self._place_ids.get(client.id)
        self.wished.emit(FileWish(act, client, self._wanted(client), path, place_id, plan))

    def _ask(self, plan: ApplyPlan) -> None:
        window = self.window()
        if self._dialog is None and isinstance(window, QMainWindow):
            self._dialog = ApplyDialog(self._theme, window, plan)
            self._dialog.finished.connect(self._on_answered)
            self._dialog.open()

    def _on_answered(self, result: int) -> None:
        dialog, self._dialog = self._dialog, None
        if dialog is None:
            return
        dialog.deleteLater()
        if result == QDialog.DialogCode.Accepted:
            plan = dialog.plan
            self._send(FileAct.WRITE, plan.client, plan.path, plan)

    def _wanted(self, client: ClientDescription) -> Wanted:
        return Wanted(self._address, self._scopes.get(client.id, DEFAULT_SCOPE))

    def _standing(self, client: ClientDescription) -> Standing:
        return self._standings.get(client.id, Standing())

    def _keep(self, client: ClientDescription, standing: Standing) -> None:
        self._standings[client.id] = standing
        if client is self._opened:
            self.client.show_standing(standing)

    # Form

    def keyPressEvent(self, event: QKeyEvent) -> None:
        focused = QApplication.focusWidget()
        inside = focused is not None and self.client.isAncestorOf(focused)
        if event.key() == Qt.Key.Key_Escape and inside:
            self._go_back()
            return
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._choose_form()

    def _choose_form(self) -> None:
        width = self.window().width()
        small, wide = width < measures.SMALL_WINDOW_BELOW, width >= measures.WIDE_WINDOW_FROM
        side = measures.WINDOW_PADDING_SMALL if small else measures.WINDOW_PADDING
        self._row.setContentsMargins(side, side, side, side)
        self._row.setSpacing(measures.PANEL_GAP_SMALL if small else measures.PANEL_GAP)
        self._in_place = small
        cards_width = _CARDS_WIDTH_WIDE if wide else _CARDS_WIDTH
        self.cards.setMinimumWidth(0 if small else cards_width)
        self.cards.setMaximumWidth(WIDEST if small else cards_width)
        self.cards.grid.set_columns(1 if small else 3 if wide else 2)
        self._place()

    def _place(self) -> None:
        """Beside the cards, or in their place while a client is opened."""
        opened = self._opened is not None
        self.cards.setVisible(not (self._in_place and opened))
        self.client.setVisible(not self._in_place or opened)
        self.client.set_in_place(self._in_place)
