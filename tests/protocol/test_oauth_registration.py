"""Becoming a client of an authorization server, over real HTTP."""

from typing import Any

import httpx
import pytest

from ct_desktop.core.secret import SecretStr
from ct_desktop.oauth.client_authentication import ClientAuthMethod
from ct_desktop.oauth.client_identity import (
    ClientSetup,
    PreRegisteredClient,
    known_client,
    register_client,
)
from ct_desktop.oauth.errors import (
    AuthorizationServerUnavailable,
    RegistrationRefused,
    RegistrationUnusable,
    UnusableReason,
)
from ct_desktop.oauth.registration import ClientRegistration, RegistrationSource
from support import oauth_values
from support.hostile_authorization_server import HostileAuthorizationServer, Reply, Seen
from support.oauth_values import NOW, MemoryRegistrations

URIS = tuple(f"http://127.0.0.1:{port}/callback" for port in (51731, 53849))
OTHER_ISSUER = "https://other.example.com"


@pytest.fixture
def registrations() -> MemoryRegistrations:
    return MemoryRegistrations()


async def do_register(
    http: httpx.AsyncClient,
    server: HostileAuthorizationServer,
    registrations: MemoryRegistrations,
    **metadata: Any,
) -> ClientRegistration:
    return await register_client(
        http,
        oauth_values.server(server.origin, **metadata),
        ClientSetup("An app on a PC"),
        registrations,
        redirect_uris=URIS,
        needed_uri=URIS[1],
        now=NOW,
    )


def answer(server: HostileAuthorizationServer, **changes: Any) -> None:
    """Register as asked, but for ``changes``; ``None`` leaves a field out."""

    def reply(seen: Seen) -> Reply:
        document = {**seen.form, "client_id": "a-client-id", **changes}
        return Reply(201, {name: value for name, value in document.items() if value is not None})

    server.replies["/register"] = reply


async def unusable(
    http: httpx.AsyncClient, server: HostileAuthorizationServer, **metadata: Any
) -> UnusableReason:
    registrations = MemoryRegistrations()
    with pytest.raises(RegistrationUnusable) as caught:
        await do_register(http, server, registrations, **metadata)
    assert registrations.kept == {}
    return caught.value.reason


async def test_b15_a_native_public_client_asks_to_be_registered(
    server: HostileAuthorizationServer,
    http: httpx.AsyncClient,
    registrations: MemoryRegistrations,
) -> None:
    registered = await do_register(http, server, registrations)
    assert server.last("/register").form == {
        "client_name": "An app on a PC",
        "redirect_uris": list(URIS),
        "grant_types": ["authorization_code", "refresh_token"],
        "response_types": ["code"],
        "application_type": "native",
        "token_endpoint_auth_method": "none",
    }
    assert registered.client_id == "a-client-id"
    assert registered.redirect_uris == URIS
    assert registrations.kept == {server.origin: registered}
    assert registrations.attempts == [server.origin]


@pytest.mark.parametrize(
    ("offered", "asked"),
    [
        (None, "none"),
        (("client_secret_post", "none"), "none"),
        (("client_secret_post", "client_secret_basic"), "client_secret_basic"),
        (("private_key_jwt", "client_secret_post"), "client_secret_post"),
    ],
)
async def test_the_way_to_authenticate_is_one_that_the_server_offers(
    server: HostileAuthorizationServer,
    http: httpx.AsyncClient,
    registrations: MemoryRegistrations,
    offered: tuple[str, ...] | None,
    asked: str,
) -> None:
    answer(server, client_secret="the-secret")
    registered = await do_register(http, server, registrations, token_endpoint_auth_methods=offered)
    assert server.last("/register").form["token_endpoint_auth_method"] == asked
    assert registered.token_endpoint_auth_method == asked
    assert (registered.client_secret is None) == (asked == "none")


async def test_b16_the_way_that_the_server_assigned_is_used(
    server: HostileAuthorizationServer,
    http: httpx.AsyncClient,
    registrations: MemoryRegistrations,
) -> None:
    answer(
        server,
        token_endpoint_auth_method="client_secret_post",
        client_secret="the-secret",
        client_secret_expires_at=int(NOW.timestamp()) + 60,
    )
    registered = await do_register(http, server, registrations)
    assert registered.token_endpoint_auth_method is ClientAuthMethod.CLIENT_SECRET_POST
    assert registered.client_secret == SecretStr("the-secret")
    assert registered.is_usable(NOW)


