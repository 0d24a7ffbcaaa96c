"""One lane per link over one axis of time."""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from ct_desktop.core.links import LinkName
from ct_desktop.ui.activity.day_lanes import DayLanes
from ct_desktop.ui.activity.lane_row import HEIGHT, HEIGHT_SMALL, LaneRow
from ct_desktop.ui.activity.time_axis import TimeAxis
from ct_desktop.ui.theme.measures import PANEL_PADDING_READING
from ct_desktop.ui.theme.theme import Theme


class LaneChart(QWidget):
    """Tab stops at one lane; up and down go to the others."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Links over the day")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._rows = {link: LaneRow(theme, link) for link in LinkName}
        self._axis = TimeAxis(theme)
        self._column = QVBoxLayout(self)
        self._column.setSpacing(0)
        for link, row in self._rows.items():
            row.move_requested.connect(partial(self._move_focus, link))
            self._column.addWidget(row)
        self._column.addWidget(self._axis)
        self._take_tab_at(LinkName.NETWORK)
        self.set_small(False)

    def row(self, link: LinkName) -> LaneRow:
        """The lane of one link."""
        return self._rows[link]

    def show_lanes(self, lanes: DayLanes | None) -> None:
        """Show ``lanes``, or that nothing is known."""
        for row in self._rows.values():
            row.show_lane(lanes)
        self._axis.show_lanes(lanes)

    def set_small(self, small: bool) -> None:
        """Use the measures for a small window."""
        for row in self._rows.values():
            row.setFixedHeight(HEIGHT_SMALL if small else HEIGHT)
        side, above, below = PANEL_PADDING_READING, 12, 8
        if small:
            above, below = 6, 2
        self._column.setContentsMargins(side, above, side, below)

    def _move_focus(self, link: LinkName, step: int) -> None:
        links = list(LinkName)
        place = links.index(link) + step
        if 0 <= place < len(links):
            self._take_tab_at(links[place])
            self._rows[links[place]].setFocus(Qt.FocusReason.OtherFocusReason)

    def _take_tab_at(self, link: LinkName) -> None:
        for other, row in self._rows.items():
            row.setFocusPolicy(
                Qt.FocusPolicy.StrongFocus if other is link else Qt.FocusPolicy.NoFocus
            )
