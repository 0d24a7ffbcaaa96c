"""Tokens bound to a key: sign-in, renewal and use against servers that check every proof."""

import asyncio
import logging
import traceback
from collections.abc import Iterator
from contextlib import aclosing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest

from ct_desktop.clock import SystemClock
from ct_desktop.connection.grant import Grant, UnreadableGrantError
from ct_desktop.connection.grant_authorizer import FixedAuthorizer, GrantAuthorizer
from ct_desktop.core.sign_in import RevocationOutcome
from ct_desktop.http_client import create_http_client
from ct_desktop.mcp import Authorizer, ClientInfo, HttpRefusal, Lifecycle, McpError, McpSession
from ct_desktop.oauth.client_identity import ClientSetup
from ct_desktop.oauth.dpop import DpopKey, DpopProofs
from ct_desktop.oauth.errors import (
    AuthorizationServerUnavailable,
    OAuthError,
    UnavailableReason,
)
from ct_desktop.oauth.flow import AuthorizationFlow, FlowResult
from ct_desktop.oauth.revocation import revoke
from ct_desktop.oauth.scopes import ScopePolicy
from ct_desktop.oauth.tokens import refresh
from ct_desktop.vault import MemoryVault
from support import oauth_values
from support.dpop_server import DpopServer
from support.grant_keepers import keeper_on
from support.hostile_authorization_server import MCP_PATH, Reply
from support.oauth_values import MovableClock
from support.secret_watch import SecretWatch

TEST_TIMEOUT = 15.0


@pytest.fixture
def server() -> Iterator[DpopServer]:
    with DpopServer() as server:
        yield server
    assert server.faults == []


async def sign_in(
    http: httpx.AsyncClient, server: DpopServer, proofs: DpopProofs | None = None
) -> FlowResult:
    """A sign-in whose person goes wherever the browser is sent."""
    visits: list[asyncio.Task[httpx.Response]] = []
    async with create_http_client() as browser, asyncio.timeout(TEST_TIMEOUT):

        async def open_browser(url: str) -> bool:
            visits.append(asyncio.create_task(browser.get(url, follow_redirects=True)))
            return True

        flow = AuthorizationFlow(
            http=http,
            server_url=server.server_url,
            scope=ScopePolicy("mcp:read"),
            client=ClientSetup("An app on a PC"),
            registrations=oauth_values.MemoryRegistrations(),
            open_browser=open_browser,
            clock=SystemClock(),
            proofs=proofs,
            ports=(0,),
        )
        try:
            async with aclosing(flow.steps()) as steps:
                async for _ in steps:
                    pass
        finally:
            await asyncio.gather(*visits)
        return flow.result


def as_grant(result: FlowResult) -> Grant:
    return Grant(
        sign_in_id="the-sign-in",
        tokens=result.tokens,
        registration=result.registration,
        server=result.server,
        generation=0,
        signed_in_since=datetime.now(UTC),
        renewed_at=datetime.now(UTC),
    )


def session_with(http: httpx.AsyncClient, server: DpopServer, authorizer: Authorizer) -> McpSession:
    return McpSession(
        http,
        server.server_url,
        client_info=ClientInfo("test", "1"),
        authorizer=authorizer,
        known_lifecycle=Lifecycle.STATELESS,
    )


def session(
    http: httpx.AsyncClient, server: DpopServer, result: FlowResult, proofs: DpopProofs
) -> McpSession:
    return session_with(http, server, FixedAuthorizer(as_grant(result), proofs))


@pytest.fixture
def proofs() -> DpopProofs:
    return DpopProofs(SystemClock())


def key_of(result: FlowResult) -> DpopKey:
    assert result.tokens.dpop_key is not None
    return result.tokens.dpop_key


