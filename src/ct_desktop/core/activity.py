"""What happened and when: the entries of the history, and how each link fared over a day.

Times are in UTC and aware. Titles and details are plain words that may hold account names as they
are; mask those wherever they leave this computer (:mod:`ct_desktop.core.masking`).
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from ct_desktop.core.links import LinkName, LinkState


class ActivityKind(StrEnum):
    """What an entry tells of."""

    APP_STARTED = "app_started"
    APP_QUIT = "app_quit"
    SIGNED_IN = "signed_in"
    SIGNED_OUT = "signed_out"
    SIGN_IN_RENEWED = "sign_in_renewed"
    SIGN_IN_ENDED = "sign_in_ended"
    SIGN_IN_FAILED = "sign_in_failed"
    SCOPE_CHANGED = "scope_changed"
    SCOPE_CHANGE_FAILED = "scope_change_failed"
    FAULT = "fault"
    RECOVERY = "recovery"
    SELF_TEST = "self_test"
    CONNECTED = "connected"
    """The first time in a session that every link is fine."""
    POSITION_OPENED = "position_opened"
    POSITION_CHANGED = "position_changed"
    POSITION_CLOSED = "position_closed"

    @property
    def group(self) -> "ActivityGroup":
        """The group that this kind belongs to."""
        return _GROUPS.get(self, ActivityGroup.CONNECTION)


class ActivityGroup(StrEnum):
    """What a trader looks for: faults, the connection's own doings, or trading."""

    FAULTS = "faults"
    CONNECTION = "connection"
    TRADING = "trading"


_GROUPS = {
    ActivityKind.FAULT: ActivityGroup.FAULTS,
    ActivityKind.RECOVERY: ActivityGroup.FAULTS,
    ActivityKind.POSITION_OPENED: ActivityGroup.TRADING,
    ActivityKind.POSITION_CHANGED: ActivityGroup.TRADING,
    ActivityKind.POSITION_CLOSED: ActivityGroup.TRADING,
}


@dataclass(frozen=True, slots=True)
class ActivityStep:
    """One step in the story of a fault: what was learnt, and from what."""

    at: datetime
    state: LinkState
    title: str
    evidence: str


@dataclass(frozen=True, slots=True)
class ActivityEntry:
    """One thing that happened at ``at``; a fault lasts until ``ended_at``.

    ``problem_kind`` is a ``ProblemKind``'s value, perhaps of another version of the app.
    ``ended_at`` is when the trouble was over, or was last known to last (then ``ended_by`` says
    that its end is not known).
    """

    id: int
    kind: ActivityKind
    at: datetime
    title: str
    detail: str
    link: LinkName | None = None
    state: LinkState | None = None
    problem_kind: str | None = None
    cause: str = ""
    ended_at: datetime | None = None
    ended_by: str = ""
    steps: tuple[ActivityStep, ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether this is a fault that still lasts."""
        return self.kind is ActivityKind.FAULT and self.ended_at is None

    @property
    def duration(self) -> timedelta | None:
        """How long it lasted, or ``None`` for a moment or while it lasts."""
        return None if self.ended_at is None else self.ended_at - self.at


@dataclass(frozen=True, slots=True)
class LinkSpan:
    """A stretch of time in which one link was in one state, as far as the app was running."""

    link: LinkName
    state: LinkState
    began: datetime
    ended: datetime


@dataclass(frozen=True, slots=True)
class ActivityDay:
    """One day: its entries, newest first, and the links' stretches cut to the day's bounds."""

    entries: tuple[ActivityEntry, ...]
    spans: tuple[LinkSpan, ...]
