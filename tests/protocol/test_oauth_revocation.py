"""Taking a grant back, over real HTTP."""

import httpx
import pytest

from ct_desktop.core.sign_in import RevocationOutcome
from ct_desktop.oauth.revocation import revoke
from support import oauth_values
from support.hostile_authorization_server import HostileAuthorizationServer, Reply, Seen
from support.secret_watch import SecretWatch


async def take_back(
    http: httpx.AsyncClient,
    server: HostileAuthorizationServer,
    *,
    refresh_token: str | None = "old-refresh-token",
) -> RevocationOutcome:
    revocation = await revoke(
        http,
        oauth_values.server(server.origin),
        oauth_values.registration(server.origin),
        oauth_values.tokens(refresh_token=refresh_token),
    )
    return revocation.outcome


async def test_b29_the_refresh_token_goes_first_with_its_hint(
    server: HostileAuthorizationServer, http: httpx.AsyncClient
) -> None:
    assert await take_back(http, server) is RevocationOutcome.REVOKED
    assert [seen.form for seen in server.seen] == [
        {
            "token": "old-refresh-token",
            "token_type_hint": "refresh_token",
            "client_id": "a-client-id",
        },
        {
            "token": "old-access-token",
            "token_type_hint": "access_token",
            "client_id": "a-client-id",
        },
    ]


async def test_without_a_refresh_token_the_access_token_is_revoked(
    server: HostileAuthorizationServer, http: httpx.AsyncClient
) -> None:
    assert await take_back(http, server, refresh_token=None) is RevocationOutcome.REVOKED
    assert [seen.form["token"] for seen in server.seen] == ["old-access-token"]


@pytest.mark.parametrize(
    ("reply", "outcome"),
    [
        (Reply(200), RevocationOutcome.REVOKED),
        (Reply(204), RevocationOutcome.REVOKED),
        (Reply(400, {"error": "invalid_token"}), RevocationOutcome.NOTHING_TO_REVOKE),
        (Reply(400, {"error": "unsupported_token_type"}), RevocationOutcome.UNSUPPORTED),
        (Reply(401, {"error": "invalid_client"}), RevocationOutcome.UNREACHABLE),
        (Reply(503, headers={"Retry-After": "9"}), RevocationOutcome.UNREACHABLE),
        (Reply(302, headers={"Location": "https://x.example"}), RevocationOutcome.UNREACHABLE),
        (Reply(404), RevocationOutcome.UNREACHABLE),
        (Reply(drop=True), RevocationOutcome.UNREACHABLE),
    ],
)
async def test_b29_the_outcome_of_each_answer(
    server: HostileAuthorizationServer,
    http: httpx.AsyncClient,
    reply: Reply,
    outcome: RevocationOutcome,
) -> None:
    server.replies["/revoke"] = reply
    assert await take_back(http, server) is outcome


async def test_b29_the_refresh_tokens_outcome_counts_over_the_access_tokens(
    server: HostileAuthorizationServer, http: httpx.AsyncClient
) -> None:
    def refuse_access(seen: Seen) -> Reply:
        return Reply(500 if seen.form["token_type_hint"] == "access_token" else 200)

    server.replies["/revoke"] = refuse_access
    assert await take_back(http, server) is RevocationOutcome.REVOKED


async def test_b29_a_server_that_does_not_answer_is_not_asked_twice(
    server: HostileAuthorizationServer, http: httpx.AsyncClient
) -> None:
    server.replies["/revoke"] = Reply(drop=True)
    await take_back(http, server)
    assert len(server.seen) == 1


async def test_b29_a_server_without_an_endpoint_cannot_revoke(http: httpx.AsyncClient) -> None:
    revocation = await revoke(
        http,
        oauth_values.server(revocation_endpoint=None),
        oauth_values.registration(),
        oauth_values.tokens(),
    )
    assert revocation.outcome is RevocationOutcome.UNSUPPORTED


async def test_b24_a_revocation_endpoint_without_tls_gets_nothing(
    http: httpx.AsyncClient,
) -> None:
    revocation = await revoke(
        http,
        oauth_values.server("http://as.example.com"),
        oauth_values.registration(),
        oauth_values.tokens(),
    )
    assert revocation.outcome is RevocationOutcome.UNREACHABLE


async def test_b31_a_failed_revocation_logs_no_token(
    server: HostileAuthorizationServer, http: httpx.AsyncClient, secret_watch: SecretWatch
) -> None:
    secret_watch.add("refresh token", "old-refresh-token")
    secret_watch.add("access token", "old-access-token")
    for reply in (Reply(500), Reply(drop=True), Reply(400, {"error": "old-refresh-token"})):
        server.replies["/revoke"] = reply
        await take_back(http, server)
