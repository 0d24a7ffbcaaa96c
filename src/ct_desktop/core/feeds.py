"""The state of a broker connection's feeds: orders and prices are judged apart.

Source: the CrossTrade reference, sections 2.3 and 3.4. NT8 can lose one feed and keep the other,
and a status word that is not known here is kept as it came.
"""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class FeedState(StrEnum):
    """What one feed is doing."""

    CONNECTED = "connected"
    CONNECTING = "connecting"
    CONNECTION_LOST = "connection_lost"
    DISCONNECTING = "disconnecting"
    DISCONNECTED = "disconnected"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class FeedStatus:
    """A feed's state and the word in which the server gave it."""

    state: FeedState
    text: str


@dataclass(frozen=True, slots=True)
class BrokerConnection:
    """One connection configured in NT8, connected or not.

    ``orders`` is the order feed's status and ``prices`` the price feed's; ``None`` where the server
    does not say. ``user`` is a login name: mask it wherever it is shown or written.
    """

    name: str
    provider: str | None = None
    orders: FeedStatus | None = None
    prices: FeedStatus | None = None
    user: str | None = field(default=None, repr=False)
    established_at: datetime | None = None

    @property
    def is_in_use(self) -> bool:
        """Whether either feed is up, coming up or lost, rather than merely configured."""
        at_rest = (FeedState.DISCONNECTED, FeedState.UNKNOWN)
        return any(
            feed is not None and feed.state not in at_rest for feed in (self.orders, self.prices)
        )
