"""Links that were fine when last looked at, which is too long ago to say so now."""

from ct_desktop.core.chain import Chain
from ct_desktop.core.links import LinkName, LinkState
from ct_desktop.core.moment import Moment
from ct_desktop.core.snapshot import AgeLimits, is_stale


def stale_links(chain: Chain, limits: AgeLimits, now: Moment) -> frozenset[LinkName]:
    """The links whose last good finding has outlived its limit at ``now``.

    The network's finding is as new as the newest answer: without answers nothing is known. So this
    holds also when asking itself has died and nobody makes a new chain.
    """
    by_link = {LinkName.BROKERS: limits.connections}
    network = chain[LinkName.NETWORK].checked_at
    silent = network is not None and is_stale(network, limits.positions, now)
    return frozenset(
        link.name
        for link in chain.links
        if link.state is LinkState.OK
        and link.checked_at is not None
        and (silent or is_stale(link.checked_at, by_link.get(link.name, limits.positions), now))
    )
