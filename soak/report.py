"""The figures of a day, as lines of a table and a few sentences."""

from collections import defaultdict
from datetime import datetime

from soak.day import Findings
from soak.resources import Held

_MOST_KINDS = 8

HEADINGS = (
    f"{'polls':>7} {'market time':>12} {'wall':>7} {'rows':>6} {'watching':>9} {'resident':>9} "
    f"{'signed out':>10} {'grown':>7} {'files':>6} "
    f"{'threads':>7} {'tasks':>6} {'Qt':>6} {'Python':>8}"
)


def line(polls: int, at: datetime, wall: float, held: Held, before: Held) -> str:
    """One line under :data:`HEADINGS`; ``wall`` is seconds since the beginning."""
    counts = held.counts
    growth = held.signed_out.allocated / before.signed_out.allocated - 1
    return (
        f"{polls:>7,} {at:%d. %H:%M:%S} {wall:>6.0f}s {held.rows:>6,} "
        f"{held.watching.allocated / 1e6:>6.1f} MB {held.watching.resident / 1e6:>6.1f} MB "
        f"{held.signed_out.allocated / 1e6:>7.1f} MB "
        f"{growth:>+7.2%} {counts.descriptors:>6} {counts.threads:>7} "
        f"{counts.tasks:>6} {counts.qt_objects:>6,} {held.python_objects:>8,}"
    )


def grown(before: Held, after: Held) -> str:
    """Of which kinds of Python's objects there are more than before."""
    more = (after.by_type - before.by_type).most_common(_MOST_KINDS)
    kinds = ", ".join(f"{number:+,} {name}" for name, number in more)
    return f"Of Python's objects there are more of: {kinds or 'none'}."


def summary(findings: Findings, renewals: int) -> str:
    """What was read and how soon the app was well again, a line for each scenario."""
    seconds: dict[str, list[float | None]] = defaultdict(list)
    for recovery in findings.recoveries:
        seconds[recovery.scenario].append(recovery.seconds)
    lines = [
        f"{findings.figures_read:,} figures read in {findings.looks:,} looks at the screen.",
        f"{findings.marked:,} of them were marked as old. {renewals} renewals of the token.",
        "Well again, in seconds of market time, at the longest:",
    ]
    width = max(len(name) for name in seconds)
    for name, each in seconds.items():
        known = [one for one in each if one is not None]
        longest = f"{max(known):5.1f}" if known else "    –"
        missed = len(each) - len(known)
        lines.append(
            f"  {name:{width}} {longest}   of {len(each)}"
            + (f", {missed} missed" if missed else "")
        )
    return "\n".join(lines)
