"""A clock that is wrong by hours, that jumps, or that stood still while the machine slept.

Renewing goes by a steady clock; a refusal while the wall clock is wrong ends nothing (B-39).
"""

from contextlib import aclosing
from datetime import timedelta

import httpx
import pytest

from ct_desktop.clock import SystemClock
from ct_desktop.connection.errors import EndReason, GrantEndedError, RenewalUnavailableError
from ct_desktop.connection.failures import problem_of_renewal
from ct_desktop.core.links import LinkName
from ct_desktop.core.moment import Moment
from ct_desktop.core.problems import Action, ProblemKind
from ct_desktop.core.scopes import Scope
from ct_desktop.core.sign_in import SignInState, StepState
from ct_desktop.profiles import AppFolders
from ct_desktop.services import open_services
from support.demo_grants import new_grant
from support.demo_process import UNATTENDED, DemoProcess
from support.grant_keepers import FaultyVault, NewKeeper, access_token, stored
from support.hostile_authorization_server import HostileAuthorizationServer, Reply
from support.oauth_browser import follow_authorization
from support.services_on_a_vault import loaded_services_on

LIFE = 600
DEMO_OPTIONS = {**UNATTENDED, "access_token_seconds": LIFE}
HOURS = [5.0, -5.0]


class WrongClock:
    """The system's clock, whose wall time is ``wall_ahead`` seconds off; ``slept`` sets both."""

    def __init__(self) -> None:
        self.wall_ahead = 0.0
        self.slept = 0.0

    def now(self) -> Moment:
        now = SystemClock().now()
        wall = now.utc + timedelta(seconds=self.wall_ahead + self.slept)
        return Moment(wall, now.steady + self.slept)


@pytest.fixture
def clock() -> WrongClock:
    return WrongClock()


@pytest.mark.parametrize("hours", HOURS)
async def test_b39_a_clock_wrong_by_hours_at_the_start_signs_nobody_out(
    demo: DemoProcess, clock: WrongClock, vault: FaultyVault, hours: float
) -> None:
    async with loaded_services_on(vault, demo.server_url, clock=clock) as services:
        await services.connection.keep(await new_grant(services.http, demo))
    clock.wall_ahead = hours * 3600
    async with loaded_services_on(vault, demo.server_url, clock=clock) as services:
        state = await services.monitor.check_everything()
        assert state.sign_in.state is SignInState.SIGNED_IN
        assert state.chain.first_broken is None
        direction = "5 hours ahead of" if hours > 0 else "5 hours behind"
        assert state.chain[LinkName.CROSSTRADE].detail == (
            f"This computer’s clock is {direction} CrossTrade’s"
        )


@pytest.mark.parametrize("hours", HOURS)
async def test_b39_a_clock_that_jumps_changes_nothing_about_renewing(
    demo: DemoProcess,
    clock: WrongClock,
    http: httpx.AsyncClient,
    new_keeper: NewKeeper,
    hours: float,
) -> None:
    keeper = new_keeper()
    grant = await new_grant(http, demo)
    await keeper.keep(grant)
    refreshes = demo.state()["refreshes"]
    clock.wall_ahead = hours * 3600
    assert await keeper.fresh() == grant
    assert demo.state()["refreshes"] == refreshes
    clock.slept = LIFE * 0.9
    assert access_token(await keeper.fresh()) != access_token(grant)


async def test_after_the_machine_slept_the_token_is_renewed_before_it_is_used(
    demo: DemoProcess, clock: WrongClock, http: httpx.AsyncClient, new_keeper: NewKeeper
) -> None:
    keeper = new_keeper()
    grant = await new_grant(http, demo)
    await keeper.keep(grant)
    clock.slept = 9 * 3600
    assert access_token(await keeper.fresh()) != access_token(grant)