async def test_a_sign_in_binds_code_and_tokens_to_one_new_key(
    http: httpx.AsyncClient, server: DpopServer
) -> None:
    first, second = await sign_in(http, server), await sign_in(http, server)
    assert first.tokens.token_type == "DPoP"
    assert key_of(first) != key_of(second)
    asked = [seen.query["dpop_jkt"] for seen in server.seen if seen.path == "/authorize"]
    proven = [proof.thumbprint for proof in server.proofs_at("/token")]
    assert asked == proven == [key_of(first).thumbprint, key_of(second).thumbprint]


@pytest.mark.parametrize("algorithms", [None, [], ["RS256", "ES512"]])
async def test_a_server_that_offers_no_es256_is_asked_for_plain_tokens(
    http: httpx.AsyncClient, server: DpopServer, algorithms: list[str] | None
) -> None:
    server.change_metadata(dpop_signing_alg_values_supported=algorithms)
    server.replies["/token"] = Reply(body={"access_token": "plain", "token_type": "Bearer"})
    result = await sign_in(http, server)
    assert result.tokens.dpop_key is None
    assert "dpop" not in server.last("/token").headers
    assert "dpop_jkt" not in server.last("/authorize").query


async def test_a_server_that_offers_dpop_and_binds_nothing_gets_plain_bearer_requests(
    http: httpx.AsyncClient, server: DpopServer, proofs: DpopProofs
) -> None:
    server.replies["/token"] = Reply(body={"access_token": "plain", "token_type": "bearer"})
    result = await sign_in(http, server)
    assert result.tokens.token_type == "Bearer"
    server.replies[MCP_PATH] = Reply(401)
    with pytest.raises(HttpRefusal):
        await session(http, server, result, proofs).list_tools()
    headers = server.last(MCP_PATH).headers
    assert headers["authorization"] == "Bearer plain"
    assert "dpop" not in headers


async def test_a_bound_token_that_was_not_asked_for_is_not_taken(
    http: httpx.AsyncClient, server: DpopServer
) -> None:
    server.change_metadata(dpop_signing_alg_values_supported=None)
    server.replies["/token"] = Reply(body={"access_token": "bound", "token_type": "DPoP"})
    with pytest.raises(AuthorizationServerUnavailable) as unusable:
        await sign_in(http, server)
    assert unusable.value.reason is UnavailableReason.INVALID_ANSWER


async def test_the_token_endpoint_gets_the_nonce_it_asks_for_with_the_same_code(
    http: httpx.AsyncClient, server: DpopServer
) -> None:
    server.token_nonce = "a-nonce-of-the-token-endpoint"
    await sign_in(http, server)
    assert [proof.nonce for proof in server.proofs_at("/token")] == [None, server.token_nonce]
    codes = [seen.form["code"] for seen in server.seen if seen.path == "/token"]
    assert codes[0] == codes[1]


async def test_a_token_endpoint_that_always_wants_another_nonce_is_given_up(
    http: httpx.AsyncClient, server: DpopServer
) -> None:
    server.replies["/token"] = lambda _: Reply(
        400, {"error": "use_dpop_nonce"}, {"DPoP-Nonce": f"nonce-{len(server.seen)}"}
    )
    with pytest.raises(AuthorizationServerUnavailable):
        await sign_in(http, server)
    assert server.paths("POST").count("/token") == 2


async def test_each_request_to_the_resource_has_a_proof_of_its_own(
    http: httpx.AsyncClient, server: DpopServer, proofs: DpopProofs
) -> None:
    result = await sign_in(http, server)
    mcp = session(http, server, result, proofs)
    await asyncio.gather(*(mcp.list_tools() for _ in range(5)))
    at_resource = server.proofs_at(MCP_PATH)
    assert len(at_resource) == 5
    assert {proof.thumbprint for proof in at_resource} == {key_of(result).thumbprint}


