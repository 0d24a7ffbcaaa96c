"""An authorization server and an MCP server that bind tokens to keys, and check every proof.

The checks are those of RFC 9449, section 4.3, made with another library than the app's. What is
wrong with a proof is kept in ``faults``, and the request refused.
"""

import base64
import hashlib
import itertools
import json
import time
from dataclasses import dataclass
from typing import Any

import jwt

from support.hostile_authorization_server import (
    MCP_PATH,
    PRM_PATH,
    HostileAuthorizationServer,
    Reply,
    Seen,
)


@dataclass(frozen=True)
class Proof:
    """One proof that was seen, at ``path``."""

    path: str
    claims: dict[str, Any]
    thumbprint: str

    @property
    def nonce(self) -> str | None:
        return self.claims.get("nonce")


class FaultyProofError(Exception):
    """Something in a proof is not as it has to be."""


class DpopServer(HostileAuthorizationServer):
    """Issues tokens bound to the key of the proof that asked for them.

    ``token_nonce`` and ``resource_nonce`` are demanded where set. ``next_resource_nonce`` goes with
    the next good answer of the resource, and is demanded from then on.
    """

    def __init__(self, algorithms: list[str] | None = None) -> None:
        super().__init__()
        self.token_nonce: str | None = None
        self.resource_nonce: str | None = None
        self.next_resource_nonce: str | None = None
        self.proofs: list[Proof] = []
        self.faults: list[str] = []
        self.bound_to: dict[str, str] = {}
        self._numbers = itertools.count(1)
        self.change_metadata(dpop_signing_alg_values_supported=algorithms or ["ES256"])
        self.replies["/token"] = self.token
        self.replies[MCP_PATH] = self.resource

    def proofs_at(self, path: str) -> list[Proof]:
        """The good proofs that came to ``path``."""
        return [proof for proof in self.proofs if proof.path == path]

    def token(self, seen: Seen) -> Reply:
        try:
            proof = self._check(seen)
        except FaultyProofError as fault:
            return self._refuse(fault, 400)
        if proof.nonce != self.token_nonce:
            return Reply(400, {"error": "use_dpop_nonce"}, self._nonce(self.token_nonce))
        spent = seen.form.get("refresh_token")
        if spent is not None and self.bound_to.pop(spent, None) != proof.thumbprint:
            return Reply(400, {"error": "invalid_grant"})
        number = next(self._numbers)
        answer = {
            "access_token": f"bound-access-token-{number}",
            "refresh_token": f"bound-refresh-token-{number}",
            "token_type": "DPoP",
            "expires_in": 3600,
            "scope": "mcp:read",
        }
        for name in ("access_token", "refresh_token"):
            self.bound_to[str(answer[name])] = proof.thumbprint
        return Reply(body=answer)

    def resource(self, seen: Seen) -> Reply:
        metadata = f'resource_metadata="{self.origin}{PRM_PATH}{MCP_PATH}"'
        scheme, _, token = seen.headers.get("authorization", "").partition(" ")
        if not token:
            return Reply(401, headers={"WWW-Authenticate": f"DPoP {metadata}"})
        if token not in self.bound_to:
            return Reply(401, headers={"WWW-Authenticate": 'DPoP error="invalid_token"'})
        try:
            proof = self._check(seen, token)
            self._check_bound(scheme, token, proof)
        except FaultyProofError as fault:
            return self._refuse(fault, 401)
        if proof.nonce != self.resource_nonce:
            challenge = {"WWW-Authenticate": f'DPoP error="use_dpop_nonce", {metadata}'}
            return Reply(401, headers={**challenge, **self._nonce(self.resource_nonce)})
        headers = {}
        if self.next_resource_nonce is not None:
            self.resource_nonce, self.next_resource_nonce = self.next_resource_nonce, None
            headers = self._nonce(self.resource_nonce)
        result = {"tools": [], "content": [], "supportedVersions": ["2026-07-28"]}
        return Reply(
            body={"jsonrpc": "2.0", "id": seen.form.get("id"), "result": result}, headers=headers
        )

    def _nonce(self, nonce: str | None) -> dict[str, str]:
        return {} if nonce is None else {"DPoP-Nonce": nonce}

    def _refuse(self, fault: FaultyProofError, status: int) -> Reply:
        self.faults.append(str(fault))
        challenge = {"WWW-Authenticate": 'DPoP error="invalid_dpop_proof"'}
        return Reply(status, {"error": "invalid_dpop_proof"}, challenge)

    def _check_bound(self, scheme: str, token: str, proof: Proof) -> None:
        if scheme != "DPoP" or self.bound_to.get(token) != proof.thumbprint:
            raise FaultyProofError(f"{scheme} token that is not bound to the proof's key")

    def _check(self, seen: Seen, token: str | None = None) -> Proof:
        try:
            proof = seen.headers["dpop"]
            header = jwt.get_unverified_header(proof)
            if header["typ"] != "dpop+jwt" or header["alg"] != "ES256" or "d" in header["jwk"]:
                raise FaultyProofError(f"header {header}")
            claims = jwt.decode(
                proof, jwt.PyJWK(header["jwk"]), ["ES256"], options={"verify_iat": False}
            )
            wanted = {"htm": seen.method, "htu": f"{self.origin}{seen.path}"}
            if token is not None:
                wanted["ath"] = _base64url(hashlib.sha256(token.encode()).digest())
            if wanted.items() - claims.items() or (token is None and "ath" in claims):
                raise FaultyProofError(f"claims {claims} where {wanted} are due")
            if abs(claims["iat"] - time.time()) > 60:
                raise FaultyProofError(f"issued at {claims['iat']}")
            if claims["jti"] in {earlier.claims["jti"] for earlier in self.proofs}:
                raise FaultyProofError("sent before")
        except (KeyError, jwt.PyJWTError) as error:
            raise FaultyProofError(repr(error)) from error
        members = {name: header["jwk"][name] for name in ("crv", "kty", "x", "y")}
        digest = hashlib.sha256(json.dumps(members, separators=(",", ":")).encode()).digest()
        found = Proof(seen.path, claims, _base64url(digest))
        self.proofs.append(found)
        return found


def _base64url(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")
