"""Where metadata is looked for, and for whom it may speak."""

import pytest

from ct_desktop.oauth.discovery import AuthorizationServer
from ct_desktop.oauth.protected_resource import canonical_uri, identifies, well_known_urls
from ct_desktop.oauth.server_metadata import metadata_urls
from support.oauth_values import server

SERVER = "https://app.example.com/v1/api/mcp"


@pytest.mark.parametrize(
    ("server_url", "urls"),
    [
        (
            SERVER,
            [
                "https://app.example.com/.well-known/oauth-protected-resource/v1/api/mcp",
                "https://app.example.com/.well-known/oauth-protected-resource",
            ],
        ),
        (
            "https://app.example.com/",
            ["https://app.example.com/.well-known/oauth-protected-resource"],
        ),
    ],
)
def test_b01_the_places_of_the_resource_metadata_in_order(server_url: str, urls: list[str]) -> None:
    assert well_known_urls(server_url) == urls


@pytest.mark.parametrize(
    ("issuer", "urls"),
    [
        (
            "https://as.example.com",
            [
                "https://as.example.com/.well-known/oauth-authorization-server",
                "https://as.example.com/.well-known/openid-configuration",
            ],
        ),
        (
            "https://as.example.com/tenant1",
            [
                "https://as.example.com/.well-known/oauth-authorization-server/tenant1",
                "https://as.example.com/.well-known/openid-configuration/tenant1",
                "https://as.example.com/tenant1/.well-known/openid-configuration",
            ],
        ),
    ],
)
def test_b02_the_places_of_the_server_metadata_in_order(issuer: str, urls: list[str]) -> None:
    assert metadata_urls(issuer) == urls


@pytest.mark.parametrize(
    "resource",
    [
        SERVER,
        f"{SERVER}/",
        "https://app.example.com",
        "https://app.example.com/",
        "https://app.example.com/v1",
        "https://app.example.com:443/v1/api/mcp",
        "https://APP.example.com/v1/api/mcp",
    ],
)
def test_b04_the_endpoint_and_what_lies_above_it_on_the_same_origin_is_ours(resource: str) -> None:
    assert identifies(resource, SERVER)


@pytest.mark.parametrize(
    "resource",
    [
        "https://evil.example.com/v1/api/mcp",
        "https://app.example.com.evil.com/v1/api/mcp",
        "http://app.example.com/v1/api/mcp",
        "https://app.example.com:8443/v1/api/mcp",
        "https://app.example.com/v1/api/mcp/deeper",
        "https://app.example.com/v1/api/mc",
        "https://app.example.com/v1/api/mcp#fragment",
        "https://app.example.com/v1/api/mcp#",
        "https://app.example.com/v1/api/mcp?tenant=other",
        "https://user@app.example.com/v1/api/mcp",
        "https://app.example.com:port/",
        "http://[",
        "app.example.com/v1/api/mcp",
        "",
    ],
)
def test_b04_any_other_resource_is_not_ours(resource: str) -> None:
    assert not identifies(resource, SERVER)


@pytest.mark.parametrize(
    ("server_url", "resource"),
    [
        ("https://App.Example.com/MCP/", "https://app.example.com/MCP"),
        ("https://app.example.com/", "https://app.example.com"),
        ("https://app.example.com/mcp#top", "https://app.example.com/mcp"),
    ],
)
def test_b10_the_canonical_uri_has_no_fragment_and_no_final_slash(
    server_url: str, resource: str
) -> None:
    assert canonical_uri(server_url) == resource


def test_a_discovered_server_reads_back_the_same() -> None:
    discovered = server(
        scopes_supported=("mcp:read",), token_endpoint_auth_methods=("none",), sends_issuer=True
    )
    assert AuthorizationServer.read(discovered.as_json()) == discovered


@pytest.mark.parametrize(
    "changes",
    [
        {"issuer": 5},
        {"token_endpoint": None},
        {"token_endpoint": "http://as.example.com/token"},
        {"revocation_endpoint": "file:///etc/passwd"},
        {"scopes_supported": "mcp:read"},
    ],
)
def test_b24_a_kept_server_that_was_tampered_with_is_refused(changes: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"(?s).+"):
        AuthorizationServer.read({**server().as_json(), **changes})