async def test_the_resource_gets_the_nonce_it_asks_for_and_the_newest_from_then_on(
    http: httpx.AsyncClient, server: DpopServer, proofs: DpopProofs
) -> None:
    result = await sign_in(http, server)
    mcp = session(http, server, result, proofs)
    server.resource_nonce = "first-nonce"
    await mcp.list_tools()
    server.next_resource_nonce = "second-nonce"
    await mcp.list_tools()
    await mcp.list_tools()
    nonces = [proof.nonce for proof in server.proofs_at(MCP_PATH)]
    assert nonces == [None, "first-nonce", "first-nonce", "second-nonce"]


async def test_a_resource_that_always_wants_another_nonce_is_given_up(
    http: httpx.AsyncClient, server: DpopServer, proofs: DpopProofs
) -> None:
    result = await sign_in(http, server)
    server.replies[MCP_PATH] = lambda _: Reply(
        401,
        headers={
            "WWW-Authenticate": 'Bearer realm="x", DPoP error="use_dpop_nonce"',
            "DPoP-Nonce": f"nonce-{len(server.seen)}",
        },
    )
    asked = server.paths("POST").count(MCP_PATH)
    with pytest.raises(HttpRefusal):
        await session(http, server, result, proofs).list_tools()
    assert server.paths("POST").count(MCP_PATH) - asked == 3


async def test_b25_renewed_tokens_stay_bound_to_the_same_key(
    http: httpx.AsyncClient, server: DpopServer, proofs: DpopProofs
) -> None:
    result = await sign_in(http, server)
    server.token_nonce = "a-nonce"
    renewed = result.tokens
    for _ in range(2):
        renewed = await refresh(http, result.server, result.registration, renewed, proofs=proofs)
    assert renewed.dpop_key == key_of(result)
    # The nonce is asked for once, and remembered.
    nonces = [proof.nonce for proof in server.proofs_at("/token")]
    assert nonces == [None, None, "a-nonce", "a-nonce"]
    assert len({proof.thumbprint for proof in server.proofs_at("/token")}) == 1


async def test_a_nonce_that_is_asked_for_renews_nothing(
    http: httpx.AsyncClient, server: DpopServer, tmp_path: Path
) -> None:
    keeper = keeper_on(MemoryVault(), http, SystemClock(), tmp_path)
    await keeper.keep(as_grant(await sign_in(http, server, keeper.proofs)))
    server.resource_nonce = "a-nonce"
    await session_with(http, server, GrantAuthorizer(keeper)).list_tools()
    assert [proof.nonce for proof in server.proofs_at(MCP_PATH)] == [None, "a-nonce"]
    assert len(server.proofs_at("/token")) == 1


async def test_a_bound_token_that_has_ended_is_renewed_with_the_nonces_learnt_so_far(
    http: httpx.AsyncClient, server: DpopServer, tmp_path: Path
) -> None:
    server.token_nonce = "a-nonce"
    keeper = keeper_on(MemoryVault(), http, SystemClock(), tmp_path)
    await keeper.keep(as_grant(await sign_in(http, server, keeper.proofs)))
    del server.bound_to["bound-access-token-1"]
    await session_with(http, server, GrantAuthorizer(keeper)).list_tools()
    assert keeper.grant is not None
    assert keeper.grant.generation == 1
    assert server.last(MCP_PATH).headers["authorization"] == "DPoP bound-access-token-2"
    assert [proof.nonce for proof in server.proofs_at("/token")] == [None, "a-nonce", "a-nonce"]
    assert len({proof.thumbprint for proof in server.proofs}) == 1


@pytest.mark.parametrize("ahead", [7200.0, -86_400.0])
async def test_proofs_are_dated_by_the_servers_clock_where_ours_is_wrong(
    http: httpx.AsyncClient, server: DpopServer, tmp_path: Path, ahead: float
) -> None:
    clock = MovableClock()
    clock.ahead = ahead
    keeper = keeper_on(MemoryVault(), http, clock, tmp_path, measures_clock=True)
    await keeper.keep(as_grant(await sign_in(http, server, keeper.proofs)))
    await session_with(http, server, GrantAuthorizer(keeper)).list_tools()
    assert len(server.proofs) == 2


