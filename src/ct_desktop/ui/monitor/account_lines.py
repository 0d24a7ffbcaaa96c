"""An account as the table shows it: its money, and the connection it lies on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ct_desktop.core.accounts import Account
from ct_desktop.core.feeds import BrokerConnection, FeedState, FeedStatus
from ct_desktop.core.rows import AccountRow
from ct_desktop.core.snapshot import Snapshot
from ct_desktop.ui.controls.state_shape import StateShape


@dataclass(frozen=True, slots=True)
class AccountConnection:
    """The connection of one account: its name where one is known, and how it is doing."""

    name: str | None
    shape: StateShape
    words: str


@dataclass(frozen=True, slots=True)
class AccountLine:
    """One row of the table."""

    row: AccountRow
    connection: AccountConnection


_SHAPES = {
    FeedState.CONNECTED: (StateShape.OK, "connected"),
    FeedState.CONNECTING: (StateShape.CHECKING, "connecting"),
    FeedState.CONNECTION_LOST: (StateShape.WARNING, "connection lost"),
    FeedState.DISCONNECTING: (StateShape.WARNING, "disconnecting"),
    FeedState.DISCONNECTED: (StateShape.OFF, "not connected"),
}


def account_lines(snapshot: Snapshot, rows: Sequence[AccountRow]) -> tuple[AccountLine, ...]:
    """``rows`` of ``snapshot`` with their connections.

    Only one dialect of the server tells which connection an account lies on; in the other the
    account itself carries the state, and its provider stands in for the name. Of two accounts with
    one name the later counts.
    """
    connections = (
        {}
        if snapshot.connections is None
        else {connection.name: connection for connection in snapshot.connections.value}
    )
    lines = {
        row.account.name: AccountLine(row, account_connection(row.account, connections))
        for row in rows
    }
    return tuple(lines.values())


def account_connection(
    account: Account, connections: Mapping[str, BrokerConnection]
) -> AccountConnection:
    """The connection of ``account``, judged by both of its feeds where they are known."""
    name = account.connection_name
    known = connections.get(name) if name is not None else None
    orders, prices = account.connection_status, None
    if known is not None and known.orders is not None:
        orders, prices = known.orders, known.prices
    shape, words = _judge(orders)
    if shape is StateShape.OK and prices is not None and prices.state is not FeedState.CONNECTED:
        price_shape, price_words = _judge(prices)
        # The order side is up, so this is never "off": prices are missing where they belong.
        shape = StateShape.WARNING if price_shape is StateShape.OFF else price_shape
        words = f"prices: {price_words}"
    return AccountConnection(name or account.provider, shape, words)


def _judge(feed: FeedStatus | None) -> tuple[StateShape, str]:
    if feed is None:
        return StateShape.UNKNOWN, "state not known"
    return _SHAPES.get(feed.state, (StateShape.UNKNOWN, feed.text.lower()))
