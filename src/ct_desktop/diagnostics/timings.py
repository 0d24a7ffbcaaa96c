"""How quickly CrossTrade answered lately, and how often it was asked."""

from statistics import median

from ct_desktop.core.answer_findings import duration_text
from ct_desktop.core.diagnostic_report import Check, Fact, Section
from ct_desktop.core.sign_in import StepState
from ct_desktop.diagnostics.subject import Subject

_SLOW = 3.0
"""Seconds. Slower than this in the middle of all answers, and figures grow stale between them."""


async def check_timings(subject: Subject) -> Section:
    """By the answers that the app has had anyway; none is asked for."""
    durations = subject.connection.wire().durations
    budget = subject.state().budget
    asked = budget.asked(subject.clock.now())
    calls = Fact(
        "calls_last_minute",
        "Asked in the last minute",
        f"{asked} of {budget.shared_limit} allowed",
    )
    if not durations:
        return Section(Check.TIMINGS, StepState.DONE, "No answers to measure yet.", (calls,))
    middle, slowest = median(durations), max(durations)
    facts = (
        Fact("answers", "Answers measured", str(len(durations))),
        Fact("median", "Median", duration_text(middle)),
        Fact("slowest", "Slowest", duration_text(slowest)),
        Fact("newest", "Newest", duration_text(durations[-1])),
        calls,
    )
    return Section(
        Check.TIMINGS,
        StepState.WARNING if middle >= _SLOW else StepState.DONE,
        f"Median {duration_text(middle)}, slowest {duration_text(slowest)}.",
        facts,
    )
