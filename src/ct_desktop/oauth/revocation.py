"""Taking a grant back. Source: RFC 7009, section 2."""

import logging
from dataclasses import dataclass

import httpx

from ct_desktop.core.secret import SecretStr
from ct_desktop.core.sign_in import RevocationOutcome
from ct_desktop.oauth.client_authentication import authenticate
from ct_desktop.oauth.discovery import AuthorizationServer
from ct_desktop.oauth.errors import (
    AuthorizationServerUnavailable,
    OAuthError,
    UnavailableReason,
)
from ct_desktop.oauth.http_json import post_form
from ct_desktop.oauth.registration import ClientRegistration
from ct_desktop.oauth.tokens import TokenSet

_log = logging.getLogger(__name__)

_ALREADY_GONE = frozenset({"invalid_token", "invalid_grant"})
"""What servers say, against section 2.2, of a token that they no longer know."""

_NEVER_SENT = frozenset(
    {
        UnavailableReason.NAME_NOT_RESOLVED,
        UnavailableReason.CANNOT_CONNECT,
        UnavailableReason.TLS_FAILED,
        UnavailableReason.PROXY_FAILED,
    }
)
"""After these the request has not left this computer."""


@dataclass(frozen=True, slots=True)
class Revocation:
    """What became of a grant at the server. ``failure`` is why the outcome is ``UNREACHABLE``."""

    outcome: RevocationOutcome
    failure: OAuthError | None = None

    @property
    def may_have_arrived(self) -> bool:
        """Whether the server may have got the request, whatever came of it."""
        if isinstance(self.failure, AuthorizationServerUnavailable):
            return self.failure.reason not in _NEVER_SENT
        return self.failure is None


async def revoke(
    http: httpx.AsyncClient,
    server: AuthorizationServer,
    registration: ClientRegistration,
    tokens: TokenSet,
) -> Revocation:
    """Revoke the refresh token, then the access token. What the server does never raises.

    The refresh token's outcome counts: with it gone the grant cannot be used for longer than the
    access token lives. A server that answers 200 for a token it does not know has succeeded.
    ``UNREACHABLE`` means that the grant may live on.
    """
    if server.revocation_endpoint is None:
        return Revocation(RevocationOutcome.UNSUPPORTED)
    revocation: Revocation | None = None
    if tokens.refresh_token is not None:
        revocation = await _revoke_one(
            http, server.revocation_endpoint, registration, tokens.refresh_token, "refresh_token"
        )
        if revocation.outcome is RevocationOutcome.UNREACHABLE:
            # Not another wait for a server that does not answer.
            return revocation
    access = await _revoke_one(
        http, server.revocation_endpoint, registration, tokens.access_token, "access_token"
    )
    return access if revocation is None else revocation


async def _revoke_one(
    http: httpx.AsyncClient,
    endpoint: str,
    registration: ClientRegistration,
    token: SecretStr,
    hint: str,
) -> Revocation:
    form, headers = authenticate(
        registration, {"token": token.get_secret_value(), "token_type_hint": hint}
    )
    try:
        answer = await post_form(http, endpoint, form, name="revocation_endpoint", headers=headers)
    except OAuthError as error:
        _log.warning("The %s could not be revoked: %s", hint, error)
        return Revocation(RevocationOutcome.UNREACHABLE, error)
    if 200 <= answer.status < 300:
        return Revocation(RevocationOutcome.REVOKED)
    error_name = (answer.document or {}).get("error")
    _log.warning("The server answered the revocation of the %s with %s", hint, answer.status)
    if error_name == "unsupported_token_type":
        return Revocation(RevocationOutcome.UNSUPPORTED)
    if error_name in _ALREADY_GONE and 400 <= answer.status < 500:
        return Revocation(RevocationOutcome.NOTHING_TO_REVOKE)
    return Revocation(RevocationOutcome.UNREACHABLE, answer.unavailable())
