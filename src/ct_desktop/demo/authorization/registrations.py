"""Registered clients, and which redirect URIs and scopes they may use."""

from typing import Literal
from urllib.parse import urlsplit

from mcp.shared.auth import InvalidRedirectUriError, InvalidScopeError, OAuthClientInformationFull
from pydantic import AnyUrl, PrivateAttr

from ct_desktop.demo.authorization.scopes import SUPPORTED

PortMatch = Literal["any", "exact"]

_LOOPBACK_HOSTS = frozenset({"127.0.0.1", "[::1]", "::1", "localhost"})
_FORBIDDEN_SCHEMES = frozenset({"javascript", "data", "vbscript", "file", "about", "blob"})


class RegisteredClient(OAuthClientInformationFull):
    """A client's record. The SDK's authorization handler asks it to check the request.

    It differs from the SDK's record in two ways. A loopback redirect may use any port
    (RFC 8252, section 7.3), unless told to match exactly. Any supported scope may be asked for,
    whatever was registered: CrossTrade's consent decides, and a change of scope uses the same
    client (the CrossTrade reference, section 5).
    """

    _port_match: PortMatch = PrivateAttr(default="any")

    def with_port_match(self, port_match: PortMatch) -> "RegisteredClient":
        """This record, matching loopback ports that way."""
        client = self.model_copy()
        client._port_match = port_match
        return client

    def validate_redirect_uri(self, redirect_uri: AnyUrl | None) -> AnyUrl:
        """The URI to redirect to; ``InvalidRedirectUriError`` when it is not this client's."""
        if redirect_uri is None:
            return super().validate_redirect_uri(None)
        for registered in self.redirect_uris or ():
            if redirect_uri == registered or (
                self._port_match == "any" and _same_loopback(redirect_uri, registered)
            ):
                return redirect_uri
        raise InvalidRedirectUriError(f"The redirect URI {redirect_uri} is not registered.")

    def validate_scope(self, requested_scope: str | None) -> list[str] | None:
        """The scopes asked for; ``InvalidScopeError`` for one that CrossTrade does not have."""
        if requested_scope is None:
            return None
        names = requested_scope.split()
        for name in names:
            if name not in SUPPORTED:
                raise InvalidScopeError(f"There is no scope {name}.")
        return names


def _same_loopback(asked: AnyUrl, registered: AnyUrl) -> bool:
    """Whether both are the same http loopback URI but for the port."""
    one, other = urlsplit(str(asked)), urlsplit(str(registered))
    return (
        one.scheme == other.scheme == "http"
        and one.hostname == other.hostname
        and one.hostname in _LOOPBACK_HOSTS
        and (one.path, one.query) == (other.path, other.query)
    )


def is_acceptable_redirect(uri: AnyUrl) -> bool:
    """Whether a client may register ``uri``: https, http on loopback, or a scheme of its own.

    Source: OAuth 2.1 draft, section 2.3.1; RFC 8252, section 7. Some editors come back through
    a scheme such as ``cursor://`` (the CrossTrade reference, section 5).
    """
    parts = urlsplit(str(uri))
    if parts.fragment or parts.username is not None or parts.scheme in _FORBIDDEN_SCHEMES:
        return False
    if parts.scheme == "http":
        return parts.hostname in _LOOPBACK_HOSTS
    return True
