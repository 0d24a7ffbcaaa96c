"""From a server's address to everything that signing in needs to know.

Source: MCP 2026-07-28, "Authorization Server Discovery"; MCP 2025-03-26, authorization, sections
2.3.1 to 2.3.3, for servers of before resource metadata.
"""

import logging
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any
from urllib.parse import urlsplit

import httpx

from ct_desktop.oauth import dpop
from ct_desktop.oauth.challenge import Challenge
from ct_desktop.oauth.errors import DiscoveryFailed, DiscoveryFailure, InsecureEndpoint
from ct_desktop.oauth.http_json import is_secure
from ct_desktop.oauth.metadata_fields import optional_names, require_trusted
from ct_desktop.oauth.protected_resource import canonical_uri, fetch_resource_metadata
from ct_desktop.oauth.server_metadata import fetch_server_metadata

_log = logging.getLogger(__name__)

_ENDPOINTS = (
    "authorization_endpoint",
    "token_endpoint",
    "registration_endpoint",
    "revocation_endpoint",
)


@dataclass(frozen=True, slots=True)
class AuthorizationServer:
    """An authorization server, and the resource to ask it for. Nothing here is secret.

    ``issuer`` is the metadata's own, to be compared as a plain string. ``resource`` is the
    ``resource`` parameter of every request (RFC 8707). ``scopes_supported`` are the resource's.
    ``token_endpoint_auth_methods`` is ``None`` where the server does not say.
    ``sends_issuer`` tells whether ``iss`` must come with each answer (RFC 9207).
    """

    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    resource: str
    registration_endpoint: str | None = None
    revocation_endpoint: str | None = None
    scopes_supported: tuple[str, ...] | None = None
    token_endpoint_auth_methods: tuple[str, ...] | None = None
    dpop_signing_algorithms: tuple[str, ...] = ()
    sends_issuer: bool = False
    takes_client_metadata_url: bool = False

    @property
    def offers_dpop(self) -> bool:
        """Whether tokens can be bound to a key of ours (RFC 9449, section 5.1)."""
        return dpop.ALGORITHM in self.dpop_signing_algorithms

    def as_json(self) -> dict[str, Any]:
        """This value as plain JSON values."""
        return asdict(self)

    @classmethod
    def read(cls, document: object) -> "AuthorizationServer":
        """The value in what :meth:`as_json` gave. Raises ``ValueError``."""
        if not isinstance(document, Mapping):
            raise ValueError("not an object")  # noqa: TRY004 - one kind for every bad document
        server = cls(
            issuer=_text(document, "issuer"),
            authorization_endpoint=_text(document, "authorization_endpoint"),
            token_endpoint=_text(document, "token_endpoint"),
            resource=_text(document, "resource"),
            registration_endpoint=_optional_text(document, "registration_endpoint"),
            revocation_endpoint=_optional_text(document, "revocation_endpoint"),
            scopes_supported=_optional_texts(document, "scopes_supported"),
            token_endpoint_auth_methods=_optional_texts(document, "token_endpoint_auth_methods"),
            dpop_signing_algorithms=_optional_texts(document, "dpop_signing_algorithms") or (),
            sends_issuer=_flag(document, "sends_issuer"),
            takes_client_metadata_url=_flag(document, "takes_client_metadata_url"),
        )
        for field in _ENDPOINTS:
            address = getattr(server, field)
            if address is not None and not is_secure(address):
                raise ValueError(f"the {field} is not an https address")
        return server


def _text(document: Mapping[str, object], field: str) -> str:
    value = _optional_text(document, field)
    if value is None:
        raise ValueError(f"the {field} is missing")
    return value


def _optional_text(document: Mapping[str, object], field: str) -> str | None:
    value = document.get(field)
    if value is None or isinstance(value, str):
        return value
    raise ValueError(f"the {field} is not a text")


def _optional_texts(document: Mapping[str, object], field: str) -> tuple[str, ...] | None:
    value = document.get(field)
    if value is None:
        return None
    if isinstance(value, list | tuple) and all(isinstance(text, str) for text in value):
        return tuple(value)
    raise ValueError(f"the {field} are not texts")


def _flag(document: Mapping[str, object], field: str) -> bool:
    value = document.get(field, False)
    if isinstance(value, bool):
        return value
    raise ValueError(f"{field} is neither true nor false")


async def discover(
    http: httpx.AsyncClient, server_url: str, challenge: Challenge | None
) -> AuthorizationServer:
    """Find the authorization server for the resource at ``server_url``.

    ``challenge`` is that of its 401, ``None`` if it asked for no token. Raises
    :class:`DiscoveryFailed`, ``MetadataMismatch``, :class:`InsecureEndpoint` and
    ``AuthorizationServerUnavailable``; the last says nothing against the server.
    """
    if not is_secure(server_url):
        raise InsecureEndpoint("server address")
    named_url = challenge.resource_metadata if challenge else None
    metadata = await fetch_resource_metadata(http, server_url, named_url)
    if metadata is None:
        return await _discover_of_2025_03_26(http, server_url, challenge)
    if not metadata.authorization_servers:
        raise DiscoveryFailed(DiscoveryFailure.INVALID_METADATA, named_url or server_url)
    # The order is the resource's preference (RFC 9728, section 7.6, leaves the choice to us).
    issuer = metadata.authorization_servers[0]
    document = await fetch_server_metadata(http, issuer, server_url=server_url)
    if document is None:
        raise DiscoveryFailed(DiscoveryFailure.NO_METADATA, issuer)
    return _server(document, server_url, metadata.resource, metadata.scopes_supported)


async def _discover_of_2025_03_26(
    http: httpx.AsyncClient, server_url: str, challenge: Challenge | None
) -> AuthorizationServer:
    """Before resource metadata, the server's own origin was its authorization server."""
    parts = urlsplit(server_url)
    origin = f"{parts.scheme}://{parts.netloc}"
    document = await fetch_server_metadata(http, origin, server_url=server_url)
    resource = canonical_uri(server_url)
    if document is not None:
        return _server(document, server_url, resource, None)
    if challenge is None or challenge.resource_metadata is not None:
        # It asks for no token, or it is of today and its metadata cannot be had: no guessing.
        raise DiscoveryFailed(DiscoveryFailure.NO_METADATA, server_url)
    _log.info("%s publishes no metadata; its default endpoints are used", parts.netloc)
    return AuthorizationServer(
        issuer=origin,
        authorization_endpoint=f"{origin}/authorize",
        token_endpoint=f"{origin}/token",
        registration_endpoint=f"{origin}/register",
        resource=resource,
    )


def _server(
    document: dict[str, Any],
    server_url: str,
    resource: str,
    resource_scopes: tuple[str, ...] | None,
) -> AuthorizationServer:
    issuer = str(document["issuer"])
    endpoints: dict[str, str] = {}
    for field in _ENDPOINTS:
        address = document.get(field)
        if isinstance(address, str):
            require_trusted(address, field, server_url)
            endpoints[field] = address
    return AuthorizationServer(
        issuer=issuer,
        **endpoints,
        resource=resource,
        scopes_supported=resource_scopes,
        token_endpoint_auth_methods=optional_names(
            document, "token_endpoint_auth_methods_supported", issuer
        ),
        dpop_signing_algorithms=optional_names(
            document, "dpop_signing_alg_values_supported", issuer
        )
        or (),
        sends_issuer=document.get("authorization_response_iss_parameter_supported") is True,
        takes_client_metadata_url=document.get("client_id_metadata_document_supported") is True,
    )
