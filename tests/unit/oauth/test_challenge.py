"""The ``WWW-Authenticate`` header in every form that servers send, and in none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ct_desktop.oauth.challenge import (
    Challenge,
    asks_for_another_proof,
    parse_challenge,
    parse_scope,
)

METADATA = "https://app.example.com/.well-known/oauth-protected-resource"


@pytest.mark.parametrize(
    ("field", "expected"),
    [
        (f'Bearer resource_metadata="{METADATA}"', Challenge(METADATA)),
        (
            (
                f'Bearer error="insufficient_scope", scope="mcp:read  mcp:trade", '
                rf'resource_metadata="{METADATA}", error_description="More, \"please\""'
            ),
            Challenge(METADATA, "mcp:read mcp:trade", "insufficient_scope", 'More, "please"'),
        ),
        ('Bearer realm="CrossTrade"', Challenge(realm="CrossTrade")),
        ("Bearer", Challenge()),
        ("BEARER Scope=a", Challenge(scope="a")),
        (f"Bearer resource_metadata={METADATA}, scope=a", Challenge(METADATA, "a")),
        ("Bearer realm=a error=invalid_token", Challenge(error="invalid_token", realm="a")),
        ('Bearer scope = "a"', Challenge(scope="a")),
        ('Bearer scope="a", scope="b"', Challenge(scope="a")),
        ('Negotiate YWJj==, Bearer scope="a"', Challenge(scope="a")),
        ('DPoP algs="ES256", Bearer scope="a"', Challenge(scope="a")),
        (f'DPoP algs="ES256", resource_metadata="{METADATA}"', Challenge(METADATA)),
        (f'Bearer scope="a", DPoP resource_metadata="{METADATA}"', Challenge(METADATA)),
        ('Basic realm="Bearer scope=evil", Bearer scope="a"', Challenge(scope="a")),
        (',,Bearer ,scope="a",,', Challenge(scope="a")),
        ('Bearer scope="a', Challenge()),
        ('"Bearer", ;, Bearer scope="a"', Challenge(scope="a")),
        (f'Bearer resource_metadata="https://{"x" * 3000}"', Challenge()),
    ],
)
def test_the_challenge_is_read(field: str, expected: Challenge) -> None:
    assert parse_challenge([field]) == expected


@pytest.mark.parametrize("fields", [[], [""], ["Basic realm=x"], ["=="], ["\x00\xff"]])
def test_no_challenge_for_a_token_is_none(fields: list[str]) -> None:
    assert parse_challenge(fields) is None


def test_of_several_challenges_the_one_that_names_its_metadata_counts() -> None:
    fields = ['Bearer scope="a"', f'Basic realm="x", Bearer resource_metadata="{METADATA}"']
    assert parse_challenge(fields) == Challenge(METADATA)


@pytest.mark.parametrize(
    ("fields", "asks"),
    [
        (['DPoP error="use_dpop_nonce"'], True),
        (['DPoP error="invalid_dpop_proof", algs="ES256"'], True),
        (['Bearer error="invalid_token"', 'dpop error="use_dpop_nonce"'], True),
        ([f'Bearer resource_metadata="{METADATA}", DPoP error="use_dpop_nonce"'], True),
        (['DPoP error="invalid_token"'], False),
        (['Bearer error="use_dpop_nonce"'], False),
        (["DPoP"], False),
        ([], False),
    ],
)
def test_a_refused_proof_is_told_from_a_refused_token(fields: list[str], asks: bool) -> None:
    assert asks_for_another_proof(fields) is asks


def test_text_for_people_is_short_and_printable() -> None:
    text = "click\u202e here\x07 " + "x" * 5000
    challenge = parse_challenge([f'Bearer error_description="{text}"'])
    assert challenge is not None
    assert challenge.error_description is not None
    assert challenge.error_description.startswith("click  here  xxx")
    assert len(challenge.error_description) == 200


@given(st.lists(st.text(alphabet=st.characters(codec="latin-1"))))
def test_no_header_raises(fields: list[str]) -> None:
    parse_challenge(fields)
    parse_challenge([f"Bearer {field}" for field in fields])


@given(st.text(alphabet='Bearer="\\, scope\t', max_size=80))
def test_no_nearly_right_header_raises(field: str) -> None:
    parse_challenge([field])


@pytest.mark.parametrize(
    ("text", "expected"),
    [("a b", "a b"), (" b  a b ", "b a"), ('a "b" c', "a c"), ("", None), (["a"], None)],
)
def test_scope_names_are_each_kept_once(text: object, expected: str | None) -> None:
    assert parse_scope(text) == expected
