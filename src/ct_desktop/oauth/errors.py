"""What can go wrong while signing in, renewing and revoking, each kind with its evidence.

No text here carries a token, a code, a verifier or a state. What a server wrote is untrusted: it
is cut short, freed of control characters, kept in attributes and out of ``str`` and ``repr``.
"""

# ruff: noqa: N818 - the names say what happened; OAuthError marks the kind

from enum import StrEnum


class OAuthError(Exception):
    """Any failure in this package; its public functions raise only these."""


class InsecureEndpoint(OAuthError):
    """An address that secrets must not be sent to: neither https, nor http on loopback.

    ``name`` is the metadata field that held it, such as ``token_endpoint``.
    """

    def __init__(self, name: str) -> None:
        super().__init__(f"the {name} is not an https address")
        self.name = name


class UnavailableReason(StrEnum):
    """Why there is no usable answer, though nothing was refused."""

    NAME_NOT_RESOLVED = "name_not_resolved"
    CANNOT_CONNECT = "cannot_connect"
    TLS_FAILED = "tls_failed"
    PROXY_FAILED = "proxy_failed"
    TIMED_OUT = "timed_out"
    CONNECTION_LOST = "connection_lost"
    SERVER_ERROR = "server_error"
    RATE_LIMITED = "rate_limited"
    REDIRECTED = "redirected"
    INVALID_ANSWER = "invalid_answer"


class AuthorizationServerUnavailable(OAuthError):
    """The server could not be asked or gave no usable answer. Never a refusal: try again later.

    ``host`` is whom we asked, ``status`` the HTTP status if one came, ``retry_after`` the seconds
    that the server asked us to wait, ``detail`` the operating system's or TLS library's own words.
    """

    def __init__(
        self,
        reason: UnavailableReason,
        host: str,
        *,
        status: int | None = None,
        retry_after: float | None = None,
        detail: str = "",
    ) -> None:
        super().__init__(f"{host} gave no usable answer: {reason}")
        self.reason = reason
        self.host = host
        self.status = status
        self.retry_after = retry_after
        self.detail = detail


class DiscoveryFailure(StrEnum):
    """Why the server's sign-in service could not be found or used."""

    NO_METADATA = "no_metadata"
    """No metadata document at any of the places that the standards name."""
    INVALID_METADATA = "invalid_metadata"
    """The document lacks what a sign-in needs, or holds values of the wrong kind."""
    NO_PKCE = "no_pkce"
    """PKCE with S256 is not offered, so a stolen code would be enough to sign in."""
    NO_CODE_FLOW = "no_code_flow"
    """The authorization code flow is not offered."""


class DiscoveryFailed(OAuthError):
    """The server offers no sign-in that this app may use. ``url`` is the document concerned."""

    def __init__(self, failure: DiscoveryFailure, url: str) -> None:
        super().__init__(f"no usable sign-in service at {url}: {failure}")
        self.failure = failure
        self.url = url


class MetadataMismatch(OAuthError):
    """A metadata document speaks for somebody else, so nothing in it may be used.

    ``field`` is ``resource`` (RFC 9728, section 3.3) or ``issuer`` (RFC 8414, section 3.3).
    """

    def __init__(self, field: str, *, expected: str, found: str) -> None:
        super().__init__(f"the metadata's {field} is not {expected}")
        self.field = field
        self.expected = expected
        self.found = found


class RegistrationRefused(OAuthError):
    """The server refused to register this client (RFC 7591, section 3.2.2).

    ``retry_after`` is in seconds, for a refusal by rate limit (``rate_limited``).
    """

    def __init__(
        self, error: str, *, status: int, description: str = "", retry_after: float | None = None
    ) -> None:
        super().__init__(f"registration was refused with HTTP status {status}")
        self.error = error
        self.status = status
        self.description = description
        self.retry_after = retry_after

    @property
    def rate_limited(self) -> bool:
        """Whether there were too many registrations; asking again before the time is no use."""
        return self.status == 429


