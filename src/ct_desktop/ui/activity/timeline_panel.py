"""The panel of the timeline: segments, filter, list, and what it says while it has no row."""

from collections.abc import Sequence
from enum import StrEnum

from PySide6.QtCore import QModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from ct_desktop.core.activity import ActivityEntry, ActivityKind
from ct_desktop.core.moment import Moment
from ct_desktop.ui.activity.timeline_filter import Choice, SearchTexts, TimelineFilter, choices
from ct_desktop.ui.activity.timeline_model import TimelineModel
from ct_desktop.ui.activity.timeline_view import TimelineView
from ct_desktop.ui.controls.announce import announce
from ct_desktop.ui.controls.filter_box import FilterBox
from ct_desktop.ui.controls.panel import Panel
from ct_desktop.ui.controls.segments import Segments
from ct_desktop.ui.theme.measures import PANEL_PADDING_READING, RADIUS_PANEL
from ct_desktop.ui.theme.theme import Theme

READING_AFTER_MILLISECONDS = 300
"""A day that comes sooner is shown without a word of waiting."""

_FILTER_WIDEST, _FILTER_NARROWEST = 160, 110

_NONE_OF_CHOICE = {
    Choice.FAULTS: "No faults on this day",
    Choice.CONNECTION: "Nothing about the connection on this day",
    Choice.TRADING: "No trading on this day",
}


class _Content(StrEnum):
    """What there is to show."""

    READING = "reading"
    FAILED = "failed"
    DAY = "day"


class TimelinePanel(Panel):
    """Shows one day's entries after another; the choice survives what is added to a day."""

    entry_chosen = Signal()
    """Another entry is chosen, or none, or the chosen one has changed."""
    entry_opened = Signal()
    """The trader wants the chosen entry's detail."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, "Timeline", padding=PANEL_PADDING_READING, parent=parent)
        self._day: tuple[ActivityEntry, ...] = ()
        self._now: Moment | None = None
        self._content = _Content.READING
        self._failure = ""
        self._is_today = True
        self._filter = TimelineFilter()
        self._search_texts = SearchTexts()
        self.model = TimelineModel()
        self.view = TimelineView(theme, self.model)
        self.model.setParent(self.view)
        self.segments = Segments(theme, "Show")
        self.segments.set_choices(choices(()))
        self.filter_box = FilterBox(theme, "Filter")
        self.head.addWidget(self.segments, 0, Qt.AlignmentFlag.AlignVCenter)
        self.head.addStretch(1)
        self.head.addWidget(self.filter_box, 0, Qt.AlignmentFlag.AlignVCenter)
        self.body.setContentsMargins(0, 0, 0, RADIUS_PANEL)
        self.body.addWidget(self.view, 1)
        self._say_reading = QTimer(self, singleShot=True, interval=READING_AFTER_MILLISECONDS)
        self._say_reading.timeout.connect(self._say_why_empty)
        self._say_reading.start()
        self.segments.chosen.connect(self._apply_filter)
        self.filter_box.textChanged.connect(self._apply_filter)
        self.view.entry_chosen.connect(self.entry_chosen)
        self.view.entry_opened.connect(self.entry_opened)
        self.view.empty_words.show_all_requested.connect(self.show_all)

    @property
    def chosen(self) -> ActivityEntry | None:
        """The entry that is chosen, if it is shown."""
        row = self.view.currentIndex().row()
        return self.model.entries[row] if 0 <= row < len(self.model.entries) else None

    def show_day(self, entries: tuple[ActivityEntry, ...], now: Moment, *, is_today: bool) -> None:
        """Show ``entries``, newest first; one is chosen at first, so that the detail shows some."""
        first = self._content is not _Content.DAY
        self._content, self._day, self._is_today = _Content.DAY, entries, is_today
        self.segments.set_choices(choices(entries))
        self._share_head()
        self._show(now)
        if first and self.chosen is None:
            self._choose_worth_reading()

    def show_reading(self) -> None:
        """Show that another day is being read, if that takes a while."""
        self._content = _Content.READING
        # First: while it runs, nothing is said of the reading.
        self._say_reading.start()
        self._clear()

    def show_failure(self, reason: str) -> None:
        """Show why there is no history."""
        if (self._content, self._failure) == (_Content.FAILED, reason):
            return
        self._content, self._failure = _Content.FAILED, reason
        self._clear()
        announce(self, reason)

    def tick(self, now: Moment) -> None:
        """Let what is still open go on."""
        self._now = now
        self.model.tick(now)

    def show_all(self) -> None:
        """Undo segment and filter."""
        self.segments.choose(Choice.EVERYTHING)
        self.filter_box.clear()
        self._apply_filter()
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _clear(self) -> None:
        self._day = ()
        self._search_texts.clear()
        self.segments.set_choices(choices(()))
        self._share_head()
        if self._now is not None:
            self.model.show_entries((), self._now)
        self.entry_chosen.emit()
        self._say_why_empty()

    def _apply_filter(self) -> None:
        words = tuple(self.filter_box.text().casefold().split())
        self._filter = TimelineFilter(Choice(self.segments.choice or Choice.EVERYTHING), words)
        if self._now is not None:
            self._show(self._now)

    def _show(self, now: Moment) -> None:
        self._now = now
        chosen = self.chosen
        anchor = self.view.anchor()
        self.model.show_entries(self._filter.shown(self._day, self._search_texts), now)
        self._keep_choice(chosen)
        self.view.hold(anchor)
        self._say_why_empty()
        self.entry_chosen.emit()

    def _keep_choice(self, chosen: ActivityEntry | None) -> None:
        """Choose ``chosen`` still; Qt goes to a neighbour when a row goes."""
        row = None if chosen is None else self.model.row_of(chosen.id)
        if row is None:
            self.view.setCurrentIndex(QModelIndex())
            self.view.clearSelection()
        elif row != self.view.currentIndex().row():
            self.view.setCurrentIndex(self.model.index(row))

    def _choose_worth_reading(self) -> None:
        """The newest fault, else the newest entry."""
        entries: Sequence[ActivityEntry] = self.model.entries
        if entries:
            faults = (i for i, each in enumerate(entries) if each.kind is ActivityKind.FAULT)
            self.view.setCurrentIndex(self.model.index(next(faults, 0)))
            self.view.scrollToTop()

    def _say_why_empty(self) -> None:
        say = self.view.empty_words.show_words
        if self._content is _Content.READING:
            waited = not self._say_reading.isActive()
            say("Reading what happened" if waited else "")
        elif self._content is _Content.FAILED:
            say("The history is not available", self._failure)
        elif self.model.rowCount():
            say("")
        elif self._day and self._filter.words:
            say("Nothing matches the filter", filtered=True)
        elif self._day:
            say(_NONE_OF_CHOICE[self._filter.choice], filtered=True)
        elif self._is_today:
            detail = "What your connection, your sign-in and your positions do is noted here."
            say("No activity yet", detail)
        else:
            say("Nothing on this day", "The app did not run, or nothing happened.")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_head()

    def _share_head(self) -> None:
        """The filter box gives way first, then the title, which the segments make plain."""
        room = self.width() - 2 * PANEL_PADDING_READING - 2
        gaps = 3 * self.head.spacing()
        title = self.title.sizeHint().width()
        left = room - gaps - self.segments.sizeHint().width()
        self.title.setVisible(left - title >= _FILTER_NARROWEST)
        left -= title if self.title.isVisibleTo(self) else 0
        self.filter_box.setFixedWidth(max(_FILTER_NARROWEST, min(_FILTER_WIDEST, left)))
