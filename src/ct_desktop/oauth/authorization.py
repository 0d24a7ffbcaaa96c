"""One authorization request, and whether an answer belongs to it.

Source: RFC 6749, section 4.1; RFC 9207, section 2.4; MCP 2026-07-28, "Authorization Response
Validation".
"""

import hmac
import re
import secrets
from dataclasses import dataclass, field
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

from ct_desktop.core.secret import SecretStr
from ct_desktop.oauth.discovery import AuthorizationServer
from ct_desktop.oauth.dpop import DpopKey
from ct_desktop.oauth.errors import AuthorizationDenied, CallbackReason, CallbackRejected
from ct_desktop.oauth.pkce import CHALLENGE_METHOD, code_challenge, new_code_verifier
from ct_desktop.oauth.registration import ClientRegistration
from ct_desktop.oauth.server_text import description, error_code

_LONGEST_ANSWER = 8_192
_MOST_PARAMETERS = 40
_CODE = re.compile(r"[\x20-\x7e]{1,4096}")
_BARE_CODE = re.compile(r"[A-Za-z0-9_~+/-]{16,2048}={0,2}|[A-Za-z0-9._~+-]{32,2048}={0,2}")
"""Codes are long, being unguessable; an everyday word or a server's name is none."""

_QUERY = re.compile(r"\??(?:code|state|error|iss|error_description|scope|session_state)=")
_SINGLE = ("code", "state", "iss", "error", "error_description")


@dataclass(frozen=True, slots=True)
class AuthorizationRequest:
    """What is sent with the browser, and recorded to judge what comes back with it.

    Made by :func:`new_authorization_request`, fresh for each attempt.
    """

    issuer: str
    issuer_expected: bool
    redirect_uri: str
    scope: str | None
    authorization_endpoint: str
    url: str = field(repr=False)
    state: SecretStr = field(repr=False)
    code_verifier: SecretStr = field(repr=False)


def new_authorization_request(
    server: AuthorizationServer,
    registration: ClientRegistration,
    *,
    redirect_uri: str,
    scope: str | None,
    dpop_key: DpopKey | None = None,
) -> AuthorizationRequest:
    """A request with a fresh state and a fresh code verifier.

    With a ``dpop_key`` the code is bound to it from the start (RFC 9449, section 10).
    """
    state = SecretStr(secrets.token_urlsafe(32))
    code_verifier = new_code_verifier()
    parameters = {
        "response_type": "code",
        "client_id": registration.client_id,
        "redirect_uri": redirect_uri,
        "state": state.get_secret_value(),
        "code_challenge": code_challenge(code_verifier),
        "code_challenge_method": CHALLENGE_METHOD,
        "resource": server.resource,
    }
    if scope is not None:
        parameters["scope"] = scope
    if dpop_key is not None:
        parameters["dpop_jkt"] = dpop_key.thumbprint
    # The endpoint's own query stays (RFC 6749, section 3.1).
    parts = urlsplit(server.authorization_endpoint)
    query = urlencode([*parse_qsl(parts.query, keep_blank_values=True), *parameters.items()])
    return AuthorizationRequest(
        issuer=server.issuer,
        issuer_expected=server.sends_issuer,
        redirect_uri=redirect_uri,
        scope=scope,
        authorization_endpoint=server.authorization_endpoint,
        url=parts._replace(query=query, fragment="").geturl(),
        state=state,
        code_verifier=code_verifier,
    )


