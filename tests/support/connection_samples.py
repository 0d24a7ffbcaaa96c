"""States of a watched connection, made by the app's own rules from what a server would answer."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from ct_desktop.core.accounts import Account
from ct_desktop.core.answer_findings import CARRIERS, Wire, carrier_findings, problem_finding
from ct_desktop.core.capabilities import Capabilities, SelfTest
from ct_desktop.core.chain import Finding, build_chain
from ct_desktop.core.chain_rules import addon_finding, brokers_finding, nt8_finding
from ct_desktop.core.feeds import BrokerConnection, FeedState, FeedStatus
from ct_desktop.core.links import LinkName
from ct_desktop.core.moment import Dated, Moment
from ct_desktop.core.monitor_state import MonitorState
from ct_desktop.core.problems import Problem, ProblemKind
from ct_desktop.core.request_budget import AskingReason, Call, RequestBudget
from ct_desktop.core.scopes import Scope
from ct_desktop.core.sign_in import SignIn, SignInState
from ct_desktop.core.snapshot import Snapshot
from ct_desktop.core.wording import problem

NOON = datetime(2026, 11, 20, 11, 6, 14, tzinfo=UTC)
NOW = Moment(NOON, 100_000.0)

CONNECTED = FeedStatus(FeedState.CONNECTED, "Connected")
LOST = FeedStatus(FeedState.CONNECTION_LOST, "ConnectionLost")
DISCONNECTED = FeedStatus(FeedState.DISCONNECTED, "Disconnected")

SIGNED_IN = SignIn(
    SignInState.SIGNED_IN,
    scope=Scope.READ,
    signed_in_since=datetime(2026, 11, 3, 8, 51, tzinfo=UTC),
    renews_at=NOON + timedelta(minutes=35),
    renewed_at=NOON - timedelta(minutes=24),
    kept_in="Windows Credential Manager, as “CrossTrade Desktop”",
    client_id_tail="7f3a",
    client_name="CrossTrade Desktop on TRADING-PC",
)

CAPABILITIES = Capabilities(
    "1.13.9", "8.1.8.1", features=("compile", "strategy_state", "alert_relay", "backtest")
)
SELF_TEST = SelfTest(
    "ok",
    tuple(
        (name, "ok")
        for name in ("accounts", "orders", "positions", "ninjascript", "backtest", "alerts")
    ),
)


def ago(seconds: float, now: Moment = NOW) -> Moment:
    """The moment ``seconds`` before ``now``."""
    return Moment(now.utc - timedelta(seconds=seconds), now.steady - seconds)


def later(seconds: float, now: Moment = NOW) -> Moment:
    """The moment ``seconds`` after ``now``."""
    return ago(-seconds, now)


def broker(
    name: str,
    orders: FeedStatus | None = CONNECTED,
    prices: FeedStatus | None = CONNECTED,
    *,
    hours: float = 1.7,
) -> BrokerConnection:
    """One connection, up for ``hours`` where its orders are connected."""
    up = orders is CONNECTED
    return BrokerConnection(
        name,
        orders=orders,
        prices=prices,
        user="jane@example.com",
        established_at=NOON - timedelta(hours=hours) if up else None,
    )


BROKERS = (
    broker("NinjaTrader", hours=1.71),
    broker("Kinetick – End Of Day", DISCONNECTED, DISCONNECTED),
    broker("Rithmic Apex"),
    broker("Tradovate"),
    broker("Simulation", hours=1.71),
)

_ACCOUNTS = {"NinjaTrader": 2, "Rithmic Apex": 5, "Tradovate": 3, "Simulation": 2}
ACCOUNTS = tuple(
    Account(f"{name}-{number}", f"{name} {number}", connection_name=name)
    for name, count in _ACCOUNTS.items()
    for number in range(count)
)


def with_feeds(name: str, orders: FeedStatus, prices: FeedStatus) -> tuple[BrokerConnection, ...]:
    """:data:`BROKERS` with other feeds for one of them."""
    return tuple(
        replace(connection, orders=orders, prices=prices) if connection.name == name else connection
        for connection in BROKERS
    )


def snapshot(
    connections: tuple[BrokerConnection, ...] = BROKERS,
    *,
    self_test: SelfTest | None = SELF_TEST,
    now: Moment = NOW,
) -> Snapshot:
    """A snapshot in which everything about the connection was answered lately."""
    return Snapshot(
        accounts=Dated(ACCOUNTS, ago(30, now)),
        positions=Dated((), ago(2, now)),
        connections=Dated(connections, ago(16, now)),
        capabilities=Dated(CAPABILITIES, ago(1390, now)),
        self_test=Dated(self_test, ago(1390, now)) if self_test else None,
    )


def findings(figures: Snapshot, sign_in: SignIn, now: Moment = NOW) -> dict[LinkName, Finding]:
    """What the answers in ``figures`` prove of each link."""
    at = ago(2, now)
    wire = Wire("app.crosstrade.io", 200, (0.198, 0.2, 0.19, 1.1, 0.198, 0.212))
    found = carrier_findings(wire, sign_in, dict.fromkeys(CARRIERS, at))
    if figures.capabilities is not None:
        tested = figures.self_test.value if figures.self_test else None
        found[LinkName.ADDON] = addon_finding(figures.capabilities.value, tested, at)
        times = {"positions": 0.212, "accounts": 0.186}
        found[LinkName.NT8] = nt8_finding(figures.capabilities.value, at, answered_in=times)
    if figures.connections is not None:
        accounts = figures.accounts.value if figures.accounts else ()
        found[LinkName.BROKERS] = brokers_finding(
            figures.connections.value, accounts, figures.connections.fetched_at
        )
    found[LinkName.PRICES] = Finding("5 of 5 instruments moved in the last minute", at)
    return found


def monitor_state(
    figures: Snapshot | None = None,
    sign_in: SignIn = SIGNED_IN,
    *,
    troubles: Mapping[LinkName, Finding] | None = None,
    next_check_in: float | None = None,
    calls: int = 24,
    checking: bool = False,
    now: Moment = NOW,
) -> MonitorState:
    """A state whose chain adds up from ``figures`` and ``troubles``, as the monitor's does."""
    figures = snapshot(now=now) if figures is None else figures
    chain = build_chain({**findings(figures, sign_in, now), **(troubles or {})})
    return MonitorState(
        snapshot=figures,
        chain=chain,
        sign_in=sign_in,
        next_check_at=None if next_check_in is None else later(next_check_in, now),
        budget=request_budget(calls, now),
        checking=checking,
    )


