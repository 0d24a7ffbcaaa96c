"""Codes and refresh tokens for tokens, over real HTTP."""

import base64
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any
from urllib.parse import unquote_plus

import httpx
import pytest

from ct_desktop.core.secret import SecretStr
from ct_desktop.oauth.client_authentication import ClientAuthMethod
from ct_desktop.oauth.errors import (
    AuthorizationServerUnavailable,
    InsecureEndpoint,
    OAuthError,
    TokenRefused,
    UnavailableReason,
)
from ct_desktop.oauth.tokens import TokenSet, exchange, refresh
from support import oauth_values
from support.hostile_authorization_server import (
    ACCESS_TOKEN,
    CODE,
    REFRESH_TOKEN,
    HostileAuthorizationServer,
    Reply,
)
from support.secret_watch import SecretWatch

VERIFIER = "the-code-verifier-0123456789-0123456789-0123456789"


async def do_refresh(
    http: httpx.AsyncClient, server: HostileAuthorizationServer, **registration: Any
) -> TokenSet:
    return await refresh(
        http,
        oauth_values.server(server.origin),
        oauth_values.registration(server.origin, **registration),
        oauth_values.tokens(),
    )


async def do_exchange(
    http: httpx.AsyncClient, server: HostileAuthorizationServer, **registration: Any
) -> TokenSet:
    return await exchange(
        http,
        oauth_values.server(server.origin),
        oauth_values.registration(server.origin, **registration),
        code=SecretStr(CODE),
        code_verifier=SecretStr(VERIFIER),
        redirect_uri=oauth_values.REDIRECT_URI,
        requested_scope="mcp:read",
    )


def answer_tokens(server: HostileAuthorizationServer, **changes: Any) -> None:
    fields = {"access_token": "new-access", "token_type": "Bearer", **changes}
    server.replies["/token"] = Reply(body={k: v for k, v in fields.items() if v is not None})


async def test_b10_the_exchange_sends_code_verifier_and_resource(
    server: HostileAuthorizationServer, http: httpx.AsyncClient
) -> None:
    given = await do_exchange(http, server)
    assert server.last("/token").form == {
        "grant_type": "authorization_code",
        "code": CODE,
        "code_verifier": VERIFIER,
        "redirect_uri": oauth_values.REDIRECT_URI,
        "resource": f"{server.origin}/mcp",
        "client_id": "a-client-id",
    }
    assert given.access_token.get_secret_value() == ACCESS_TOKEN
    assert given.expires_in == 3600.0


async def test_b10_the_refresh_sends_the_same_resource(
    server: HostileAuthorizationServer, http: httpx.AsyncClient
) -> None:
    await do_refresh(http, server)
    assert server.last("/token").form == {
        "grant_type": "refresh_token",
        "refresh_token": "old-refresh-token",
        "resource": f"{server.origin}/mcp",
        "client_id": "a-client-id",
    }


@pytest.mark.parametrize(
    ("granted", "expected"),
    [("mcp:trade mcp:read", "mcp:trade mcp:read"), (None, "mcp:read"), ("", "mcp:read")],
)
async def test_b13_the_answers_scope_counts_and_without_one_it_is_what_was_asked(
    server: HostileAuthorizationServer,
    http: httpx.AsyncClient,
    granted: str | None,
    expected: str,
) -> None:
    answer_tokens(server, scope=granted)
    assert (await do_exchange(http, server)).scope == expected


async def test_b25_b28_a_rotated_refresh_token_replaces_the_old_one(
    server: HostileAuthorizationServer, http: httpx.AsyncClient
) -> None:
    renewed = await do_refresh(http, server)
    assert renewed.refresh_token is not None
    assert renewed.refresh_token.get_secret_value() == REFRESH_TOKEN


@pytest.mark.parametrize("new", [None, "", 5, "with space"])
async def test_b25_without_a_usable_new_refresh_token_the_old_one_stays(
    server: HostileAuthorizationServer, http: httpx.AsyncClient, new: object
) -> None:
    answer_tokens(server, refresh_token=new)
    renewed = await do_refresh(http, server)
    assert renewed.refresh_token is not None
    assert renewed.refresh_token.get_secret_value() == "old-refresh-token"


async def test_b25_an_absent_scope_is_unchanged(
    server: HostileAuthorizationServer, http: httpx.AsyncClient
) -> None:
    answer_tokens(server)
    assert (await do_refresh(http, server)).scope == "mcp:read"


async def test_an_exchange_without_a_refresh_token_gives_none(
    server: HostileAuthorizationServer, http: httpx.AsyncClient
) -> None:
    answer_tokens(server)
    assert (await do_exchange(http, server)).refresh_token is None


