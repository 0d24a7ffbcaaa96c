"""A change of scope that is given up after any step, or cancelled at any await.

Whatever the moment, the end agrees with what the server and the keychain hold.
"""

import asyncio
from collections.abc import Iterator
from contextlib import aclosing

import pytest

from ct_desktop.connection.scope_change import ScopeChange
from ct_desktop.core.scope_change import ScopeChangeEnd, Standing
from ct_desktop.core.scopes import Scope
from ct_desktop.core.sign_in import SignInState
from ct_desktop.services import Services
from ct_desktop.vault import Vault
from support.grant_keepers import FaultyVault
from support.granting_server import GrantingServer
from support.scope_changes import allow, answer_if_waiting, signed_in_at
from support.services_on_a_vault import loaded_services_on
from support.stepping import SteppingCoroutine


@pytest.fixture
def server() -> Iterator[GrantingServer]:
    with GrantingServer() as server:
        yield server


async def assert_true(
    end: ScopeChangeEnd, server: GrantingServer, services: Services, vault: Vault
) -> None:
    assert not end.old_in_doubt
    sign_in = services.connection.sign_in
    async with loaded_services_on(vault, server.server_url) as next_start:
        stored = next_start.connection.sign_in
    match end.standing:
        case Standing.UNCHANGED | Standing.CHANGED:
            scope = Scope.READ if end.standing is Standing.UNCHANGED else Scope.TRADE
            assert server.scopes == [scope]
            assert (sign_in.state, sign_in.scope) == (SignInState.SIGNED_IN, scope)
            assert stored.scope is scope
            assert end.scope is scope
        case Standing.SIGNED_OUT:
            assert server.scopes == []
            assert sign_in.state is SignInState.ENDED
            assert stored.state is SignInState.SIGNED_OUT
        case _:
            raise AssertionError(end)


def in_order(standings: list[Standing]) -> bool:
    """Whether it goes from unchanged through signed out to changed, each for a while."""
    order = [Standing.UNCHANGED, Standing.SIGNED_OUT, Standing.CHANGED]
    places = [order.index(one) for one in standings]
    return places == sorted(places) and set(standings) == set(order)


async def test_given_up_after_any_step_the_end_says_what_holds(server: GrantingServer) -> None:
    standings: list[Standing] = []
    steps_taken, count = 0, 1
    while steps_taken == count - 1:
        server.grants.clear()
        vault = FaultyVault()
        async with signed_in_at(server, Scope.READ, vault) as services:
            changing = services.new_scope_change(Scope.TRADE, open_browser=None)
            steps_taken = 0
            async with aclosing(changing.steps()) as steps:
                async for step in steps:
                    steps_taken += 1
                    if steps_taken == count:
                        break
                    await answer_if_waiting(changing, step, allow)
            assert changing.end is not None
            await assert_true(changing.end, server, services, vault)
            standings.append(changing.end.standing)
        count += 1
    assert in_order(standings), standings


async def test_cancelled_at_any_await_the_end_says_what_holds(server: GrantingServer) -> None:
    standings: list[Standing] = []
    at, cancelled = 0, True
    while cancelled:
        server.grants.clear()
        vault = FaultyVault()
        async with signed_in_at(server, Scope.READ, vault) as services:
            changing = services.new_scope_change(Scope.TRADE, open_browser=None)
            cancelled = await cancelled_at(at, changing)
            if changing.end is not None:
                await assert_true(changing.end, server, services, vault)
                standings.append(changing.end.standing)
            else:
                assert at == 0, "it has begun, so that it has an end"
        at += 1
    assert len(standings) > 30, "so few awaits cannot be all"
    assert in_order(standings), standings


async def cancelled_at(at: int, changing: ScopeChange) -> bool:
    """Run the change to its ``at``-th await; ``False`` where it has come to its end before."""
    count = 0

    def before_step() -> None:
        nonlocal count
        if count == at:
            task.cancel()
        count += 1

    async def run() -> None:
        async with aclosing(changing.steps()) as steps:
            async for step in steps:
                await answer_if_waiting(changing, step, allow)

    task: asyncio.Task[None] = asyncio.Task(SteppingCoroutine(run(), before_step))
    await asyncio.wait([task])
    return task.cancelled()
