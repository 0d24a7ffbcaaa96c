"""Protected resource metadata: which authorization servers a resource trusts.

Source: RFC 9728, sections 3 and 5; MCP 2026-07-28, "Authorization Server Location".
"""

from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

import httpx

from ct_desktop.oauth.errors import DiscoveryFailed, DiscoveryFailure, MetadataMismatch
from ct_desktop.oauth.http_json import get_json
from ct_desktop.oauth.metadata_fields import optional_names, require_trusted

WELL_KNOWN = "/.well-known/oauth-protected-resource"

_DEFAULT_PORTS = {"https": 443, "http": 80}


@dataclass(frozen=True, slots=True)
class ResourceMetadata:
    """What a resource says of itself.

    ``resource`` is its identifier, to be sent as it stands (RFC 8707). ``scopes_supported`` is
    ``None`` where it names none.
    """

    resource: str
    authorization_servers: tuple[str, ...]
    scopes_supported: tuple[str, ...] | None


async def fetch_resource_metadata(
    http: httpx.AsyncClient, server_url: str, named_url: str | None
) -> ResourceMetadata | None:
    """The metadata of the resource at ``server_url``, ``None`` where it publishes none.

    Asked in this order: ``named_url`` (the challenge's ``resource_metadata``), the well-known place
    for the server's path, the well-known place at the root. Raises :class:`MetadataMismatch`,
    :class:`DiscoveryFailed`, ``InsecureEndpoint`` and ``AuthorizationServerUnavailable``.
    """
    for url in _candidates(server_url, named_url):
        require_trusted(url, "resource_metadata", server_url)
        answer = await get_json(http, url, name="resource_metadata")
        if answer.is_passing_trouble:
            # To go on as if there were none would be to trust somebody else.
            raise answer.unavailable()
        if answer.status == 200 and answer.document is not None:
            return _checked(answer.document, url, server_url)
    return None


def well_known_urls(server_url: str) -> list[str]:
    """The well-known places of the metadata for ``server_url``, the most specific first."""
    parts = urlsplit(server_url)
    origin = f"{parts.scheme}://{parts.netloc}"
    path = parts.path.rstrip("/")
    return (
        [f"{origin}{WELL_KNOWN}{path}", f"{origin}{WELL_KNOWN}"]
        if path
        else [f"{origin}{WELL_KNOWN}"]
    )


def _candidates(server_url: str, named_url: str | None) -> list[str]:
    return list(dict.fromkeys([*([named_url] if named_url else []), *well_known_urls(server_url)]))


def _checked(document: dict[str, object], url: str, server_url: str) -> ResourceMetadata:
    servers = optional_names(document, "authorization_servers", url)
    scopes = optional_names(document, "scopes_supported", url)
    # RFC 9728 requires the field; without it nobody else is claimed either.
    resource = document.get("resource", canonical_uri(server_url))
    if not isinstance(resource, str):
        raise DiscoveryFailed(DiscoveryFailure.INVALID_METADATA, url)
    if not identifies(resource, server_url):
        raise MetadataMismatch("resource", expected=canonical_uri(server_url), found=resource)
    return ResourceMetadata(resource, servers or (), scopes)


def canonical_uri(server_url: str) -> str:
    """The resource identifier of an MCP server that publishes none: no fragment, no final slash.

    Source: MCP 2026-07-28, authorization, "Canonical Server URI".
    """
    parts = urlsplit(server_url)
    return (
        parts._replace(scheme=parts.scheme.lower(), netloc=parts.netloc.lower(), fragment="")
        .geturl()
        .rstrip("/")
    )


def identifies(resource: str, server_url: str) -> bool:
    """Whether ``resource`` stands for the server: the same origin, and its path or one above it.

    RFC 9728, section 3.3 asks for the very same address; servers in use name their root instead
    of the endpoint below it, which no other party can do.
    """
    try:
        claimed, ours = urlsplit(resource), urlsplit(server_url)
        if _origin(claimed) != _origin(ours):
            return False
    except ValueError:
        return False
    if claimed.fragment or "@" in claimed.netloc or "#" in resource:
        return False
    if claimed.query and claimed.query != ours.query:
        return False
    above, below = claimed.path.rstrip("/"), ours.path.rstrip("/")
    return below == above or below.startswith(f"{above}/")


def _origin(parts: SplitResult) -> tuple[str, str | None, int | None]:
    return parts.scheme, parts.hostname, parts.port or _DEFAULT_PORTS.get(parts.scheme)
