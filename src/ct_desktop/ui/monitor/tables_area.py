"""Where the two tables stand: side by side in their panels, or behind tabs in one."""

from enum import Enum, auto
from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from ct_desktop.ui.controls import formatting
from ct_desktop.ui.controls.panel import Panel
from ct_desktop.ui.monitor.table_part import TablePart
from ct_desktop.ui.monitor.tabs import Tabs
from ct_desktop.ui.theme.measures import (
    PANEL_PADDING,
    SMALL_WINDOW_BELOW,
    TABLE_ROW_HEIGHT,
    TABLE_ROW_HEIGHT_COMPACT,
    TABLE_ROW_HEIGHT_ROOMY,
    TABS_HEIGHT,
    WIDE_WINDOW_FROM,
)
from ct_desktop.ui.theme.theme import Theme

_BORDERS = 2
_TITLE_ROOM = 84


class TablesForm(Enum):
    """``SMALL`` and ``TABBED`` have tabs, the first with compact rows."""

    SMALL = auto()
    TABBED = auto()
    BESIDE = auto()
    WIDE = auto()

    @property
    def has_tabs(self) -> bool:
        """Whether one table hides the other."""
        return self in (TablesForm.SMALL, TablesForm.TABBED)


_ROW_HEIGHTS = {
    TablesForm.SMALL: TABLE_ROW_HEIGHT_COMPACT,
    TablesForm.TABBED: TABLE_ROW_HEIGHT,
    TablesForm.BESIDE: TABLE_ROW_HEIGHT,
    TablesForm.WIDE: TABLE_ROW_HEIGHT_ROOMY,
}


class TablesArea(QWidget):
    """Holds both tables and moves them between the two arrangements."""

    def __init__(
        self,
        theme: Theme,
        accounts: TablePart[Any],
        positions: TablePart[Any],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._parts = (accounts, positions)
        self._form: TablesForm | None = None
        self._decided_on: object = None
        self._panels = tuple(Panel(theme, part.name) for part in self._parts)
        self._beside = QWidget()
        self._row = QHBoxLayout(self._beside)
        self._row.setContentsMargins(0, 0, 0, 0)
        for panel in self._panels:
            self._row.addWidget(panel)
        self._tabs = Tabs(theme, "Tables")
        self._tool_stack = QStackedWidget()
        self._body_stack = QStackedWidget()
        self._tabbed = Panel(theme, "Tables", head_height=TABS_HEIGHT)
        self._tabbed.title.hide()
        self._tabbed.head.setContentsMargins(8, 0, PANEL_PADDING, 0)
        self._tabbed.head.addWidget(self._tabs)
        self._tabbed.head.addWidget(self._tool_stack, 1)
        self._tabbed.body.addWidget(self._body_stack, 1)
        for part in self._parts:
            self._tabs.addTab(part.name)
        self._tabs.currentChanged.connect(self._tool_stack.setCurrentIndex)
        self._tabs.currentChanged.connect(self._body_stack.setCurrentIndex)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._beside)
        column.addWidget(self._tabbed)
        self._take_form(TablesForm.BESIDE)

    def show_counts(self, accounts: int | None, positions: int | None) -> None:
        """Write on the tabs how many there are; nothing while never read."""
        for tab, count in enumerate((accounts, positions)):
            self._tabs.set_count(tab, "" if count is None else formatting.count(count))

    def set_gap(self, gap: int) -> None:
        """Keep ``gap`` pixels free between the panels."""
        self._row.setSpacing(gap)

    def choose_form(self, window_width: int, width: int) -> None:
        """Take the form for a window of ``window_width`` with ``width`` for the tables.

        The tables stand side by side where no cell has to be cut for it.
        """
        wanted = (
            window_width,
            width - self._row.spacing(),
            self._needs(wide=False),
            self._needs(wide=True),
        )
        if wanted == self._decided_on:
            return
        self._decided_on = wanted
        form = self._form_for(window_width, width - self._row.spacing())
        self._share_width(form)
        if form is not self._form:
            self._take_form(form)

    def _form_for(self, window_width: int, room: int) -> TablesForm:
        if window_width < SMALL_WINDOW_BELOW:
            return TablesForm.SMALL
        if window_width >= WIDE_WINDOW_FROM and sum(self._needs(wide=True)) <= room:
            return TablesForm.WIDE
        return TablesForm.BESIDE if sum(self._needs(wide=False)) <= room else TablesForm.TABBED

    def _needs(self, *, wide: bool) -> tuple[int, ...]:
        return tuple(
            _BORDERS
            + max(
                part.view.needed_width(wide=wide),
                part.tools.needed_width() + _TITLE_ROOM + 2 * PANEL_PADDING,
            )
            for part in self._parts
        )

    def _share_width(self, form: TablesForm) -> None:
        for number, need in enumerate(self._needs(wide=form is TablesForm.WIDE)):
            self._row.setStretch(number, need)

    def _take_form(self, form: TablesForm) -> None:
        self._form = form
        focused = self.focusWidget()
        for part, panel in zip(self._parts, self._panels, strict=True):
            if form.has_tabs:
                self._tool_stack.addWidget(part.tools)
                self._body_stack.addWidget(part.body)
            else:
                panel.head.addWidget(part.tools, 1)
                panel.body.addWidget(part.body, 1)
                part.tools.show()
                part.body.show()
            part.set_form(
                row_height=_ROW_HEIGHTS[form],
                wide=form is TablesForm.WIDE,
                short_headings=form is TablesForm.BESIDE,
            )
        self._tabbed.setVisible(form.has_tabs)
        self._beside.setVisible(not form.has_tabs)
        for stack in (self._tool_stack, self._body_stack):
            stack.setCurrentIndex(self._tabs.currentIndex())
        if focused is not None:
            focused.setFocus()
