"""Which client identifier to sign in with.

In this order: the client that was registered by hand, the one that a metadata document describes,
the one that was registered before, a new registration. Source: MCP 2026-07-28, "Client
Registration" and "Authorization Server Binding".
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol

import httpx

from ct_desktop.core.secret import SecretStr
from ct_desktop.oauth.client_authentication import SECRET_METHODS, ClientAuthMethod
from ct_desktop.oauth.discovery import AuthorizationServer
from ct_desktop.oauth.errors import RegistrationRefused, RegistrationUnusable, UnusableReason
from ct_desktop.oauth.registration import (
    ClientRegistration,
    RegistrationSource,
    is_about_metadata,
    register,
)


class Registrations(Protocol):
    """Where registrations are kept from one sign-in to the next, by issuer."""

    async def find(self, issuer: str) -> ClientRegistration | None:
        """The registration with ``issuer``, if there is one."""
        ...

    async def note_attempt(self, issuer: str) -> None:
        """Told before each request to be registered: servers allow only so many."""
        ...

    async def save(self, registration: ClientRegistration) -> None:
        """Keep a new registration, in place of an earlier one with the same issuer."""
        ...


@dataclass(frozen=True, slots=True)
class PreRegisteredClient:
    """A client that somebody registered by hand with ``issuer``."""

    client_id: str
    issuer: str
    secret: SecretStr | None = None


@dataclass(frozen=True, slots=True)
class ClientSetup:
    """What this app brings to be known by: its name for people, and what was set up beforehand.

    ``metadata_url`` is the https address of a client metadata document. ``register_anew`` leaves a
    kept registration aside, for when the server no longer knows it.
    """

    name: str
    pre_registered: PreRegisteredClient | None = None
    metadata_url: str | None = None
    register_anew: bool = False


async def known_client(
    server: AuthorizationServer, setup: ClientSetup, registrations: Registrations, *, now: datetime
) -> ClientRegistration | None:
    """The client that needs no registration now, or ``None``.

    Raises :class:`RegistrationUnusable` where the pre-registered client is another server's.
    """
    if setup.pre_registered is not None:
        return _pre_registered(setup.pre_registered, server)
    if setup.metadata_url is not None and server.takes_client_metadata_url:
        return ClientRegistration(
            client_id=setup.metadata_url,
            issuer=server.issuer,
            redirect_uris=(),
            registered_at=now,
            client_name=setup.name,
            source=RegistrationSource.METADATA_DOCUMENT,
        )
    if setup.register_anew:
        return None
    kept = await registrations.find(server.issuer)
    # Whatever the keeper says: an identifier is shown to nobody but its issuer.
    if kept is None or kept.issuer != server.issuer or not kept.is_usable(now):
        return None
    return kept


async def register_client(
    http: httpx.AsyncClient,
    server: AuthorizationServer,
    setup: ClientSetup,
    registrations: Registrations,
    *,
    redirect_uris: Sequence[str],
    needed_uri: str,
    now: datetime,
) -> ClientRegistration:
    """Register, once more with less where the server found fault with the request; and keep it.

    Raises as :func:`~ct_desktop.oauth.registration.register` does.
    """

    async def attempt(*, reduced: bool) -> ClientRegistration:
        if server.registration_endpoint is not None:
            await registrations.note_attempt(server.issuer)
        return await register(
            http,
            server,
            client_name=setup.name,
            redirect_uris=redirect_uris,
            needed_uri=needed_uri,
            now=now,
            reduced=reduced,
        )

    try:
        registration = await attempt(reduced=False)
    except RegistrationRefused as refusal:
        if not is_about_metadata(refusal):
            raise
        registration = await attempt(reduced=True)
    await registrations.save(registration)
    return registration


def _pre_registered(client: PreRegisteredClient, server: AuthorizationServer) -> ClientRegistration:
    if client.issuer != server.issuer:
        raise RegistrationUnusable(UnusableReason.OTHER_ISSUER)
    method = ClientAuthMethod.NONE
    if client.secret is not None:
        # What a server takes that does not say (RFC 8414, section 2).
        offered = server.token_endpoint_auth_methods or (ClientAuthMethod.CLIENT_SECRET_BASIC,)
        usable = [name for name in SECRET_METHODS if name in offered]
        if not usable:
            raise RegistrationUnusable(UnusableReason.AUTH_METHOD)
        method = usable[0]
    return ClientRegistration(
        client_id=client.client_id,
        issuer=server.issuer,
        redirect_uris=(),
        registered_at=datetime.fromtimestamp(0, UTC),
        source=RegistrationSource.PRE_REGISTERED,
        token_endpoint_auth_method=method,
        client_secret=client.secret,
    )
