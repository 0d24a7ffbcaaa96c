"""Finding the authorization server, over real HTTP."""

from typing import Any

import httpx
import pytest

from ct_desktop.oauth.challenge import Challenge
from ct_desktop.oauth.discovery import AuthorizationServer, discover
from ct_desktop.oauth.errors import (
    AuthorizationServerUnavailable,
    DiscoveryFailed,
    DiscoveryFailure,
    InsecureEndpoint,
    MetadataMismatch,
    UnavailableReason,
)
from ct_desktop.oauth.probe import probe
from support.demo_process import DemoProcess
from support.hostile_authorization_server import (
    AS_PATH,
    MCP_PATH,
    PRM_PATH,
    HostileAuthorizationServer,
    Reply,
)

OPENID_PATH = "/.well-known/openid-configuration"
PRM = f"{PRM_PATH}{MCP_PATH}"


async def find(http: httpx.AsyncClient, server: HostileAuthorizationServer) -> AuthorizationServer:
    """Probe, then discover, as a sign-in does."""
    return await discover(http, server.server_url, (await probe(http, server.server_url)).challenge)


def publish_tenant(server: HostileAuthorizationServer, path: str) -> None:
    """Let the issuer have a path, and serve its metadata at ``path`` alone."""
    issuer = f"{server.origin}/tenant1"
    server.replies[PRM] = Reply(body=server.resource_metadata(authorization_servers=[issuer]))
    server.replies[AS_PATH] = Reply(404)
    server.replies[path] = Reply(body=server.server_metadata(issuer))


async def test_the_demo_server_is_discovered_whole(
    demo: DemoProcess, http: httpx.AsyncClient
) -> None:
    answer = await probe(http, demo.server_url)
    found = await discover(http, demo.server_url, answer.challenge)
    assert answer.status == 401
    assert found.issuer == demo.origin
    assert found.resource == demo.server_url
    assert found.registration_endpoint is not None
    assert found.revocation_endpoint is not None
    assert found.scopes_supported == ("mcp:read", "mcp:trade")
    assert found.token_endpoint_auth_methods == ("none",)


async def test_the_probe_is_a_well_formed_message_without_a_token(
    server: HostileAuthorizationServer, http: httpx.AsyncClient
) -> None:
    await probe(http, server.server_url)
    seen = server.last(MCP_PATH)
    assert seen.form["jsonrpc"] == "2.0"
    assert seen.form["method"] == seen.headers["mcp-method"] == "tools/list"
    assert seen.headers["accept"] == "application/json, text/event-stream"
    assert "authorization" not in seen.headers


async def test_a_probe_does_not_wait_for_the_end_of_a_stream(
    server: HostileAuthorizationServer, http: httpx.AsyncClient
) -> None:
    server.replies[MCP_PATH] = Reply(200, b"data: x\n\n", {"Content-Type": "x"}, drip=True)
    assert (await probe(http, server.server_url)).challenge is None


async def test_b01_the_place_named_in_the_challenge_is_asked_and_no_other(
    server: HostileAuthorizationServer, http: httpx.AsyncClient
) -> None:
    server.challenge(f'resource_metadata="{server.origin}/custom/place.json"')
    server.replies["/custom/place.json"] = Reply(body=server.resource_metadata())
    await find(http, server)
    assert server.paths() == ["/custom/place.json", AS_PATH]


async def test_b01_without_a_named_place_the_servers_path_is_asked_before_the_root(
    server: HostileAuthorizationServer, http: httpx.AsyncClient
) -> None:
    server.challenge('realm="x"')
    await find(http, server)
    assert server.paths() == [PRM, AS_PATH]


async def test_b01_the_root_is_asked_last(
    server: HostileAuthorizationServer, http: httpx.AsyncClient
) -> None:
    server.challenge('realm="x"')
    del server.replies[PRM]
    server.replies[PRM_PATH] = Reply(body=server.resource_metadata(resource=server.origin))
    found = await find(http, server)
    assert server.paths() == [PRM, PRM_PATH, AS_PATH]
    # The root stands for all below it, and its own word is what is sent (B-04).
    assert found.resource == server.origin


async def test_a_named_place_that_is_not_there_falls_back_to_the_well_known_one(
    server: HostileAuthorizationServer, http: httpx.AsyncClient
) -> None:
    server.challenge(f'resource_metadata="{server.origin}/gone"')
    assert (await find(http, server)).issuer == server.origin


@pytest.mark.parametrize(
    ("path", "asked"),
    [
        (f"{AS_PATH}/tenant1", 1),
        (f"{OPENID_PATH}/tenant1", 2),
        (f"/tenant1{OPENID_PATH}", 3),
    ],
)
async def test_b02_the_places_for_an_issuer_with_a_path_in_order(
    server: HostileAuthorizationServer, http: httpx.AsyncClient, path: str, asked: int
) -> None:
    publish_tenant(server, path)
    found = await find(http, server)
    places = [f"{AS_PATH}/tenant1", f"{OPENID_PATH}/tenant1", f"/tenant1{OPENID_PATH}"]
    assert server.paths()[1:] == places[:asked]
    assert found.issuer == f"{server.origin}/tenant1"


