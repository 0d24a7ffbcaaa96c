"""Discovery, registration, authorization and tokens, on the wire."""

from urllib.parse import urlsplit

import pytest

from ct_desktop.demo.options import Options
from support.demo_client import REDIRECT_URI, DemoClient
from support.demo_process import DemoProcess
from support.oauth_browser import callback_parameters, follow_authorization


def authorize(client: DemoClient, **parameters: str) -> dict[str, str]:
    """What came back to the callback, the consent given."""
    return callback_parameters(follow_authorization(client.authorization_url(**parameters)))


def test_the_first_call_is_answered_with_where_to_find_the_metadata(
    demo: DemoProcess, client: DemoClient
) -> None:
    response = client.request("server/discover")

    expected = f'Bearer resource_metadata="{demo.origin}/.well-known/oauth-protected-resource"'
    assert response.status_code == 401
    assert response.headers["www-authenticate"] == expected
    assert response.content == b""


def test_the_challenge_may_be_a_realm(demo: DemoProcess, client: DemoClient) -> None:
    demo.set_options(challenge="realm")

    response = client.request("server/discover")

    assert response.headers["www-authenticate"] == 'Bearer realm="CrossTrade MCP"'


@pytest.mark.parametrize("suffix", ["", "/v1/api/mcp"])
def test_the_resource_names_its_authorization_server(
    demo: DemoProcess, client: DemoClient, suffix: str
) -> None:
    url = f"{demo.origin}/.well-known/oauth-protected-resource{suffix}"

    metadata = client.http.get(url).json()

    assert metadata["resource"] == demo.server_url
    assert metadata["authorization_servers"] == [demo.origin]


def test_the_server_metadata_is_that_of_the_authentication_page(
    demo: DemoProcess, client: DemoClient
) -> None:
    metadata = client.http.get(f"{demo.origin}/.well-known/oauth-authorization-server").json()

    assert metadata["issuer"] == demo.origin
    assert metadata["registration_endpoint"] == f"{demo.origin}/v1/oauth/mcp/register"
    assert metadata["token_endpoint"] == f"{demo.origin}/v1/oauth/mcp/token"
    assert metadata["revocation_endpoint"] == f"{demo.origin}/v1/oauth/mcp/revoke"
    assert metadata["response_types_supported"] == ["code"]
    assert metadata["grant_types_supported"] == ["authorization_code", "refresh_token"]
    assert metadata["code_challenge_methods_supported"] == ["S256"]
    assert metadata["token_endpoint_auth_methods_supported"] == ["none"]
    assert metadata["scopes_supported"] == ["mcp:read", "mcp:trade"]
    assert metadata["authorization_response_iss_parameter_supported"] is True


def test_a_client_that_names_no_method_is_made_public(client: DemoClient) -> None:
    response = client.register(token_endpoint_auth_method=None)

    assert response.status_code == 201
    assert response.json()["token_endpoint_auth_method"] == "none"
    assert "client_secret" not in response.json()


@pytest.mark.parametrize(
    ("metadata", "error"),
    [
        ({"token_endpoint_auth_method": "client_secret_post"}, "invalid_client_metadata"),
        ({"redirect_uris": []}, "invalid_client_metadata"),
        ({"grant_types": ["refresh_token"]}, "invalid_client_metadata"),
        ({"grant_types": ["authorization_code", "password"]}, "invalid_client_metadata"),
        ({"scope": "mcp:everything"}, "invalid_client_metadata"),
        ({"redirect_uris": ["http://example.com/callback"]}, "invalid_redirect_uri"),
        ({"redirect_uris": ["javascript:alert(1)"]}, "invalid_redirect_uri"),
        ({"redirect_uris": ["https://example.com/cb#fragment"]}, "invalid_redirect_uri"),
    ],
)
def test_unfit_metadata_is_refused(
    client: DemoClient, metadata: dict[str, object], error: str
) -> None:
    response = client.register(**metadata)

    assert response.status_code == 400
    assert response.json()["error"] == error


@pytest.mark.parametrize("uri", ["https://example.com/cb", "cursor://any/callback"])
def test_web_and_editor_redirects_are_accepted(client: DemoClient, uri: str) -> None:
    assert client.register(redirect_uris=[uri]).status_code == 201


def test_an_address_registers_ten_clients_an_hour(demo: DemoProcess, client: DemoClient) -> None:
    assert Options().registrations_per_hour == 10
    before = demo.state()["registrations"]
    demo.set_options(registrations_per_hour=before + 2)

    statuses = [client.register().status_code for _ in range(2)]
    refused = client.register()

    assert statuses == [201, 201]
    assert refused.status_code == 429
    assert refused.json()["error"] == "too_many_registrations"
    assert 3000 < int(refused.headers["retry-after"]) <= 3600
    assert demo.state()["registrations"] == before + 2


