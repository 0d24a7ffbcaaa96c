"""Authorization server metadata: where to send people, codes and tokens.

Source: RFC 8414, section 3; OpenID Connect Discovery 1.0, section 4; MCP 2026-07-28,
"Authorization Server Metadata Discovery" and "Authorization Code Protection".
"""

from typing import Any
from urllib.parse import urlsplit

import httpx

from ct_desktop.oauth.errors import DiscoveryFailed, DiscoveryFailure, MetadataMismatch
from ct_desktop.oauth.http_json import get_json
from ct_desktop.oauth.metadata_fields import optional_names, require_trusted
from ct_desktop.oauth.pkce import CHALLENGE_METHOD

_RFC_8414 = "/.well-known/oauth-authorization-server"
_OPENID = "/.well-known/openid-configuration"


def metadata_urls(issuer: str) -> list[str]:
    """The places of the metadata of ``issuer``, in the order in which to ask."""
    parts = urlsplit(issuer)
    origin = f"{parts.scheme}://{parts.netloc}"
    path = parts.path.rstrip("/")
    if not path:
        return [f"{origin}{_RFC_8414}", f"{origin}{_OPENID}"]
    return [f"{origin}{_RFC_8414}{path}", f"{origin}{_OPENID}{path}", f"{origin}{path}{_OPENID}"]


async def fetch_server_metadata(
    http: httpx.AsyncClient, issuer: str, *, server_url: str
) -> dict[str, Any] | None:
    """The metadata document of ``issuer``, checked, or ``None`` where it publishes none.

    ``server_url`` is the resource that named the issuer. Raises :class:`MetadataMismatch`,
    :class:`DiscoveryFailed`, ``InsecureEndpoint`` and ``AuthorizationServerUnavailable``.
    """
    for url in metadata_urls(issuer):
        require_trusted(url, "authorization_servers", server_url)
        answer = await get_json(http, url, name="authorization server metadata")
        if answer.is_passing_trouble:
            raise answer.unavailable()
        if answer.status == 200 and answer.document is not None:
            _check(answer.document, issuer, url)
            return answer.document
    return None


def _check(document: dict[str, Any], issuer: str, url: str) -> None:
    found = document.get("issuer")
    if found != issuer:
        raise MetadataMismatch("issuer", expected=issuer, found=str(found)[:2048])
    for field in ("authorization_endpoint", "token_endpoint"):
        if not isinstance(document.get(field), str):
            raise DiscoveryFailed(DiscoveryFailure.INVALID_METADATA, url)
    response_types = optional_names(document, "response_types_supported", url)
    if response_types is not None and "code" not in response_types:
        raise DiscoveryFailed(DiscoveryFailure.NO_CODE_FLOW, url)
    methods = optional_names(document, "code_challenge_methods_supported", url)
    if CHALLENGE_METHOD not in (methods or ()):
        raise DiscoveryFailed(DiscoveryFailure.NO_PKCE, url)
