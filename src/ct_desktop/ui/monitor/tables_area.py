"""Where the four tables stand: side by side in panels of their own, or behind tabs."""

from collections.abc import Iterable, Mapping, Sequence
from enum import Enum, auto
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ct_desktop.profiles.tables_view import RowHeight
from ct_desktop.ui.controls import formatting
from ct_desktop.ui.controls.panel import Panel
from ct_desktop.ui.monitor.columns import ColumnSet
from ct_desktop.ui.monitor.filter_bar import FilterBar
from ct_desktop.ui.monitor.group_words import counted
from ct_desktop.ui.monitor.tabbed_panel import TabbedPanel
from ct_desktop.ui.monitor.table_part import TablePart
from ct_desktop.ui.theme.measures import (
    PANEL_PADDING,
    SMALL_WINDOW_BELOW,
    TABLE_ROW_HEIGHT,
    TABLE_ROW_HEIGHT_COMPACT,
    TABLE_ROW_HEIGHT_ROOMY,
    WIDE_WINDOW_FROM,
)
from ct_desktop.ui.theme.theme import Theme

_BORDERS = 2
_TITLE_ROOM = 84
_TWO_ROWS_FROM = 480
"""Height for the tables from which two rows of panels show enough of each."""


class TablesForm(Enum):
    """``SMALL`` and ``TABBED`` have all tables behind tabs, the first with compact rows.

    ``BESIDE`` has orders and fills behind tabs below accounts and positions, ``WIDE`` has four
    panels.
    """

    SMALL = auto()
    TABBED = auto()
    BESIDE = auto()
    WIDE = auto()

    @property
    def has_tabs(self) -> bool:
        """Whether one table hides all others."""
        return self in (TablesForm.SMALL, TablesForm.TABBED)

    @property
    def has_short_headings(self) -> bool:
        """Whether two tables share a window of middling width."""
        return self is TablesForm.BESIDE


_ROW_HEIGHTS = {
    TablesForm.SMALL: TABLE_ROW_HEIGHT_COMPACT,
    TablesForm.TABBED: TABLE_ROW_HEIGHT,
    TablesForm.BESIDE: TABLE_ROW_HEIGHT,
    TablesForm.WIDE: TABLE_ROW_HEIGHT_ROOMY,
}
_CHOSEN_HEIGHTS = {
    RowHeight.COMPACT: TABLE_ROW_HEIGHT_COMPACT,
    RowHeight.NORMAL: TABLE_ROW_HEIGHT,
    RowHeight.ROOMY: TABLE_ROW_HEIGHT_ROOMY,
}
_HEIGHTS = {TablesForm.BESIDE: (12, 5), TablesForm.WIDE: (5, 3)}
"""How the two rows of panels share the height."""
_SETS = {
    TablesForm.SMALL: (ColumnSet.USUAL,),
    TablesForm.TABBED: (ColumnSet.USUAL,),
    TablesForm.BESIDE: (ColumnSet.USUAL, ColumnSet.FEW, ColumnSet.LEAST),
    TablesForm.WIDE: tuple(reversed(ColumnSet)),
}
"""The columns that a form may have; the first that fit are shown."""


class _PanelRow(QWidget):
    """Tables side by side, each in a panel of its own."""

    def __init__(self, theme: Theme, parts: Sequence[TablePart[Any]]) -> None:
        super().__init__()
        self._parts = parts
        self._panels = tuple(Panel(theme, part.name) for part in parts)
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(0, 0, 0, 0)
        for panel in self._panels:
            self.row.addWidget(panel)

    def take(self) -> None:
        """Have the tables here from now on, until another panel takes them."""
        for part, panel in zip(self._parts, self._panels, strict=True):
            panel.head.addWidget(part.tools, 1)
            panel.body.addWidget(part.body, 1)
            part.tools.show()
            part.body.show()

    def share_width(self, needs: Iterable[int]) -> None:
        """Share out the width as the tables need it."""
        for number, need in enumerate(needs):
            self.row.setStretch(number, need)
        # Now, and not with the event loop's next turn: columns are laid out in this one.
        self.row.activate()


