"""What a server wrote, made fit to keep."""

import pytest

from ct_desktop.oauth.server_text import DESCRIPTION_LIMIT, description, error_code


@pytest.mark.parametrize(
    "code", ["invalid_grant", "access_denied", "use_dpop_nonce", "temporarily_unavailable"]
)
def test_error_codes_of_the_standards_are_kept(code: str) -> None:
    assert error_code(code) == code


@pytest.mark.parametrize(
    "text",
    [
        None,
        5,
        "",
        "an error",
        "<script>",
        "invalid_grant\n",
        "x" * 41,
        # What looks like a token: error codes go to the log.
        "8f14e45fceea167a5a36dedd4bea2543",
        "eyJhbGciOiJFUzI1NiJ9.e30.c2ln",
        "AQDvb-2r4Kx",
    ],
)
def test_b31_nothing_else_counts_as_one(text: object) -> None:
    assert error_code(text) == "unknown_error"


def test_a_description_is_one_short_line_without_disguise() -> None:
    assert description("No\nsuch\u202e grant\u200b ") == "No such  grant"
    assert len(description("x" * 900)) == DESCRIPTION_LIMIT
    assert description({"not": "text"}) == ""
