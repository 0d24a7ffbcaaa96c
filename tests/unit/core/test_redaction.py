"""Secrets in the places where OAuth, HTTP, JSON and Python put them never pass."""

import json
import re
from urllib.parse import quote, urlencode

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from ct_desktop.core.redaction import REDACTED, redact

LONG_NAMES = (
    "access_token",
    "refresh_token",
    "id_token",
    "client_secret",
    "code_verifier",
    "dpop_key",
    "token",
)
NAMES = (*LONG_NAMES, "code", "state")

UNRESERVED = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~"

# RFC 6750, section 2.1: b64token.
bearer_tokens = st.builds(
    str.__add__, st.text(UNRESERVED + "+/", min_size=8), st.sampled_from(["", "=", "=="])
)
# RFC 6749, appendix A: codes, states and tokens are printable ASCII.
printable = st.text(st.characters(min_codepoint=0x20, max_codepoint=0x7E), min_size=8)
names = st.sampled_from(NAMES)
around = st.sampled_from(["", "GET /callback?", "iss=https://a&", "before ", "[(", "a\nb\n"])
after = st.sampled_from(["", "&iss=x", " HTTP/1.1", "\nnext line", ")]", '", "x": 1}'])


def is_hidden(secret: str, text: str) -> bool:
    """Whether nothing of ``secret`` that is long enough to be its own is in ``text``."""
    return not any(secret[start : start + 8] in text for start in range(len(secret) - 7))


def fresh(secret: str, *texts: str) -> bool:
    """Whether ``secret`` shares nothing with the text around it, so that finding it is a leak."""
    return is_hidden(secret, REDACTED + "".join(texts))


@given(bearer_tokens, around, after, st.sampled_from(["Bearer ", "bearer ", "DPoP ", "Bearer%20"]))
def test_b31_credentials_in_a_header(secret: str, before: str, end: str, scheme: str) -> None:
    assume(fresh(secret, before, end, scheme, "Authorization", "headers"))
    # Letter for letter the name of a challenge's parameter, which is shown on purpose.
    assume(not re.fullmatch(r"(?i)(realm|scope|error\w*|resource_metadata|algs)=*", secret))
    for header in (
        f"{before}Authorization: {scheme}{secret}{end}",
        f"{before}{[(b'Authorization', (scheme + secret).encode())]!r}{end}",
        before + json.dumps({"headers": json.dumps({"Authorization": scheme + secret})}) + end,
    ):
        assert is_hidden(secret, redact(header))


@given(printable, names, around, after)
def test_b31_parameters_of_a_query_or_form(secret: str, name: str, before: str, end: str) -> None:
    encoded = quote(secret, safe="")
    around_nested = quote("http://b/?x=1&y=2", safe="")
    for value in (encoded, quote(encoded, safe="")):
        assume(fresh(value, before, name, end, around_nested))
        query = f"{before}{name}={value}{end}"
        nested = "https://a/?" + urlencode({"next": f"http://b/?x=1&{name}={encoded}&y=2"})
        assert is_hidden(value, redact(query))
        assert is_hidden(value, redact(nested))


@given(printable, names, after)
def test_b31_values_in_json(secret: str, name: str, end: str) -> None:
    document = json.dumps({"expires_in": 3600, name: secret, "scope": "mcp:read"})
    within = json.dumps({"body": document})
    compact = json.dumps({name: secret}, separators=(",", ":"))
    assume(fresh(secret, end, "expires_in 3600 scope mcp:read body"))
    for text in (document, within, json.dumps([within]), compact, f"b{document!r}", document + end):
        assert is_hidden(secret, redact(text))


@given(printable, names)
def test_b31_values_in_a_python_repr(secret: str, name: str) -> None:
    assume(fresh(secret, name))
    for text in (
        repr({name: secret, "x": 1}),
        repr([(name, secret)]),
        f"Callback({name}={secret!r}, iss=None)",
        f"Callback({name}={secret.encode()!r})",
    ):
        assert is_hidden(secret, redact(text))


@given(st.text(UNRESERVED, min_size=8), names)
def test_b31_a_value_that_is_called_like_a_name_does_not_hide_the_next_name(
    secret: str, name: str
) -> None:
    assume(fresh(secret, name, "grant_type authorization_code response_type"))
    for before in ({"grant_type": "authorization_code"}, {"response_type": "code"}):
        form = {**before, name: secret}
        for text in (repr(form), json.dumps(form), json.dumps([json.dumps(form)])):
            assert is_hidden(secret, redact(text))


@given(st.text(UNRESERVED, min_size=8), st.sampled_from(LONG_NAMES))
def test_b31_tokens_after_a_colon(secret: str, name: str) -> None:
    assume(fresh(secret, name))
    assert is_hidden(secret, redact(f"{name}: {secret}"))


def test_b31_json_web_tokens_anywhere() -> None:
    token = "eyJhbGciOiJFUzI1NiIsInR5cCI6ImRwb3Arand0In0.eyJqdGkiOiItQndDM0VTYzYifQ.c2lnbmF0dXJl"
    assert redact(f"proof {token} sent") == f"proof {REDACTED} sent"


@given(st.text())
def test_any_text_can_be_redacted_and_twice_is_as_once(text: str) -> None:
    once = redact(text)
    assert redact(once) == once


@pytest.mark.parametrize(
    "text",
    [
        "status_code=408",
        "exit code=3",
        '{"error": {"code": -32601, "message": "Method not found"}}',
        "state: connected",
        "token_type=bearer&grant_type=authorization_code&expires_in=3600",
        'WWW-Authenticate: Bearer realm="mcp", resource_metadata="https://a/b", scope="mcp:read"',
        'Bearer error="invalid_token", error_description="The token has expired"',
    ],
)
def test_what_is_worth_reading_stays(text: str) -> None:
    assert redact(text) == text


def test_a_long_line_is_redacted_in_no_time() -> None:
    hostile = 'code="' + "\\" * 50_000 + "Bearer " * 10_000 + "token=" * 10_000
    assert len(redact(hostile)) < len(hostile)
