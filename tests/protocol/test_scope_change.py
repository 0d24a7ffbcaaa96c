"""A change of scope, up and down, and interrupted anywhere: the end says what really holds."""

from collections.abc import Iterator

import pytest

from ct_desktop.core.problems import Action, ProblemKind
from ct_desktop.core.scope_change import (
    ScopeChangeEnd,
    ScopeChangeStage,
    ScopeChangeStep,
    Standing,
)
from ct_desktop.core.scopes import Scope
from ct_desktop.core.sign_in import RevocationOutcome, SignInStage, SignInState, StepState
from ct_desktop.services import Services
from ct_desktop.vault import MemoryVault, VaultFault
from support.grant_keepers import FaultyVault
from support.granting_server import GrantingServer
from support.hostile_authorization_server import Reply
from support.scope_changes import (
    allow,
    change,
    close_the_browser,
    deny,
    outcomes,
    signed_in_at,
)
from support.services_on_a_vault import loaded_services_on

DONE = StepState.DONE
REVOKE, FORGET, CONSENT, VERIFY, STORE = ScopeChangeStage


@pytest.fixture
def server() -> Iterator[GrantingServer]:
    with GrantingServer() as server:
        yield server


def assert_still_signed_in(
    services: Services, server: GrantingServer, end: ScopeChangeEnd, kind: ProblemKind
) -> None:
    assert end.standing is Standing.UNCHANGED
    assert end.scope is Scope.READ
    assert end.problem is not None
    assert end.problem.kind is kind
    assert services.connection.sign_in.state is SignInState.SIGNED_IN
    assert services.connection.sign_in.scope is Scope.READ
    assert server.scopes == ["mcp:read"]


async def assert_signed_out(
    services: Services, server: GrantingServer, vault: MemoryVault, end: ScopeChangeEnd
) -> None:
    assert (end.standing, end.scope) == (Standing.SIGNED_OUT, None)
    assert server.scopes == []
    assert not end.old_in_doubt
    sign_in = services.connection.sign_in
    # Not as signed out by the trader: the last figures stay, with their age.
    assert sign_in.state is SignInState.ENDED
    assert sign_in.problem is not None
    assert sign_in.problem.action is Action.SIGN_IN
    assert sign_in.problem.kind is ProblemKind.NOT_SIGNED_IN
    async with loaded_services_on(vault, server.server_url) as next_start:
        assert next_start.connection.sign_in.state is SignInState.SIGNED_OUT


# To its end


@pytest.mark.parametrize(("held", "asked"), [(Scope.READ, Scope.TRADE), (Scope.TRADE, Scope.READ)])
async def test_up_and_down_alike_each_step_is_told_and_the_old_grant_goes_first(
    server: GrantingServer, held: Scope, asked: Scope
) -> None:
    vault = FaultyVault()
    async with signed_in_at(server, held, vault) as services:
        (old,) = server.grants
        standing_at_consent: list[list[str]] = []

        def watch(step: ScopeChangeStep) -> None:
            if step.stage is CONSENT:
                standing_at_consent.append(server.scopes)

        steps, end = await change(services, asked, watch=watch)
        assert end == ScopeChangeEnd(Standing.CHANGED, asked)
        assert services.connection.sign_in.scope is asked
    assert list(outcomes(steps).items()) == [
        (REVOKE, DONE),
        (FORGET, DONE),
        (CONSENT, DONE),
        (VERIFY, DONE),
        (STORE, DONE),
    ]
    assert standing_at_consent[0] == []
    assert server.scopes == [asked.value]
    assert server.revocations() == [
        ("refresh_token", old.refresh_token),
        ("access_token", old.access_token),
    ]
    assert server.tools_called == ["GetMcpCapabilities"]
    async with loaded_services_on(vault, server.server_url) as next_start:
        assert next_start.connection.sign_in.scope is asked


async def test_the_link_and_the_deadline_come_with_the_consent(server: GrantingServer) -> None:
    async with signed_in_at(server, Scope.READ) as services:
        steps, _ = await change(services, Scope.TRADE)
    waiting = [step.sign_in_step for step in steps if step.stage is CONSENT and step.sign_in_step]
    (shown,) = [step for step in waiting if step.authorization_url and step.deadline]
    assert "scope=mcp%3Atrade" in str(shown.authorization_url)
    (revoked,) = [step for step in steps if step.outcome is not None]
    assert (revoked.stage, revoked.outcome) == (REVOKE, RevocationOutcome.REVOKED)


async def test_another_scope_than_asked_is_kept_and_said(server: GrantingServer) -> None:
    async with signed_in_at(server, Scope.READ) as services:
        server.grants_always = "mcp:read"
        _, end = await change(services, Scope.TRADE)
        assert end == ScopeChangeEnd(Standing.OTHER_SCOPE, Scope.READ)
        assert services.connection.sign_in.state is SignInState.SIGNED_IN


