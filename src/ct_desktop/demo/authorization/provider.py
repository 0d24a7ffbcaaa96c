"""The authorization server's state, in the form that the SDK's OAuth handlers ask for."""

import asyncio
import secrets
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

from mcp.server.auth.provider import (
    AccessToken,
    AuthorizationCode,
    AuthorizationParams,
    AuthorizeError,
    OAuthAuthorizationServerProvider,
    RefreshToken,
    TokenError,
    construct_redirect_uri,
)
from mcp.shared.auth import OAuthClientInformationFull, OAuthToken

from ct_desktop.demo.authorization import state_file
from ct_desktop.demo.authorization.grants import Grants
from ct_desktop.demo.authorization.registrations import RegisteredClient
from ct_desktop.demo.authorization.scopes import Scope, requested
from ct_desktop.demo.options import Options
from ct_desktop.demo.scenarios import Fault

ACCOUNT = "trader@example.com"
"""The CrossTrade account that every grant is for: the simulated login."""

CONSENT_SECONDS = 600
"""How long a consent page can be answered."""

REGISTRATION_WINDOW = 3600.0
"""Seconds in which an address may register ``registrations_per_hour`` clients."""


_LIMITED_REGISTRATION_WAIT = 2700.0
"""Seconds until the address may register again, while others use up its hour."""


@dataclass(frozen=True, slots=True)
class PendingAuthorization:
    """An authorization request waiting for the trader's answer on the consent page."""

    id: str
    client: RegisteredClient
    params: AuthorizationParams
    scopes: tuple[Scope, ...]
    expires_at: float


