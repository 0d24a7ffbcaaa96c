"""The monitor against the simulated CrossTrade: what it shows, what it names, how it comes back."""

from collections.abc import Callable, Iterator

import pytest

from ct_desktop.core.links import LinkName, LinkState
from ct_desktop.core.monitor_state import MonitorState
from ct_desktop.core.problems import Action, ProblemKind
from ct_desktop.core.rows import account_rows
from ct_desktop.core.sign_in import RevocationOutcome, SignInState
from ct_desktop.services import Services
from support.demo_process import UNATTENDED, DemoProcess
from support.signed_in_services import state_that, watched

DEMO_OPTIONS = UNATTENDED


@pytest.fixture(autouse=True)
def _as_it_was(demo: DemoProcess) -> Iterator[None]:
    yield
    demo.set_options(dialect="rest", carrier="http", summary_without_account="snapshot")


def is_well(state: MonitorState) -> bool:
    return all(link.state is LinkState.OK for link in state.chain.links)


def breaks(kind: ProblemKind) -> Callable[[MonitorState], bool]:
    def holds(state: MonitorState) -> bool:
        broken = state.chain.first_broken
        return broken is not None and broken.problem is not None and broken.problem.kind is kind

    return holds


@pytest.mark.parametrize("dialect", ["rest", "mcp"])
async def test_one_check_reads_everything(
    demo: DemoProcess, services: Services, dialect: str
) -> None:
    demo.set_options(dialect=dialect)
    state = await services.monitor.check_everything()
    snapshot = state.snapshot
    assert is_well(state), state.chain
    assert snapshot.positions is not None
    assert snapshot.positions.value
    assert snapshot.connections is not None
    assert snapshot.capabilities is not None
    assert snapshot.self_test is not None
    assert {row.account.name for row in account_rows(snapshot)} >= {"Sim101", "APEX1234"}


@pytest.mark.parametrize("summary", ["snapshot", "refuse"])
async def test_every_account_gets_its_balance(
    demo: DemoProcess, services: Services, summary: str
) -> None:
    demo.set_options(summary_without_account=summary)
    rows = account_rows(await services.monitor.read_accounts())
    assert len(rows) == 12
    assert all(row.balance and row.balance.net_liquidation is not None for row in rows)


async def test_figures_move_while_it_watches(services: Services) -> None:
    async with watched(services):
        first = await state_that(services, lambda state: state.snapshot.positions is not None)

        def moved(state: MonitorState) -> bool:
            return (
                first.snapshot.positions is not None
                and state.snapshot.positions is not None
                and state.snapshot.positions.value != first.snapshot.positions.value
            )

        later = await state_that(services, moved)
        assert later.budget.asked(services.clock.now()) <= 30


FAULTS = [
    ("addon-offline", LinkName.ADDON, ProblemKind.ADDON_OFFLINE, Action.CHECK_AGAIN),
    ("not-elite", LinkName.PLAN, ProblemKind.PLAN_REQUIRED, Action.OPEN_PLAN_PAGE),
    ("server-down", LinkName.CROSSTRADE, ProblemKind.SERVER_ERROR, Action.CHECK_AGAIN),
    ("nt8-frozen", LinkName.NT8, ProblemKind.NT8_NOT_RESPONDING, Action.CHECK_AGAIN),
]


@pytest.mark.parametrize(("scenario", "link", "kind", "action"), FAULTS)
async def test_a_fault_is_named_and_left_behind_without_a_touch(
    demo: DemoProcess,
    services: Services,
    scenario: str,
    link: LinkName,
    kind: ProblemKind,
    action: Action,
) -> None:
    async with watched(services):
        well = await state_that(services, is_well)
        demo.set_scenario(scenario)
        broken = await state_that(services, breaks(kind))
        assert broken.chain[link].state is LinkState.BROKEN
        problem = broken.chain[link].problem
        assert problem is not None
        assert problem.action is action
        below = list(LinkName)[list(LinkName).index(link) + 1 :]
        assert all(broken.chain[name].state is LinkState.UNKNOWN for name in below)
        assert broken.snapshot.positions is not None, "old numbers are kept"
        assert well.snapshot.accounts is not None
        demo.set_scenario("healthy")
        await state_that(services, is_well)


@pytest.mark.parametrize("carrier", ["http", "jsonrpc", "iserror"])
async def test_each_carrier_names_the_same_fault(
    demo: DemoProcess, services: Services, carrier: str
) -> None:
    demo.set_options(carrier=carrier)
    demo.set_scenario("addon-offline")
    state = await services.monitor.check_everything()
    assert breaks(ProblemKind.ADDON_OFFLINE)(state), state.chain


async def test_a_revoked_sign_in_ends_and_keeps_the_figures(
    demo: DemoProcess, services: Services
) -> None:
    async with watched(services):
        await state_that(services, is_well)
        demo.set_scenario("token-revoked")
        state = await state_that(services, breaks(ProblemKind.TOKEN_REJECTED))
        assert state.sign_in.state is SignInState.ENDED
        assert state.chain.first_broken is not None
        assert state.chain.first_broken.name is LinkName.SIGN_IN
        assert state.snapshot.positions is not None


async def test_many_accounts_stay_within_the_budget(demo: DemoProcess, services: Services) -> None:
    demo.set_scenario("many-accounts")
    async with watched(services):
        state = await state_that(
            services,
            lambda state: (
                state.snapshot.positions is not None
                and len(state.snapshot.positions.value) == 2000
                and len(state.snapshot.balances) >= 200
            ),
        )
        assert len(account_rows(state.snapshot)) == 200
        assert state.budget.asked(services.clock.now()) <= 30


async def test_signing_out_revokes_at_the_server(demo: DemoProcess, services: Services) -> None:
    grants = demo.state()["active_grants"]
    shown: list[RevocationOutcome] = []
    assert await services.connection.sign_out(shown.append) is RevocationOutcome.REVOKED
    assert shown == [RevocationOutcome.REVOKED]
    assert demo.state()["active_grants"] == grants - 1
    assert services.connection.sign_in.state is SignInState.SIGNED_OUT


async def test_b40_no_trade_tool_was_ever_called(demo: DemoProcess, services: Services) -> None:
    await services.monitor.check_everything()
    assert demo.state()["trade_tool_calls"] == {}
