"""How a fault ended: it recovered, became another, or nobody saw it end."""

from ct_desktop.core.activity import ActivityEntry
from ct_desktop.core.wording_activity import end_was_seen, is_recovery
from ct_desktop.ui.controls import formatting


def has_recovered(fault: ActivityEntry) -> bool:
    """Whether the trouble is known to be over."""
    return fault.ended_at is not None and is_recovery(fault.ended_by)


def end_words(fault: ActivityEntry) -> str:
    """``recovered 10:43:01``, with the date where that is another one; empty while it lasts."""
    if fault.ended_at is None:
        return ""
    same_day = formatting.is_same_day(fault.at, fault.ended_at)
    form = formatting.clock_time if same_day else formatting.date_time
    if has_recovered(fault):
        word = "recovered"
    else:
        word = "until" if end_was_seen(fault.ended_by) else "last seen"
    return f"{word} {form(fault.ended_at)}"