async def test_from_nothing_it_is_a_sign_in(server: GrantingServer) -> None:
    async with loaded_services_on(MemoryVault(), server.server_url) as services:
        steps, end = await change(services, Scope.TRADE)
    assert end.standing is Standing.CHANGED
    assert [step.outcome for step in steps if step.outcome] == [RevocationOutcome.NOTHING_TO_REVOKE]
    assert server.revocations() == []


# Stopped before anything was revoked


async def test_a_server_out_of_reach_beforehand_leaves_all_as_it_was(
    server: GrantingServer,
) -> None:
    vault = FaultyVault()
    async with signed_in_at(server, Scope.READ, vault) as services:
        server.deaf = True
        steps, end = await change(services, Scope.TRADE)
        assert outcomes(steps) == {REVOKE: StepState.FAILED}
        assert_still_signed_in(services, server, end, ProblemKind.SERVER_ERROR)
        assert not end.old_in_doubt
        assert server.revocations() == []
        server.deaf = False
    async with loaded_services_on(vault, server.server_url) as next_start:
        assert await next_start.connection.call(lambda crosstrade: crosstrade.list_tools()) == set()


async def test_a_registration_that_is_refused_leaves_all_as_it_was(server: GrantingServer) -> None:
    async with signed_in_at(server, Scope.READ) as services:
        server.replies["/register"] = Reply(429, {"error": "too_many_registrations"})
        _, end = await change(services, Scope.TRADE)
        assert_still_signed_in(services, server, end, ProblemKind.REGISTRATION_LIMITED)
        assert server.revocations() == []


async def test_a_keychain_that_cannot_be_read_leaves_all_as_it_was(server: GrantingServer) -> None:
    vault = FaultyVault()
    async with signed_in_at(server, Scope.READ, vault):
        pass
    vault.read_fault = VaultFault.LOCKED
    async with loaded_services_on(vault, server.server_url) as services:
        _, end = await change(services, Scope.TRADE)
        assert (end.standing, end.scope) == (Standing.UNCHANGED, None)
        assert end.problem is not None
        assert end.problem.kind is ProblemKind.KEYCHAIN_LOCKED
    assert server.scopes == ["mcp:read"]


# While the old grant is revoked


NO_ANSWERS = {"dropped": Reply(drop=True), "500": Reply(500), "429": Reply(429)}


@pytest.mark.parametrize("answer", NO_ANSWERS)
async def test_a_revocation_that_did_not_take_place_keeps_the_old_sign_in(
    server: GrantingServer, answer: str
) -> None:
    async with signed_in_at(server, Scope.READ) as services:
        server.revoke_reply, server.revokes = NO_ANSWERS[answer], False
        steps, end = await change(services, Scope.TRADE)
        kinds = {
            "dropped": ProblemKind.CANNOT_CONNECT,
            "500": ProblemKind.SERVER_ERROR,
            "429": ProblemKind.RATE_LIMITED,
        }
        assert_still_signed_in(services, server, end, kinds[answer])
        assert not end.old_in_doubt
        assert outcomes(steps) == {REVOKE: StepState.FAILED}
        assert len(server.revocations()) == 1


@pytest.mark.parametrize("answer", NO_ANSWERS)
async def test_a_revocation_whose_answer_was_lost_is_found_out_and_gone_on_from(
    server: GrantingServer, answer: str
) -> None:
    async with signed_in_at(server, Scope.READ) as services:
        server.revoke_reply = NO_ANSWERS[answer]
        steps, end = await change(services, Scope.TRADE)
        assert end == ScopeChangeEnd(Standing.CHANGED, Scope.TRADE)
    assert outcomes(steps)[REVOKE] is DONE
    assert len(server.revocations()) == 1
    assert server.scopes == ["mcp:trade"]


@pytest.mark.parametrize("revoked", [True, False])
async def test_where_nobody_says_what_became_of_it_the_old_sign_in_is_kept_and_the_doubt_told(
    server: GrantingServer, revoked: bool
) -> None:
    async with signed_in_at(server, Scope.READ) as services:
        server.revoke_reply, server.revokes = Reply(drop=True), revoked

        def watch(step: ScopeChangeStep) -> None:
            below = step.sign_in_step
            if below is not None and below.stage is SignInStage.REGISTER:
                server.deaf = True

        _, end = await change(services, Scope.TRADE, watch=watch)
        assert (end.standing, end.scope) == (Standing.UNCHANGED, Scope.READ)
        assert end.old_in_doubt
        assert services.connection.sign_in.state is SignInState.SIGNED_IN


async def test_without_a_way_to_revoke_the_old_access_is_told_to_live_on(
    server: GrantingServer,
) -> None:
    server.change_metadata(revocation_endpoint=None)
    async with signed_in_at(server, Scope.READ) as services:
        steps, end = await change(services, Scope.TRADE)
        assert outcomes(steps)[REVOKE] is StepState.WARNING
        assert end == ScopeChangeEnd(Standing.CHANGED, Scope.TRADE, old_in_doubt=True)
        steps, end = await change(services, Scope.READ, deny)
        assert end.standing is Standing.OLD_MAY_LIVE_ON
        assert end.scope is None


