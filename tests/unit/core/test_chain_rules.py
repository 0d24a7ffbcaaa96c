"""What the newest answers say about the last four links."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from ct_desktop.core.accounts import Account
from ct_desktop.core.capabilities import Capabilities, SelfTest
from ct_desktop.core.chain_rules import (
    addon_finding,
    brokers_finding,
    nt8_finding,
    prices_finding,
    transport_finding,
)
from ct_desktop.core.feeds import BrokerConnection, FeedState, FeedStatus
from ct_desktop.core.links import LinkName
from ct_desktop.core.moment import Moment
from ct_desktop.core.positions import MarketPosition, Position
from ct_desktop.core.price_watch import FROZEN_AFTER, PriceWatch, watch_prices
from ct_desktop.core.problems import ProblemKind, Severity

MONDAY = Moment(datetime(2026, 11, 23, 15, 0, tzinfo=UTC), 0.0)
NOW = MONDAY

FINE = Capabilities("1.13.9", "8.1.8.1", ("compile", "backtest"))
FINE_TEST = SelfTest("ok", (("accounts", "ok"), ("orders", "ok")))

UP = FeedStatus(FeedState.CONNECTED, "Connected")
LOST = FeedStatus(FeedState.CONNECTION_LOST, "ConnectionLost")
CONNECTING = FeedStatus(FeedState.CONNECTING, "Connecting")
OFF = FeedStatus(FeedState.DISCONNECTED, "Disconnected")
ODD = FeedStatus(FeedState.UNKNOWN, "Standing by")


# CrossTrade's own side


@pytest.mark.parametrize("transport", ["degraded", "Degraded"])
def test_a_degraded_transport_is_crosstrades_trouble(transport: str) -> None:
    finding = transport_finding(SelfTest(transport), NOW)
    assert finding is not None
    assert finding.problem is not None
    assert finding.problem.kind is ProblemKind.TRANSPORT_DEGRADED
    assert finding.problem.link is LinkName.CROSSTRADE


@pytest.mark.parametrize("transport", ["ok", "wonderful", None])
def test_any_other_transport_says_nothing(transport: str | None) -> None:
    assert transport_finding(SelfTest(transport), NOW) is None


# Add-on


@pytest.mark.parametrize(
    ("capabilities", "self_test", "kind", "evidence", "detail"),
    [
        (FINE, None, None, "v1.13.9", ""),
        (FINE, FINE_TEST, None, "v1.13.9", "Self-test: 2 of 2 categories ok"),
        (FINE, SelfTest(passed=8, failed=0), None, "v1.13.9", "Self-test: 8 passed"),
        (FINE, SelfTest("ok"), None, "v1.13.9", ""),
        (
            FINE,
            replace(FINE_TEST, warnings=("something small",)),
            None,
            "v1.13.9",
            "Self-test: 2 of 2 categories ok; something small",
        ),
        (
            FINE,
            SelfTest("ok", (("accounts", "ok"), ("alerts", "unavailable"))),
            ProblemKind.ADDON_LIMITED,
            "v1.13.9",
            "Self-test: alerts not available",
        ),
        (
            FINE,
            SelfTest(passed=7, failed=1),
            ProblemKind.ADDON_LIMITED,
            "v1.13.9",
            "Self-test: 1 test failed",
        ),
        (
            replace(FINE, addon_version="1.12.9", warnings=("update me",)),
            FINE_TEST,
            ProblemKind.ADDON_OUTDATED,
            "v1.12.9",
            "Update me",
        ),
        (
            Capabilities(features=("compile",)),
            None,
            ProblemKind.ADDON_OUTDATED,
            "Connected, version not given",
            "",
        ),
        (
            Capabilities(features=("backtest",)),
            None,
            None,
            "Connected, version not given",
            "",
        ),
        (Capabilities(), None, ProblemKind.ADDON_OFFLINE, "Nothing came from the add-on", ""),
        (
            Capabilities(),
            FINE_TEST,
            ProblemKind.ADDON_OFFLINE,
            "Nothing came from the add-on",
            "",
        ),
    ],
)
def test_the_addons_link(
    capabilities: Capabilities,
    self_test: SelfTest | None,
    kind: ProblemKind | None,
    evidence: str,
    detail: str,
) -> None:
    finding = addon_finding(capabilities, self_test, NOW)
    assert (finding.problem and finding.problem.kind) == kind
    assert finding.evidence == evidence
    assert finding.detail == detail
    assert finding.checked_at == NOW


# NinjaTrader 8


def test_nt8_is_fine_when_it_names_its_version() -> None:
    finding = nt8_finding(FINE, NOW, answered_in={"positions": 0.2124, "accounts": 1.06})
    assert finding.problem is None
    assert finding.evidence == "8.1.8.1"
    assert finding.detail == "Positions answered in 212 ms, accounts in 1.1 s"


@pytest.mark.parametrize("capabilities", [Capabilities("1.13.9"), Capabilities()])
def test_nt8_is_not_there_when_no_version_of_it_comes_back(capabilities: Capabilities) -> None:
    finding = nt8_finding(capabilities, NOW)
    assert finding.problem is not None
    assert finding.problem.kind is ProblemKind.NT8_NOT_RUNNING


def test_an_old_addon_that_names_no_versions_is_no_proof_against_nt8() -> None:
    finding = nt8_finding(Capabilities(features=("compile",)), NOW)
    assert finding.problem is None
    assert finding.evidence == "Connected, version not given"


def test_tools_that_crosstrade_hides_point_to_nt8() -> None:
    finding = nt8_finding(FINE, NOW, hidden_tools={"ListOrders", "GetAllPositions"})
    assert finding.problem is not None
    assert finding.problem.kind is ProblemKind.TOOLS_HIDDEN
    assert finding.evidence == "8.1.8.1; CrossTrade does not list GetAllPositions, ListOrders"


# Brokers


def broker(
    name: str, orders: FeedStatus | None, prices: FeedStatus | None = None
) -> BrokerConnection:
    return BrokerConnection(name, orders=orders, prices=prices)


def account(
    status: FeedStatus | None, name: str = "APEX1", state: str | None = "Enabled"
) -> Account:
    return Account(name, name, connection_name="Rithmic", connection_status=status, status=state)


@pytest.mark.parametrize(
    ("connections", "accounts", "kind", "evidence"),
    [
        ([broker("Live", UP, UP)], [], None, "Live connected"),
        ([broker("Live", UP)], [], None, "Live connected"),
        ([broker("Feed", None, UP)], [], None, "Feed connected"),
        (
            [broker(name, UP, UP) for name in ("A", "B", "C", "D", "E")],
            [],
            None,
            "A, B, C and 2 more connected",
        ),
        # Merely configured is no fault.
        ([broker("Live", UP, UP), broker("Playback", OFF, OFF)], [], None, "Live connected"),
        ([broker("Live", UP, UP), broker("Odd", ODD, ODD)], [], None, "Live connected"),
        # None is up.
        ([], [], ProblemKind.NO_BROKER, "No connection is up"),
        ([broker("Live", OFF, OFF)], [], ProblemKind.NO_BROKER, "No connection is up"),
        (
            [broker("Live", LOST, LOST), broker("Playback", OFF, OFF)],
            [],
            ProblemKind.NO_BROKER,
            "Live: orders lost, price feed lost",
        ),
        (
            [broker("Live", CONNECTING)],
            [],
            ProblemKind.NO_BROKER,
            "Live: orders connecting",
        ),
        # One in use is not up.
        (
            [broker("Live", UP, UP), broker("Rithmic", LOST, LOST)],
            [],
            ProblemKind.BROKER_LOST,
            "Rithmic: orders lost, price feed lost",
        ),
        (
            [broker("Live", UP, UP), broker("Rithmic", CONNECTING)],
            [],
            ProblemKind.BROKER_LOST,
            "Rithmic: orders connecting",
        ),
        (
            [broker("Rithmic", LOST, UP)],
            [],
            ProblemKind.BROKER_LOST,
            "Rithmic: orders lost, price feed connected",
        ),
        (
            [broker("Rithmic", OFF, UP)],
            [],
            ProblemKind.BROKER_LOST,
            "Rithmic: orders disconnected, price feed connected",
        ),
        # The price feed alone.
        (
            [broker("Live", UP, UP), broker("Tradovate", UP, LOST)],
            [],
            ProblemKind.PRICE_FEED_LOST,
            "Tradovate: orders connected, price feed lost",
        ),
        (
            [broker("Tradovate", UP, OFF)],
            [],
            ProblemKind.PRICE_FEED_LOST,
            "Tradovate: orders connected, price feed disconnected",
        ),
        ([broker("Tradovate", UP, ODD)], [], None, "Tradovate connected"),
        # An order feed weighs more than a price feed.
        (
            [broker("A", UP, LOST), broker("B", LOST, UP)],
            [],
            ProblemKind.BROKER_LOST,
            "B: orders lost, price feed connected",
        ),
        # An account says that it depends on a connection that is at rest.
        (
            [broker("Live", UP, UP), broker("Rithmic", OFF, OFF)],
            [account(OFF), account(OFF, "APEX2"), account(UP, "Sim101")],
            ProblemKind.BROKER_LOST,
            "2 accounts not connected (Rithmic)",
        ),
        (
            [broker("Live", UP, UP)],
            [account(LOST, state=None)],
            ProblemKind.BROKER_LOST,
            "1 account not connected (Rithmic)",
        ),
        ([broker("Live", UP, UP)], [account(OFF, state="Disabled")], None, "Live connected"),
        ([broker("Live", UP, UP)], [account(OFF, "Playback101")], None, "Live connected"),
        ([broker("Live", UP, UP)], [account(ODD), account(None)], None, "Live connected"),
    ],
)
def test_the_brokers_link(
    connections: Sequence[BrokerConnection],
    accounts: Sequence[Account],
    kind: ProblemKind | None,
    evidence: str,
) -> None:
    finding = brokers_finding(connections, accounts, NOW)
    assert (finding.problem and finding.problem.kind) == kind
    assert finding.evidence == evidence


def test_only_a_machine_without_any_connection_breaks_the_brokers_link() -> None:
    broken = brokers_finding([broker("Live", OFF)], [], NOW).problem
    warning = brokers_finding([broker("Live", UP), broker("B", LOST)], [], NOW).problem
    assert broken is not None
    assert broken.severity is Severity.BROKEN
    assert warning is not None
    assert warning.severity is Severity.WARNING


def test_connections_at_rest_are_named_in_the_detail() -> None:
    finding = brokers_finding([broker("Live", UP), broker("Playback", OFF)], [], NOW)
    assert finding.detail == "Playback not in use"


# Prices

ES = Position("Sim101", "ES 12-26", MarketPosition.LONG, 1.0, 6600.0, 6610.0)


def later(seconds: float, start: Moment = MONDAY) -> Moment:
    return Moment(start.utc + timedelta(seconds=seconds), start.steady + seconds)


def still_for(seconds: float, start: Moment = MONDAY) -> PriceWatch:
    """A watch over one instrument that never moved, looked at every five seconds."""
    watch = PriceWatch()
    for step in range(0, round(seconds) + 1, 5):
        watch = watch_prices(watch, [ES], later(step, start))
    return watch


def test_without_a_position_there_is_nothing_to_judge_by() -> None:
    finding = prices_finding(PriceWatch(), True, NOW)
    assert finding.problem is None
    assert finding.evidence == "No open position to judge by"


def test_prices_that_move_are_counted() -> None:
    other = replace(ES, instrument="NQ 12-26")
    watch = watch_prices(PriceWatch(), [ES, other], NOW)
    watch = watch_prices(watch, [replace(ES, market_price=6611.0), other], later(5))
    finding = prices_finding(watch, True, later(5))
    assert finding.problem is None
    assert finding.evidence == "1 of 2 instruments moved in the last minute"


def test_prices_that_stand_still_for_a_minute_of_an_open_market_are_frozen() -> None:
    assert prices_finding(still_for(55), True, later(55)).problem is None
    finding = prices_finding(still_for(FROZEN_AFTER), True, later(FROZEN_AFTER))
    assert finding.problem is not None
    assert finding.problem.kind is ProblemKind.PRICES_FROZEN
    assert finding.evidence == "No price moved in the last minute (1 instrument)"


def test_a_closed_market_may_stand_still() -> None:
    finding = prices_finding(still_for(300), False, later(300))
    assert finding.problem is None
    assert finding.evidence == "The futures market is closed"


def test_a_market_that_opened_just_now_gets_a_minute() -> None:
    sunday = Moment(datetime(2026, 11, 22, 22, 55, tzinfo=UTC), 0.0)
    watch = still_for(400, sunday)
    # 18:00 in New York is five minutes in.
    assert prices_finding(watch, True, later(355, sunday)).problem is None
    assert prices_finding(watch, True, later(400, sunday)).problem is not None
