"""The token endpoint: a code for tokens, and a refresh token for new ones.

Source: RFC 6749, sections 4.1.3, 5 and 6; RFC 7636, section 4.5; RFC 8707, section 2.2; RFC 9449,
sections 5 and 8.
"""

import math
import re
from dataclasses import dataclass, field
from typing import Any

import httpx

from ct_desktop.clock import SystemClock
from ct_desktop.core.secret import SecretStr
from ct_desktop.oauth.challenge import PROOF_ERRORS, parse_scope
from ct_desktop.oauth.client_authentication import authenticate
from ct_desktop.oauth.discovery import AuthorizationServer
from ct_desktop.oauth.dpop import TOKEN_TYPE as DPOP
from ct_desktop.oauth.dpop import DpopKey, DpopProofs
from ct_desktop.oauth.errors import (
    AuthorizationServerUnavailable,
    OAuthError,
    TokenRefused,
    UnavailableReason,
)
from ct_desktop.oauth.http_json import JsonAnswer, post_form
from ct_desktop.oauth.registration import ClientRegistration
from ct_desktop.oauth.server_text import description, error_code

# RFC 6749, appendix A.12 and A.17, less the space: a token goes into a header field.
_TOKEN = re.compile(r"[\x21-\x7e]{1,65536}")

_LONGEST_LIFE = 10 * 366 * 86_400.0

_BEARER = "Bearer"

_TOKEN_TYPES = {kind.lower(): kind for kind in (_BEARER, DPOP)}

_PASSING_ERRORS = PROOF_ERRORS | {"server_error", "temporarily_unavailable", "slow_down"}
"""Error codes that refuse nothing, whatever the status they come with."""


@dataclass(frozen=True, slots=True)
class TokenSet:
    """What the token endpoint gave.

    ``scope`` is what was granted, which may be less than was asked for; ``None`` where neither
    side named any. ``expires_in`` is the access token's life in seconds from the answer, ``None``
    where the server does not say. ``token_type`` is ``Bearer`` or ``DPoP``. ``dpop_key`` is the
    sign-in's key where the server offers DPoP, to which the refresh token may be bound even where
    the access token is not.
    """

    access_token: SecretStr = field(repr=False)
    refresh_token: SecretStr | None = field(default=None, repr=False)
    scope: str | None = None
    expires_in: float | None = None
    token_type: str = _BEARER
    dpop_key: DpopKey | None = field(default=None, repr=False)

    def reveal(self) -> dict[str, Any]:
        """The tokens as plain JSON values, for the keychain and nothing else."""
        refresh_token = self.refresh_token
        return {
            "access_token": self.access_token.get_secret_value(),
            "refresh_token": refresh_token.get_secret_value() if refresh_token else None,
            "scope": self.scope,
            "expires_in": self.expires_in,
            "token_type": self.token_type,
            "dpop_key": self.dpop_key.reveal() if self.dpop_key else None,
        }

    @classmethod
    def read(cls, document: object) -> "TokenSet":
        """The value in what :meth:`reveal` gave. Raises ``ValueError``, which quotes nothing."""
        if isinstance(document, dict):
            kept = document.get("dpop_key")
            key = None if kept is None else DpopKey.read(kept)
            scope = parse_scope(document.get("scope"))
            tokens = _parse(document, scope=scope, old=None, dpop_key=key)
            if tokens is not None:
                return tokens
        raise ValueError("not a set of tokens")


async def exchange(
    http: httpx.AsyncClient,
    server: AuthorizationServer,
    registration: ClientRegistration,
    *,
    code: SecretStr,
    code_verifier: SecretStr,
    redirect_uri: str,
    requested_scope: str | None,
    dpop_key: DpopKey | None = None,
    proofs: DpopProofs | None = None,
) -> TokenSet:
    """Trade an authorization code for tokens. A code works once: never try again with the same.

    With a ``dpop_key`` the tokens are asked to be bound to it, by ``proofs``.
    Raises :class:`TokenRefused`, ``AuthorizationServerUnavailable`` and ``InsecureEndpoint``.
    """
    form = {
        "grant_type": "authorization_code",
        "code": code.get_secret_value(),
        "redirect_uri": redirect_uri,
        "code_verifier": code_verifier.get_secret_value(),
        "resource": server.resource,
    }
    answer = await _ask(http, server, registration, form, dpop_key=dpop_key, proofs=proofs)
    return _tokens(answer, scope=requested_scope, old=None, dpop_key=dpop_key)