@pytest.mark.parametrize("expires_at", [0, None, 10**30, "never"])
async def test_b16_a_secret_that_never_ends_does_not(
    server: HostileAuthorizationServer,
    http: httpx.AsyncClient,
    registrations: MemoryRegistrations,
    expires_at: object,
) -> None:
    answer(
        server,
        token_endpoint_auth_method="client_secret_basic",
        client_secret="the-secret",
        client_secret_expires_at=expires_at,
    )
    registered = await do_register(http, server, registrations)
    assert registered.client_secret_expires_at is None


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"client_id": None}, UnusableReason.NO_CLIENT_ID),
        ({"client_id": ""}, UnusableReason.NO_CLIENT_ID),
        ({"client_id": 7}, UnusableReason.NO_CLIENT_ID),
        ({"client_id": "line\nbreak"}, UnusableReason.NO_CLIENT_ID),
        ({"client_id": "x" * 3000}, UnusableReason.NO_CLIENT_ID),
        ({"token_endpoint_auth_method": "private_key_jwt"}, UnusableReason.AUTH_METHOD),
        ({"token_endpoint_auth_method": "client_secret_basic"}, UnusableReason.SECRET_MISSING),
        ({"redirect_uris": ["http://127.0.0.1:1/callback"]}, UnusableReason.REDIRECT_URIS),
        ({"redirect_uris": [URIS[0]]}, UnusableReason.REDIRECT_URIS),
    ],
)
async def test_b16_an_answer_that_cannot_be_used_is_refused(
    server: HostileAuthorizationServer,
    http: httpx.AsyncClient,
    changes: dict[str, Any],
    reason: UnusableReason,
) -> None:
    answer(server, **changes)
    assert await unusable(http, server) is reason


async def test_b16_redirect_uris_that_the_server_dropped_are_not_counted_on(
    server: HostileAuthorizationServer,
    http: httpx.AsyncClient,
    registrations: MemoryRegistrations,
) -> None:
    answer(server, redirect_uris=[URIS[1]])
    registered = await do_register(http, server, registrations)
    assert not registered.covers(URIS[0])


async def test_a_server_that_offers_no_way_we_have_is_told_apart(
    server: HostileAuthorizationServer, http: httpx.AsyncClient
) -> None:
    offered = ("private_key_jwt",)
    reason = await unusable(http, server, token_endpoint_auth_methods=offered)
    assert reason is UnusableReason.AUTH_METHOD
    assert server.seen == []


async def test_a_server_without_an_endpoint_is_told_apart(
    server: HostileAuthorizationServer,
    http: httpx.AsyncClient,
    registrations: MemoryRegistrations,
) -> None:
    with pytest.raises(RegistrationUnusable) as caught:
        await do_register(http, server, registrations, registration_endpoint=None)
    assert caught.value.reason is UnusableReason.NO_ENDPOINT
    assert registrations.attempts == []


async def test_b18_too_many_registrations_says_when_and_is_not_tried_again(
    server: HostileAuthorizationServer,
    http: httpx.AsyncClient,
    registrations: MemoryRegistrations,
) -> None:
    server.replies["/register"] = Reply(
        429, {"error": "too_many_registrations"}, {"Retry-After": "1800"}
    )
    with pytest.raises(RegistrationRefused) as caught:
        await do_register(http, server, registrations)
    assert caught.value.rate_limited
    assert caught.value.retry_after == 1800.0
    assert caught.value.error == "too_many_registrations"
    assert server.paths("POST") == ["/register"]
    assert registrations.attempts == [server.origin]


@pytest.mark.parametrize("error", ["invalid_client_metadata", "invalid_redirect_uri"])
async def test_a_server_that_finds_fault_with_the_request_is_asked_once_with_less(
    server: HostileAuthorizationServer,
    http: httpx.AsyncClient,
    registrations: MemoryRegistrations,
    error: str,
) -> None:
    def be_particular(seen: Seen) -> Reply:
        if "application_type" in seen.form or len(seen.form["redirect_uris"]) > 1:
            return Reply(400, {"error": error})
        return Reply(201, {"client_id": "a-client-id"})

    server.replies["/register"] = be_particular
    registered = await do_register(http, server, registrations)
    assert registered.redirect_uris == (URIS[1],)
    assert len(registrations.attempts) == 2