class TablesArea(QWidget):
    """Holds accounts, positions, orders and fills and moves them between the arrangements."""

    resized = Signal()
    """There is another size for the tables."""

    def __init__(
        self,
        theme: Theme,
        parts: tuple[TablePart[Any], TablePart[Any], TablePart[Any], TablePart[Any]],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._parts = parts
        self._form = TablesForm.BESIDE
        self._column_set = ColumnSet.USUAL
        self._row_height = RowHeight.AUTOMATIC
        self._decided_on: object = None
        self._above = _PanelRow(theme, parts[:2])
        self._below = _PanelRow(theme, parts[2:])
        self._tabs_below = TabbedPanel(theme, "Orders and fills", parts[2:])
        self._tabbed = TabbedPanel(theme, "Tables", parts)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self.filter_bar = FilterBar(theme)
        self.filter_bar.changed.connect(self._filter_all)
        for part in parts:
            part.view.empty_words.show_all_requested.connect(self.filter_bar.close_bar)
        self._column.addWidget(self.filter_bar)
        for panels in (self._above, self._below, self._tabs_below, self._tabbed):
            self._column.addWidget(panels)
        self._take_form(TablesForm.BESIDE)

    def show_counts(self, counts: Iterable[int | None]) -> None:
        """Write on the tabs how many there are of each; nothing while never read."""
        for part, count in zip(self._parts, counts, strict=True):
            text = "" if count is None else formatting.count(count)
            for tabs in (self._tabs_below, self._tabbed):
                tabs.show_count(part, text)
        self._say_found()

    def set_gap(self, gap: int) -> None:
        """Keep ``gap`` pixels free between the panels."""
        for layout in (self._above.row, self._below.row, self._column):
            layout.setSpacing(gap)

    def set_row_height(self, height: RowHeight) -> None:
        """Have rows of a height, or let the form decide."""
        if height is not self._row_height:
            self._row_height = height
            self._form_parts()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.resized.emit()

    def _filter_all(self, text: str) -> None:
        for part in self._parts:
            part.set_shared_filter(text)
        self._say_found()

    def _say_found(self) -> None:
        if self.filter_bar.isVisible():
            found = (counted(len(p.rows_shown), p.name.lower()[:-1]) for p in self._parts)
            self.filter_bar.show_found(" · ".join(found))

    def choose_form(self, window_width: int, width: int, height: int) -> None:
        """Take the form for a window of ``window_width`` with ``width`` and ``height`` for it.

        The tables stand side by side where no cell has to be cut for it.
        """
        room = width - self._above.row.spacing()
        has_height = height >= _TWO_ROWS_FROM
        needs = {
            form: {columns: self._needs(columns, form) for columns in _SETS[form]}
            for form in TablesForm
        }
        wanted = (window_width, room, has_height, needs)
        if wanted == self._decided_on:
            return
        self._decided_on = wanted
        form, columns = _form_for(window_width, room, needs, has_height=has_height)
        need = needs[form][columns]
        self._above.share_width(need[:2])
        # Below as above, so that the panels' edges meet, unless a table needs more than that.
        share = room * need[0] / sum(need[:2])
        fits = need[2] <= share and need[3] <= room - share
        self._below.share_width(need[:2] if fits else need[2:])
        if columns is not self._column_set:
            self._column_set = columns
            self._form_parts()
        if form is not self._form:
            self._take_form(form)

    def _needs(self, columns: ColumnSet, form: TablesForm) -> tuple[int, ...]:
        short = form.has_short_headings
        return tuple(
            _BORDERS
            + max(
                part.view.needed_width(columns, short_headings=short),
                part.tools.needed_width() + _TITLE_ROOM + 2 * PANEL_PADDING,
            )
            for part in self._parts
        )

    def _take_form(self, form: TablesForm) -> None:
        self._form = form
        focused = self.focusWidget()
        is_wide = form is TablesForm.WIDE
        places: dict[_PanelRow | TabbedPanel, bool] = {
            self._tabbed: form.has_tabs,
            self._above: not form.has_tabs,
            self._tabs_below: form is TablesForm.BESIDE,
            self._below: is_wide,
        }
        for place, is_used in places.items():
            if is_used:
                place.take()
        self._form_parts()
        above, below = _HEIGHTS.get(form, (1, 1))
        for place, is_used in places.items():
            self._column.setStretchFactor(place, above if place is self._above else below)
            place.setVisible(is_used)
        if focused is not None:
            focused.setFocus()

    def _form_parts(self) -> None:
        form = self._form
        for part in self._parts:
            part.set_form(
                row_height=_CHOSEN_HEIGHTS.get(self._row_height, _ROW_HEIGHTS[form]),
                columns=self._column_set,
                short_headings=form.has_short_headings,
            )


def _form_for(
    window_width: int,
    room: int,
    needs: Mapping[TablesForm, Mapping[ColumnSet, Sequence[int]]],
    *,
    has_height: bool,
) -> tuple[TablesForm, ColumnSet]:
    """The form for a window, and the columns that fit in it.

    ``needs`` are the widths that the tables need by form and columns, most columns first.
    """
    if window_width < SMALL_WINDOW_BELOW:
        return TablesForm.SMALL, ColumnSet.USUAL
    if has_height and window_width >= WIDE_WINDOW_FROM:
        for columns, need in needs[TablesForm.WIDE].items():
            if max(sum(need[:2]), sum(need[2:])) <= room:
                return TablesForm.WIDE, columns
    if has_height:
        for columns, need in needs[TablesForm.BESIDE].items():
            if sum(need[:2]) <= room:
                return TablesForm.BESIDE, columns
    return TablesForm.TABBED, ColumnSet.USUAL
