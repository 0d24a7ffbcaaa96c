"""An account as the table shows it: its money, and the connection it lies on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter

from ct_desktop.core.accounts import Account
from ct_desktop.core.differences import Differences, differences
from ct_desktop.core.feeds import BrokerConnection, FeedState, FeedStatus
from ct_desktop.core.moment import Dated
from ct_desktop.core.rows import AccountRow
from ct_desktop.core.snapshot import Snapshot
from ct_desktop.ui.controls.state_shape import StateShape
from ct_desktop.ui.equity.sparkline import Sparkline


@dataclass(frozen=True, slots=True)
class AccountConnection:
    """The connection of one account: its name where one is known, and how it is doing.

    ``words`` say it shortly; ``feeds`` what is known of orders and of prices each.
    """

    name: str | None
    shape: StateShape
    words: str
    feeds: str


@dataclass(frozen=True, slots=True)
class AccountLine:
    """One row of the table; ``session`` is how it has gone since the session began, if known."""

    row: AccountRow
    connection: AccountConnection
    session: Sparkline | None = None


_SHAPES = {
    FeedState.CONNECTED: (StateShape.OK, "connected"),
    FeedState.CONNECTING: (StateShape.CHECKING, "connecting"),
    FeedState.CONNECTION_LOST: (StateShape.WARNING, "connection lost"),
    FeedState.DISCONNECTING: (StateShape.WARNING, "disconnecting"),
    FeedState.DISCONNECTED: (StateShape.OFF, "not connected"),
}


line_key = attrgetter("row.account.name")
"""What identifies a line."""


class AccountLines:
    """Makes lines from snapshot to snapshot; connections anew only when they were read anew.

    ``sessions`` are the accounts' equity lines by name, as the next reading takes them in.
    """

    def __init__(self) -> None:
        self.lines: list[AccountLine] = []
        self.sessions: Mapping[str, Sparkline] = {}
        self._accounts: Dated[tuple[Account, ...]] | None = None
        self._connections: Dated[tuple[BrokerConnection, ...]] | None = None
        self._by_account: dict[str, AccountConnection] = {}

    def read(self, snapshot: Snapshot, rows: Sequence[AccountRow]) -> Differences[AccountLine]:
        """Bring :attr:`lines` to ``rows`` of ``snapshot``; what differs from before.

        Of two accounts with one name the later counts.

        Only one dialect of the server tells which connection an account lies on; in the other the
        account itself carries the state, and its provider stands in for the name.
        """
        accounts, connections = snapshot.accounts, snapshot.connections
        read_anew = accounts is not self._accounts or connections is not self._connections
        # NT8's own accounts come and go without being read anew, as the trader likes.
        if read_anew or any(row.account.name not in self._by_account for row in rows):
            self._accounts, self._connections = accounts, connections
            known = {} if connections is None else {c.name: c for c in connections.value}
            self._by_account = {
                row.account.name: account_connection(row.account, known) for row in rows
            }
        lines = {
            name: AccountLine(row, self._by_account[name], self.sessions.get(name))
            for row in rows
            for name in (row.account.name,)
        }
        before, self.lines = self.lines, list(lines.values())
        return differences(before, self.lines, key=line_key)


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
    feeds = f"Orders: {words}"
    if prices is not None:
        feeds += f"\nPrices: {_judge(prices)[1]}"
    if shape is StateShape.OK and prices is not None and prices.state is not FeedState.CONNECTED:
        price_shape, price_words = _judge(prices)
        # The order side is up, so this is never "off": prices are missing where they belong.
        shape = StateShape.WARNING if price_shape is StateShape.OFF else price_shape
        words = f"prices: {price_words}"
    return AccountConnection(name or account.provider, shape, words, feeds)


def _judge(feed: FeedStatus | None) -> tuple[StateShape, str]:
    if feed is None:
        return StateShape.UNKNOWN, "state not known"
    return _SHAPES.get(feed.state, (StateShape.UNKNOWN, feed.text.lower()))
