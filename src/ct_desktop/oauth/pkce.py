"""Proof Key for Code Exchange, S256 alone. Source: RFC 7636, sections 4.1 and 4.2."""

import base64
import hashlib
import secrets

from ct_desktop.core.secret import SecretStr

CHALLENGE_METHOD = "S256"


def new_code_verifier() -> SecretStr:
    """A fresh ``code_verifier``: 86 characters of the unreserved set, 512 random bits."""
    return SecretStr(secrets.token_urlsafe(64))


def code_challenge(code_verifier: SecretStr) -> str:
    """The S256 ``code_challenge``: base64url without padding of the verifier's SHA-256."""
    digest = hashlib.sha256(code_verifier.get_secret_value().encode("ascii")).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode("ascii")
