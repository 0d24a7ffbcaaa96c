"""The panel over the timeline: which day it is, how many faults it had, and every link's lane."""

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from ct_desktop.core.activity import ActivityDay
from ct_desktop.core.moment import Moment
from ct_desktop.ui.activity.day_lanes import day_lanes
from ct_desktop.ui.activity.day_words import FaultSummary, day_title
from ct_desktop.ui.activity.lane_chart import LaneChart
from ct_desktop.ui.activity.legend import Legend
from ct_desktop.ui.controls.buttons import Button, ButtonSize, IconButton
from ct_desktop.ui.controls.panel import Panel
from ct_desktop.ui.controls.text import Text
from ct_desktop.ui.theme.fonts import TextRole
from ct_desktop.ui.theme.icons import IconName
from ct_desktop.ui.theme.measures import BUTTON_HEIGHT_SMALL, ICON_BUTTON, PANEL_PADDING_READING
from ct_desktop.ui.theme.theme import Theme


class DayPanel(Panel):
    """Shows one day after another; which is for others to decide."""

    previous_requested = Signal()
    next_requested = Signal()
    today_requested = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, "Day", padding=PANEL_PADDING_READING, parent=parent)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._faults: FaultSummary | None = None
        self.summary = Text(theme, role=TextRole.LABEL, color="text2")
        self.legend = Legend(theme)
        self.previous = _arrow(theme, IconName.CHEVRON_LEFT, "Previous day", "Alt+Left")
        self.next = _arrow(theme, IconName.CHEVRON_RIGHT, "Next day", "Alt+Right")
        self.today = Button(theme, "Today", size=ButtonSize.SMALL)
        self.previous.clicked.connect(self.previous_requested)
        self.next.clicked.connect(self.next_requested)
        self.today.clicked.connect(self.today_requested)
        self.chart = LaneChart(theme)
        self._arrows = QHBoxLayout()
        self._arrows.setSpacing(4)
        self._arrows.addWidget(self.previous)
        self._arrows.addWidget(self.next)
        self.head.addWidget(self.summary, 1, Qt.AlignmentFlag.AlignVCenter)
        self.head.addWidget(self.legend, 0, Qt.AlignmentFlag.AlignVCenter)
        self.head.addWidget(self.today, 0, Qt.AlignmentFlag.AlignVCenter)
        self.head.addLayout(self._arrows)
        self.body.addWidget(self.chart)
        self.today.hide()
        self.previous.setEnabled(False)
        self.next.setEnabled(False)

    def show_date(self, day: date, today: date) -> None:
        """Say which day it is; one can go back from any, and forward up to today."""
        title = day_title(day, today)
        self.title.setText(title)
        self.setAccessibleName(title)
        self.previous.setEnabled(True)
        if day == today and (self.next.hasFocus() or self.today.hasFocus()):
            # Both go; the keyboard stays with the days.
            self.previous.setFocus(Qt.FocusReason.OtherFocusReason)
        self.next.setEnabled(day < today)
        self.today.setVisible(day != today)
        self._share_head()

    def show_day(self, day: ActivityDay, now: Moment) -> None:
        """Show the lanes and the faults of ``day``."""
        nothing = not day.entries and not day.spans
        self._faults = None if nothing else FaultSummary.of(day.entries)
        self.chart.show_lanes(day_lanes(day.spans))
        self.tick(now)

    def show_nothing(self) -> None:
        """Show no lanes: there are none yet, or none to be had."""
        self._faults = None
        self.chart.show_lanes(None)
        self._summarise("")

    def tick(self, now: Moment) -> None:
        """Let the time of an open fault go on."""
        self._summarise("" if self._faults is None else self._faults.words(now.utc))

    def set_small(self, small: bool) -> None:
        """Use the measures for a small window."""
        self.chart.set_small(small)

    def _summarise(self, words: str) -> None:
        if words != self.summary.text():
            self.summary.setText(words)
            self._share_head()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_head()

    def _share_head(self) -> None:
        """The legend gives way to the words: every lane says its marks itself."""
        words = (self.title, self.summary, self.previous, self.next)
        needed = sum(widget.sizeHint().width() for widget in words)
        if self.today.isVisibleTo(self):
            needed += self.today.sizeHint().width() + self.head.spacing()
        needed += self.legend.sizeHint().width() + 3 * self.head.spacing() + self._arrows.spacing()
        self.legend.setVisible(needed <= self.width() - 2 * PANEL_PADDING_READING - 2)


def _arrow(theme: Theme, icon: IconName, name: str, shortcut: str) -> IconButton:
    button = IconButton(theme, icon, name, size=BUTTON_HEIGHT_SMALL, icon_size=ICON_BUTTON)
    button.setToolTip(f"{name} ({shortcut})")
    return button
