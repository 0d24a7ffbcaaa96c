"""Markets to look at: the twelve accounts of the mock-ups, and as many as anybody may have.

For the window's tests, the bench and the pictures. The same seed gives the same market.
"""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from random import Random

from ct_desktop.core.account_rules import AccountRule, AccountRules, DrawdownKind
from ct_desktop.core.accounts import Account, Balance
from ct_desktop.core.chain import Finding, build_chain
from ct_desktop.core.drawdown import Peaks
from ct_desktop.core.feeds import BrokerConnection, FeedState, FeedStatus
from ct_desktop.core.links import LinkName
from ct_desktop.core.moment import Dated, Moment
from ct_desktop.core.monitor_state import MonitorState
from ct_desktop.core.orders import Execution, Order
from ct_desktop.core.peaks import AccountPeaks, Peak, PeakSource
from ct_desktop.core.positions import MarketPosition, Position
from ct_desktop.core.problems import ProblemKind
from ct_desktop.core.scopes import Scope
from ct_desktop.core.sign_in import SignIn, SignInState
from ct_desktop.core.snapshot import AgeLimits, Snapshot
from ct_desktop.core.trading_session import session_of
from ct_desktop.core.wording import problem

_ORIGIN = datetime(2026, 11, 20, 15, 41, 7, tzinfo=UTC)

CONNECTED = FeedStatus(FeedState.CONNECTED, "Connected")


def at(seconds: float) -> Moment:
    """The moment ``seconds`` after the samples' origin."""
    return Moment(_ORIGIN + timedelta(seconds=seconds), 5000.0 + seconds)


@dataclass(frozen=True, slots=True)
class _Sample:
    """One account of the mock-ups. ``age`` is its balance's, in seconds."""

    label: str
    connection: str
    net_liquidation: float
    cash_value: float
    buying_power: float | None
    realized_pnl: float
    age: float
    name: str = ""


_MOCK_UP = (
    _Sample("Live-48120", "NinjaTrader", 32117.36, 31842.36, 26110.74, 412.60, 3),
    _Sample("Live-48133", "NinjaTrader", 17986.18, 18206.18, 14929.07, -96.84, 8),
    _Sample("APEX1234", "Rithmic Apex", 52723.40, 52318.40, 42901.09, 655.20, 13),
    _Sample("APEX1235", "Rithmic Apex", 52294.75, 51904.75, 42561.89, 640.10, 18),
    _Sample("APEX1236", "Rithmic Apex", 51134.70, 50967.20, 41793.10, -118.40, 23),
    _Sample("TPT-20917", "Tradovate", 76440.65, 76120.65, 62418.93, 284.50, 28),
    _Sample("APEX7801", "Rithmic Apex", 50391.30, 50441.30, 41361.87, -212.50, 33, "EVAL7801"),
    _Sample("APEX7802", "Rithmic Apex", 50180.00, 50180.00, 41147.60, 0.0, 38, "EVAL7802"),
    _Sample("TPT-E118", "Tradovate", 50519.90, 50612.90, 41502.58, 171.25, 43),
    _Sample("TPT-E121", "Tradovate", 49388.10, 49388.10, 40498.24, -304.60, 48),
    _Sample("Sim101", "Simulation", 100587.50, 100565.00, None, 137.50, 53),
    _Sample("SimPractice", "Simulation", 25000.00, 25000.00, None, 0.0, 58),
)

_MOCK_UP_POSITIONS = (
    ("Live-48120", "ES 12-26", MarketPosition.LONG, 1, 7006.75, 7012.25, 275.0),
    ("Live-48133", "GC 02-27", MarketPosition.SHORT, 1, 4316.2, 4318.4, -220.0),
    ("APEX1234", "NQ 12-26", MarketPosition.LONG, 1, 26098.25, 26118.50, 405.0),
    ("APEX1235", "NQ 12-26", MarketPosition.LONG, 1, 26099.00, 26118.50, 390.0),
    ("APEX1236", "MNQ 12-26", MarketPosition.LONG, 5, 26101.75, 26118.50, 167.5),
    ("TPT-20917", "CL 01-27", MarketPosition.SHORT, 2, 61.58, 61.42, 320.0),
    ("EVAL7801", "MES 12-26", MarketPosition.SHORT, 4, 7009.75, 7012.25, -50.0),
    ("TPT-E118", "MGC 02-27", MarketPosition.LONG, 3, 4321.5, 4318.4, -93.0),
    ("Sim101", "MES 12-26", MarketPosition.LONG, 2, 7010.00, 7012.25, 22.5),
)