class AuthorizationServer(
    OAuthAuthorizationServerProvider[AuthorizationCode, RefreshToken, AccessToken]
):
    """Clients, pending consents and grants, and the rules between them.

    ``options`` gives the options of the moment, ``has`` whether a fault is on. With ``state_path``
    every change is saved before it is answered. ``issuer`` and ``resource`` are the server's own
    URLs.
    """

    def __init__(
        self,
        *,
        issuer: str,
        resource: str,
        consent_url: str,
        options: Callable[[], Options],
        has: Callable[[Fault], bool],
        state_path: Path | None = None,
    ) -> None:
        saved = state_file.load(state_path) if state_path else state_file.SavedState()
        self.issuer = issuer
        self.resource = resource
        self.grants = Grants(issuer, saved.grants)
        self._consent_url = consent_url
        self._options = options
        self._has = has
        self._state_path = state_path
        self._saving = asyncio.Lock()
        self._clients = {client.client_id: client for client in saved.clients}
        self._pending: dict[str, PendingAuthorization] = {}
        self._registration_times: dict[str, deque[float]] = {}

    @property
    def refuses_grants(self) -> bool:
        """Whether every code and refresh token is refused, and so none is spent."""
        return self._has(Fault.GRANTS_REFUSED)

    @property
    def known_clients(self) -> int:
        """How many clients are registered, those of earlier runs included."""
        return len(self._clients)

    def seconds_until_registration(self, address: str) -> float:
        """0.0 when ``address`` may register now, else how long it has to wait."""
        if self._has(Fault.REGISTRATIONS_LIMITED):
            return _LIMITED_REGISTRATION_WAIT
        times = self._registration_times.setdefault(address, deque())
        now = time.monotonic()
        while times and now - times[0] >= REGISTRATION_WINDOW:
            times.popleft()
        if len(times) < self._options().registrations_per_hour:
            return 0.0
        # A limit of none at all leaves no registration to count from.
        return REGISTRATION_WINDOW - (now - times[0] if times else 0.0)

    def note_registration(self, address: str) -> None:
        """Count one registration against the address's hour."""
        self._registration_times.setdefault(address, deque()).append(time.monotonic())

    async def get_client(self, client_id: str) -> RegisteredClient | None:
        """The client's record with the redirect rule of the moment."""
        client = self._clients.get(client_id)
        return client and client.with_port_match(self._options().redirect_port_match)

    async def register_client(self, client_info: OAuthClientInformationFull) -> None:
        """Remember a new client."""
        client = RegisteredClient.model_validate(client_info.model_dump())
        self._clients[client.client_id] = client
        await self.save()

    async def authorize(
        self, client: OAuthClientInformationFull, params: AuthorizationParams
    ) -> str:
        """Where the browser goes next: the consent page, or straight back when auto-approving."""
        if params.resource is not None and params.resource.rstrip("/") != self.resource:
            raise AuthorizeError("invalid_target", f"The resource here is {self.resource}.")
        self._drop_expired_consents()
        pending = PendingAuthorization(
            id=secrets.token_urlsafe(16),
            client=RegisteredClient.model_validate(client.model_dump()),
            params=params,
            scopes=requested(params.scopes),
            expires_at=time.monotonic() + CONSENT_SECONDS,
        )
        if self._options().auto_approve:
            return self.allow(pending, pending.scopes[0])
        self._pending[pending.id] = pending
        return f"{self._consent_url}?{urlencode({'request': pending.id})}"

    def pending(self, request_id: str) -> PendingAuthorization | None:
        """The request that a consent page stands for, None when answered or too old."""
        self._drop_expired_consents()
        return self._pending.get(request_id)

    def allow(self, pending: PendingAuthorization, scope: Scope) -> str:
        """The trader allowed it: the redirect that carries the code."""
        self._pending.pop(pending.id, None)
        params = pending.params
        code = self.grants.issue_code(
            client_id=pending.client.client_id,
            scope=scope,
            account=ACCOUNT,
            code_challenge=params.code_challenge,
            redirect_uri=params.redirect_uri,
            redirect_uri_provided_explicitly=params.redirect_uri_provided_explicitly,
            resource=params.resource or self.resource,
        )
        return construct_redirect_uri(
            str(params.redirect_uri), code=code, state=params.state, iss=self.issuer
        )

    def deny(self, pending: PendingAuthorization) -> str:
        """The trader denied it: the redirect that says so."""
        self._pending.pop(pending.id, None)
        return construct_redirect_uri(
            str(pending.params.redirect_uri),
            error="access_denied",
            error_description="The trader denied the request.",
            state=pending.params.state,
            iss=self.issuer,
        )

    async def load_authorization_code(
        self, client: OAuthClientInformationFull, authorization_code: str
    ) -> AuthorizationCode | None:
        """The code's record; a replayed code ends its grant."""
        found = self.grants.find_code(client.client_id, authorization_code)
        if found is None:
            await self.save()
        return found

    async def exchange_authorization_code(
        self,
        client: OAuthClientInformationFull,  # noqa: ARG002 - the SDK's signature
        authorization_code: AuthorizationCode,
    ) -> OAuthToken:
        """The first tokens of a new grant."""
        try:
            token = self.grants.exchange_code(
                authorization_code.code, access_seconds=self._access_seconds()
            )
        except KeyError as error:
            raise TokenError("invalid_grant", "The code was used already.") from error
        await self.save()
        return token

    async def load_refresh_token(
        self, client: OAuthClientInformationFull, refresh_token: str
    ) -> RefreshToken | None:
        """The refresh token's record; a rotated one presented again ends its grant."""
        found = self.grants.find_refresh(client.client_id, refresh_token)
        if found is None:
            await self.save()
        return found

    async def exchange_refresh_token(
        self,
        client: OAuthClientInformationFull,  # noqa: ARG002 - the SDK's signature
        refresh_token: RefreshToken,
        scopes: list[str],  # noqa: ARG002 - the SDK's signature
    ) -> OAuthToken:
        """New tokens of the same grant; its one scope can't be narrowed."""
        try:
            token = self.grants.rotate(refresh_token.token, access_seconds=self._access_seconds())
        except KeyError as error:
            raise TokenError("invalid_grant", "The refresh token was used already.") from error
        await self.save()
        return token

    async def load_access_token(self, token: str) -> AccessToken | None:
        """The access token's record, None when it works no more."""
        return self.grants.find_access(token)

    async def revoke_token(self, token: AccessToken | RefreshToken) -> None:
        """End the grant of a token of either kind."""
        await self.revoke(token.client_id, token.token)

    async def revoke(self, client_id: str, token: str) -> None:
        """End the grant of ``token``; nothing happens for one that is not this client's."""
        self.grants.revoke(client_id, token)
        await self.save()

    async def revoke_all(self) -> None:
        """End every grant."""
        self.grants.revoke_all()
        await self.save()

    async def expire_access(self) -> None:
        """End every access token that is out."""
        self.grants.expire_access()
        await self.save()

    async def save(self) -> None:
        """Write the state file, if there is one. Later states never lose to earlier ones."""
        if self._state_path is None:
            return
        async with self._saving:
            state = state_file.SavedState(
                clients=list(self._clients.values()), grants=self.grants.all()
            )
            content = state.model_dump_json(exclude_none=True)
            await asyncio.to_thread(state_file.save, self._state_path, content)

    def _access_seconds(self) -> int:
        options = self._options()
        if self._has(Fault.TOKENS_SHORT_LIVED):
            return min(options.short_token_seconds, options.access_token_seconds)
        return options.access_token_seconds

    def _drop_expired_consents(self) -> None:
        now = time.monotonic()
        self._pending = {k: p for k, p in self._pending.items() if p.expires_at > now}
