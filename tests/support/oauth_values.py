"""Values and parts that tests of the sign-in are made of."""

from datetime import UTC, datetime, timedelta
from typing import Any

from ct_desktop.clock import SystemClock
from ct_desktop.core.moment import Moment
from ct_desktop.core.secret import SecretStr
from ct_desktop.oauth.authorization import AuthorizationRequest, new_authorization_request
from ct_desktop.oauth.discovery import AuthorizationServer
from ct_desktop.oauth.registration import ClientRegistration
from ct_desktop.oauth.tokens import TokenSet

NOW = datetime(2026, 11, 22, 15, 0, tzinfo=UTC)

ISSUER = "https://as.example.com"
REDIRECT_URI = "http://127.0.0.1:51731/callback"


def server(origin: str = ISSUER, **changes: Any) -> AuthorizationServer:
    """An authorization server with all its endpoints below ``origin``."""
    fields: dict[str, Any] = {
        "issuer": origin,
        "authorization_endpoint": f"{origin}/authorize",
        "token_endpoint": f"{origin}/token",
        "registration_endpoint": f"{origin}/register",
        "revocation_endpoint": f"{origin}/revoke",
        "resource": f"{origin}/mcp",
    }
    return AuthorizationServer(**{**fields, **changes})


def registration(issuer: str = ISSUER, **changes: Any) -> ClientRegistration:
    """A public client that is registered with ``issuer``."""
    fields: dict[str, Any] = {
        "client_id": "a-client-id",
        "issuer": issuer,
        "redirect_uris": (REDIRECT_URI,),
        "registered_at": NOW,
        "client_name": "An app on a PC",
    }
    return ClientRegistration(**{**fields, **changes})


def tokens(
    access_token: str = "old-access-token",
    refresh_token: str | None = "old-refresh-token",
    scope: str | None = "mcp:read",
) -> TokenSet:
    """What a sign-in gave earlier."""
    return TokenSet(
        SecretStr(access_token),
        SecretStr(refresh_token) if refresh_token is not None else None,
        scope,
        3600.0,
    )


def authorization_request(
    scope: str | None = "mcp:read", **server_changes: Any
) -> AuthorizationRequest:
    """A request to a server with ``server_changes``."""
    return new_authorization_request(
        server(**server_changes), registration(), redirect_uri=REDIRECT_URI, scope=scope
    )


class MemoryRegistrations:
    """Keeps registrations for one test, and counts the attempts."""

    def __init__(self, *kept: ClientRegistration) -> None:
        self.kept = {one.issuer: one for one in kept}
        self.attempts: list[str] = []

    async def find(self, issuer: str) -> ClientRegistration | None:
        return self.kept.get(issuer)

    async def note_attempt(self, issuer: str) -> None:
        self.attempts.append(issuer)

    async def save(self, registration: ClientRegistration) -> None:
        self.kept[registration.issuer] = registration


class MovableClock:
    """The system's clock, which a test may set forward."""

    def __init__(self) -> None:
        self.ahead = 0.0

    def now(self) -> Moment:
        now = SystemClock().now()
        return Moment(now.utc + timedelta(seconds=self.ahead), now.steady + self.ahead)
