"""One entry as the timeline writes it."""

from dataclasses import dataclass
from datetime import datetime

from ct_desktop.core.activity import ActivityEntry, ActivityKind
from ct_desktop.core.links import LinkState
from ct_desktop.ui.activity.fault_end import end_words
from ct_desktop.ui.controls import formatting
from ct_desktop.ui.controls.state_shape import LINK_SHAPES, SHAPE_WORDS, StateShape
from ct_desktop.ui.theme.icons import IconName
from ct_desktop.ui.theme.palette import Token

_ICONS = {
    ActivityKind.APP_STARTED: IconName.APP,
    ActivityKind.APP_QUIT: IconName.APP,
    ActivityKind.POSITION_OPENED: IconName.ARROW_UP,
    ActivityKind.POSITION_CHANGED: IconName.POSITION_CHANGED,
    ActivityKind.POSITION_CLOSED: IconName.CLOSE,
}
"""What is no state of the connection has a plain icon, so that the shapes keep their meaning."""

_SHAPES = {
    ActivityKind.SIGNED_IN: StateShape.OK,
    ActivityKind.SIGNED_OUT: StateShape.OFF,
    ActivityKind.SIGN_IN_RENEWED: StateShape.OK,
    ActivityKind.SIGN_IN_ENDED: StateShape.BROKEN,
    ActivityKind.SIGN_IN_FAILED: StateShape.WARNING,
    ActivityKind.SCOPE_CHANGED: StateShape.OK,
    ActivityKind.SCOPE_CHANGE_FAILED: StateShape.WARNING,
    ActivityKind.FAULT: StateShape.BROKEN,
    ActivityKind.RECOVERY: StateShape.OK,
    ActivityKind.SELF_TEST: StateShape.UNKNOWN,
    ActivityKind.CONNECTED: StateShape.OK,
}
"""For entries that do not say their state."""

_RIGHT = {
    ActivityKind.RECOVERY: "recovered",
    ActivityKind.SELF_TEST: "by you",
    ActivityKind.POSITION_OPENED: "position",
    ActivityKind.POSITION_CHANGED: "position",
    ActivityKind.POSITION_CLOSED: "position",
}
"""What stands at the right of what is over in a moment. Only a self-test that the trader asked for
is an entry."""


@dataclass(frozen=True, slots=True)
class EntryWords:
    """What a row says: two lines, and two at the right. Either ``shape`` or ``icon``."""

    time: str
    title: str
    detail: str
    shape: StateShape | None
    icon: IconName | None
    right: str = ""
    right_below: str = ""
    right_color: Token = "text2"
    is_open: bool = False

    @property
    def spoken(self) -> str:
        """The row in a sentence, for screen readers."""
        state = SHAPE_WORDS[self.shape] if self.shape is not None else ""
        said = (self.time, state, self.title, self.detail, self.right, self.right_below)
        return ", ".join(part for part in said if part)


def entry_words(entry: ActivityEntry, now: datetime) -> EntryWords:
    """``entry`` at ``now``, which is in UTC."""
    icon = _ICONS.get(entry.kind)
    shape = None if icon is not None else _shape(entry)
    right, below, color = _right(entry, now)
    return EntryWords(
        time=formatting.clock_time(entry.at),
        title=entry.title,
        detail=entry.detail,
        shape=shape,
        icon=icon,
        right=right,
        right_below=below,
        right_color=color,
        is_open=entry.is_open,
    )


def lasted(entry: ActivityEntry, now: datetime) -> str:
    """How long a fault lasted, or has lasted by ``now``: ``1 min 52 s``."""
    ended = now if entry.ended_at is None else entry.ended_at
    return formatting.elapsed(max(0.0, (ended - entry.at).total_seconds()))


def _shape(entry: ActivityEntry) -> StateShape:
    """The state that an entry is about."""
    if entry.state is not None:
        return LINK_SHAPES[entry.state]
    return _SHAPES.get(entry.kind, StateShape.UNKNOWN)


def _right(entry: ActivityEntry, now: datetime) -> tuple[str, str, Token]:
    if entry.is_open:
        warning = entry.state is LinkState.WARNING
        return lasted(entry, now), "still open", "warn" if warning else "broken"
    if entry.kind is ActivityKind.FAULT:
        return lasted(entry, now), end_words(entry), "text2"
    return _RIGHT.get(entry.kind, ""), "", "text2"
