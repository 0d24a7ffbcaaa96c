"""DPoP proofs by the rules of RFC 9449, sections 4.2 and 4.3, read by another library than ours."""

import base64
import hashlib
import json
import subprocess
import sys
from datetime import UTC, datetime
from typing import Any

import httpx
import jwt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ct_desktop.core.moment import Moment
from ct_desktop.core.secret import SecretStr
from ct_desktop.oauth.dpop import DpopKey, DpopProofs
from ct_desktop.oauth.presentation import authorization_headers, presents
from ct_desktop.oauth.tokens import TokenSet
from support.oauth_values import tokens

RESOURCE = "https://resource.example.org/protectedresource"
NOW = datetime(2026, 11, 22, 15, 0, 12, 700_000, tzinfo=UTC)


class StandingClock:
    def now(self) -> Moment:
        return Moment(NOW, 0.0)


@pytest.fixture
def key() -> DpopKey:
    """RFC 7515, appendix A.3.1."""
    return DpopKey.read("jpsQnnGQmL-YBIffH1136cspYG6-0iY7X1fCE9-E9LI")


@pytest.fixture
def proofs() -> DpopProofs:
    return DpopProofs(StandingClock())


def read_proof(proof: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """The header and the claims of ``proof``, its signature checked with the key in its header."""
    header = jwt.get_unverified_header(proof)
    claims = jwt.decode(
        proof, jwt.PyJWK(header["jwk"], "ES256"), ["ES256"], options={"verify_iat": False}
    )
    return header, claims


def test_the_header_names_type_algorithm_and_public_key_alone(
    key: DpopKey, proofs: DpopProofs
) -> None:
    header, _ = read_proof(proofs.proof(key, "POST", RESOURCE))
    assert header == {
        "typ": "dpop+jwt",
        "alg": "ES256",
        "jwk": {
            "kty": "EC",
            "crv": "P-256",
            "x": "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
            "y": "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0",
        },
    }


def test_the_claims_are_those_of_the_request(key: DpopKey, proofs: DpopProofs) -> None:
    _, claims = read_proof(proofs.proof(key, "POST", RESOURCE))
    jti = claims.pop("jti")
    # At least 96 random bits (RFC 9449, section 4.2).
    assert len(base64.urlsafe_b64decode(f"{jti}==")) >= 12
    assert claims == {"htm": "POST", "htu": RESOURCE, "iat": int(NOW.timestamp())}


def test_with_an_access_token_its_hash_goes_along(key: DpopKey, proofs: DpopProofs) -> None:
    """The example of RFC 9449, section 7.1."""
    access_token = SecretStr("Kz~8mXK1EalYznwH-LC-1fBAo.4Ljp~zsPE_NeO.gxU")
    _, claims = read_proof(proofs.proof(key, "GET", RESOURCE, access_token=access_token))
    assert claims["ath"] == "fUHyO2r2Z3DZ53EsNrWBb0xWXoaNy59IiKCAqksmQEo"
    assert claims["htm"] == "GET"


@pytest.mark.parametrize(
    ("url", "htu"),
    [
        ("https://server.example.com/mcp?a=b&c=d", "https://server.example.com/mcp"),
        ("https://server.example.com/mcp#part", "https://server.example.com/mcp"),
        ("https://server.example.com:8443/mcp", "https://server.example.com:8443/mcp"),
        ("HTTPS://Server.Example.com:443/Mcp/", "https://server.example.com/Mcp/"),
        ("https://server.example.com", "https://server.example.com/"),
        ("https://server.example.com/a b", "https://server.example.com/a%20b"),
    ],
)
def test_the_address_is_the_one_sent_to_without_query_and_fragment(
    key: DpopKey, proofs: DpopProofs, url: str, htu: str
) -> None:
    _, claims = read_proof(proofs.proof(key, "POST", url))
    assert claims["htu"] == htu


def test_no_two_proofs_are_alike(key: DpopKey, proofs: DpopProofs) -> None:
    seen = {read_proof(proofs.proof(key, "POST", RESOURCE))[1]["jti"] for _ in range(200)}
    assert len(seen) == 200


def nonce_of(proofs: DpopProofs, key: DpopKey, url: str) -> object:
    return read_proof(proofs.proof(key, "POST", url))[1].get("nonce")


def test_each_endpoint_gets_its_own_newest_nonce(key: DpopKey, proofs: DpopProofs) -> None:
    token_endpoint = "https://resource.example.org/token"
    proofs.note_answer(RESOURCE, httpx.Headers({"DPoP-Nonce": "first"}))
    proofs.note_answer(token_endpoint, httpx.Headers({"dpop-nonce": "other"}))
    assert nonce_of(proofs, key, f"{RESOURCE}?x=1") == "first"
    assert nonce_of(proofs, key, token_endpoint) == "other"
    assert nonce_of(proofs, key, "https://resource.example.org:8443/token") is None
    assert nonce_of(proofs, key, "http://resource.example.org/token") is None
    proofs.note_answer(f"{RESOURCE}#here", httpx.Headers({"DPoP-Nonce": "second"}))
    proofs.note_answer(RESOURCE, httpx.Headers({"Date": "now"}))
    assert nonce_of(proofs, key, RESOURCE) == "second"


@pytest.mark.parametrize(
    "fields",
    [
        [("DPoP-Nonce", "")],
        [("DPoP-Nonce", "with space")],
        [("DPoP-Nonce", 'with"quote')],
        [("DPoP-Nonce", "x" * 5000)],
        [("DPoP-Nonce", "one"), ("DPoP-Nonce", "two")],
    ],
)
def test_what_is_no_nonce_is_passed_over(
    key: DpopKey, proofs: DpopProofs, fields: list[tuple[str, str]]
) -> None:
    proofs.note_answer(RESOURCE, httpx.Headers(fields))
    assert nonce_of(proofs, key, RESOURCE) is None


def test_the_thumbprint_is_that_of_the_key_in_the_proof(key: DpopKey, proofs: DpopProofs) -> None:
    header, _ = read_proof(proofs.proof(key, "POST", RESOURCE))
    # RFC 7638: the required members in the order of their names, without white space.
    members = '{{"crv":"{crv}","kty":"{kty}","x":"{x}","y":"{y}"}}'.format(**header["jwk"])
    digest = hashlib.sha256(members.encode()).digest()
    assert key.thumbprint == base64.urlsafe_b64encode(digest).decode().rstrip("=")


def test_every_sign_in_has_a_key_of_its_own() -> None:
    assert len({DpopKey.generate().thumbprint for _ in range(20)}) == 20


@given(scalar=st.integers(min_value=1, max_value=2**200))
def test_a_key_reads_back_as_it_was_revealed_and_signs(scalar: int) -> None:
    text = base64.urlsafe_b64encode(scalar.to_bytes(32, "big")).decode().rstrip("=")
    key = DpopKey.read(text)
    assert key.reveal() == text
    assert DpopKey.read(key.reveal()) == key
    assert read_proof(DpopProofs(StandingClock()).proof(key, "POST", RESOURCE))[1]["htm"] == "POST"


@pytest.mark.parametrize(
    "text",
    [
        None,
        5,
        "",
        "A" * 42,
        "A" * 44,
        "A" * 43,  # zero
        "_" * 43,  # beyond the curve's order
        "jpsQnnGQmL+YBIffH1136cspYG6+0iY7X1fCE9+E9LI",
        "jpsQnnGQmL-YBIffH1136cspYG6-0iY7X1fCE9-E9LI\n",
    ],
)
def test_what_is_no_key_is_refused_without_quoting_it(text: object) -> None:
    with pytest.raises(ValueError, match="not a private key") as refused:
        DpopKey.read(text)
    assert not text or str(text) not in str(refused.value)


def test_b31_the_key_shows_in_no_representation(key: DpopKey, proofs: DpopProofs) -> None:
    secret = key.reveal()
    kept = TokenSet(SecretStr("an-access-token"), token_type="DPoP", dpop_key=key)
    for shown in (repr(key), str(key), f"{kept!r} {kept}", repr(proofs), repr(vars(proofs))):
        assert secret not in shown
    assert secret not in proofs.proof(key, "POST", RESOURCE)
    assert secret not in json.dumps(read_proof(proofs.proof(key, "POST", RESOURCE)))


def test_a_bound_token_goes_with_its_scheme_and_a_proof(key: DpopKey, proofs: DpopProofs) -> None:
    bound = TokenSet(SecretStr("an-access-token"), token_type="DPoP", dpop_key=key)
    headers = authorization_headers(bound, proofs, "POST", RESOURCE)
    assert headers["Authorization"] == "DPoP an-access-token"
    assert "ath" in read_proof(headers["DPoP"])[1]
    assert headers.keys() == {"Authorization", "DPoP"}
    assert presents(headers, bound)
    assert not presents(headers, tokens())


def test_a_bearer_token_goes_without_a_proof_though_there_is_a_key(
    key: DpopKey, proofs: DpopProofs
) -> None:
    bearer = TokenSet(SecretStr("an-access-token"), dpop_key=key)
    assert authorization_headers(bearer, proofs, "POST", RESOURCE) == {
        "Authorization": "Bearer an-access-token"
    }
    assert not presents({}, bearer)


def test_cryptography_is_loaded_for_servers_that_offer_dpop_alone() -> None:
    check = (
        "import sys, ct_desktop.oauth.flow, ct_desktop.oauth.presentation;"
        "from ct_desktop.oauth.dpop import DpopKey;"
        "DpopKey.read('jpsQnnGQmL-YBIffH1136cspYG6-0iY7X1fCE9-E9LI');"
        "print('cryptography' in sys.modules);"
        "DpopKey.generate();"
        "print('cryptography' in sys.modules)"
    )
    answer = subprocess.run(
        [sys.executable, "-c", check], capture_output=True, text=True, check=True
    )
    assert answer.stdout.split() == ["False", "True"]