async def test_b02_openid_configuration_serves_an_issuer_without_a_path(
    server: HostileAuthorizationServer, http: httpx.AsyncClient
) -> None:
    server.replies[OPENID_PATH] = server.replies.pop(AS_PATH)
    await find(http, server)
    assert server.paths()[1:] == [AS_PATH, OPENID_PATH]


@pytest.mark.parametrize("suffix", ["/", "/other", "."])
async def test_b03_metadata_with_another_issuer_is_not_used(
    server: HostileAuthorizationServer, http: httpx.AsyncClient, suffix: str
) -> None:
    server.change_metadata(issuer=f"{server.origin}{suffix}")
    with pytest.raises(MetadataMismatch) as caught:
        await find(http, server)
    assert caught.value.field == "issuer"


async def test_b04_resource_metadata_of_another_origin_is_refused(
    server: HostileAuthorizationServer, http: httpx.AsyncClient
) -> None:
    server.replies[PRM] = Reply(body=server.resource_metadata(resource="https://evil.example/mcp"))
    with pytest.raises(MetadataMismatch) as caught:
        await find(http, server)
    assert caught.value.field == "resource"
    assert AS_PATH not in server.paths()


@pytest.mark.parametrize("methods", [None, [], ["plain"]])
async def test_b05_a_server_without_pkce_s256_is_refused(
    server: HostileAuthorizationServer, http: httpx.AsyncClient, methods: list[str] | None
) -> None:
    server.change_metadata(code_challenge_methods_supported=methods)
    with pytest.raises(DiscoveryFailed) as caught:
        await find(http, server)
    assert caught.value.failure is DiscoveryFailure.NO_PKCE


async def test_a_server_without_the_code_flow_is_refused(
    server: HostileAuthorizationServer, http: httpx.AsyncClient
) -> None:
    server.change_metadata(response_types_supported=["token"])
    with pytest.raises(DiscoveryFailed) as caught:
        await find(http, server)
    assert caught.value.failure is DiscoveryFailure.NO_CODE_FLOW


@pytest.mark.parametrize(
    "changes",
    [
        {"authorization_endpoint": None},
        {"token_endpoint": 5},
        {"response_types_supported": "code"},
        {"code_challenge_methods_supported": [5]},
        {"token_endpoint_auth_methods_supported": {}},
    ],
)
async def test_metadata_with_fields_of_the_wrong_kind_is_refused(
    server: HostileAuthorizationServer, http: httpx.AsyncClient, changes: dict[str, Any]
) -> None:
    server.change_metadata(**changes)
    with pytest.raises(DiscoveryFailed) as caught:
        await find(http, server)
    assert caught.value.failure is DiscoveryFailure.INVALID_METADATA


@pytest.mark.parametrize(
    "field",
    ["authorization_endpoint", "token_endpoint", "registration_endpoint", "revocation_endpoint"],
)
@pytest.mark.parametrize(
    "address",
    [
        "http://as.example.com/x",
        "ftp://as.example.com/x",
        "javascript:alert(1)",
        "file:///etc/passwd",
        "https://user:password@as.example.com/x",
        "https://as.example.com/with space",
        "https://as.example.com:99999/x",
        "//as.example.com/x",
        "",
    ],
)
async def test_b24_an_endpoint_that_is_not_https_is_refused(
    server: HostileAuthorizationServer, http: httpx.AsyncClient, field: str, address: str
) -> None:
    server.change_metadata(**{field: address})
    with pytest.raises(InsecureEndpoint) as caught:
        await find(http, server)
    assert caught.value.name == field


@pytest.mark.parametrize("url", ["http://app.example.com/mcp", "http://[", "not an address", ""])
async def test_b24_nothing_is_asked_of_an_insecure_server(
    http: httpx.AsyncClient, url: str
) -> None:
    with pytest.raises(InsecureEndpoint):
        await probe(http, url)
    with pytest.raises(InsecureEndpoint):
        await discover(http, url, None)


async def test_b24_a_server_out_there_cannot_send_us_to_our_own_machine(
    server: HostileAuthorizationServer, http: httpx.AsyncClient
) -> None:
    challenge = Challenge(resource_metadata=f"{server.origin}{PRM}")
    with pytest.raises(InsecureEndpoint):
        await discover(http, "https://app.example.com/mcp", challenge)
    assert server.seen == []