_MOCK_UP_ORDERS = (
    (-9, "Live-48120", "ES 12-26", "Sell", "Limit", "Working", 1, 7018.00),
    (-9, "Live-48120", "ES 12-26", "Sell", "StopMarket", "Accepted", 1, 6998.00),
    (-166, "APEX1234", "NQ 12-26", "Sell", "StopMarket", "Accepted", 1, 26072.00),
    (-166, "APEX1235", "NQ 12-26", "Sell", "StopMarket", "Accepted", 1, 26072.00),
    (-567, "TPT-20917", "CL 01-27", "BuyToCover", "Limit", "Working", 2, 61.20),
    (-720, "EVAL7801", "MES 12-26", "Buy", "Limit", "PartFilled", 4, 7002.50),
    (-1732, "Sim101", "MES 12-26", "SellShort", "Limit", "Working", 2, 7020.00),
    (-600, "Sim101", "MES 12-26", "Buy", "Limit", "Cancelled", 2, 7000.00),
    (-610, "TPT-E118", "MGC 02-27", "Buy", "Limit", "Rejected", 3, 4300.0),
)

_MOCK_UP_FILLS = (
    (-5, "APEX1236", "MNQ 12-26", "Buy", 2, 26103.25, "Entry"),
    (-9, "Live-48120", "ES 12-26", "Buy", 1, 7006.75, "Entry"),
    (-81, "APEX1236", "MNQ 12-26", "Buy", 3, 26100.75, "Entry"),
    (-166, "APEX1234", "NQ 12-26", "Buy", 1, 26098.25, "Entry"),
    (-166, "APEX1235", "NQ 12-26", "Buy", 1, 26099.00, "Entry"),
    (-472, "TPT-E121", "MCL 01-27", "Sell", 3, 61.31, "Stop"),
    (-567, "TPT-20917", "CL 01-27", "SellShort", 2, 61.58, "Entry"),
)


def _mock_up_orders() -> tuple[Order, ...]:
    return tuple(
        Order(
            order_id=f"order-{number}",
            account=account,
            instrument=instrument,
            side=side,
            order_type=kind,
            state=state,
            quantity=quantity,
            filled=1 if state == "PartFilled" else 0,
            limit_price=price if kind == "Limit" else None,
            stop_price=None if kind == "Limit" else price,
            placed_at=at(seconds).utc,
        )
        for number, (seconds, account, instrument, side, kind, state, quantity, price) in enumerate(
            _MOCK_UP_ORDERS
        )
    )


def _mock_up_fills() -> dict[str, Dated[tuple[Execution, ...]]]:
    fills: dict[str, tuple[Execution, ...]] = {}
    for number, (seconds, account, instrument, side, quantity, price, name) in enumerate(
        _MOCK_UP_FILLS
    ):
        fill = Execution(
            execution_id=f"fill-{number}",
            account=account,
            instrument=instrument,
            name=name,
            side=side,
            quantity=quantity,
            price=price,
            executed_at=at(seconds).utc,
        )
        fills[account] = (*fills.get(account, ()), fill)
    return {account: Dated(parts, at(-4)) for account, parts in fills.items()}


