"""The broker connections as the table shows them, folded from snapshot to snapshot."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from ct_desktop.core.feeds import BrokerConnection, FeedState, FeedStatus
from ct_desktop.core.moment import Moment
from ct_desktop.core.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Feed:
    """One feed; ``lost_at`` is when it was first seen down after it had been up.

    ``None`` there: it is up, or nobody saw when it went.
    """

    status: FeedStatus | None
    lost_at: Moment | None = None

    @property
    def is_down(self) -> bool:
        """Whether it is known not to be connected."""
        up_or_unsaid = (FeedState.CONNECTED, FeedState.UNKNOWN)
        return self.status is not None and self.status.state not in up_or_unsaid


@dataclass(frozen=True, slots=True)
class BrokerRow:
    """One connection. ``accounts`` is how many it carries, ``None`` where no account says."""

    name: str
    is_in_use: bool
    orders: Feed
    prices: Feed
    accounts: int | None
    established_at: datetime | None


def broker_rows(snapshot: Snapshot, previous: Sequence[BrokerRow] = ()) -> tuple[BrokerRow, ...]:
    """The snapshot's connections: those in use in NT8's order, then those merely configured.

    ``previous`` carries since when a feed has been down.
    """
    if snapshot.connections is None:
        return ()
    at = snapshot.connections.fetched_at
    before = {row.name: row for row in previous}
    accounts = _accounts_by_connection(snapshot)
    rows = [
        _row(connection, before.get(connection.name), accounts, at)
        for connection in snapshot.connections.value
    ]
    return tuple(sorted(rows, key=lambda row: not row.is_in_use))


def _accounts_by_connection(snapshot: Snapshot) -> Counter[str] | None:
    """How many accounts name each connection; only one dialect of the server names any."""
    if snapshot.accounts is None:
        return None
    named = [account.connection_name for account in snapshot.accounts.value]
    counts = Counter(name for name in named if name is not None)
    return counts or None


def _row(
    connection: BrokerConnection,
    before: BrokerRow | None,
    accounts: Counter[str] | None,
    at: Moment,
) -> BrokerRow:
    return BrokerRow(
        name=connection.name,
        is_in_use=connection.is_in_use,
        orders=_feed(connection.orders, before.orders if before else None, at),
        prices=_feed(connection.prices, before.prices if before else None, at),
        accounts=None if accounts is None else accounts[connection.name],
        established_at=connection.established_at,
    )


def _feed(status: FeedStatus | None, before: Feed | None, at: Moment) -> Feed:
    if not Feed(status).is_down or before is None or before.status is None:
        return Feed(status)
    if before.is_down:
        return Feed(status, before.lost_at)
    return Feed(status, at if before.status.state is FeedState.CONNECTED else None)