@pytest.mark.parametrize(
    ("status", "error"),
    [
        (400, "invalid_grant"),
        (401, "invalid_client"),
        (400, "invalid_target"),
        (403, "access_denied"),
    ],
)
async def test_b26_a_definite_refusal_is_one(
    server: HostileAuthorizationServer, http: httpx.AsyncClient, status: int, error: str
) -> None:
    server.replies["/token"] = Reply(status, {"error": error, "error_description": "no\nmore"})
    with pytest.raises(TokenRefused) as caught:
        await do_refresh(http, server)
    assert caught.value.error == error
    assert caught.value.status == status
    assert caught.value.description == "no more"
    assert caught.value.client_unknown == (error == "invalid_client")


@pytest.mark.parametrize(
    ("reply", "reason"),
    [
        (Reply(500), UnavailableReason.SERVER_ERROR),
        (Reply(500, {"error": "invalid_grant"}), UnavailableReason.SERVER_ERROR),
        (Reply(503, {"error": "temporarily_unavailable"}), UnavailableReason.SERVER_ERROR),
        (Reply(400, {"error": "server_error"}), UnavailableReason.INVALID_ANSWER),
        (Reply(429, {"error": "invalid_grant"}), UnavailableReason.RATE_LIMITED),
        (Reply(408), UnavailableReason.SERVER_ERROR),
        (Reply(200, b"{"), UnavailableReason.INVALID_ANSWER),
        (Reply(200, b""), UnavailableReason.INVALID_ANSWER),
        (Reply(200, {"error": "invalid_grant"}), UnavailableReason.INVALID_ANSWER),
        (Reply(200, {"access_token": "a", "token_type": "mac"}), UnavailableReason.INVALID_ANSWER),
        (Reply(200, b"\x1f\x8b", {"Content-Encoding": "gzip"}), UnavailableReason.INVALID_ANSWER),
        (Reply(200, b"x" * 1_000_000), UnavailableReason.INVALID_ANSWER),
        (Reply(403, b"<html>hotel sign-in</html>"), UnavailableReason.INVALID_ANSWER),
        (Reply(404), UnavailableReason.INVALID_ANSWER),
        (Reply(400, {"error": 5}), UnavailableReason.INVALID_ANSWER),
        (Reply(400, {"error": {"message": "bad"}}), UnavailableReason.INVALID_ANSWER),
        (Reply(drop=True), UnavailableReason.CONNECTION_LOST),
    ],
)
async def test_b26_trouble_is_never_a_refusal(
    server: HostileAuthorizationServer,
    http: httpx.AsyncClient,
    reply: Reply,
    reason: UnavailableReason,
) -> None:
    server.replies["/token"] = reply
    with pytest.raises(AuthorizationServerUnavailable) as caught:
        await do_refresh(http, server)
    assert caught.value.reason is reason


async def test_b26_a_server_that_is_gone_is_no_refusal(http: httpx.AsyncClient) -> None:
    with HostileAuthorizationServer() as gone:
        pass
    with pytest.raises(AuthorizationServerUnavailable) as caught:
        await do_refresh(http, gone)
    assert caught.value.reason is UnavailableReason.CANNOT_CONNECT


