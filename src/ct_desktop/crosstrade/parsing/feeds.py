"""GetConnections: the broker connections configured in NT8, and the states of their feeds.

Source: the CrossTrade reference, sections 2.3 and 3.4.
"""

from ct_desktop.core.feeds import BrokerConnection, FeedState, FeedStatus
from ct_desktop.crosstrade.parsing.envelope import Rows, find_rows, read_rows
from ct_desktop.crosstrade.parsing.record import Names, Record, names
from ct_desktop.crosstrade.parsing.times import read_time
from ct_desktop.mcp.tools import ToolResult

_CONNECTIONS = names("connections")
_NAME = names("name", "connection_name")
_PROVIDER = names("provider", "broker")
_ORDERS = names("status", "connection_status", "order_status")
_PRICES = names("price_status")
_USER = names("user", "user_name")
_ESTABLISHED = names("established_at")

_STATES = {
    "connected": FeedState.CONNECTED,
    "connecting": FeedState.CONNECTING,
    "connectionlost": FeedState.CONNECTION_LOST,
    "disconnecting": FeedState.DISCONNECTING,
    "disconnected": FeedState.DISCONNECTED,
}


def parse_connections(result: ToolResult) -> Rows[BrokerConnection]:
    """Every connection that NT8 has, connected or not."""
    rows = find_rows(result, _CONNECTIONS, row=(_NAME, _ORDERS))
    return read_rows(rows, _parse_connection, lambda connection: connection.name)


def read_feed_status(record: Record, field: Names) -> FeedStatus | None:
    """A feed's status; a word that is not known keeps its text."""
    text = record.text(field)
    if text is None:
        return None
    word = "".join(letter for letter in text.lower() if letter.isalpha())
    if word.startswith("connectionlost"):
        # NT8's own screens add which server was lost.
        word = "connectionlost"
    return FeedStatus(_STATES.get(word, FeedState.UNKNOWN), text)


def _parse_connection(record: Record) -> BrokerConnection | None:
    name = record.text(_NAME)
    if name is None:
        return None
    return BrokerConnection(
        name=name,
        provider=record.text(_PROVIDER),
        orders=read_feed_status(record, _ORDERS),
        prices=read_feed_status(record, _PRICES),
        user=record.text(_USER),
        established_at=read_time(record, _ESTABLISHED),
    )
