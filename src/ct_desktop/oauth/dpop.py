"""Proof of possession: each request shows that its sender holds the token's key.

Source: RFC 9449.
"""

import base64
import hashlib
import json
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Self

import httpx

from ct_desktop.core.moment import Clock
from ct_desktop.core.secret import SecretStr

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey

# cryptography is imported where it is used: few servers offer DPoP, and every start would pay.

ALGORITHM = "ES256"
"""ECDSA on P-256 with SHA-256 (RFC 7518, section 3.4), which every server that does DPoP knows."""

TOKEN_TYPE = "DPoP"  # noqa: S105 - a kind of token

_SCALAR = 32
"""Bytes of a number of P-256."""

_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
"""Of P-256 (SEC 2, section 2.4.2); private scalars lie between 0 and it."""

_NONCE = re.compile(r"[\x21\x23-\x5b\x5d-\x7e]{1,1024}")
"""RFC 9449, section 8.1."""


@dataclass(frozen=True, slots=True)
class DpopKey:
    """A key pair on P-256, made for one sign-in and bound to all its tokens.

    Held as the private scalar alone, 43 characters of base64url; the rest follows from it.
    """

    private_scalar: SecretStr = field(repr=False)

    @classmethod
    def generate(cls) -> Self:
        """A new key."""
        from cryptography.hazmat.primitives.asymmetric import ec  # noqa: PLC0415 - see above

        key = ec.generate_private_key(ec.SECP256R1())
        scalar = key.private_numbers().private_value
        return cls(SecretStr(_base64url(scalar.to_bytes(_SCALAR, "big"))))

    @classmethod
    def read(cls, text: object) -> Self:
        """The key that :meth:`reveal` gave. Raises ``ValueError``, which quotes nothing."""
        if (
            not isinstance(text, str)
            or not re.fullmatch(r"[A-Za-z0-9_-]{43}", text)
            or not 0 < _number(text) < _ORDER
        ):
            raise ValueError("not a private key")
        return cls(SecretStr(text))

    def reveal(self) -> str:
        """The private key as a text, for the keychain and nothing else."""
        return self.private_scalar.get_secret_value()

    @property
    def thumbprint(self) -> str:
        """The public key's name, by which a server binds a token to it (RFC 7638, section 3)."""
        members = json.dumps(_public_jwk(self._load()), separators=(",", ":"), sort_keys=True)
        return _base64url(hashlib.sha256(members.encode("ascii")).digest())

    def sign(self, claims: Mapping[str, Any]) -> str:
        """A proof of ``claims``: a signed JWT that carries the public key (section 4.2)."""
        from cryptography.hazmat.primitives import hashes  # noqa: PLC0415 - see above
        from cryptography.hazmat.primitives.asymmetric import ec, utils  # noqa: PLC0415 - see above

        key = self._load()
        header = {"typ": "dpop+jwt", "alg": ALGORITHM, "jwk": _public_jwk(key)}
        signed = f"{_encoded(header)}.{_encoded(claims)}"
        signature = key.sign(signed.encode("ascii"), ec.ECDSA(hashes.SHA256()))
        # JWS wants the two numbers side by side, at full length (RFC 7518, section 3.4).
        both = b"".join(
            number.to_bytes(_SCALAR, "big") for number in utils.decode_dss_signature(signature)
        )
        return f"{signed}.{_base64url(both)}"

    def _load(self) -> "EllipticCurvePrivateKey":
        from cryptography.hazmat.primitives.asymmetric import ec  # noqa: PLC0415 - see above

        return ec.derive_private_key(_number(self.reveal()), ec.SECP256R1())


class DpopProofs:
    """Makes proofs by ``clock``, each with the newest nonce that its endpoint gave.

    One for all requests of a sign-in. Nonces are no secrets and are not kept for good. They are
    told apart by address, not by server: a token endpoint and a resource on one host may each have
    their own.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._nonces: dict[str, str] = {}

    def proof(
        self, key: DpopKey, method: str, url: str, *, access_token: SecretStr | None = None
    ) -> str:
        """The ``DPoP`` header field for one request, never to be sent twice.

        ``access_token`` is the one that goes with it to the resource; none goes to the token
        endpoint.
        """
        target = _target(url)
        claims: dict[str, Any] = {
            "jti": secrets.token_urlsafe(16),
            "htm": method,
            "htu": target,
            "iat": int(self._clock.now().utc.timestamp()),
        }
        if access_token is not None:
            digest = hashlib.sha256(access_token.get_secret_value().encode("ascii")).digest()
            claims["ath"] = _base64url(digest)
        nonce = self._nonces.get(target)
        if nonce is not None:
            claims["nonce"] = nonce
        return key.sign(claims)

    def note_answer(self, url: str, headers: httpx.Headers) -> None:
        """Remember the nonce, if there is one, that came with any answer (sections 8.2 and 9)."""
        given = headers.get_list("DPoP-Nonce")
        if len(given) == 1 and _NONCE.fullmatch(given[0]):
            self._nonces[_target(url)] = given[0]


def _target(url: str) -> str:
    """The address as it is sent to, without query and fragment (section 4.2)."""
    target = httpx.URL(url).copy_with(query=None, fragment=None)
    return f"{target.scheme}://{target.netloc.decode('ascii')}{target.raw_path.decode('ascii')}"


def _public_jwk(key: "EllipticCurvePrivateKey") -> dict[str, str]:
    point = key.public_key().public_numbers()
    return {
        "kty": "EC",
        "crv": "P-256",
        "x": _base64url(point.x.to_bytes(_SCALAR, "big")),
        "y": _base64url(point.y.to_bytes(_SCALAR, "big")),
    }


def _encoded(part: Mapping[str, Any]) -> str:
    return _base64url(json.dumps(part, separators=(",", ":")).encode())


def _base64url(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode("ascii")


def _number(text: str) -> int:
    return int.from_bytes(base64.urlsafe_b64decode(f"{text}="), "big")
