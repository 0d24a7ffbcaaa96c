"""Grants: what a trader allowed a client, and the codes and tokens that stand for it.

Tokens are kept as SHA-256 digests, so that neither memory dumps nor the state file hold one that
works.
"""

import hashlib
import secrets
import time

from mcp.server.auth.provider import AccessToken, AuthorizationCode, RefreshToken
from mcp.shared.auth import OAuthToken
from pydantic import AnyUrl, BaseModel, Field

from ct_desktop.demo.authorization.scopes import Scope

CODE_SECONDS = 60
"""An authorization code works once, and no longer than this."""


def digest(secret: str) -> str:
    """How a token or code is remembered."""
    return hashlib.sha256(secret.encode()).hexdigest()


class Grant(BaseModel):
    """One consent: client, scope and account, with the digests of its tokens.

    ``code`` is the authorization code it was exchanged for, ``refresh`` the one refresh token
    that works, ``spent`` those it replaced: nobody honest presents the first or the last again.
    ``access`` maps each access token's digest to its expiry (epoch
    seconds).
    """

    client_id: str
    scope: Scope
    account: str
    resource: str
    created_at: float
    code: str
    refresh: str | None = None
    spent: set[str] = Field(default_factory=set)
    access: dict[str, float] = Field(default_factory=dict)


class Grants:
    """All grants that stand. Codes and tokens go in and out; revoked grants are forgotten."""

    def __init__(self, issuer: str, grants: list[Grant] | None = None) -> None:
        self._issuer = issuer
        self._grants = grants or []
        self._codes: dict[str, tuple[AuthorizationCode, Scope, str]] = {}
        self.refreshes = 0
        self.reuse_detections = 0

    def __len__(self) -> int:
        return len(self._grants)

    def all(self) -> list[Grant]:
        """The grants that stand, oldest first."""
        return list(self._grants)

    def issue_code(
        self,
        *,
        client_id: str,
        scope: Scope,
        account: str,
        code_challenge: str,
        redirect_uri: AnyUrl,
        redirect_uri_provided_explicitly: bool,
        resource: str,
    ) -> str:
        """A new authorization code for what the trader allowed."""
        code = secrets.token_urlsafe(32)
        record = AuthorizationCode(
            code=code,
            scopes=[scope],
            expires_at=time.time() + CODE_SECONDS,
            client_id=client_id,
            code_challenge=code_challenge,
            redirect_uri=redirect_uri,
            redirect_uri_provided_explicitly=redirect_uri_provided_explicitly,
            resource=resource,
            subject=account,
        )
        self._codes[digest(code)] = (record, scope, account)
        return code

    def find_code(self, client_id: str, code: str) -> AuthorizationCode | None:
        """The code's record. A code presented again revokes what it was exchanged for.

        Source: OAuth 2.1 draft, section 4.1.3.
        """
        key = digest(code)
        for grant in self.all():
            if grant.code == key and grant.client_id == client_id:
                self.reuse_detections += 1
                self._forget(grant)
        found = self._codes.get(key)
        return found[0] if found else None

    def exchange_code(self, code: str, *, access_seconds: int) -> OAuthToken:
        """Spend the code for a grant's first tokens. ``KeyError`` when it is not there."""
        key = digest(code)
        record, scope, account = self._codes.pop(key)
        grant = Grant(
            client_id=record.client_id,
            scope=scope,
            account=account,
            resource=record.resource or "",
            created_at=time.time(),
            code=key,
        )
        self._grants.append(grant)
        return self._issue_tokens(grant, access_seconds)

    def find_refresh(self, client_id: str, token: str) -> RefreshToken | None:
        """The refresh token's record. One that was rotated away revokes the whole family.

        Source: OAuth 2.1 draft, section 4.3.1.
        """
        key = digest(token)
        for grant in self._grants:
            if grant.client_id != client_id:
                continue
            if key in grant.spent:
                self.reuse_detections += 1
                self._forget(grant)
                return None
            if grant.refresh is not None and secrets.compare_digest(grant.refresh, key):
                return RefreshToken(
                    token=token,
                    client_id=client_id,
                    scopes=[grant.scope],
                    resource=grant.resource,
                    subject=grant.account,
                )
        return None

    def rotate(self, token: str, *, access_seconds: int) -> OAuthToken:
        """Spend the refresh token for new tokens. ``KeyError`` when it is not there."""
        key = digest(token)
        for grant in self._grants:
            if grant.refresh == key:
                grant.spent.add(key)
                self.refreshes += 1
                return self._issue_tokens(grant, access_seconds)
        raise KeyError(key)

    def find_access(self, token: str) -> AccessToken | None:
        """The access token's record, None when unknown, expired or revoked."""
        key = digest(token)
        for grant in self._grants:
            expires_at = grant.access.get(key)
            if expires_at is not None and expires_at > time.time():
                return AccessToken(
                    token=token,
                    client_id=grant.client_id,
                    scopes=[grant.scope],
                    expires_at=int(expires_at) + 1,
                    resource=grant.resource,
                    subject=grant.account,
                    claims={"iss": self._issuer},
                )
        return None

    def revoke(self, client_id: str, token: str) -> None:
        """End the grant that ``token`` of either kind belongs to; nothing for any other token."""
        key = digest(token)
        for grant in self.all():
            known = {grant.refresh, *grant.spent, *grant.access}
            if grant.client_id == client_id and key in known:
                self._forget(grant)

    def revoke_all(self) -> None:
        """End every grant, as a trader can on CrossTrade's AI Clients page."""
        self._grants.clear()
        self._codes.clear()

    def expire_access(self) -> None:
        """End every access token that is out; the refresh tokens go on working."""
        now = time.time()
        for grant in self._grants:
            grant.access = dict.fromkeys(grant.access, now)

    def _forget(self, grant: Grant) -> None:
        self._grants = [kept for kept in self._grants if kept is not grant]

    def _issue_tokens(self, grant: Grant, access_seconds: int) -> OAuthToken:
        now = time.time()
        access, refresh = secrets.token_urlsafe(32), secrets.token_urlsafe(32)
        grant.access = {key: expiry for key, expiry in grant.access.items() if expiry > now}
        grant.access[digest(access)] = now + access_seconds
        grant.refresh = digest(refresh)
        return OAuthToken(
            access_token=access,
            token_type="Bearer",  # noqa: S106 - a kind, not a secret
            expires_in=access_seconds,
            scope=grant.scope,
            refresh_token=refresh,
        )
