"""The lanes of a day: for each link the stretches of time in which it was in one state."""

from collections.abc import Mapping
from dataclasses import replace

from ct_desktop.core.activity import LinkSpan
from ct_desktop.core.chain import Link
from ct_desktop.core.chain_staleness import stale_links
from ct_desktop.core.links import LinkName, LinkState
from ct_desktop.core.moment import Moment
from ct_desktop.core.monitor_state import MonitorState
from ct_desktop.core.problems import ProblemKind

LONGEST_SILENCE = 90.0
"""Seconds without a look after which nothing is known of the time between: the app slept."""

_CLOCK_SLACK = 2.0
"""Seconds by which the wall clock may differ from the steady one between two looks."""


def lane_states(state: MonitorState, now: Moment) -> Mapping[LinkName, LinkState]:
    """What each link counts as at ``now``. One that is being checked is left out: as before."""
    stale = stale_links(state.chain, state.snapshot.age_limits, now)
    return {
        link.name: LinkState.UNKNOWN if link.name in stale or _rests(link) else link.state
        for link in state.chain.links
        if link.state is not LinkState.CHECKING
    }


def _rests(link: Link) -> bool:
    """Whether nobody is signed in, which is no fault: there is nothing to watch."""
    return link.problem is not None and link.problem.kind is ProblemKind.NOT_SIGNED_IN


class LinkLanes:
    """Owns the present stretch of each link."""

    def __init__(self) -> None:
        self._present: dict[LinkName, LinkSpan] = {}
        self._seen: Moment | None = None

    @property
    def present(self) -> tuple[LinkSpan, ...]:
        """The stretches that go on."""
        return tuple(self._present.values())

    def look(self, states: Mapping[LinkName, LinkState], now: Moment) -> tuple[LinkSpan, ...]:
        """Carry every stretch on to ``now``; gives those that ended with it."""
        ended: list[LinkSpan] = []
        if self._is_broken_off(now):
            ended += self._present.values()
            self._present.clear()
        self._seen = now
        for link in LinkName:
            before = self._present.get(link)
            if before is not None:
                before = replace(before, ended=max(before.ended, now.utc))
                self._present[link] = before
            state = states.get(link)
            if state is None or (before is not None and before.state is state):
                continue
            if before is not None:
                ended.append(before)
            self._present[link] = LinkSpan(link, state, now.utc, now.utc)
        return tuple(ended)

    def begin_anew(self, now: Moment) -> None:
        """Let every stretch begin at ``now``: what was before is no longer to be told."""
        self._present = {
            link: replace(span, began=now.utc, ended=now.utc)
            for link, span in self._present.items()
        }
        self._seen = now

    def _is_broken_off(self, now: Moment) -> bool:
        """Whether the time since the last look is not known, or somebody set the clock."""
        if self._seen is None:
            return False
        silence = now.seconds_since(self._seen)
        by_wall_clock = (now.utc - self._seen.utc).total_seconds()
        return silence > LONGEST_SILENCE or abs(by_wall_clock - silence) > _CLOCK_SLACK
