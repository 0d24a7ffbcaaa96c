"""Turns changes of the chain into faults and recoveries."""

from dataclasses import dataclass, replace

from ct_desktop.core import wording_activity as words
from ct_desktop.core.activity import ActivityStep
from ct_desktop.core.chain import Link
from ct_desktop.core.links import LinkName, LinkState
from ct_desktop.core.moment import Moment
from ct_desktop.core.monitor_state import MonitorState
from ct_desktop.core.problems import ProblemKind
from ct_desktop.core.sign_in import SignInState
from ct_desktop.history.draft import Draft
from ct_desktop.history.fault_story import FaultStory
from ct_desktop.history.fault_words import evidence_of


@dataclass(slots=True)
class _Recovery:
    """A recovery whose entry still waits for what the round after it brings."""

    draft: Draft
    outage_began: Moment
    at: Moment
    changes: int = 0


class FaultWatch:
    """Owns the open faults, at most one a link.

    A fault goes on while its link has the same problem, also while a broken link before it keeps
    it from being seen.
    """

    def __init__(self) -> None:
        self._open: dict[LinkName, FaultStory] = {}
        self._fine: dict[LinkName, ActivityStep] = {}
        self._recovery: _Recovery | None = None

    def look(self, state: MonitorState, now: Moment) -> list[Draft]:
        """The entries that are new or changed with ``state``."""
        if state.sign_in.state is SignInState.SIGNED_OUT:
            return self._end_all(now)
        touched: list[Draft] = []
        for link in state.chain.links:
            touched += self._look_at(link, state, now)
        touched += self._finish_recovery(state)
        return touched

    @property
    def outage_began(self) -> Moment | None:
        """When the fault began that is just over, while not all has been read again."""
        return self._recovery.outage_began if self._recovery is not None else None

    def count_changes(self, changes: int) -> None:
        """So many positions were found changed by the first reading after a fault."""
        if self._recovery is not None:
            self._recovery.changes += changes

    def forget_recovery(self) -> None:
        """Add nothing more to the entry of the last recovery: it is being deleted."""
        self._recovery = None

    def _look_at(self, link: Link, state: MonitorState, now: Moment) -> list[Draft]:
        story = self._open.get(link.name)
        if link.state is LinkState.OK:
            self._note_fine(link, state)
            return [] if story is None else self._recover(story, link, state, now)
        if link.problem is None or link.problem.kind is ProblemKind.NOT_SIGNED_IN:
            return []
        if story is None:
            return [self._begin(link, state, now)]
        if story.problem.kind is link.problem.kind:
            return [story.draft] if story.go_on(link, state) else []
        new = self._begin(link, state, now)
        story.end(new.entry.at, words.became(new.entry.title))
        return [story.draft, new]

    def _begin(self, link: Link, state: MonitorState, now: Moment) -> Draft:
        if link.state is LinkState.BROKEN:
            self._recovery = None
        story = FaultStory(link, state, now, self._fine.get(link.name))
        self._open[link.name] = story
        return story.draft

    def _recover(
        self, story: FaultStory, link: Link, state: MonitorState, now: Moment
    ) -> list[Draft]:
        del self._open[link.name]
        since = state.sign_in.signed_in_since
        anew = since is not None and since >= story.draft.entry.at
        ended_by = (
            words.YOUR_SIGN_IN
            if link.name is LinkName.SIGN_IN and anew
            else words.ended_by_itself(link.name, story.problem.kind)
        )
        recovery = story.recover(link, state, now, ended_by)
        if story.was_broken:
            self._recovery = _Recovery(recovery, story.began, link.checked_at or now)
        return [story.draft, recovery]

    def _finish_recovery(self, state: MonitorState) -> list[Draft]:
        """Say what the round after the recovery brought, once it is through."""
        recovery, accounts = self._recovery, state.snapshot.accounts
        if recovery is None or accounts is None or state.checking:
            return []
        took = accounts.fetched_at.steady - recovery.at.steady
        if took <= 0:
            return []
        self._recovery = None
        count = sum(not account.is_built_in for account in accounts.value)
        detail = words.read_again(count, took, recovery.changes)
        recovery.draft.entry = replace(recovery.draft.entry, detail=detail)
        return [recovery.draft]

    def _end_all(self, now: Moment) -> list[Draft]:
        ended = [story.draft for story in self._open.values()]
        for story in self._open.values():
            story.end(now.utc, words.SIGNED_OUT_MEANWHILE)
        self._open.clear()
        self._fine.clear()
        self._recovery = None
        return ended

    def _note_fine(self, link: Link, state: MonitorState) -> None:
        if link.checked_at is None:
            return
        forwarded = link.name in (LinkName.ADDON, LinkName.NT8)
        title = words.LAST_GOOD_ANSWER if forwarded else words.LAST_FINE
        evidence = evidence_of(link, state.chain)
        self._fine[link.name] = ActivityStep(link.checked_at.utc, LinkState.OK, title, evidence)
