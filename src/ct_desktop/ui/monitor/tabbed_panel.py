"""Several tables in one panel: a tab for each, and the tools of the one that is shown."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtWidgets import QStackedWidget

from ct_desktop.ui.controls.panel import Panel
from ct_desktop.ui.monitor.table_part import TablePart
from ct_desktop.ui.monitor.tabs import Tabs
from ct_desktop.ui.theme.measures import PANEL_PADDING, TABS_HEIGHT
from ct_desktop.ui.theme.theme import Theme


class TabbedPanel(Panel):
    """``parts`` have their tabs here from the start; the tables come with :meth:`take`."""

    def __init__(self, theme: Theme, name: str, parts: Sequence[TablePart[Any]]) -> None:
        super().__init__(theme, name, head_height=TABS_HEIGHT)
        self._parts = parts
        self._tabs = Tabs(theme, name)
        self._tools = QStackedWidget()
        self._bodies = QStackedWidget()
        self.title.hide()
        self.head.setContentsMargins(8, 0, PANEL_PADDING, 0)
        self.head.addWidget(self._tabs)
        self.head.addWidget(self._tools, 1)
        self.body.addWidget(self._bodies, 1)
        for part in parts:
            self._tabs.addTab(part.name)
        self._tabs.currentChanged.connect(self._show_current)

    def take(self) -> None:
        """Have the tables here from now on, until another panel takes them."""
        for part in self._parts:
            self._tools.addWidget(part.tools)
            self._bodies.addWidget(part.body)
        self._show_current()

    def show_count(self, part: TablePart[Any], count: str) -> None:
        """Write on a table's tab how many there are."""
        if part in self._parts:
            self._tabs.set_count(self._parts.index(part), count)

    def _show_current(self) -> None:
        current = self._tabs.currentIndex()
        for stack in (self._tools, self._bodies):
            stack.setCurrentIndex(current)
