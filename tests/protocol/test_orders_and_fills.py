"""Orders and fills as the monitor reads them from the simulated CrossTrade."""

from collections.abc import Iterator

import pytest

from ct_desktop.core.moment import Clock, Moment
from ct_desktop.core.monitor_state import MonitorState
from ct_desktop.core.pace import OWN_BUDGET
from ct_desktop.core.positions import MarketPosition, Position
from ct_desktop.core.problems import ProblemKind, Refusal
from ct_desktop.core.wording import problem
from ct_desktop.crosstrade.calls import CrossTrade
from ct_desktop.crosstrade.errors import CallFailed
from ct_desktop.monitor.orders_and_fills import OrdersAndFills, changed_accounts
from ct_desktop.services import Services
from support.demo_process import UNATTENDED, DemoProcess
from support.market_samples import at
from support.scripted_session import ScriptedSession, json_result
from support.signed_in_services import state_that, watched

DEMO_OPTIONS = UNATTENDED


@pytest.fixture(autouse=True)
def _as_it_was(demo: DemoProcess) -> Iterator[None]:
    yield
    demo.set_options(dialect="rest")


@pytest.mark.parametrize("dialect", ["rest", "mcp"])
async def test_orders_and_fills_come_after_the_first_round_within_the_budget(
    demo: DemoProcess, services: Services, dialect: str
) -> None:
    demo.set_options(dialect=dialect)

    def both_read(state: MonitorState) -> bool:
        return state.snapshot.orders is not None and bool(state.snapshot.fills)

    async with watched(services):
        state = await state_that(services, both_read)
    orders = state.snapshot.orders
    assert orders is not None
    assert orders.value
    assert any(order.is_working for order in orders.value)
    assert all(order.quantity and order.side for order in orders.value)
    assert state.budget.asked(services.clock.now()) <= OWN_BUDGET


class _Stepping(Clock):
    """Each look at it is a second later."""

    def __init__(self) -> None:
        self._seconds = 0.0

    def now(self) -> Moment:
        self._seconds += 1
        return at(self._seconds)


def _execution(number: int) -> dict[str, object]:
    return {
        "id": f"fill-{number}",
        "account": "Sim101",
        "instrument": "ES 12-26",
        "marketPosition": "Long",
        "quantity": 1,
        "price": 7000.0 + number,
        "epoch": int(at(number).utc.timestamp() * 1000),
    }


async def test_fills_that_the_server_no_longer_tells_are_kept_newest_first() -> None:
    session = ScriptedSession(json_result({"executions": [_execution(1), _execution(2)]}))
    reading = OrdersAndFills(_Stepping())
    reading.follow(("Sim101",))
    await reading.read_fills(CrossTrade(session))
    session.answer = json_result({"executions": [_execution(3)]})
    fills = await reading.read_fills(CrossTrade(session))
    assert fills is not None
    seen = fills["Sim101"]
    assert [fill.execution_id for fill in seen.value] == ["fill-3", "fill-2", "fill-1"]
    assert seen.fetched_at == at(2)


async def test_the_accounts_whose_positions_changed_are_asked_about_first() -> None:
    session = ScriptedSession(json_result({"executions": []}))
    reading = OrdersAndFills(_Stepping())
    reading.follow(("A", "B", "C"))
    before = Position("C", "ES 12-26", MarketPosition.LONG, 1)
    assert changed_accounts((before,), (before,)) == frozenset()
    reading.prefer(changed_accounts((before,), ()))
    for _ in range(3):
        await reading.read_fills(CrossTrade(session))
    assert [arguments["account"] for _, arguments in session.calls] == ["C", "A", "B"]


async def test_a_server_that_wants_an_account_named_is_asked_account_by_account() -> None:
    session = ScriptedSession(json_result({"error": "Invalid request"}, is_error=True))
    reading = OrdersAndFills(_Stepping())
    reading.follow(("A", "B"))
    assert await reading.read_orders(CrossTrade(session)) is None
    order = {
        "orderId": "1",
        "instrument": "ES 12-26",
        "orderState": "Working",
        "orderAction": "Buy",
    }
    session.answer = json_result({"orders": [order]})
    first = await reading.read_orders(CrossTrade(session))
    orders = first or await reading.read_orders(CrossTrade(session))
    assert orders is not None
    assert {order.account for order in orders.value} == {"A", "B"}
    assert [name for name, _ in session.calls][-2:] == ["ListOrders", "ListOrders"]


async def test_a_fault_of_the_way_is_no_missing_tool() -> None:
    fault = CallFailed(problem(ProblemKind.ADDON_OFFLINE), Refusal())
    reading = OrdersAndFills(_Stepping())
    reading.follow(("A",))
    for read in (reading.read_orders, reading.read_fills):
        with pytest.raises(CallFailed):
            await read(CrossTrade(ScriptedSession(fault)))