# After it was revoked


async def test_denied_nothing_is_signed_in_and_read_only_is_one_sign_in_away(
    server: GrantingServer,
) -> None:
    vault = FaultyVault()
    async with signed_in_at(server, Scope.READ, vault) as services:
        steps, end = await change(services, Scope.TRADE, deny)
        assert outcomes(steps)[CONSENT] is StepState.FAILED
        assert end.problem is not None
        assert end.problem.kind is ProblemKind.AUTHORIZATION_DENIED
        await assert_signed_out(services, server, vault, end)

        attempt = services.new_sign_in(Scope.READ, open_browser=None)
        async for step in attempt.steps():
            if step.authorization_url is not None and step.state is StepState.RUNNING:
                attempt.paste(await allow(step.authorization_url))
        assert services.connection.sign_in.state is SignInState.SIGNED_IN
        assert services.connection.sign_in.scope is Scope.READ
    assert server.scopes == ["mcp:read"]


async def test_the_browser_that_never_comes_back_is_waited_for_only_so_long(
    server: GrantingServer,
) -> None:
    vault = FaultyVault()
    async with signed_in_at(server, Scope.TRADE, vault) as services:
        _, end = await change(services, Scope.READ, close_the_browser, timeout=0.2)
        assert end.problem is not None
        assert end.problem.kind is ProblemKind.AUTHORIZATION_TIMED_OUT
        await assert_signed_out(services, server, vault, end)


async def test_a_network_lost_after_the_revocation_is_told_as_signed_out(
    server: GrantingServer,
) -> None:
    vault = FaultyVault()
    async with signed_in_at(server, Scope.READ, vault) as services:

        def watch(step: ScopeChangeStep) -> None:
            if step.stage is FORGET:
                server.replies["/token"] = Reply(drop=True)

        _, end = await change(services, Scope.TRADE, watch=watch)
        assert end.problem is not None
        assert end.problem.kind is ProblemKind.CANNOT_CONNECT
        await assert_signed_out(services, server, vault, end)


async def test_a_new_token_that_is_refused_at_once_is_given_back(server: GrantingServer) -> None:
    vault = FaultyVault()
    async with signed_in_at(server, Scope.READ, vault) as services:

        def watch(step: ScopeChangeStep) -> None:
            if step.stage is VERIFY:
                server.grants.clear()

        steps, end = await change(services, Scope.TRADE, watch=watch)
        assert outcomes(steps)[VERIFY] is StepState.FAILED
        await assert_signed_out(services, server, vault, end)
        # The old one and the new one, each once.
        assert [hint for hint, _ in server.revocations()] == ["refresh_token", "access_token"] * 2


# The keychain


async def test_a_new_sign_in_that_cannot_be_stored_is_held_in_memory(
    server: GrantingServer,
) -> None:
    vault = FaultyVault()
    async with signed_in_at(server, Scope.READ, vault) as services:
        vault.write_fault = VaultFault.DENIED
        steps, end = await change(services, Scope.TRADE)
        assert outcomes(steps)[STORE] is StepState.WARNING
        assert (end.standing, end.scope) == (Standing.CHANGED, Scope.TRADE)
        assert end.problem is not None
        assert end.problem.kind is ProblemKind.KEYCHAIN_DENIED
        assert not services.connection.sign_in.persistent


async def test_without_a_keychain_the_change_says_how_long_it_lasts(server: GrantingServer) -> None:
    async with signed_in_at(server, Scope.READ, MemoryVault()) as services:
        _, end = await change(services, Scope.TRADE)
        assert end.standing is Standing.CHANGED
        assert end.problem is not None
        assert end.problem.kind is ProblemKind.KEYCHAIN_MISSING


async def test_a_keychain_that_does_not_let_go_of_the_old_one_takes_the_new_one_over_it(
    server: GrantingServer,
) -> None:
    vault = FaultyVault()
    async with signed_in_at(server, Scope.READ, vault) as services:
        vault.delete_fault = VaultFault.DENIED
        steps, end = await change(services, Scope.TRADE)
        assert outcomes(steps)[FORGET] is StepState.WARNING
        assert end == ScopeChangeEnd(Standing.CHANGED, Scope.TRADE)
    async with loaded_services_on(vault, server.server_url) as next_start:
        assert next_start.connection.sign_in.scope is Scope.TRADE


async def test_what_another_process_signed_in_meanwhile_is_not_removed_unread(
    server: GrantingServer,
) -> None:
    vault = FaultyVault()
    async with signed_in_at(server, Scope.READ, vault) as here:
        async with signed_in_at(server, Scope.READ, vault):
            pass  # the command line, in another terminal
        newest = server.grants[-1]
        _, end = await change(here, Scope.TRADE)
        assert end.standing is Standing.CHANGED
    assert ("refresh_token", newest.refresh_token) in server.revocations()
    assert server.scopes == ["mcp:trade"]