class AuthorizationAttempt:
    """Waits for the one answer to its request; whatever else comes changes nothing.

    The listener and a pasted text go through the same checks. Single use: after the first answer
    that belongs to it every other is refused.
    """

    def __init__(self, request: AuthorizationRequest) -> None:
        self.request = request
        self._answered = False

    @property
    def answered(self) -> bool:
        """Whether the answer has come."""
        return self._answered

    def accept_redirect(self, query: str) -> SecretStr:
        """The authorization code in the ``query`` of a request to the redirect URI.

        Raises :class:`CallbackRejected`, which changes nothing, or :class:`AuthorizationDenied`,
        the server's own answer.
        """
        parameters = _parameters(query)
        self._check_state(parameters.get("state"))
        self._check_issuer(parameters.get("iss"))
        error = parameters.get("error")
        code = parameters.get("code")
        if error is None and (code is None or not _CODE.fullmatch(code)):
            raise CallbackRejected(CallbackReason.CODE_MISSING)
        self._answered = True
        if error is not None or code is None:
            raise AuthorizationDenied(
                error_code(error), description=description(parameters.get("error_description"))
            )
        return SecretStr(code)

    def accept_pasted(self, text: str) -> SecretStr:
        """The code in what a person pasted: the address on which the browser ended, its query
        alone, or the bare code.

        A bare code carries no ``state``: that a person took it there stands for it, and PKCE binds
        the code to this attempt. It carries no ``iss`` either, so it is refused where the server
        always names itself (RFC 9207, section 2.4). Raises as :meth:`accept_redirect` does.
        """
        stripped = text[: 2 * _LONGEST_ANSWER].strip().strip("<>\"'`")
        # Mail programs and remote consoles break long lines.
        compact = "".join(stripped.split())
        if len(compact) > _LONGEST_ANSWER:
            raise CallbackRejected(CallbackReason.MALFORMED)
        if _QUERY.match(compact):
            return self.accept_redirect(compact.removeprefix("?").partition("#")[0])
        base, _, query = compact.partition("?")
        if "=" in query:
            return self._accept_address(base, query.partition("#")[0])
        if not _BARE_CODE.fullmatch(stripped):
            raise CallbackRejected(CallbackReason.NOTHING_RECOGNISED)
        if self._answered:
            raise CallbackRejected(CallbackReason.ALREADY_ANSWERED)
        self._check_issuer(None)
        self._answered = True
        return SecretStr(stripped)

    def _accept_address(self, base: str, query: str) -> SecretStr:
        scheme_and_rest = self.request.redirect_uri.partition("://")
        # Browsers hide the scheme in their address bar.
        if base in (self.request.redirect_uri, scheme_and_rest[2]):
            return self.accept_redirect(query)
        if base == self.request.authorization_endpoint or "code_challenge=" in query:
            raise CallbackRejected(CallbackReason.SIGN_IN_LINK)
        raise CallbackRejected(CallbackReason.OTHER_ADDRESS)

    def _check_state(self, state: str | None) -> None:
        if state is None:
            raise CallbackRejected(CallbackReason.STATE_MISSING)
        expected = self.request.state.get_secret_value()
        if not hmac.compare_digest(state.encode(), expected.encode()):
            raise CallbackRejected(CallbackReason.STATE_MISMATCH)
        if self._answered:
            raise CallbackRejected(CallbackReason.ALREADY_ANSWERED)

    def _check_issuer(self, issuer: str | None) -> None:
        """The four rows of the specification's table, by plain comparison."""
        if issuer is None:
            if self.request.issuer_expected:
                raise CallbackRejected(CallbackReason.ISSUER_MISSING)
        elif issuer != self.request.issuer:
            raise CallbackRejected(CallbackReason.ISSUER_MISMATCH)


def _parameters(query: str) -> dict[str, str]:
    """The parameters that matter, each given once at most (RFC 6749, section 3.1)."""
    if len(query) > _LONGEST_ANSWER:
        raise CallbackRejected(CallbackReason.MALFORMED)
    try:
        given = parse_qs(
            query, keep_blank_values=True, max_num_fields=_MOST_PARAMETERS, errors="strict"
        )
    except ValueError:
        malformed = True
    else:
        malformed = any(len(given.get(name, ())) > 1 for name in _SINGLE)
    if malformed:
        raise CallbackRejected(CallbackReason.MALFORMED)
    # An empty parameter counts as omitted (RFC 6749, section 3.1).
    return {name: given[name][0] for name in _SINGLE if name in given and given[name][0]}
