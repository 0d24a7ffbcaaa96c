"""Proof Key for Code Exchange."""

import re

from ct_desktop.core.secret import SecretStr
from ct_desktop.oauth.pkce import code_challenge, new_code_verifier


def test_the_challenge_is_that_of_the_standards_example() -> None:
    # RFC 7636, appendix B.
    verifier = SecretStr("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk")
    assert code_challenge(verifier) == "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"


def test_b06_each_verifier_is_fresh_and_of_the_unreserved_set() -> None:
    verifiers = {new_code_verifier().get_secret_value() for _ in range(50)}
    assert len(verifiers) == 50
    assert all(re.fullmatch(r"[A-Za-z0-9._~-]{43,128}", verifier) for verifier in verifiers)