async def test_b26_a_refused_proof_is_no_refusal_of_the_grant(
    http: httpx.AsyncClient, server: DpopServer, proofs: DpopProofs
) -> None:
    result = await sign_in(http, server)
    server.replies["/token"] = Reply(400, {"error": "invalid_dpop_proof"})
    with pytest.raises(AuthorizationServerUnavailable):
        await refresh(http, result.server, result.registration, result.tokens, proofs=proofs)


async def test_b29_bound_tokens_are_revoked_like_others(
    http: httpx.AsyncClient, server: DpopServer
) -> None:
    result = await sign_in(http, server)
    revocation = await revoke(http, result.server, result.registration, result.tokens)
    assert revocation.outcome is RevocationOutcome.REVOKED
    revoked = [seen.form["token"] for seen in server.seen if seen.path == "/revoke"]
    assert revoked == ["bound-refresh-token-1", "bound-access-token-1"]


async def test_the_key_lies_in_the_vault_with_its_tokens(
    http: httpx.AsyncClient, server: DpopServer, proofs: DpopProofs
) -> None:
    result = await sign_in(http, server)
    grant = as_grant(result)
    read = Grant.read(grant.reveal())
    assert read == grant
    await session(http, server, replace(result, tokens=read.tokens), proofs).list_tools()


async def test_a_grant_whose_key_is_damaged_is_not_read_and_not_quoted(
    http: httpx.AsyncClient, server: DpopServer
) -> None:
    result = await sign_in(http, server)
    key = key_of(result).reveal()
    damaged = as_grant(result).reveal().replace(key, f"{key[:-1]}?")
    with pytest.raises(UnreadableGrantError) as unreadable:
        Grant.read(damaged)
    assert key[:-1] not in str(unreadable.value)


async def test_b31_the_key_never_leaks(
    http: httpx.AsyncClient, server: DpopServer, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    proofs = DpopProofs(SystemClock())
    server.token_nonce = "a-nonce"
    server.resource_nonce = "another-nonce"
    result = await sign_in(http, server)
    grant = as_grant(result)
    failures: list[BaseException] = []
    for path, action in _failing_actions(http, server, result, proofs):
        good = server.replies[path]
        for reply in (Reply(500), Reply(drop=True), Reply(401, {"error": "invalid_dpop_proof"})):
            server.replies[path] = reply
            with pytest.raises((OAuthError, McpError)) as failed:
                await action()
            failures.append(failed.value)
        server.replies[path] = good

    watch = SecretWatch()
    watch.add("the key", key_of(result).reveal())
    watch.add("the access token", result.tokens.access_token.get_secret_value())
    for text in caplog.messages:
        watch.assert_absent(text, "the log")
    for shown in (result, grant, result.tokens, key_of(result), proofs, *failures):
        watch.assert_absent(f"{shown!r} {shown}", type(shown).__name__)
    for failure in failures:
        watch.assert_absent("".join(traceback.format_exception(failure)), "a traceback")
    watch = SecretWatch()
    watch.add("the key", key_of(result).reveal())
    for seen in server.seen:
        watch.assert_absent(repr(seen), "a request")


def _failing_actions(
    http: httpx.AsyncClient, server: DpopServer, result: FlowResult, proofs: DpopProofs
) -> list[tuple[str, Any]]:
    async def renew() -> None:
        await refresh(http, result.server, result.registration, result.tokens, proofs=proofs)

    async def use() -> None:
        await session(http, server, result, proofs).list_tools()

    return [("/token", renew), (MCP_PATH, use)]


def test_the_grant_of_a_version_before_dpop_is_still_read() -> None:
    document = oauth_values.tokens().reveal()
    del document["dpop_key"]
    assert type(oauth_values.tokens()).read(document) == oauth_values.tokens()
