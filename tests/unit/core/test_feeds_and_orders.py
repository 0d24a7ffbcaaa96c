"""Small values: which connections are in use, which orders may still fill, what a grant allows."""

import pytest

from ct_desktop.core.feeds import BrokerConnection, FeedState, FeedStatus
from ct_desktop.core.orders import Order
from ct_desktop.core.scopes import Scope, granted_scope


@pytest.mark.parametrize(
    ("orders", "prices", "in_use"),
    [
        (FeedState.CONNECTED, None, True),
        (FeedState.DISCONNECTED, FeedState.DISCONNECTED, False),
        (FeedState.DISCONNECTED, FeedState.CONNECTED, True),
        (FeedState.CONNECTING, None, True),
        (FeedState.CONNECTION_LOST, FeedState.CONNECTION_LOST, True),
        (FeedState.UNKNOWN, None, False),
        (None, None, False),
    ],
)
def test_a_connection_is_in_use_when_either_feed_is_more_than_configured(
    orders: FeedState | None, prices: FeedState | None, in_use: bool
) -> None:
    connection = BrokerConnection(
        "A",
        orders=FeedStatus(orders, orders.value) if orders else None,
        prices=FeedStatus(prices, prices.value) if prices else None,
    )
    assert connection.is_in_use is in_use


def test_a_login_name_stays_out_of_a_connections_text() -> None:
    assert "trader@example.com" not in repr(BrokerConnection("A", user="trader@example.com"))


@pytest.mark.parametrize(
    ("state", "working"),
    [
        ("Working", True),
        ("CancelPending", True),
        ("SomethingNew", True),
        (None, True),
        ("Filled", False),
        ("CANCELLED", False),
        ("Rejected", False),
        ("Unknown", False),
    ],
)
def test_an_order_works_until_its_state_is_terminal(state: str | None, working: bool) -> None:
    assert Order("1", "A", "ES", state=state).is_working is working


@pytest.mark.parametrize(
    ("answer", "scope"),
    [
        ("mcp:read", Scope.READ),
        ("mcp:trade", Scope.TRADE),
        ("mcp:read mcp:trade", Scope.TRADE),
        ("MCP:READ", None),
        ("", None),
        (None, None),
    ],
)
def test_b13_the_wider_scope_of_a_token_answer_counts(
    answer: str | None, scope: Scope | None
) -> None:
    assert granted_scope(answer) is scope