@pytest.mark.parametrize("hours", HOURS)
async def test_b39_a_refused_renewal_with_a_wrong_clock_is_the_clocks_until_it_is_right(
    demo: DemoProcess,
    clock: WrongClock,
    vault: FaultyVault,
    http: httpx.AsyncClient,
    new_keeper: NewKeeper,
    hours: float,
) -> None:
    keeper = new_keeper(measures_clock=True)
    grant = await new_grant(http, demo)
    await keeper.keep(grant)
    demo.set_scenario("token-revoked")
    demo.set_scenario("healthy")
    clock.wall_ahead = hours * 3600 - LIFE * 2
    clock.slept = LIFE * 2
    with pytest.raises(RenewalUnavailableError) as unavailable:
        await keeper.fresh()
    trouble = problem_of_renewal(unavailable.value)
    assert trouble.kind is ProblemKind.CLOCK_SKEW
    assert trouble.link is LinkName.SIGN_IN
    assert trouble.action is Action.CHECK_CLOCK
    assert "5 hours" in trouble.cause
    assert await stored(vault) == grant
    # The trader sets the clock and checks again.
    clock.wall_ahead = -clock.slept - 11
    clock.slept += 11
    with pytest.raises(GrantEndedError) as ended:
        await keeper.fresh()
    assert ended.value.reason is EndReason.EXPIRED


async def test_b39_renewing_goes_on_as_soon_as_the_clocks_agree_again(
    demo: DemoProcess, clock: WrongClock, vault: FaultyVault
) -> None:
    async with loaded_services_on(vault, demo.server_url, clock=clock) as services:
        await services.connection.keep(await new_grant(services.http, demo))
        demo.set_scenario("wrong-clock")
        broken = (await services.monitor.check_everything()).chain.first_broken
        assert broken is not None
        assert broken.problem is not None
        assert broken.problem.kind is ProblemKind.CLOCK_SKEW
        demo.set_scenario("token-expiring")
        state = await services.monitor.check_everything()
        demo.set_scenario("healthy")
        assert state.chain.first_broken is None


async def test_b36_b39_a_new_token_refused_with_a_wrong_clock_ends_nothing(
    demo: DemoProcess,
    clock: WrongClock,
    vault: FaultyVault,
    http: httpx.AsyncClient,
    new_keeper: NewKeeper,
) -> None:
    keeper = new_keeper(measures_clock=True)
    clock.wall_ahead = 7200
    await keeper.keep(await new_grant(http, demo))
    assert keeper.grant is not None
    renewed = await keeper.renew_refused(keeper.grant)
    with pytest.raises(RenewalUnavailableError) as unavailable:
        await keeper.renew_refused(renewed)
    assert problem_of_renewal(unavailable.value).kind is ProblemKind.CLOCK_SKEW
    assert await stored(vault) == renewed


async def test_b39_the_chain_names_the_clock_where_it_may_be_the_cause(
    demo: DemoProcess, clock: WrongClock, vault: FaultyVault
) -> None:
    async with loaded_services_on(vault, demo.server_url, clock=clock) as services:
        await services.connection.keep(await new_grant(services.http, demo))
        demo.set_scenario("token-revoked")
        clock.wall_ahead = -3 * 3600
        state = await services.monitor.check_everything()
        demo.set_scenario("healthy")
        broken = state.chain.first_broken
        assert broken is not None
        assert broken.name is LinkName.SIGN_IN
        assert broken.problem is not None
        assert broken.problem.kind is ProblemKind.CLOCK_SKEW
        assert "3 hours behind" in broken.problem.cause
        assert services.connection.sign_in.state is SignInState.SIGNED_IN
        assert (await vault.read("default/" + demo.origin.removeprefix("http://"))) is not None


async def test_b39_a_code_refused_with_a_wrong_clock_names_the_clock(clock: WrongClock) -> None:
    clock.wall_ahead = 26 * 3600
    with HostileAuthorizationServer() as server:
        server.replies["/token"] = Reply(400, {"error": "invalid_grant"})
        async with open_services(
            folders=AppFolders.from_environment(),
            profile="default",
            server_url=server.server_url,
            clock=clock,
        ) as services:
            attempt = services.new_sign_in(Scope.READ, open_browser=None)
            async with aclosing(attempt.steps()) as steps:
                async for step in steps:
                    if step.authorization_url is not None:
                        attempt.paste(follow_authorization(step.authorization_url))
    assert step.state is StepState.FAILED
    assert step.problem is not None
    assert step.problem.kind is ProblemKind.CLOCK_SKEW
    assert "1 day ahead" in step.problem.cause