def mock_up_snapshot() -> Snapshot:
    """The market of the mock-ups as it is two seconds after the origin."""
    names = {sample.label: sample.name or sample.label for sample in _MOCK_UP}
    return Snapshot(
        accounts=Dated(
            tuple(
                Account(
                    name=names[sample.label],
                    display_name=sample.label,
                    provider="Simulator" if sample.connection == "Simulation" else "Provider31",
                    connection_name=sample.connection,
                    connection_status=CONNECTED,
                )
                for sample in _MOCK_UP
            ),
            at(-20),
        ),
        balances={
            names[sample.label]: Dated(
                Balance(
                    account=names[sample.label],
                    currency="USD",
                    cash_value=sample.cash_value,
                    net_liquidation=sample.net_liquidation,
                    buying_power=sample.buying_power,
                    realized_pnl=sample.realized_pnl,
                ),
                at(2 - sample.age),
            )
            for sample in _MOCK_UP
        },
        positions=Dated(tuple(Position(*fields) for fields in _MOCK_UP_POSITIONS), at(0)),
        connections=Dated(
            tuple(
                BrokerConnection(name, orders=CONNECTED, prices=CONNECTED)
                for name in ("NinjaTrader", "Rithmic Apex", "Tradovate", "Simulation")
            ),
            at(-10),
        ),
        orders=Dated(_mock_up_orders(), at(-4)),
        fills=_mock_up_fills(),
        age_limits=AgeLimits(positions=15, balances=75, accounts=135, connections=75),
    )


_MOCK_UP_DRAWDOWNS = (
    ("APEX1234", 2500.0, 50100.40),
    ("APEX1235", 2500.0, 50099.75),
    ("APEX1236", 2500.0, 50099.70),
    ("TPT-20917", 3000.0, 73799.65),
    ("EVAL7802", 2500.0, 47680.00),
    ("TPT-E118", 2000.0, 48639.90),
    ("TPT-E121", 2000.0, 48000.10),
)
"""Account, amount and floor of the mock-ups' drawdowns that never move."""


def mock_up_rules() -> tuple[AccountRules, Peaks]:
    """The limits of the mock-ups' accounts, and the peak that the one with little room follows."""
    fixed = [
        AccountRule(
            name,
            daily_loss_limit=1100.0 if name.startswith("APEX") else None,
            drawdown=DrawdownKind.STATIC,
            drawdown_amount=amount,
            starting_balance=floor + amount,
        )
        for name, amount, floor in _MOCK_UP_DRAWDOWNS
    ]
    trailing = AccountRule(
        "EVAL7801",
        daily_loss_limit=250.0,
        drawdown=DrawdownKind.TRAILING_INTRADAY,
        drawdown_amount=2500.0,
    )
    peak = Peak(52460.30, at(-7200).utc, PeakSource.CROSSTRADE)
    peaks = AccountPeaks("EVAL7801", session_of(at(0).utc), peak, peak, peak)
    return AccountRules.of([*fixed, trailing]), {"EVAL7801": peaks}


def with_open_pnl_told(snapshot: Snapshot) -> Snapshot:
    """``snapshot`` of a server that tells each account's open profit or loss with its balance."""
    return snapshot.with_balances(
        {
            name: Dated(
                replace(dated.value, unrealized_pnl=_open_pnl(dated.value)), dated.fetched_at
            )
            for name, dated in snapshot.balances.items()
        }
    )


def _open_pnl(balance: Balance) -> float | None:
    if balance.net_liquidation is None or balance.cash_value is None:
        return None
    return round(balance.net_liquidation - balance.cash_value, 2)


_CONTRACTS = (
    ("ES 12-26", 7012.25, 0.25, 50.0),
    ("NQ 12-26", 26118.50, 0.25, 20.0),
    ("MES 12-26", 7012.25, 0.25, 5.0),
    ("MNQ 12-26", 26118.50, 0.25, 2.0),
    ("GC 02-27", 4318.4, 0.1, 100.0),
    ("MGC 02-27", 4318.4, 0.1, 10.0),
    ("CL 01-27", 61.42, 0.01, 1000.0),
    ("6E 12-26", 1.08455, 0.00005, 125000.0),
    ("ZB 12-26", 118.03125, 0.03125, 1000.0),
    ("RTY 12-26", 2412.3, 0.1, 50.0),
)
_NAMES = (
    ("Live-{}", "NinjaTrader"),
    ("APEX{}", "Rithmic Apex"),
    ("TPT-{}", "Tradovate"),
    ("TPT-E{}", "Tradovate"),
    ("SimTeam{}", "Simulation"),
)


