"""Which age limits count, given what the chain says."""

from ct_desktop.core.links import LinkName
from ct_desktop.core.moment import Moment
from ct_desktop.core.monitor_state import MonitorState
from ct_desktop.core.snapshot import AgeLimits, is_stale

_ANSWERS_STILL_COME = frozenset({LinkName.BROKERS, LinkName.PRICES})


def limits_in_force(state: MonitorState, now: Moment) -> AgeLimits:
    """The snapshot's limits, or the shortest for everything while no answer can come.

    A long limit allows for accounts being read in turn. With the chain broken before NinjaTrader 8
    nothing is read any more, so such a figure is merely old; and so it is when no figure at all
    came for as long as positions may be old, whoever stopped asking.
    """
    limits = state.snapshot.age_limits
    broken = state.chain.first_broken
    newest = state.snapshot.newest
    silent = newest is not None and is_stale(newest, limits.positions, now)
    if not silent and (broken is None or broken.name in _ANSWERS_STILL_COME):
        return limits
    shortest = limits.positions
    return AgeLimits(
        positions=shortest,
        balances=min(limits.balances, shortest),
        accounts=min(limits.accounts, shortest),
        connections=min(limits.connections, shortest),
        orders=min(limits.orders, shortest),
        fills=min(limits.fills, shortest),
    )


def is_old(at: Moment | None, limit: float, now: Moment) -> bool:
    """Whether a figure of ``at`` has outlived ``limit`` seconds; one that is missing has not."""
    return at is not None and is_stale(at, limit, now)
