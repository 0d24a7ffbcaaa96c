"""Tells when everything is fine for the first time, and what the trader's own check found."""

from dataclasses import replace

from ct_desktop.core import wording_activity as words
from ct_desktop.core.activity import ActivityEntry, ActivityKind
from ct_desktop.core.capabilities import Capabilities, SelfTest
from ct_desktop.core.feeds import FeedState
from ct_desktop.core.links import LinkState
from ct_desktop.core.moment import Moment
from ct_desktop.core.monitor_state import MonitorState
from ct_desktop.core.sign_in import SignInState
from ct_desktop.core.snapshot import Snapshot

_CHECK_LASTS = 60.0
"""Seconds after which a self-test is no longer the answer to the trader's click."""


class CheckWatch:
    """Looks for the first fine chain of a session, and for a self-test that was asked for."""

    def __init__(self) -> None:
        self._was_fine = False
        self._asked: Moment | None = None

    def note_check(self, now: Moment) -> None:
        """The trader asked for a check."""
        self._asked = now

    def look(self, state: MonitorState, now: Moment) -> list[ActivityEntry]:
        """What ``state`` tells of both."""
        entries = []
        if state.sign_in.state is SignInState.SIGNED_OUT:
            self._was_fine = False
        elif not self._was_fine and _is_fine(state):
            self._was_fine = True
            detail = words.all_fine(len(state.chain.links), _connections_up(state.snapshot))
            entries.append(_entry(ActivityKind.CONNECTED, now, words.CONNECTED, detail))
        self_test = self._answer(state, now)
        if self_test is not None:
            fine = not (self_test.unavailable or self_test.failed)
            title = words.SELF_TEST_PASSED if fine else words.SELF_TEST_FAILED
            capabilities = state.snapshot.capabilities
            detail = words.self_test_found(
                self_test, capabilities.value if capabilities else Capabilities()
            )
            found = _entry(ActivityKind.SELF_TEST, now, title, detail)
            entries.append(replace(found, state=LinkState.OK if fine else LinkState.WARNING))
        return entries

    def _answer(self, state: MonitorState, now: Moment) -> SelfTest | None:
        """The self-test that the trader asked for, once it is there."""
        if self._asked is None or state.checking:
            return None
        if now.seconds_since(self._asked) > _CHECK_LASTS:
            self._asked = None
            return None
        dated = state.snapshot.self_test
        if dated is None or dated.fetched_at.steady < self._asked.steady:
            return None
        self._asked = None
        return dated.value


def _is_fine(state: MonitorState) -> bool:
    return all(link.state is LinkState.OK for link in state.chain.links)


def _connections_up(snapshot: Snapshot) -> list[str]:
    if snapshot.connections is None:
        return []
    return [
        connection.name
        for connection in snapshot.connections.value
        if any(
            feed is not None and feed.state is FeedState.CONNECTED
            for feed in (connection.orders, connection.prices)
        )
    ]


def _entry(kind: ActivityKind, now: Moment, title: str, detail: str) -> ActivityEntry:
    return ActivityEntry(0, kind, now.utc, title, detail)
