"""The opened client: its recipe, its file, and what there is to know of it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ct_desktop.clients.recipe import Recipe
from ct_desktop.core.scopes import Scope
from ct_desktop.core.wording import SCOPE_TITLES
from ct_desktop.core.wording_clients_screen import (
    ASKS_FOR,
    BACK_TO_CLIENTS,
    FILE_STAYS_HERE,
    OWN_SIGN_IN,
    SCOPE_TO_ASK_FOR,
)
from ct_desktop.ui.clients.facts_view import FactsView
from ct_desktop.ui.clients.file_panel import FilePanel
from ct_desktop.ui.clients.foot import Foot
from ct_desktop.ui.clients.reading_column import ReadingColumn
from ct_desktop.ui.clients.standing import Standing
from ct_desktop.ui.clients.steps_view import StepsView
from ct_desktop.ui.controls.buttons import IconButton
from ct_desktop.ui.controls.copy_button import CopyButton
from ct_desktop.ui.controls.panel import Line, Surface
from ct_desktop.ui.controls.segments import Segments
from ct_desktop.ui.controls.text import Text
from ct_desktop.ui.theme.fonts import TextRole
from ct_desktop.ui.theme.icons import IconName
from ct_desktop.ui.theme.measures import PANEL_PADDING_READING
from ct_desktop.ui.theme.theme import Theme

_SIDE = PANEL_PADDING_READING


class ClientPanel(Surface):
    """Shows one recipe after another; empty until the first."""

    back_requested = Signal()
    scope_chosen = Signal(Scope)

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._theme = theme
        self._recipe: Recipe | None = None
        self._parts: list[QWidget] = []
        self.name = Text(theme, role=TextRole.SECTION_TITLE)
        self.about = Text(theme, role=TextRole.LABEL, color="text2")
        self.back = IconButton(theme, IconName.ARROW_LEFT, BACK_TO_CLIENTS)
        self.back.setToolTip(f"{BACK_TO_CLIENTS} (Esc)")
        self.back.clicked.connect(self.back_requested)
        self.back.hide()
        self.scope = Segments(theme, SCOPE_TO_ASK_FOR)
        self.scope.set_choices(tuple((scope.value, SCOPE_TITLES[scope]) for scope in Scope))
        self.scope.chosen.connect(lambda value: self.scope_chosen.emit(Scope(value)))
        self.file = FilePanel(theme)
        self._lines = (Line(theme), Line(theme))
        self._steps_place, self._facts_place = _place(), _place()
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._steps_place)
        column.addWidget(self._lines[0])
        column.addWidget(self.file)
        column.addWidget(self._lines[1])
        column.addLayout(self._facts_place)
        column.addStretch(1)
        self.reading = ReadingColumn(theme, page, "Steps")
        self.foot = Foot(theme, OWN_SIGN_IN, _SIDE)
        self._head = self._build_head()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(1, 1, 1, 1)
        whole.setSpacing(0)
        whole.addWidget(self._head)
        whole.addWidget(Line(theme))
        whole.addWidget(self.reading, 1)
        whole.addWidget(Line(theme))
        whole.addWidget(self.foot)
        for part in (self._head, self.reading, self.foot):
            part.hide()

    def _build_head(self) -> QWidget:
        head = QWidget()
        head.setFixedHeight(64)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addStretch(1)
        words.addWidget(self.name)
        words.addWidget(self.about)
        words.addStretch(1)
        row = QHBoxLayout(head)
        row.setContentsMargins(_SIDE, 0, _SIDE, 0)
        row.setSpacing(12)
        middle = Qt.AlignmentFlag.AlignVCenter
        row.addWidget(self.back, 0, middle)
        row.addLayout(words, 1)
        row.addWidget(Text(self._theme, ASKS_FOR, TextRole.LABEL, "text2"), 0, middle)
        row.addWidget(self.scope, 0, middle)
        return head

    def show_recipe(self, recipe: Recipe, standing: Standing) -> None:
        """Show ``recipe``; from its beginning where it is another client's than before."""
        before, self._recipe = self._recipe, recipe
        client = recipe.client
        least = f" {client.least_version} or later" if client.least_version else ""
        self.name.setText(f"{client.name}{least}")
        self.about.setText(client.summary)
        self.setAccessibleName(client.name)
        self.reading.setAccessibleName(client.name)
        self.scope.choose(recipe.scope.value)
        for part in self._parts:
            part.hide()
            part.deleteLater()
        steps, facts = StepsView(self._theme, recipe), FactsView(self._theme, recipe)
        self._parts = [steps, facts]
        self._steps_place.insertWidget(0, steps, 1)
        self._facts_place.insertWidget(0, facts, 1)
        self._order_keyboard(steps, facts)
        has_file = client.file is not None
        self.file.setVisible(has_file)
        self._lines[1].setVisible(has_file)
        self.show_standing(standing)
        self.foot.show_words(FILE_STAYS_HERE if has_file else OWN_SIGN_IN)
        for part in (self._head, self.reading, self.foot):
            part.show()
        if before is None or before.client is not client:
            self.reading.verticalScrollBar().setValue(0)

    def _order_keyboard(self, steps: StepsView, facts: FactsView) -> None:
        """Have Tab go through the page from above: what is made later would come last."""
        before: QWidget = self.reading
        for control in (
            *steps.findChildren(CopyButton),
            *self.file.controls,
            *facts.findChildren(CopyButton),
        ):
            self.setTabOrder(before, control)
            before = control

    def show_standing(self, standing: Standing) -> None:
        """Show how the opened client's file stands."""
        if self._recipe is not None and self._recipe.client.file is not None:
            self.file.show_client(self._recipe.client, standing)

    def set_in_place(self, in_place: bool) -> None:
        """Whether the panel stands in the cards' place, and needs a way back."""
        self.back.setVisible(in_place)


def _place() -> QHBoxLayout:
    """Where a part of the page goes, at the left where it does not grow as wide as the page."""
    place = QHBoxLayout()
    place.setContentsMargins(_SIDE, 16, _SIDE, 16)
    place.addStretch()
    return place
