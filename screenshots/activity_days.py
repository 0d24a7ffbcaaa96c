"""The Activity screen's states, each by the name of its picture, brought about as a trader would.

A day with faults would have to be lived through, and a history that is long, damaged or empty
would have to be made.
"""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from ct_desktop.core.activity import ActivityDay
from ct_desktop.core.wording_activity import HISTORY_DISK_FULL
from ct_desktop.ui.activity.screen import ActivityScreen
from support.activity_samples import (
    ADDON_OFFLINE,
    EMPTY_DAY,
    MOCK_UP_DAY,
    NOW,
    day_in_other_scripts,
    long_day,
)


def _show(
    screen: ActivityScreen,
    day: ActivityDay,
    *,
    chosen: int | None = None,
    opened: bool = False,
    filter_words: str = "",
) -> None:
    """Show ``day`` with the entry of id ``chosen``; ``opened`` where it opens in place."""
    screen.timeline.show_all()
    screen.show_day(day, NOW)
    view, model = screen.timeline.view, screen.timeline.model
    row = None if chosen is None else model.row_of(chosen)
    if row is not None:
        view.setCurrentIndex(model.index(row))
    if opened:
        QTest.keyClick(view, Qt.Key.Key_Return)
    screen.timeline.filter_box.setText(filter_words)


def _show_past(screen: ActivityScreen) -> None:
    """Yesterday, on which the app did not run."""
    screen.day_panel.today_requested.emit()
    screen.day_panel.previous_requested.emit()
    screen.show_day(EMPTY_DAY, NOW)


STATES: dict[str, Callable[[ActivityScreen], None]] = {
    "activity-day": partial(_show, day=MOCK_UP_DAY, chosen=ADDON_OFFLINE.id),
    "activity-detail": partial(_show, day=MOCK_UP_DAY, chosen=ADDON_OFFLINE.id, opened=True),
    "activity-many-entries": partial(_show, day=long_day(5000)),
    "activity-other-scripts": partial(_show, day=day_in_other_scripts()),
    "activity-nothing-matches": partial(_show, day=MOCK_UP_DAY, filter_words="zebra"),
    "activity-empty": partial(_show, day=EMPTY_DAY),
    "activity-reading": ActivityScreen.show_loading,
    "activity-not-available": partial(ActivityScreen.show_failure, reason=HISTORY_DISK_FULL),
    "activity-past-day": _show_past,
}
"""What brings the screen into each state. It can be done again, at another size."""
