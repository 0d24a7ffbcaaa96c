"""The Activity screen: the shape of a day, its story, and the evidence of the chosen entry."""

from collections.abc import Iterable
from datetime import date, timedelta

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from ct_desktop.core.activity import ActivityDay
from ct_desktop.core.masked_activity import masked_entry
from ct_desktop.core.moment import Moment
from ct_desktop.ui.activity.day_panel import DayPanel
from ct_desktop.ui.activity.detail_panel import DetailPanel
from ct_desktop.ui.activity.timeline_panel import TimelinePanel
from ct_desktop.ui.controls.notice import Notice
from ct_desktop.ui.privacy import PRIVACY
from ct_desktop.ui.shell.shortcuts import DAY_AFTER_KEYS, DAY_BEFORE_KEYS
from ct_desktop.ui.theme import measures
from ct_desktop.ui.theme.theme import Theme

WIDEST = 2800
"""Pixels that the panels grow to: rows to read stay short on 4K."""

_DAY = timedelta(days=1)


class ActivityScreen(QWidget):
    """Shows one day after another. It reads nothing: which day is wanted goes out as a signal.

    The day is today, which goes on at midnight, until the trader goes to another.
    """

    day_chosen = Signal(object)
    """The :class:`datetime.date`, in local time, that is to be shown now."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._day: date | None = None
        self._today: date | None = None
        self._detail_in_place = False
        self._detail_opened = False
        self._notice_text = ""
        self.notice = Notice(theme)
        self.day_panel = DayPanel(theme)
        self.timeline = TimelinePanel(theme)
        self.detail = DetailPanel(theme)
        self._lower = QHBoxLayout()
        self._lower.addWidget(self.timeline, 2)
        self._lower.addWidget(self.detail, 1)
        self._columns = QWidget()
        self._columns.setMaximumWidth(WIDEST)
        self._column = QVBoxLayout(self._columns)
        self._column.addWidget(self.notice)
        self._column.addWidget(self.day_panel)
        self._column.addLayout(self._lower, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        # The stretches take only what the columns' greatest width leaves over.
        row.addStretch()
        row.addWidget(self._columns, 1)
        row.addStretch()
        self._now: Moment | None = None
        self._account_names: frozenset[str] = frozenset()
        self._shown: ActivityDay | None = None
        PRIVACY.changed.connect(self._on_privacy)
        self._connect_signals()
        self._choose_form()

    def _connect_signals(self) -> None:
        self.day_panel.previous_requested.connect(lambda: self._go(-1))
        self.day_panel.next_requested.connect(lambda: self._go(1))
        self.day_panel.today_requested.connect(self._go_to_today)
        self.timeline.entry_chosen.connect(self._show_detail)
        self.timeline.entry_opened.connect(self._open_detail)
        self.detail.back_requested.connect(self._close_detail)
        for keys, act in (
            (QKeySequence(QKeySequence.StandardKey.Find), self._find),
            (QKeySequence(DAY_BEFORE_KEYS), lambda: self._go(-1)),
            (QKeySequence(DAY_AFTER_KEYS), lambda: self._go(1)),
        ):
            QShortcut(keys, self).activated.connect(act)

    def shown_day(self, now: Moment) -> date:
        """The day that is wanted at ``now``, in local time."""
        return self._day or now.utc.astimezone().date()

    def set_account_names(self, names: Iterable[str]) -> None:
        """Say which names of accounts to mask in what is copied, and in privacy mode in all."""
        self._account_names = frozenset(names)
        self.detail.set_account_names(self._account_names)

    def show_day(self, day: ActivityDay, now: Moment, *, of: date | None = None) -> None:
        """Show ``day`` as it is at ``now``; choice and scroll position stay where they can.

        With ``of``, the day that it is, an answer that comes too late changes nothing.
        """
        if of is not None and of != self.shown_day(now):
            return
        self._now = now
        if self._day_has_ended(now):
            # What is shown next is asked for anew; this was yesterday's.
            return
        self._shown = day
        self.day_panel.show_day(day, now)
        entries = tuple(
            masked_entry(entry, PRIVACY.level, self._account_names) for entry in day.entries
        )
        self.timeline.show_day(entries, now, is_today=self.shown_day(now) == self._today)

    def _on_privacy(self) -> None:
        if self._shown is not None and self._now is not None:
            self.show_day(self._shown, self._now)

    def show_loading(self) -> None:
        """Show that a day is being read; words come if it takes a while."""
        self._shown = None
        self.day_panel.show_nothing()
        self.timeline.show_reading()

    def show_failure(self, reason: str) -> None:
        """Show that there is no history to be had, and why."""
        self._shown = None
        self.day_panel.show_nothing()
        self.timeline.show_failure(reason)

    def show_notice(self, text: str) -> None:
        """Warn over the day, which stays, that nothing new is kept, or the like; empty for none."""
        if text != self._notice_text:
            self._notice_text = text
            self.notice.show_text(text, warning=True)

    def tick(self, now: Moment) -> None:
        """Let what is still open go on, and the day itself; call it every second."""
        self._now = now
        self._day_has_ended(now)
        self.day_panel.tick(now)
        self.timeline.tick(now)
        self.detail.tick(now)

    # Days

    def _day_has_ended(self, now: Moment) -> bool:
        """Whether today was shown and is over; the new day is shown then."""
        today = now.utc.astimezone().date()
        before, self._today = self._today, today
        if today == before:
            return False
        self.day_panel.show_date(self.shown_day(now), today)
        ended = before is not None and self._day is None
        if ended:
            self._announce_day()
        return ended

    def _go(self, days: int) -> None:
        if self._today is None:
            return
        wanted = (self._day or self._today) + days * _DAY
        if wanted <= self._today:
            self._day = None if wanted == self._today else wanted
            self.day_panel.show_date(wanted, self._today)
            self._announce_day()

    def _go_to_today(self) -> None:
        if self._today is not None and self._day is not None:
            self._day = None
            self.day_panel.show_date(self._today, self._today)
            self._announce_day()

    def _announce_day(self) -> None:
        self._close_detail()
        self.show_loading()
        self.day_chosen.emit(self._day or self._today)

    # The detail

    def _show_detail(self) -> None:
        entry = self.timeline.chosen
        if entry is None or self._now is None:
            self.detail.show_none(hint=bool(self.timeline.model.entries))
            self._close_detail()
        else:
            self.detail.show_entry(entry, self._now)

    def _open_detail(self) -> None:
        if self._detail_in_place and self.timeline.chosen is not None:
            self._detail_opened = True
            self._place_detail()
            self.detail.back.setFocus(Qt.FocusReason.OtherFocusReason)

    def _close_detail(self) -> None:
        if self._detail_opened:
            focused = QApplication.focusWidget()
            self._detail_opened = False
            self._place_detail()
            if focused is not None and self.detail.isAncestorOf(focused):
                self.timeline.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _find(self) -> None:
        self._close_detail()
        self.timeline.filter_box.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.timeline.filter_box.selectAll()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._detail_opened:
            self._close_detail()
            return
        super().keyPressEvent(event)

    # Form

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._choose_form()

    def _choose_form(self) -> None:
        small = self.window().width() < measures.SMALL_WINDOW_BELOW
        side = measures.WINDOW_PADDING_SMALL if small else measures.WINDOW_PADDING
        gap = measures.PANEL_GAP_SMALL if small else measures.PANEL_GAP
        self._column.setContentsMargins(side, side, side, side)
        self._column.setSpacing(gap)
        self._lower.setSpacing(gap)
        self.day_panel.set_small(small)
        if small is not self._detail_in_place:
            self._detail_in_place = small
            self._detail_opened = False
        self._place_detail()

    def _place_detail(self) -> None:
        """Beside the timeline, or in its place while it is opened."""
        in_place, opened = self._detail_in_place, self._detail_opened
        self.timeline.setVisible(not (in_place and opened))
        self.detail.setVisible(not in_place or opened)
        self.detail.set_in_place(in_place)
