"""A change of scope on the simulated CrossTrade while its figures are watched."""

import asyncio

import httpx
import pytest

from ct_desktop.core.links import LinkName, LinkState
from ct_desktop.core.monitor_state import MonitorState
from ct_desktop.core.scope_change import ScopeChangeStage, ScopeChangeStep, Standing
from ct_desktop.core.scopes import Scope
from ct_desktop.core.sign_in import SignInStage, SignInState, StepState
from support.demo_process import DemoProcess
from support.oauth_browser import follow_authorization
from support.scope_changes import allow, change, outcomes, signed_in_at
from support.signed_in_services import state_that, watched

DEMO_OPTIONS = {"registrations_per_hour": 1000, "rate_limit": False}


async def deny(url: str) -> str:
    """Choose Deny on the consent page."""
    return await asyncio.to_thread(follow_authorization, url, decision="deny")


def all_fine(state: MonitorState) -> bool:
    return all(link.state is LinkState.OK for link in state.chain.links)


@pytest.mark.parametrize(("held", "asked"), [(Scope.READ, Scope.TRADE), (Scope.TRADE, Scope.READ)])
async def test_the_figures_stay_and_no_refusal_is_told_while_the_scope_changes(
    demo: DemoProcess, held: Scope, asked: Scope
) -> None:
    async with signed_in_at(demo, held) as services, watched(services):
        before = await state_that(services, all_fine)
        assert before.snapshot.positions is not None
        states: list[MonitorState] = []
        unsubscribe = services.monitor.changed.subscribe(states.append)
        sent: list[str] = []

        async def note(request: httpx.Request) -> None:
            sent.append(request.url.path)

        services.http.event_hooks = {**services.http.event_hooks, "request": [note]}
        _, end = await change(services, asked)
        assert end.standing is Standing.CHANGED
        after = await state_that(services, all_fine)
        unsubscribe()

        assert after.sign_in.scope is asked
        assert {state.sign_in.state for state in states} == {
            SignInState.CHANGING_SCOPE,
            SignInState.SIGNED_IN,
        }
        assert all(state.snapshot.positions is not None for state in states)
        sign_in_links = {state.chain[LinkName.SIGN_IN].state for state in states}
        assert sign_in_links <= {LinkState.CHECKING, LinkState.OK}
        assert all(state.chain.first_trouble is None for state in states)
        revokes = [place for place, path in enumerate(sent) if path.endswith("/revoke")]
        tokens = [place for place, path in enumerate(sent) if path.endswith("/token")]
        # The refresh token and the access token of the one grant, then the code; no renewal.
        assert (len(revokes), len(tokens)) == (2, 1)
        assert max(revokes) < tokens[0]
    assert demo.state()["trade_tool_calls"] == {}


async def test_after_a_denial_the_last_figures_stay_and_the_chain_says_why(
    demo: DemoProcess,
) -> None:
    async with signed_in_at(demo, Scope.READ) as services, watched(services):
        await state_that(services, all_fine)
        grants = demo.state()["active_grants"]
        _, end = await change(services, Scope.TRADE, deny)
        assert end.standing is Standing.SIGNED_OUT
        assert demo.state()["active_grants"] == grants - 1
        stopped = await state_that(
            services, lambda state: state.chain[LinkName.SIGN_IN].state is LinkState.BROKEN
        )
        assert stopped.snapshot.positions is not None
        assert stopped.sign_in.state is SignInState.ENDED
        trouble = stopped.chain[LinkName.SIGN_IN].problem
        assert trouble is not None
        assert "scope" in trouble.cause

        # One click back: a change from nothing is a sign-in like any other.
        _, end = await change(services, Scope.READ, allow)
        assert end.standing is Standing.CHANGED
        await state_that(services, all_fine)


async def test_a_call_that_hangs_does_not_hold_the_change_up(demo: DemoProcess) -> None:
    async with signed_in_at(demo, Scope.READ) as services, watched(services):
        await state_that(services, all_fine)
        demo.set_scenario("nt8-frozen")
        try:
            services.monitor.check_now()
            await state_that(services, lambda state: state.checking)
            steps, end = await change(services, Scope.TRADE)
        finally:
            demo.set_scenario("healthy")
        # NT8's silence is not the sign-in's trouble: it is kept.
        assert end.standing is Standing.CHANGED
        assert ScopeChangeStage.STORE in outcomes(steps)


async def test_a_server_that_goes_just_before_the_revocation_leaves_the_sign_in(
    demo: DemoProcess,
) -> None:
    async with signed_in_at(demo, Scope.READ) as services:

        def watch(step: ScopeChangeStep) -> None:
            below = step.sign_in_step
            if below is None or below.stage is not SignInStage.REGISTER:
                return
            if below.state is StepState.DONE:
                # The last that is shown before the old sign-in is revoked.
                demo.kill()

        _, end = await change(services, Scope.TRADE, watch=watch)
        demo.restart()
        assert (end.standing, end.scope) == (Standing.UNCHANGED, Scope.READ)
        assert not end.old_in_doubt
        assert services.connection.sign_in.state is SignInState.SIGNED_IN
