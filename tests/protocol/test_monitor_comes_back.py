"""Live again without a touch: after a dead server, sleep, another network and faults of the app."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from itertools import pairwise

import pytest

from ct_desktop.core.links import LinkName, LinkState
from ct_desktop.core.moment import Clock
from ct_desktop.core.monitor_state import MonitorState
from ct_desktop.core.problems import ProblemKind
from ct_desktop.crosstrade.calls import CrossTrade
from ct_desktop.crosstrade.parsing.envelope import Rows
from ct_desktop.monitor import monitor as monitor_module
from ct_desktop.monitor.monitor import Monitor
from ct_desktop.monitor.surroundings import Change
from ct_desktop.services import Services
from support.demo_process import DemoProcess
from support.signed_in_services import signed_in_services, state_that, watched

BACK_WITHIN = 10.0
"""Seconds; the promise is five, and a loaded machine takes longer."""


@pytest.fixture
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DemoProcess]:
    # Grants outlive the process, as CrossTrade's do.
    state = tmp_path_factory.mktemp("server") / "state.json"
    with DemoProcess(auto_approve=True, rate_limit=False, state_path=state) as demo:
        yield demo


@pytest.fixture
async def services(demo: DemoProcess) -> AsyncIterator[Services]:
    async with signed_in_services(demo) as services:
        yield services


def is_well(state: MonitorState) -> bool:
    return all(link.state is LinkState.OK for link in state.chain.links) and not state.checking


def has(kind: ProblemKind) -> Callable[[MonitorState], bool]:
    def holds(state: MonitorState) -> bool:
        problems = [link.problem for link in state.chain.links if link.problem is not None]
        return kind in [problem.kind for problem in problems]

    return holds


async def test_a_server_that_died_and_came_back_is_live_again(
    demo: DemoProcess, services: Services
) -> None:
    async with watched(services):
        before = await state_that(services, is_well)
        await asyncio.to_thread(demo.kill)
        broken = await state_that(services, has(ProblemKind.CANNOT_CONNECT))
        assert broken.snapshot.positions == before.snapshot.positions, "old numbers are kept"
        await asyncio.to_thread(demo.restart)
        async with asyncio.timeout(BACK_WITHIN):
            after = await state_that(services, is_well)
        assert after.snapshot.positions is not None
        assert before.snapshot.positions is not None
        assert after.snapshot.positions.fetched_at.steady > (
            before.snapshot.positions.fetched_at.steady
        )


async def test_tools_are_listed_anew_after_each_recovery(
    demo: DemoProcess, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    real: Callable[[CrossTrade], Awaitable[frozenset[str]]] = CrossTrade.list_tools
    lists: list[frozenset[str]] = []

    async def listen(self: CrossTrade) -> frozenset[str]:
        lists.append(await real(self))
        return lists[-1]

    monkeypatch.setattr(CrossTrade, "list_tools", listen)
    async with watched(services):
        await state_that(services, is_well)
        assert len(lists) == 1
        demo.set_scenario("addon-offline")
        await state_that(services, has(ProblemKind.ADDON_OFFLINE))
        listed = len(lists)
        demo.set_scenario("healthy")
        await state_that(services, lambda state: is_well(state) and len(lists) > listed)
        assert "GetAllPositions" in lists[-1]


class Surroundings:
    """Tells what the test says, instead of the system."""

    def __init__(self) -> None:
        self.tell: Callable[[Change], None] | None = None

    async def watch(self, _clock: Clock, tell: Callable[[Change], None]) -> None:
        self.tell = tell
        await asyncio.Event().wait()


@pytest.mark.parametrize("change", Change)
async def test_after_a_change_of_surroundings_nothing_waits_for_what_hangs(
    demo: DemoProcess, services: Services, change: Change
) -> None:
    surroundings = Surroundings()
    monitor = Monitor(services.connection, clock=services.clock, surroundings=surroundings.watch)
    states: asyncio.Queue[MonitorState] = asyncio.Queue()
    monitor.changed.subscribe(states.put_nowait)

    async def until(holds: Callable[[MonitorState], bool]) -> MonitorState:
        while not holds(state := await states.get()):
            continue
        return state

    watch = asyncio.create_task(monitor.run())
    try:
        async with asyncio.timeout(60):
            well = await until(is_well)
            demo.set_scenario("nt8-frozen")
            monitor.check_now()
            await until(lambda state: state.checking)
            # What was asked for hangs now; the fault ends while nobody is told of it.
            demo.set_scenario("healthy")
            assert surroundings.tell is not None
            surroundings.tell(change)
        async with asyncio.timeout(BACK_WITHIN):
            assert well.snapshot.positions is not None
            old = well.snapshot.positions.fetched_at.steady
            await until(
                lambda state: (
                    is_well(state)
                    and state.snapshot.positions is not None
                    and state.snapshot.positions.fetched_at.steady > old
                )
            )
    finally:
        watch.cancel()
        await asyncio.gather(watch, return_exceptions=True)


async def test_an_answer_that_this_app_chokes_on_stops_nothing_else(
    services: Services, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def choke(self: CrossTrade) -> Rows[object]:
        raise LookupError("a mistake of ours")

    with monkeypatch.context() as patch, caplog.at_level(logging.CRITICAL):
        patch.setattr(CrossTrade, "get_connections", choke)
        state = await services.monitor.check_everything()
        assert has(ProblemKind.WATCHING_FAILED)(state)
        assert state.snapshot.positions is not None
        assert state.snapshot.connections is None
    assert is_well(await services.monitor.check_everything())


async def test_watching_that_died_is_shown_and_begins_again(
    services: Services, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(monitor_module, "BEGIN_AGAIN_AFTER", (0.05, 0.1))
    real: Callable[[Monitor], Awaitable[MonitorState]] = Monitor.check_everything
    deaths = 2

    async def die(self: Monitor) -> MonitorState:
        nonlocal deaths
        if deaths:
            deaths -= 1
            raise LookupError("a mistake of ours")
        return await real(self)

    monkeypatch.setattr(Monitor, "check_everything", die)
    with caplog.at_level(logging.CRITICAL):
        async with watched(services):
            shown = await state_that(services, has(ProblemKind.WATCHING_FAILED))
            assert shown.chain[LinkName.CROSSTRADE].state is LinkState.WARNING
            await state_that(services, is_well)
    assert deaths == 0


async def test_a_question_that_never_ends_is_given_up_and_named(
    services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def hang(self: CrossTrade) -> Rows[object]:
        await asyncio.Event().wait()
        raise AssertionError

    monkeypatch.setattr(monitor_module, "ATTEMPT_LIMIT", 1.0)
    monkeypatch.setattr(CrossTrade, "get_connections", hang)
    state = await services.monitor.check_everything()
    assert has(ProblemKind.NO_ANSWER)(state)


async def test_a_check_shows_each_step_as_it_runs(services: Services) -> None:
    seen: list[frozenset[LinkName]] = []

    def look(state: MonitorState) -> None:
        checking = frozenset(link.name for link in state.chain.links if link.is_checking)
        if not seen or seen[-1] != checking:
            seen.append(checking)

    await services.monitor.check_everything()
    services.monitor.changed.subscribe(look)
    state = await services.monitor.check_everything()
    assert seen[0] == frozenset(LinkName), "all are under examination, and keep what was known"
    assert len(seen) > 2
    assert all(later < earlier for earlier, later in pairwise(seen))
    assert not seen[-1]
    assert is_well(state)