class UnusableReason(StrEnum):
    """Why there is no client identifier to sign in with."""

    NO_ENDPOINT = "no_endpoint"
    """The server registers no clients by itself, and none was entered by hand."""
    OTHER_ISSUER = "other_issuer"
    """The pre-registered client belongs to another authorization server."""
    NO_CLIENT_ID = "no_client_id"
    AUTH_METHOD = "auth_method"
    """The server wants a way of client authentication that this app does not have."""
    SECRET_MISSING = "secret_missing"  # noqa: S105 - a reason, not a secret
    REDIRECT_URIS = "redirect_uris"
    """The server registered other redirect URIs than those asked for."""


class RegistrationUnusable(OAuthError):
    """There is no registration, or the server's answer cannot be used."""

    def __init__(self, reason: UnusableReason) -> None:
        super().__init__(f"no usable client registration: {reason}")
        self.reason = reason


class PortUnavailable(OAuthError):
    """None of the ports could be had on loopback. ``detail`` is the operating system's reason."""

    def __init__(self, ports: tuple[int, ...], detail: str) -> None:
        super().__init__("no port on loopback could be had to wait for the browser")
        self.ports = ports
        self.detail = detail


class CallbackReason(StrEnum):
    """Why an answer from the browser, or a pasted text, was not accepted."""

    NOTHING_RECOGNISED = "nothing_recognised"
    SIGN_IN_LINK = "sign_in_link"
    """The link that begins the sign-in was pasted, not the address on which it ended."""
    OTHER_ADDRESS = "other_address"
    """The address does not lead to this sign-in's callback."""
    MALFORMED = "malformed"
    """A parameter is repeated, overlong or holds what it may not."""
    STATE_MISSING = "state_missing"
    STATE_MISMATCH = "state_mismatch"
    """It belongs to another sign-in."""
    ISSUER_MISSING = "issuer_missing"
    """The server always names itself in its answer; here it does not. Of a bare code this is
    always so: the whole address is needed."""
    ISSUER_MISMATCH = "issuer_mismatch"
    """It comes from another authorization server."""
    CODE_MISSING = "code_missing"
    ALREADY_ANSWERED = "already_answered"
    NOT_WAITING = "not_waiting"


class CallbackRejected(OAuthError):
    """An answer that does not belong to this sign-in. The sign-in goes on waiting."""

    def __init__(self, reason: CallbackReason) -> None:
        super().__init__(f"the answer does not belong to this sign-in: {reason}")
        self.reason = reason


class AuthorizationDenied(OAuthError):
    """The authorization server answered with an error (RFC 6749, section 4.1.2.1).

    ``error`` is ``access_denied`` where the person said no.
    """

    def __init__(self, error: str, *, description: str = "") -> None:
        super().__init__("the authorization server answered with an error")
        self.error = error
        self.description = description

    @property
    def by_the_person(self) -> bool:
        """Whether somebody chose to deny it, rather than something going wrong."""
        return self.error == "access_denied"

    @property
    def client_unknown(self) -> bool:
        """Whether the server no longer knows our client identifier: register anew, once."""
        return self.error in ("invalid_client", "unauthorized_client")


class AuthorizationTimedOut(OAuthError):
    """Nobody answered in the browser in time. ``seconds`` is how long was waited."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"no answer from the browser within {seconds:g} s")
        self.seconds = seconds


class TokenRefused(OAuthError):
    """The token endpoint's definite refusal (RFC 6749, section 5.2), such as ``invalid_grant``."""

    def __init__(self, error: str, *, status: int, description: str = "") -> None:
        super().__init__(f"the token endpoint refused with HTTP status {status}")
        self.error = error
        self.status = status
        self.description = description

    @property
    def client_unknown(self) -> bool:
        """Whether the server no longer knows our client identifier: register anew, once."""
        return self.error in ("invalid_client", "unauthorized_client")