@pytest.mark.parametrize("path", [MCP_PATH, PRM, AS_PATH])
@pytest.mark.parametrize(
    ("reply", "reason"),
    [
        (Reply(503), UnavailableReason.SERVER_ERROR),
        (Reply(429, headers={"Retry-After": "7"}), UnavailableReason.RATE_LIMITED),
        (Reply(drop=True), UnavailableReason.CONNECTION_LOST),
    ],
)
async def test_b26_passing_trouble_is_no_verdict_on_the_server(
    server: HostileAuthorizationServer,
    http: httpx.AsyncClient,
    path: str,
    reply: Reply,
    reason: UnavailableReason,
) -> None:
    server.replies[path] = reply
    with pytest.raises(AuthorizationServerUnavailable) as caught:
        await find(http, server)
    assert caught.value.reason is reason
    assert caught.value.retry_after == (7.0 if reply.status == 429 else None)


@pytest.mark.parametrize(
    "reply",
    [
        Reply(body=b"<html>Sign in</html>", headers={"Content-Type": "text/html"}),
        Reply(body=b"[]"),
        Reply(body=b"[" * 100_000),
        Reply(302, headers={"Location": "https://evil.example.com/"}),
        Reply(404),
    ],
)
async def test_what_is_no_metadata_counts_as_none(
    server: HostileAuthorizationServer, http: httpx.AsyncClient, reply: Reply
) -> None:
    server.replies[AS_PATH] = reply
    with pytest.raises(DiscoveryFailed) as caught:
        await find(http, server)
    assert caught.value.failure is DiscoveryFailure.NO_METADATA


async def test_an_endless_document_is_cut_off(
    server: HostileAuthorizationServer, http: httpx.AsyncClient
) -> None:
    server.replies[AS_PATH] = Reply(body=b'{"x": "' + b"x" * 2_000_000)
    with pytest.raises(AuthorizationServerUnavailable) as caught:
        await find(http, server)
    assert caught.value.reason is UnavailableReason.INVALID_ANSWER


async def test_a_document_that_drips_is_given_up(
    server: HostileAuthorizationServer, http: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ct_desktop.oauth.http_json.REQUEST_TIMEOUT", 0.2)
    server.replies[AS_PATH] = Reply(body=b"{}", drip=True)
    with pytest.raises(AuthorizationServerUnavailable) as caught:
        await find(http, server)
    assert caught.value.reason is UnavailableReason.TIMED_OUT


@pytest.mark.parametrize(
    ("url", "reasons"),
    [
        ("http://127.0.0.1:1/mcp", {UnavailableReason.CANNOT_CONNECT}),
        ("https://no-such-host.invalid/mcp", {UnavailableReason.NAME_NOT_RESOLVED}),
    ],
)
async def test_a_server_that_is_not_there_is_told_by_its_cause(
    http: httpx.AsyncClient, url: str, reasons: set[UnavailableReason]
) -> None:
    with pytest.raises(AuthorizationServerUnavailable) as caught:
        await probe(http, url)
    assert caught.value.reason in reasons


async def test_a_server_with_a_foreign_certificate_is_told_by_its_cause(
    server: HostileAuthorizationServer, http: httpx.AsyncClient
) -> None:
    # Plain HTTP where TLS is expected fails in the handshake like a bad certificate does.
    with pytest.raises(AuthorizationServerUnavailable) as caught:
        await probe(http, server.server_url.replace("http:", "https:"))
    assert caught.value.reason is UnavailableReason.TLS_FAILED


async def test_a_server_of_2025_03_26_has_its_metadata_at_its_own_origin(
    server: HostileAuthorizationServer, http: httpx.AsyncClient
) -> None:
    server.challenge('realm="x"')
    del server.replies[PRM]
    found = await find(http, server)
    assert found.issuer == server.origin
    assert found.resource == server.server_url


async def test_a_server_of_2025_03_26_without_metadata_has_the_default_endpoints(
    server: HostileAuthorizationServer, http: httpx.AsyncClient
) -> None:
    server.challenge('realm="x"')
    del server.replies[PRM], server.replies[AS_PATH]
    found = await find(http, server)
    assert found.authorization_endpoint == f"{server.origin}/authorize"
    assert found.token_endpoint == f"{server.origin}/token"
    assert found.registration_endpoint == f"{server.origin}/register"


@pytest.mark.parametrize("first_answer", [Reply(200), Reply(404)])
async def test_no_endpoint_is_guessed_for_a_server_that_asks_for_no_token(
    server: HostileAuthorizationServer, http: httpx.AsyncClient, first_answer: Reply
) -> None:
    server.replies = {MCP_PATH: first_answer}
    with pytest.raises(DiscoveryFailed) as caught:
        await find(http, server)
    assert caught.value.failure is DiscoveryFailure.NO_METADATA


async def test_resource_metadata_without_an_authorization_server_is_of_no_use(
    server: HostileAuthorizationServer, http: httpx.AsyncClient
) -> None:
    server.replies[PRM] = Reply(body=server.resource_metadata(authorization_servers=[]))
    with pytest.raises(DiscoveryFailed) as caught:
        await find(http, server)
    assert caught.value.failure is DiscoveryFailure.INVALID_METADATA
