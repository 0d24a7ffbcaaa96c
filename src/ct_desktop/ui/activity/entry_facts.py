"""What is known of one entry, as pairs of a name and a text: for the detail and for a copy."""

from datetime import datetime

from ct_desktop.core.activity import ActivityEntry, ActivityKind
from ct_desktop.ui.activity.entry_words import lasted
from ct_desktop.ui.controls import formatting


def entry_facts(entry: ActivityEntry, now: datetime) -> tuple[tuple[str, str], ...]:
    """The facts of ``entry`` at ``now``; those without a text are left out."""
    facts = (
        _when(entry, now),
        ("Detail", "" if entry.detail == entry.cause else entry.detail),
        ("Cause", entry.cause),
        ("Ended by", entry.ended_by),
    )
    return tuple((name, text) for name, text in facts if text)


def _when(entry: ActivityEntry, now: datetime) -> tuple[str, str]:
    at = formatting.clock_time(entry.at)
    if entry.is_open:
        return "From", f"{at}, still open after {lasted(entry, now)}"
    if entry.kind is not ActivityKind.FAULT or entry.ended_at is None:
        return "At", at
    same_day = formatting.is_same_day(entry.at, entry.ended_at)
    form = formatting.clock_time if same_day else formatting.date_time
    return "From", f"{at} to {form(entry.ended_at)}, {lasted(entry, now)}"