def large_snapshot(accounts: int = 200, positions: int = 2000, *, seed: int = 1) -> Snapshot:
    """``accounts`` accounts of every class with ``positions`` positions, two seconds ago.

    At most ten positions an account: one in each contract.
    """
    random = Random(seed)
    names = []
    listed = []
    for number in range(accounts):
        pattern, connection = _NAMES[number % len(_NAMES)]
        name = pattern.format(48000 + number)
        names.append(name)
        listed.append(
            Account(name, name, "Provider31", connection, connection_status=CONNECTED),
        )
    balances = {}
    for number, name in enumerate(names):
        cash = round(random.uniform(20000, 250000), 2)
        balances[name] = Dated(
            Balance(
                account=name,
                currency="USD",
                cash_value=cash,
                net_liquidation=cash,
                buying_power=round(cash * 0.8, 2),
                realized_pnl=round(random.gauss(0, 400), 2),
            ),
            at(-(number % 60)),
        )
    held = []
    for number in range(positions):
        instrument, last, tick, point_value = _CONTRACTS[number // accounts % len(_CONTRACTS)]
        way = random.choice((1, -1))
        quantity = random.randint(1, 9)
        average = round(last + random.randint(-40, 40) * tick, 5)
        held.append(
            Position(
                account=names[number % accounts],
                instrument=instrument,
                market_position=MarketPosition.LONG if way > 0 else MarketPosition.SHORT,
                quantity=quantity,
                average_price=average,
                market_price=last,
                unrealized_pnl=round((last - average) * way * quantity * point_value, 2),
            )
        )
    held.sort(key=lambda position: names.index(position.account))
    return Snapshot(
        accounts=Dated(tuple(listed), at(-20)),
        balances=balances,
        positions=Dated(tuple(held), at(0)),
        age_limits=AgeLimits(positions=15, balances=75, accounts=135, connections=75),
    )


def a_second_later(snapshot: Snapshot, number: int, *, share: float = 0.1) -> Snapshot:
    """``snapshot`` as its server would give it ``number`` seconds after the origin.

    ``share`` of the positions and accounts have other figures. Every value is a new object, as it
    is when an answer was parsed.
    """
    random = Random(number)
    positions = snapshot.positions.value if snapshot.positions else ()
    moved = []
    for position in positions:
        if random.random() >= share:
            moved.append(replace(position))
            continue
        price = (position.market_price or 0.0) + random.choice((-0.25, 0.25))
        pnl = (position.unrealized_pnl or 0.0) + random.choice((-12.5, 12.5))
        moved.append(replace(position, market_price=price, unrealized_pnl=pnl))
    balances = {}
    for name, dated in snapshot.balances.items():
        if random.random() >= share:
            balances[name] = Dated(replace(dated.value), dated.fetched_at)
            continue
        realized = (dated.value.realized_pnl or 0.0) + random.choice((-25.0, 25.0))
        balances[name] = Dated(replace(dated.value, realized_pnl=realized), at(number))
    return replace(snapshot, positions=Dated(tuple(moved), at(number)), balances=balances)


def market_state(
    snapshot: Snapshot,
    *kinds: ProblemKind,
    found_at: Moment | None = None,
    next_check_at: Moment | None = None,
    checking: bool = False,
) -> MonitorState:
    """``snapshot`` within a signed-in state whose chain has these problems, else none."""
    found = found_at or at(0)
    findings = {name: Finding("Fine", found) for name in LinkName}
    for kind in kinds:
        trouble = problem(kind)
        findings[trouble.link] = Finding(trouble.cause, found, trouble)
    return MonitorState(
        snapshot=snapshot,
        chain=build_chain(findings),
        sign_in=SignIn(SignInState.SIGNED_IN, scope=Scope.READ),
        next_check_at=next_check_at,
        checking=checking,
    )
