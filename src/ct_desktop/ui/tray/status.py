"""What the tray icon says: the state in a shape and in words, and how old the figures are."""

from dataclasses import dataclass

from ct_desktop.core.chain_staleness import stale_links
from ct_desktop.core.links import LinkName, LinkState
from ct_desktop.core.moment import Moment
from ct_desktop.core.monitor_state import MonitorState
from ct_desktop.core.sign_in import SignInState
from ct_desktop.core.snapshot import is_stale
from ct_desktop.core.wording import chain_summary, link_trouble
from ct_desktop.core.wording_tray import NO_FIGURES, SIGNED_OUT, STARTING
from ct_desktop.ui.controls import formatting
from ct_desktop.ui.controls.state_shape import StateShape


@dataclass(frozen=True, slots=True)
class TrayStatus:
    """``shape`` for the eye; ``words`` and ``age`` for whoever points at the icon.

    It holds no figure and no account's name: a tray is seen by everyone who sees the screen.
    """

    shape: StateShape
    words: str
    age: str = ""


def tray_status(state: MonitorState, now: Moment) -> TrayStatus:
    """The one thing that matters most in ``state`` at ``now``.

    A broken link comes before old figures, and those before a warning: old figures must not pass
    for live ones.
    """
    if state.sign_in.state is SignInState.UNREAD:
        return TrayStatus(StateShape.UNKNOWN, STARTING)
    if state.sign_in.state is SignInState.SIGNED_OUT:
        return TrayStatus(StateShape.OFF, SIGNED_OUT)
    chain, snapshot = state.chain, state.snapshot
    newest = snapshot.newest
    silent = newest is not None and is_stale(newest, snapshot.age_limits.positions, now)
    age = _age(newest, now, silent=silent)
    broken = chain.first_broken
    if broken is not None:
        words = link_trouble(broken)
        if broken.since is not None:
            words = f"{words} · {formatting.elapsed(now.seconds_since(broken.since))}"
        return TrayStatus(StateShape.BROKEN, words, age)
    stale = stale_links(chain, snapshot.age_limits, now)
    if silent or LinkName.NETWORK in stale:
        return TrayStatus(StateShape.STALE, chain_summary(chain, stale), age)
    trouble = chain.first_trouble
    if trouble is not None:
        return TrayStatus(StateShape.WARNING, link_trouble(trouble), age)
    fine = not stale and all(link.state is LinkState.OK for link in chain.links)
    shape = StateShape.OK if fine else StateShape.UNKNOWN
    return TrayStatus(shape, chain_summary(chain, stale), age)


def _age(newest: Moment | None, now: Moment, *, silent: bool) -> str:
    if newest is None:
        return NO_FIGURES
    age, clock = formatting.age(now.seconds_since(newest)), formatting.clock_time(newest.utc)
    return f"Figures {age} old, as of {clock}" if silent else f"Figures {age} ago, {clock}"
