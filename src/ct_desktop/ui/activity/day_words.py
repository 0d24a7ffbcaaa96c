"""A day in words: which it is, and how many faults it had."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from ct_desktop.core.activity import ActivityEntry, ActivityKind
from ct_desktop.ui.activity.fault_end import has_recovered
from ct_desktop.ui.controls import formatting

_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def day_title(day: date, today: date) -> str:
    """``Today, Friday 20 November``; ``Thursday 6 March``, in another year ``… March 2025``."""
    title = f"{_WEEKDAYS[day.weekday()]} {day.day} {_MONTHS[day.month - 1]}"
    if day.year != today.year:
        title = f"{title} {day.year}"
    near = {today: "Today", today - timedelta(days=1): "Yesterday"}.get(day)
    return f"{near}, {title}" if near else title


@dataclass(frozen=True, slots=True)
class FaultSummary:
    """The day's faults: counted once, so that each second costs the open ones alone."""

    count: int
    recovered: int
    longest_ended: timedelta
    oldest_open: datetime | None

    @classmethod
    def of(cls, entries: Iterable[ActivityEntry]) -> "FaultSummary":
        """The faults among ``entries``."""
        faults = [entry for entry in entries if entry.kind is ActivityKind.FAULT]
        return cls(
            count=len(faults),
            recovered=sum(has_recovered(fault) for fault in faults),
            longest_ended=max((fault.duration or timedelta() for fault in faults), default=_NONE),
            oldest_open=min((fault.at for fault in faults if fault.is_open), default=None),
        )

    def words(self, now: datetime) -> str:
        """``3 faults, 2 recovered, longest 1 min 52 s``."""
        if not self.count:
            return "No faults"
        longest = self.longest_ended
        if self.oldest_open is not None:
            longest = max(longest, now - self.oldest_open)
        lasted = formatting.elapsed(max(0.0, longest.total_seconds()))
        if self.count == 1:
            if self.oldest_open is not None:
                return f"1 fault, still open after {lasted}"
            return f"1 fault, {'recovered after' if self.recovered else 'seen for'} {lasted}"
        recovered = "all" if self.recovered == self.count else f"{self.recovered:,}"
        return f"{self.count:,} faults, {recovered} recovered, longest {lasted}"


_NONE = timedelta()