@pytest.mark.parametrize(
    ("status", "error"),
    [
        (400, "invalid_client_metadata"),
        (400, "unapproved_software_statement"),
        (403, "x y"),
        (404, None),
    ],
)
async def test_b18_a_refusal_is_told_plainly(
    server: HostileAuthorizationServer,
    http: httpx.AsyncClient,
    registrations: MemoryRegistrations,
    status: int,
    error: str | None,
) -> None:
    server.replies["/register"] = Reply(status, {"error": error, "error_description": "No\x00."})
    with pytest.raises(RegistrationRefused) as caught:
        await do_register(http, server, registrations)
    assert caught.value.status == status
    assert caught.value.error == (error if error and " " not in error else "unknown_error")
    assert caught.value.description == "No ."
    assert not caught.value.rate_limited
    assert len(server.seen) <= 2


@pytest.mark.parametrize("reply", [Reply(500), Reply(drop=True), Reply(201, b"{"), Reply(302)])
async def test_trouble_while_registering_is_no_refusal(
    server: HostileAuthorizationServer,
    http: httpx.AsyncClient,
    registrations: MemoryRegistrations,
    reply: Reply,
) -> None:
    server.replies["/register"] = reply
    with pytest.raises(AuthorizationServerUnavailable):
        await do_register(http, server, registrations)
    assert registrations.kept == {}


async def known(
    setup: ClientSetup, *kept: ClientRegistration, **metadata: Any
) -> ClientRegistration | None:
    return await known_client(
        oauth_values.server(**metadata), setup, MemoryRegistrations(*kept), now=NOW
    )


PRE_REGISTERED = PreRegisteredClient("mine", oauth_values.ISSUER, SecretStr("the-secret"))
DOCUMENT = "https://app.example.com/client.json"


async def test_b14_a_pre_registered_client_comes_before_all_others() -> None:
    setup = ClientSetup("An app", pre_registered=PRE_REGISTERED, metadata_url=DOCUMENT)
    found = await known(setup, oauth_values.registration(), takes_client_metadata_url=True)
    assert found is not None
    assert found.client_id == "mine"
    assert found.token_endpoint_auth_method is ClientAuthMethod.CLIENT_SECRET_BASIC
    assert found.covers("http://127.0.0.1:1/callback")


async def test_b14_a_metadata_document_comes_next_where_the_server_takes_one() -> None:
    setup = ClientSetup("An app", metadata_url=DOCUMENT)
    found = await known(setup, oauth_values.registration(), takes_client_metadata_url=True)
    assert found is not None
    assert found.client_id == DOCUMENT
    assert found.source is RegistrationSource.METADATA_DOCUMENT
    assert await known(setup) is None


async def test_b14_a_kept_registration_comes_before_a_new_one() -> None:
    kept = oauth_values.registration()
    assert await known(ClientSetup("An app"), kept) == kept
    assert await known(ClientSetup("An app", register_anew=True), kept) is None


async def test_b17_a_client_of_another_issuer_is_never_shown() -> None:
    class Careless(MemoryRegistrations):
        async def find(self, issuer: str) -> ClientRegistration | None:
            return oauth_values.registration(OTHER_ISSUER)

    careless = Careless()
    setup = ClientSetup("An app")
    assert await known_client(oauth_values.server(), setup, careless, now=NOW) is None


async def test_b17_a_pre_registered_client_of_another_issuer_is_an_error() -> None:
    setup = ClientSetup("An app", pre_registered=PreRegisteredClient("mine", OTHER_ISSUER))
    with pytest.raises(RegistrationUnusable) as caught:
        await known(setup)
    assert caught.value.reason is UnusableReason.OTHER_ISSUER


async def test_a_kept_client_whose_secret_is_gone_is_registered_anew() -> None:
    confidential = oauth_values.registration(
        token_endpoint_auth_method=ClientAuthMethod.CLIENT_SECRET_BASIC
    )
    assert await known(ClientSetup("An app"), confidential) is None
