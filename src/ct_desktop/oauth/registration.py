"""Dynamic client registration, and what it leaves behind. Source: RFC 7591, sections 2 and 3."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

import httpx

from ct_desktop.core.secret import SecretStr
from ct_desktop.oauth.client_authentication import SECRET_METHODS, ClientAuthMethod
from ct_desktop.oauth.discovery import AuthorizationServer
from ct_desktop.oauth.errors import RegistrationRefused, RegistrationUnusable, UnusableReason
from ct_desktop.oauth.http_json import JsonAnswer, post_json
from ct_desktop.oauth.server_text import description, error_code

_LONGEST_CLIENT_ID = 2_048

_PREFERRED_METHODS = (ClientAuthMethod.NONE, *SECRET_METHODS)


class RegistrationSource(StrEnum):
    """Where a client identifier comes from. The values are stored."""

    DYNAMIC = "dynamic"
    METADATA_DOCUMENT = "metadata_document"
    PRE_REGISTERED = "pre_registered"


@dataclass(frozen=True, slots=True)
class ClientRegistration:
    """This app as a client of ``issuer``, and of no other server.

    ``redirect_uris`` are those registered. ``client_secret`` is there only for a confidential
    client, and ``client_secret_expires_at`` (UTC) only where it ends.
    """

    client_id: str
    issuer: str
    redirect_uris: tuple[str, ...]
    registered_at: datetime
    client_name: str = ""
    source: RegistrationSource = RegistrationSource.DYNAMIC
    token_endpoint_auth_method: ClientAuthMethod = ClientAuthMethod.NONE
    client_secret: SecretStr | None = None
    client_secret_expires_at: datetime | None = None

    def covers(self, redirect_uri: str) -> bool:
        """Whether the server has been told of ``redirect_uri``, the port included.

        RFC 8252, section 7.3 asks servers to let the port of a loopback address vary; not all do,
        and one that does not shows its error in the browser, where we never see it.
        """
        return redirect_uri in self.redirect_uris or self.source is not RegistrationSource.DYNAMIC

    def is_usable(self, now: datetime) -> bool:
        """Whether the client can authenticate: no secret needed, or there is one that lives."""
        if self.token_endpoint_auth_method is ClientAuthMethod.NONE:
            return True
        if self.client_secret is None:
            return False
        return self.client_secret_expires_at is None or now < self.client_secret_expires_at

    def as_json(self) -> dict[str, Any]:
        """This value as plain JSON values, without the secret."""
        expires_at = self.client_secret_expires_at
        return {
            "client_id": self.client_id,
            "issuer": self.issuer,
            "redirect_uris": list(self.redirect_uris),
            "registered_at": self.registered_at.isoformat(),
            "client_name": self.client_name,
            "source": self.source.value,
            "token_endpoint_auth_method": self.token_endpoint_auth_method.value,
            "client_secret_expires_at": expires_at.isoformat() if expires_at else None,
        }

    def reveal(self) -> dict[str, Any]:
        """This value with its secret, for the keychain and nothing else."""
        if self.client_secret is None:
            return self.as_json()
        return {**self.as_json(), "client_secret": self.client_secret.get_secret_value()}

    @classmethod
    def read(cls, document: object) -> "ClientRegistration":
        """The value in what :meth:`as_json` or :meth:`reveal` gave. Raises ``ValueError``."""
        try:
            fields: dict[str, Any] = document  # type: ignore[assignment] # checked by its use
            secret = fields.get("client_secret")
            expires_at = fields.get("client_secret_expires_at")
            return cls(
                client_id=_text(fields["client_id"]),
                issuer=_text(fields["issuer"]),
                redirect_uris=tuple(_text(uri) for uri in fields["redirect_uris"]),
                registered_at=_utc(fields["registered_at"]),
                client_name=_text(fields["client_name"]),
                source=RegistrationSource(fields["source"]),
                token_endpoint_auth_method=ClientAuthMethod(fields["token_endpoint_auth_method"]),
                client_secret=SecretStr(_text(secret)) if secret is not None else None,
                client_secret_expires_at=_utc(expires_at) if expires_at is not None else None,
            )
        except (KeyError, TypeError, ValueError, AttributeError):
            # Not chained: the cause may quote a secret.
            raise ValueError("not a client registration") from None


async def register(
    http: httpx.AsyncClient,
    server: AuthorizationServer,
    *,
    client_name: str,
    redirect_uris: Sequence[str],
    needed_uri: str,
    now: datetime,
    reduced: bool = False,
) -> ClientRegistration:
    """Register a native, public client (RFC 7591), and check the answer.

    ``needed_uri`` is the one among ``redirect_uris`` that this sign-in will use. ``reduced`` sends
    the least that can do, for servers that are particular. Raises :class:`RegistrationRefused`,
    :class:`RegistrationUnusable` and ``AuthorizationServerUnavailable``.
    """
    if server.registration_endpoint is None:
        raise RegistrationUnusable(UnusableReason.NO_ENDPOINT)
    method = _method_to_ask_for(server)
    uris = [needed_uri] if reduced else list(dict.fromkeys(redirect_uris))
    request: dict[str, Any] = {
        "client_name": client_name,
        "redirect_uris": uris,
        "grant_types": ["authorization_code", "refresh_token"],
        "token_endpoint_auth_method": method.value,
    }
    if not reduced:
        request |= {"response_types": ["code"], "application_type": "native"}
    answer = await post_json(
        http, server.registration_endpoint, request, name="registration_endpoint"
    )
    document = _registered(answer)
    assigned, secret, expires_at = _authentication(document, method)
    registration = ClientRegistration(
        client_id=_client_id(document),
        issuer=server.issuer,
        redirect_uris=_redirect_uris(document, uris),
        registered_at=now,
        client_name=client_name,
        token_endpoint_auth_method=assigned,
        client_secret=secret,
        client_secret_expires_at=expires_at,
    )
    if not registration.covers(needed_uri):
        raise RegistrationUnusable(UnusableReason.REDIRECT_URIS)
    return registration


def is_about_metadata(refusal: RegistrationRefused) -> bool:
    """Whether the server refused what was in the request, so that a reduced one may pass."""
    return refusal.status == 400 and refusal.error in (
        "invalid_client_metadata",
        "invalid_redirect_uri",
    )


def _method_to_ask_for(server: AuthorizationServer) -> ClientAuthMethod:
    offered = server.token_endpoint_auth_methods
    if offered is None:
        return ClientAuthMethod.NONE
    usable = [method for method in _PREFERRED_METHODS if method in offered]
    if not usable:
        raise RegistrationUnusable(UnusableReason.AUTH_METHOD)
    return usable[0]


def _registered(answer: JsonAnswer) -> dict[str, Any]:
    document = answer.document
    if answer.status == 429 or (400 <= answer.status < 500 and not answer.is_passing_trouble):
        document = document or {}
        raise RegistrationRefused(
            error_code(document.get("error")),
            status=answer.status,
            description=description(document.get("error_description")),
            retry_after=answer.retry_after,
        )
    # RFC 7591, section 3.2.1 says 201; servers in use also say 200.
    if answer.status not in (200, 201) or document is None:
        raise answer.unavailable()
    return document


def _client_id(document: dict[str, Any]) -> str:
    client_id = document.get("client_id")
    if (
        not isinstance(client_id, str)
        or not 0 < len(client_id) <= _LONGEST_CLIENT_ID
        or not all("\x20" <= character <= "\x7e" for character in client_id)
    ):
        raise RegistrationUnusable(UnusableReason.NO_CLIENT_ID)
    return client_id


def _authentication(
    document: dict[str, Any], asked: ClientAuthMethod
) -> tuple[ClientAuthMethod, SecretStr | None, datetime | None]:
    """What the server assigned, which may differ from what was asked for (section 3.2.1)."""
    try:
        method = ClientAuthMethod(document.get("token_endpoint_auth_method") or asked)
    except ValueError:
        raise RegistrationUnusable(UnusableReason.AUTH_METHOD) from None
    if method is ClientAuthMethod.NONE:
        # Some servers hand out a secret all the same; a public client has no use for it.
        return method, None, None
    secret = document.get("client_secret")
    if not isinstance(secret, str) or not secret:
        raise RegistrationUnusable(UnusableReason.SECRET_MISSING)
    expires_at = document.get("client_secret_expires_at")
    ends = None
    if isinstance(expires_at, int) and expires_at > 0:
        try:
            ends = datetime.fromtimestamp(expires_at, UTC)
        except (OverflowError, OSError, ValueError):
            ends = None  # so far away that it does not matter
    return method, SecretStr(secret), ends


def _redirect_uris(document: dict[str, Any], asked: list[str]) -> tuple[str, ...]:
    registered = document.get("redirect_uris")
    if not isinstance(registered, list) or not registered:
        return tuple(asked)
    return tuple(uri for uri in asked if uri in registered)


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("not a text")
    return value


def _utc(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)