def request_budget(
    calls: int, now: Moment = NOW, reason: AskingReason = AskingReason.WATCHED
) -> RequestBudget:
    """``calls`` within the last minute, half of them for positions and the rest in turn."""
    tools = ("GetAllPositions", "GetConnections", "GetAllPositions", "GetAccountSummary")
    made = (Call(tools[i % 4], now.steady - 2.0 * i) for i in range(calls))
    return RequestBudget(tuple(made), reason)


def trouble(kind: ProblemKind, seconds: float = 42.0, now: Moment = NOW) -> dict[LinkName, Finding]:
    """A problem found ``seconds`` ago, at the link that it breaks."""
    found: Problem = problem(kind)
    return {found.link: problem_finding(found, ago(seconds, now))}


def healthy() -> MonitorState:
    """All eight links fine."""
    return monitor_state()


def price_feed_lost() -> MonitorState:
    """One broker's prices have stopped while its orders live."""
    return monitor_state(snapshot(with_feeds("Tradovate", CONNECTED, LOST)))


def addon_offline() -> MonitorState:
    """The add-on is gone, everything under it no longer known."""
    return monitor_state(troubles=trouble(ProblemKind.ADDON_OFFLINE), next_check_in=18)


def nt8_silent() -> MonitorState:
    """NinjaTrader 8 does not answer while its add-on is there."""
    return monitor_state(troubles=trouble(ProblemKind.NT8_NOT_RESPONDING), next_check_in=3)


def without_sign_in(state: SignInState, kind: ProblemKind | None) -> MonitorState:
    """No sign-in, for the reason of ``kind``; nothing but that was ever learnt."""
    sign_in = SignIn(
        state,
        client_name="CrossTrade Desktop on TRADING-PC",
        problem=None if kind is None else problem(kind),
    )
    found = {} if state is SignInState.UNREAD else trouble(kind or ProblemKind.NOT_SIGNED_IN)
    return MonitorState(Snapshot(), build_chain(found), sign_in)


def signed_out() -> MonitorState:
    """Nobody is signed in."""
    return without_sign_in(SignInState.SIGNED_OUT, None)


def keychain_locked() -> MonitorState:
    """The sign-in lies in a keychain that wants its password."""
    return without_sign_in(SignInState.KEYCHAIN_TROUBLE, ProblemKind.KEYCHAIN_LOCKED)


def never_fetched() -> MonitorState:
    """Signed in, and nothing has come back yet."""
    return MonitorState(Snapshot(), build_chain({}), SIGNED_IN)


def checking() -> MonitorState:
    """The trader's own check runs."""
    return replace(healthy(), checking=True)


def many_brokers(count: int = 30) -> MonitorState:
    """As many connections as a prop trader collects, some with long or non-ASCII names."""
    names = ["Ünïcode Bröker – 東京", "A connection that somebody gave a very long name indeed"]
    names += [f"Rithmic {number}" for number in range(count - len(names))]
    return monitor_state(snapshot(tuple(broker(name) for name in names)))