async def refresh(
    http: httpx.AsyncClient,
    server: AuthorizationServer,
    registration: ClientRegistration,
    tokens: TokenSet,
    *,
    proofs: DpopProofs | None = None,
) -> TokenSet:
    """New tokens for the refresh token in ``tokens``, to be stored before they are used.

    A public client's refresh token works once (RFC 9700, section 4.14.2); where the answer names
    no new one the old one stays. So does the key, whose possession ``proofs`` show. Raises
    :class:`TokenRefused`, after which only a new sign-in helps,
    ``AuthorizationServerUnavailable``, after which trying again does, and ``InsecureEndpoint``.
    """
    if tokens.refresh_token is None:
        raise TokenRefused("no_refresh_token", status=0)
    form = {
        "grant_type": "refresh_token",
        "refresh_token": tokens.refresh_token.get_secret_value(),
        "resource": server.resource,
    }
    answer = await _ask(http, server, registration, form, dpop_key=tokens.dpop_key, proofs=proofs)
    return _tokens(answer, scope=tokens.scope, old=tokens.refresh_token, dpop_key=tokens.dpop_key)


async def _ask(
    http: httpx.AsyncClient,
    server: AuthorizationServer,
    registration: ClientRegistration,
    form: dict[str, str],
    *,
    dpop_key: DpopKey | None,
    proofs: DpopProofs | None,
) -> JsonAnswer:
    form, headers = authenticate(registration, form)
    url = server.token_endpoint
    if dpop_key is None:
        return await post_form(http, url, form, name="token_endpoint", headers=headers)
    proofs = proofs or DpopProofs(SystemClock())

    async def ask_with_proof() -> JsonAnswer:
        proof = {"DPoP": proofs.proof(dpop_key, "POST", url)}
        answer = await post_form(
            http, url, form, name="token_endpoint", headers={**headers, **proof}
        )
        proofs.note_answer(url, answer.headers)
        return answer

    answer = await ask_with_proof()
    if _error(answer) == "use_dpop_nonce":
        # It has looked at nothing else yet: the code or refresh token is as good as before.
        answer = await ask_with_proof()
    return answer


def _error(answer: JsonAnswer) -> object:
    return (answer.document or {}).get("error")


def _tokens(
    answer: JsonAnswer, *, scope: str | None, old: SecretStr | None, dpop_key: DpopKey | None
) -> TokenSet:
    document = answer.document
    if answer.status == 200 and document is not None:
        named = parse_scope(document.get("scope"))
        tokens = _parse(document, scope=named or scope, old=old, dpop_key=dpop_key)
        if tokens is not None:
            return tokens
    raise _failure(answer)


def _failure(answer: JsonAnswer) -> OAuthError:
    """A refusal only where the server clearly refuses; a captive portal's 403 is none."""
    error = _error(answer)
    if (
        400 <= answer.status < 500
        and not answer.is_passing_trouble
        and isinstance(error, str)
        and error not in _PASSING_ERRORS
    ):
        return TokenRefused(
            error_code(error),
            status=answer.status,
            description=description((answer.document or {}).get("error_description")),
        )
    if answer.status == 200:
        return AuthorizationServerUnavailable(
            UnavailableReason.INVALID_ANSWER, answer.host, status=200
        )
    return answer.unavailable()


def _parse(
    document: dict[str, Any],
    *,
    scope: str | None,
    old: SecretStr | None,
    dpop_key: DpopKey | None,
) -> TokenSet | None:
    """The tokens in ``document``, ``None`` where it holds none that can be used."""
    access_token, refresh_token = document.get("access_token"), document.get("refresh_token")
    named = document.get("token_type", _BEARER)
    if not isinstance(access_token, str) or not _TOKEN.fullmatch(access_token):
        return None
    token_type = _TOKEN_TYPES.get(named.lower()) if isinstance(named, str) else None
    if token_type is None or (token_type == DPOP and dpop_key is None):
        return None
    new = old
    if isinstance(refresh_token, str) and _TOKEN.fullmatch(refresh_token):
        new = SecretStr(refresh_token)
    return TokenSet(
        access_token=SecretStr(access_token),
        refresh_token=new,
        scope=scope,
        expires_in=_seconds(document.get("expires_in")),
        token_type=token_type,
        dpop_key=dpop_key,
    )


def _seconds(value: object) -> float | None:
    """``expires_in`` as a number, though it came as text; ``None`` where it is none."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        seconds = float(value)
    except (ValueError, OverflowError):
        return None
    return min(max(0.0, seconds), _LONGEST_LIFE) if math.isfinite(seconds) else None
