"""How a client proves at the token and revocation endpoints who it is.

Source: RFC 6749, section 2.3.1; RFC 7591, section 2.
"""

import base64
from enum import StrEnum
from typing import TYPE_CHECKING
from urllib.parse import quote_plus

if TYPE_CHECKING:
    from ct_desktop.oauth.registration import ClientRegistration


class ClientAuthMethod(StrEnum):
    """The ways this app has, by their registered names."""

    NONE = "none"
    CLIENT_SECRET_BASIC = "client_secret_basic"  # noqa: S105 - a method's name
    CLIENT_SECRET_POST = "client_secret_post"  # noqa: S105 - a method's name


SECRET_METHODS = (ClientAuthMethod.CLIENT_SECRET_BASIC, ClientAuthMethod.CLIENT_SECRET_POST)
"""The ways with a secret, the preferred one first (RFC 6749, section 2.3.1)."""


def authenticate(
    registration: "ClientRegistration", form: dict[str, str]
) -> tuple[dict[str, str], dict[str, str]]:
    """``form`` with what identifies the client, and the header fields to go with it."""
    client_id = registration.client_id
    secret = registration.client_secret
    method = registration.token_endpoint_auth_method
    if secret is None or method is ClientAuthMethod.NONE:
        return {**form, "client_id": client_id}, {}
    value = secret.get_secret_value()
    if method is ClientAuthMethod.CLIENT_SECRET_POST:
        return {**form, "client_id": client_id, "client_secret": value}, {}
    credentials = f"{quote_plus(client_id)}:{quote_plus(value)}".encode("ascii")
    return form, {"Authorization": f"Basic {base64.b64encode(credentials).decode('ascii')}"}