async def test_b26_an_answer_that_drips_is_no_refusal(
    server: HostileAuthorizationServer, http: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ct_desktop.oauth.http_json.REQUEST_TIMEOUT", 0.2)
    server.replies["/token"] = Reply(400, {"error": "invalid_grant"}, drip=True)
    with pytest.raises(AuthorizationServerUnavailable) as caught:
        await do_refresh(http, server)
    assert caught.value.reason is UnavailableReason.TIMED_OUT


@pytest.mark.parametrize("status", [301, 302, 307, 308])
async def test_b23_a_redirect_is_not_followed(
    server: HostileAuthorizationServer, http: httpx.AsyncClient, status: int
) -> None:
    with HostileAuthorizationServer() as other:
        server.replies["/token"] = Reply(status, headers={"Location": f"{other.origin}/token"})
        with pytest.raises(AuthorizationServerUnavailable) as caught:
            await do_refresh(http, server)
        assert caught.value.reason is UnavailableReason.REDIRECTED
        assert other.seen == []


@pytest.mark.parametrize("seconds", [0, 5, 100])
@pytest.mark.parametrize("as_date", [True, False])
async def test_retry_after_is_read_in_both_forms(
    server: HostileAuthorizationServer, http: httpx.AsyncClient, seconds: int, as_date: bool
) -> None:
    # The server's clock is a day behind: its own Date is what counts.
    now = datetime.now(UTC) - timedelta(days=1)
    until = format_datetime(now + timedelta(seconds=seconds), usegmt=True)
    headers = {
        "Retry-After": until if as_date else str(seconds),
        "Date": format_datetime(now, usegmt=True),
    }
    server.replies["/token"] = Reply(429, headers=headers)
    with pytest.raises(AuthorizationServerUnavailable) as caught:
        await do_refresh(http, server)
    assert caught.value.retry_after == seconds


@pytest.mark.parametrize("text", ["", "soon", "-5", "1e9", "Mon, 99 Foo", "²"])
async def test_a_retry_after_that_is_none_is_passed_over(
    server: HostileAuthorizationServer, http: httpx.AsyncClient, text: str
) -> None:
    server.replies["/token"] = Reply(429, headers={"Retry-After": text})
    with pytest.raises(AuthorizationServerUnavailable) as caught:
        await do_refresh(http, server)
    assert caught.value.retry_after is None


async def test_client_secret_basic_is_encoded_as_the_standard_says(
    server: HostileAuthorizationServer, http: httpx.AsyncClient
) -> None:
    await do_exchange(
        http,
        server,
        client_id="id:with/colon",
        client_secret=SecretStr("se cret+%"),
        token_endpoint_auth_method=ClientAuthMethod.CLIENT_SECRET_BASIC,
    )
    seen = server.last("/token")
    kind, _, credentials = seen.headers["authorization"].partition(" ")
    client_id, _, secret = base64.b64decode(credentials).decode().partition(":")
    assert kind == "Basic"
    assert (unquote_plus(client_id), unquote_plus(secret)) == ("id:with/colon", "se cret+%")
    assert "client_secret" not in seen.form


async def test_client_secret_post_goes_into_the_form(
    server: HostileAuthorizationServer, http: httpx.AsyncClient
) -> None:
    await do_exchange(
        http,
        server,
        client_secret=SecretStr("the-secret"),
        token_endpoint_auth_method=ClientAuthMethod.CLIENT_SECRET_POST,
    )
    seen = server.last("/token")
    assert seen.form["client_secret"] == "the-secret"
    assert "authorization" not in seen.headers


async def test_b24_a_token_endpoint_without_tls_gets_nothing(http: httpx.AsyncClient) -> None:
    with pytest.raises(InsecureEndpoint):
        await refresh(
            http,
            oauth_values.server("http://as.example.com"),
            oauth_values.registration(),
            oauth_values.tokens(),
        )


async def test_without_a_refresh_token_nothing_is_asked(
    server: HostileAuthorizationServer, http: httpx.AsyncClient
) -> None:
    with pytest.raises(TokenRefused):
        await refresh(
            http,
            oauth_values.server(server.origin),
            oauth_values.registration(server.origin),
            oauth_values.tokens(refresh_token=None),
        )
    assert server.seen == []


@pytest.mark.parametrize(
    "reply",
    [
        Reply(400, {"error": "invalid_grant", "error_description": REFRESH_TOKEN}),
        Reply(400, {"error": ACCESS_TOKEN.replace("-", " ")}),
        Reply(200, {"access_token": ACCESS_TOKEN, "token_type": "mac"}),
        Reply(200, b'{"access_token": "' + ACCESS_TOKEN.encode()),
        Reply(500, {"access_token": ACCESS_TOKEN}),
        Reply(drop=True),
    ],
)
async def test_b31_no_failure_and_no_log_holds_a_secret(
    server: HostileAuthorizationServer,
    http: httpx.AsyncClient,
    secret_watch: SecretWatch,
    reply: Reply,
) -> None:
    secrets = {
        "code": CODE,
        "verifier": VERIFIER,
        "access token": ACCESS_TOKEN,
        "refresh token": REFRESH_TOKEN,
        "old refresh token": "old-refresh-token",
    }
    for name, secret in secrets.items():
        secret_watch.add(name, secret)
    server.replies["/token"] = reply
    for ask in (do_exchange, do_refresh):
        with pytest.raises(OAuthError) as caught:
            await ask(http, server)
        error: BaseException | None = caught.value
        while error is not None:
            secret_watch.assert_absent(f"{error} {error!r}", "an exception")
            error = error.__cause__ or error.__context__


async def test_b31_a_successful_exchange_logs_no_secret(
    server: HostileAuthorizationServer, http: httpx.AsyncClient, secret_watch: SecretWatch
) -> None:
    for name, secret in {"code": CODE, "verifier": VERIFIER, "access": ACCESS_TOKEN}.items():
        secret_watch.add(name, secret)
    given = await do_exchange(http, server)
    secret_watch.assert_absent(repr(given), "the representation")
