"""Which feeds of the broker connections reach NinjaTrader 8, at one moment.

A connection has an order feed and a price feed, which can fail apart (the CrossTrade reference,
sections 2.3 and 3.4).
"""

from dataclasses import dataclass
from typing import Literal

from ct_desktop.demo.market.cast import CONNECTIONS, BrokerConnection

FeedStatus = Literal["Connected", "Connecting", "ConnectionLost", "Disconnected"]

DROPPING_CONNECTION = "Tradovate"

DROP_STAGES: tuple[tuple[FeedStatus, FeedStatus], ...] = (
    ("Connected", "ConnectionLost"),
    ("ConnectionLost", "ConnectionLost"),
    ("Connecting", "Connecting"),
    ("Connected", "Connected"),
)
"""The order feed and the price feed of a dropping connection, stage by stage."""


@dataclass(frozen=True, slots=True)
class ConnectionFeeds:
    """A configured connection and the state of its two feeds."""

    connection: BrokerConnection
    orders: FeedStatus
    prices: FeedStatus

    @property
    def worse(self) -> FeedStatus:
        """The state in one word: the price feed's, unless the order feed is not up."""
        return self.prices if self.orders == "Connected" else self.orders

    @property
    def is_up(self) -> bool:
        """Whether orders and prices come through."""
        return self.orders == self.prices == "Connected"


@dataclass(frozen=True, slots=True)
class Feeds:
    """All connections' feeds. While ``prices_move`` is not set, no price of any contract moves."""

    connections: tuple[ConnectionFeeds, ...]
    prices_move: bool = True

    def order_status(self, name: str) -> FeedStatus:
        """The order feed of the connection of that name."""
        for feeds in self.connections:
            if feeds.connection.name == name:
                return feeds.orders
        return "Disconnected"

    def prices_from(self) -> frozenset[str]:
        """The names of the connections that bring prices."""
        return frozenset(
            feeds.connection.name for feeds in self.connections if feeds.prices == "Connected"
        )

    def fully_up(self) -> frozenset[str]:
        """The names of the connections over which trades can be made."""
        return frozenset(feeds.connection.name for feeds in self.connections if feeds.is_up)


def usual_feeds(*, prices_move: bool = True) -> Feeds:
    """Every connection as the trader left it."""
    return Feeds(tuple(_usual(connection) for connection in CONNECTIONS), prices_move=prices_move)


def no_feeds() -> Feeds:
    """Every connection is disconnected, so nothing moves."""
    return Feeds(
        tuple(ConnectionFeeds(each, "Disconnected", "Disconnected") for each in CONNECTIONS),
        prices_move=False,
    )


def dropping_feeds(stage: int, *, prices_move: bool = True) -> Feeds:
    """One connection in a stage of ``DROP_STAGES``, counted on and on; the others as usual."""
    orders, prices = DROP_STAGES[stage % len(DROP_STAGES)]
    return Feeds(
        tuple(
            ConnectionFeeds(connection, orders, prices)
            if connection.name == DROPPING_CONNECTION
            else _usual(connection)
            for connection in CONNECTIONS
        ),
        prices_move=prices_move,
    )


def _usual(connection: BrokerConnection) -> ConnectionFeeds:
    status: FeedStatus = "Connected" if connection.connected else "Disconnected"
    return ConnectionFeeds(connection, status, status)