def test_the_callback_carries_state_and_issuer(demo: DemoProcess, client: DemoClient) -> None:
    client.register()

    parameters = authorize(client)

    assert parameters["state"] == "the-state"
    assert parameters["iss"] == demo.origin


def test_a_loopback_redirect_may_use_another_port(client: DemoClient) -> None:
    client.register()
    uri = "http://127.0.0.1:5151/callback"

    location = follow_authorization(client.authorization_url(redirect_uri=uri))

    assert location.startswith(f"{uri}?")


def test_the_port_has_to_match_when_so_set(demo: DemoProcess, client: DemoClient) -> None:
    demo.set_options(redirect_port_match="exact")
    client.register()

    other = client.http.get(client.authorization_url(redirect_uri="http://127.0.0.1:5151/callback"))
    same = client.http.get(client.authorization_url())

    assert other.status_code == 400
    assert same.is_redirect


@pytest.mark.parametrize(
    "parameters",
    [
        {"client_id": "nobody"},
        {"redirect_uri": "http://127.0.0.1:4040/elsewhere"},
        {"redirect_uri": "http://localhost:4040/callback"},
        {"redirect_uri": "https://example.com/callback"},
        {"redirect_uri": "not a uri"},
    ],
)
def test_what_may_not_be_redirected_is_shown_on_a_page(
    client: DemoClient, parameters: dict[str, str]
) -> None:
    client.register()

    response = client.http.get(client.authorization_url(**parameters))

    assert response.status_code == 400
    assert "location" not in response.headers
    assert response.headers["content-type"].startswith("text/html")
    assert "Simulated CrossTrade" in response.text


@pytest.mark.parametrize(
    ("parameters", "error"),
    [
        ({"scope": "mcp:everything"}, "invalid_scope"),
        ({"resource": "https://example.com/mcp"}, "invalid_target"),
        ({"response_type": "token"}, "unsupported_response_type"),
        ({"code_challenge": ""}, "invalid_request"),
        ({"code_challenge_method": "plain"}, "invalid_request"),
    ],
)
def test_errors_go_back_with_state_and_issuer(
    demo: DemoProcess, client: DemoClient, parameters: dict[str, str], error: str
) -> None:
    client.register()

    response = client.http.get(client.authorization_url(**parameters))

    location = response.headers["location"]
    returned = callback_parameters(location)
    assert location.startswith(f"{REDIRECT_URI}?")
    assert returned["error"] == error
    assert returned["state"] == "the-state"
    assert returned["iss"] == demo.origin


def test_auto_approve_redirects_at_once(demo: DemoProcess, client: DemoClient) -> None:
    demo.set_options(auto_approve=True)
    client.register()

    response = client.http.get(client.authorization_url())

    returned = callback_parameters(response.headers["location"])
    assert response.headers["location"].startswith(f"{REDIRECT_URI}?")
    assert set(returned) == {"code", "state", "iss"}


def test_one_scope_is_granted_though_both_were_asked_for(
    demo: DemoProcess, client: DemoClient
) -> None:
    demo.set_options(auto_approve=True)

    client.sign_in("mcp:read mcp:trade")

    assert client.call("PlaceOrder").status_code == 403


def test_a_code_works_once_and_a_replay_ends_the_grant(client: DemoClient) -> None:
    client.register()
    code = authorize(client)["code"]
    assert client.exchange(code).status_code == 200

    replay = client.exchange(code)

    assert (replay.status_code, replay.json()["error"]) == (400, "invalid_grant")
    assert client.call("ListAccounts").status_code == 401


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        ({"code_verifier": "x" * 43}, "invalid_grant"),
        ({"redirect_uri": "http://127.0.0.1:4041/callback"}, "invalid_request"),
        ({"resource": "https://example.com/mcp"}, "invalid_target"),
        ({"code": "made-up"}, "invalid_grant"),
    ],
)
def test_a_code_is_bound_to_its_request(
    client: DemoClient, fields: dict[str, str], error: str
) -> None:
    client.register()
    code = authorize(client)["code"]

    response = client.exchange(**{"code": code, **fields})

    assert (response.status_code, response.json()["error"]) == (400, error)


def test_a_code_is_bound_to_its_client(demo: DemoProcess, client: DemoClient) -> None:
    client.register()
    code = authorize(client)["code"]
    with DemoClient(demo) as thief:
        thief.register()
        thief.verifier = client.verifier

        response = thief.exchange(code)

    assert (response.status_code, response.json()["error"]) == (400, "invalid_grant")


