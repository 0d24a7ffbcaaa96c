"""The story of one fault, from the last good answer to the recovery; its steps are bounded."""

import re
from dataclasses import replace
from datetime import datetime

from ct_desktop.core import wording_activity as words
from ct_desktop.core.activity import ActivityEntry, ActivityKind, ActivityStep
from ct_desktop.core.chain import Link
from ct_desktop.core.links import LinkName, LinkState
from ct_desktop.core.moment import Moment
from ct_desktop.core.monitor_state import MonitorState
from ct_desktop.core.problems import Problem
from ct_desktop.history.draft import Draft
from ct_desktop.history.fault_words import evidence_of, fault_words

STEPS_AT_MOST = 20

_KEPT_FROM_THE_BEGINNING = 4

_TELL_REPEATS_EVERY = 30.0
"""Seconds between two writings of a story in which nothing but the count of probes changes."""

_TIMING = re.compile(r" in \d[\d.]* m?s\b")
"""How long an answer took, which makes no other answer of it."""


class FaultStory:
    """One open fault and its entry. ``link`` has a problem."""

    def __init__(self, link: Link, state: MonitorState, now: Moment, fine: ActivityStep | None):
        assert link.problem is not None
        self.name: LinkName = link.name
        self.problem: Problem = link.problem
        self.was_broken = link.state is LinkState.BROKEN
        self.checked_at = link.checked_at or now
        self.began = link.since or self.checked_at
        self._told_at = now
        self._repeats = 0
        at = self.began.utc
        named = fault_words(link.problem, state.snapshot)
        steps = [fine] if fine is not None else []
        steps.append(
            ActivityStep(
                at,
                link.state,
                words.opening_step(link.problem.kind, link.problem.title),
                evidence_of(link, state.chain),
            )
        )
        if self.was_broken:
            steps.append(_pause(state, at))
        self.draft = Draft(
            ActivityEntry(
                id=0,
                kind=ActivityKind.FAULT,
                at=at,
                title=named.title,
                detail=named.detail,
                link=link.name,
                state=link.state,
                problem_kind=link.problem.kind.value,
                cause=words.likely_cause(link.problem.kind, link.problem.cause),
                steps=tuple(steps),
            )
        )

    def go_on(self, link: Link, state: MonitorState) -> bool:
        """Take another finding of the same problem; whether it is worth writing now."""
        if link.checked_at is None or link.checked_at.steady <= self.checked_at.steady:
            return False
        self.checked_at = link.checked_at
        evidence = evidence_of(link, state.chain)
        steps = list(self.draft.entry.steps)
        same = self._repeats and _without_timing(steps[-1].evidence) == _without_timing(evidence)
        self._repeats = self._repeats + 1 if same else 1
        step = ActivityStep(
            self.checked_at.utc, link.state, words.asked_again(self._repeats), evidence
        )
        self._set_steps([*steps[:-1], step] if same else [*steps, step])
        if same and self.checked_at.seconds_since(self._told_at) < _TELL_REPEATS_EVERY:
            return False
        self._told_at = self.checked_at
        return True

    def recover(self, link: Link, state: MonitorState, now: Moment, ended_by: str) -> Draft:
        """End it with the answer that proved ``link`` fine; gives the entry of the recovery."""
        at = max(self.draft.entry.at, (link.checked_at or now).utc)
        title = words.answered(link.name, was_broken=self.was_broken)
        last = ActivityStep(at, LinkState.OK, title, evidence_of(link, state.chain))
        self._set_steps([*self.draft.entry.steps, last])
        self.end(at, ended_by)
        lasted = (at - self.draft.entry.at).total_seconds()
        return Draft(
            ActivityEntry(
                id=0,
                kind=ActivityKind.RECOVERY,
                at=at,
                title=words.back_after(link.name, lasted, was_broken=self.was_broken),
                detail="",
                link=link.name,
                state=LinkState.OK,
                problem_kind=self.problem.kind.value,
                ended_by=ended_by,
            )
        )

    def end(self, at: datetime, ended_by: str) -> None:
        """End it at ``at``, without a recovery."""
        at = max(self.draft.entry.at, at)
        self.draft.entry = replace(self.draft.entry, ended_at=at, ended_by=ended_by)

    def _set_steps(self, steps: list[ActivityStep]) -> None:
        if len(steps) > STEPS_AT_MOST:
            del steps[
                _KEPT_FROM_THE_BEGINNING : len(steps) - STEPS_AT_MOST + _KEPT_FROM_THE_BEGINNING
            ]
        self.draft.entry = replace(self.draft.entry, steps=tuple(steps))


def _pause(state: MonitorState, at: datetime) -> ActivityStep:
    positions = state.snapshot.positions
    kept = words.NOTHING_READ_BEFORE
    if positions is not None:
        kept = words.numbers_kept(positions.fetched_at.utc)
    return ActivityStep(at, LinkState.UNKNOWN, words.READING_PAUSED, kept)


def _without_timing(evidence: str) -> str:
    return _TIMING.sub("", evidence)
