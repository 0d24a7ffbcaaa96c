"""What a fault is called in the history, from the state in which it was found."""

from dataclasses import dataclass

from ct_desktop.core import wording_activity as words
from ct_desktop.core.chain import Chain, Link
from ct_desktop.core.feeds import BrokerConnection, FeedState, FeedStatus
from ct_desktop.core.links import LinkName
from ct_desktop.core.problems import Problem, ProblemKind
from ct_desktop.core.snapshot import Snapshot

_PROVED_BY_THE_WIRE = (LinkName.ADDON, LinkName.NT8)
"""Links of which the HTTP answer itself is the evidence."""


@dataclass(frozen=True, slots=True)
class FaultWords:
    """A fault's title and the line under it."""

    title: str
    detail: str


def fault_words(trouble: Problem, snapshot: Snapshot) -> FaultWords:
    """The words for ``trouble``, with the names of the broker connections where they are known."""
    detail = words.without_stop(trouble.cause)
    if trouble.kind is ProblemKind.PRICE_FEED_LOST:
        names = [one.name for one in _in_use(snapshot) if _is_down(one.prices)]
        if names:
            instruments = _instruments_at(names, snapshot)
            return FaultWords(
                words.price_feed_lost_title(names), words.price_feed_lost_detail(instruments)
            )
    if trouble.kind is ProblemKind.BROKER_LOST:
        names = [one.name for one in _in_use(snapshot) if _is_down(one.orders)]
        if names:
            return FaultWords(words.order_feed_lost_title(names), detail)
    return FaultWords(trouble.title, detail)


def evidence_of(link: Link, chain: Chain) -> str:
    """What came back, for one step of the story."""
    trouble = link.problem
    own = link.evidence if trouble is None or link.evidence != trouble.title else ""
    by_the_wire = link.name in _PROVED_BY_THE_WIRE and "HTTP" not in own
    wire = chain[LinkName.CROSSTRADE].evidence if by_the_wire else ""
    said = ", ".join(part for part in (own, wire) if part)
    return said or (words.without_stop(trouble.cause) if trouble is not None else "")


def _in_use(snapshot: Snapshot) -> list[BrokerConnection]:
    if snapshot.connections is None:
        return []
    return [connection for connection in snapshot.connections.value if connection.is_in_use]


def _is_down(feed: FeedStatus | None) -> bool:
    return feed is not None and feed.state not in (FeedState.CONNECTED, FeedState.UNKNOWN)


def _instruments_at(names: list[str], snapshot: Snapshot) -> list[str]:
    """The instruments of the positions in the accounts of the connections ``names``."""
    if snapshot.accounts is None or snapshot.positions is None:
        return []
    accounts = {
        account.name.lower()
        for account in snapshot.accounts.value
        if account.connection_name in names
    }
    held = (
        position.instrument
        for position in snapshot.positions.value
        if position.account.lower() in accounts
    )
    return list(dict.fromkeys(held))