def test_tokens_say_their_scope_and_lifetime(demo: DemoProcess, client: DemoClient) -> None:
    demo.set_options(access_token_seconds=90)
    client.register()

    response = client.exchange(authorize(client, scope="mcp:trade")["code"])

    tokens = response.json()
    assert tokens["scope"] == "mcp:trade"
    assert tokens["expires_in"] == 90
    assert tokens["token_type"] == "Bearer"
    assert response.headers["cache-control"] == "no-store"


def test_an_unknown_client_gets_no_token(client: DemoClient) -> None:
    client.client_id = "nobody"

    response = client.exchange("some-code")

    assert (response.status_code, response.json()["error"]) == (401, "invalid_client")


def test_refreshing_rotates_both_tokens(demo: DemoProcess, signed_in: DemoClient) -> None:
    access, refresh = signed_in.access_token, signed_in.refresh_token
    before = demo.state()["refreshes"]

    response = signed_in.refresh()

    assert response.json()["scope"] == "mcp:read"
    assert signed_in.access_token != access
    assert signed_in.refresh_token != refresh
    assert signed_in.call("ListAccounts").status_code == 200
    assert demo.state()["refreshes"] == before + 1


def test_reusing_a_refresh_token_ends_the_whole_family(
    demo: DemoProcess, signed_in: DemoClient
) -> None:
    old = signed_in.refresh_token
    before = demo.state()["reuse_detections"]
    signed_in.refresh()
    newest = signed_in.refresh_token

    reused = signed_in.refresh(old)

    assert (reused.status_code, reused.json()["error"]) == (400, "invalid_grant")
    assert signed_in.refresh(newest).json()["error"] == "invalid_grant"
    assert signed_in.call("ListAccounts").status_code == 401
    assert demo.state()["reuse_detections"] == before + 1


def test_a_refresh_token_of_another_client_is_unknown(
    demo: DemoProcess, signed_in: DemoClient
) -> None:
    with DemoClient(demo) as thief:
        thief.register()
        response = thief.refresh(signed_in.refresh_token)

    assert (response.status_code, response.json()["error"]) == (400, "invalid_grant")
    assert signed_in.refresh().status_code == 200


def test_a_lapsed_access_token_is_refused_and_can_be_refreshed(
    demo: DemoProcess, client: DemoClient
) -> None:
    demo.set_options(access_token_seconds=1)
    client.sign_in()
    demo.set_options(access_token_seconds=3600)

    lapsed = client.call("ListAccounts")
    while lapsed.status_code == 200:
        lapsed = client.call("ListAccounts")

    assert lapsed.status_code == 401
    assert lapsed.json()["error"] == "invalid_token"
    assert 'error="invalid_token"' in lapsed.headers["www-authenticate"]
    assert client.refresh().status_code == 200
    assert client.call("ListAccounts").status_code == 200


@pytest.mark.parametrize("kind", ["access_token", "refresh_token"])
def test_revoking_either_token_ends_the_grant_at_once(
    demo: DemoProcess, signed_in: DemoClient, kind: str
) -> None:
    before = demo.state()["active_grants"]

    response = signed_in.revoke(getattr(signed_in, kind))

    assert response.status_code == 200
    assert signed_in.call("ListAccounts").status_code == 401
    assert signed_in.refresh().json()["error"] == "invalid_grant"
    assert demo.state()["active_grants"] == before - 1


def test_revoking_an_unknown_token_is_no_error(signed_in: DemoClient) -> None:
    assert signed_in.revoke("never-issued").status_code == 200
    assert signed_in.call("ListAccounts").status_code == 200


def test_another_client_cannot_revoke(demo: DemoProcess, signed_in: DemoClient) -> None:
    with DemoClient(demo) as other:
        other.register()
        assert other.revoke(signed_in.refresh_token).status_code == 200

    assert signed_in.call("ListAccounts").status_code == 200


def test_a_token_in_the_url_is_no_token(signed_in: DemoClient, demo: DemoProcess) -> None:
    url = f"{demo.server_url}?access_token={signed_in.access_token}"

    assert signed_in.http.post(url, json={}).status_code == 401


def test_the_authorization_page_is_not_for_other_sites_scripts(client: DemoClient) -> None:
    client.register()

    response = client.http.get(
        client.authorization_url(), headers={"Origin": "https://example.com"}
    )

    assert "access-control-allow-origin" not in response.headers
    assert urlsplit(response.headers["location"]).path == "/v1/oauth/mcp/consent"
