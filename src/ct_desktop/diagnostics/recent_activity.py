"""What happened in the last hour: faults with their story, sign-ins, restarts.

Trading is counted, not told: which positions were opened is nobody's business but the trader's.
"""

from collections.abc import Iterator
from datetime import timedelta

from ct_desktop.core.activity import ActivityEntry, ActivityGroup
from ct_desktop.core.diagnostic_report import Check, Fact, Section
from ct_desktop.core.sign_in import StepState
from ct_desktop.core.wording import LINK_TITLES
from ct_desktop.diagnostics.subject import Subject

_SPAN = timedelta(hours=1)
_MOST_ENTRIES = 200
_MOST_LINES = 120


async def check_activity(subject: Subject) -> Section:
    """Newest first, and bounded."""
    if subject.activity is None:
        return Section(Check.ACTIVITY, StepState.WARNING, "No activity is recorded.")
    now = subject.clock.now().utc
    entries = await subject.activity.entries(now - _SPAN, now, _MOST_ENTRIES)
    trading = sum(entry.kind.group is ActivityGroup.TRADING for entry in entries)
    told = [entry for entry in entries if entry.kind.group is not ActivityGroup.TRADING]
    lines = [line for entry in told for line in _lines(entry)]
    facts = (
        Fact("events", "Events", str(len(told))),
        Fact("position_changes", "Changes of positions", str(trading)),
    )
    faults = sum(entry.kind.group is ActivityGroup.FAULTS for entry in told)
    summary = f"{len(told)} events, {faults} of them about faults."
    return Section(Check.ACTIVITY, StepState.DONE, summary, facts, tuple(lines[:_MOST_LINES]))


def _lines(entry: ActivityEntry) -> Iterator[str]:
    link = f", {LINK_TITLES[entry.link]}" if entry.link is not None else ""
    texts = [entry.title, entry.detail, entry.cause, entry.ended_by]
    if entry.duration is not None:
        texts.append(f"lasted {entry.duration.total_seconds():.0f} s")
    elif entry.is_open:
        texts.append("lasts")
    what = "; ".join(text for text in texts if text)
    yield f"{entry.at:%H:%M:%S} {entry.kind.value.replace('_', ' ')}{link}: {what}"
    for step in entry.steps:
        evidence = f" ({step.evidence})" if step.evidence else ""
        yield f"  {step.at:%H:%M:%S} {step.state.value}: {step.title}{evidence}"
