"""The callback's small piece of HTTP."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ct_desktop.oauth.callback_http import Answer, BadRequest, parse_request, refusal
from ct_desktop.oauth.callback_page import RECEIVED


def head(request_line: bytes, *fields: bytes) -> bytes:
    return b"\r\n".join([request_line, *fields, b"", b""])


def test_a_browsers_request_is_read() -> None:
    request = parse_request(
        head(b"GET /callback?code=a%20b&state=c HTTP/1.1", b"Host:\t127.0.0.1:51731 ", b"Cookie: x")
    )
    assert (request.method, request.path, request.query) == ("GET", "/callback", request.query)
    assert request.query == "code=a%20b&state=c"
    assert request.host == "127.0.0.1:51731"
    assert not request.is_prefetch
    assert "code" not in repr(request)


@pytest.mark.parametrize(
    "field", [b"Sec-Purpose: prefetch;prerender", b"Purpose: prefetch", b"X-Moz: prefetch"]
)
def test_a_prefetch_is_recognised(field: bytes) -> None:
    assert parse_request(head(b"GET / HTTP/1.1", b"Host: a", field)).is_prefetch


@pytest.mark.parametrize(
    ("data", "status"),
    [
        (head(b"GET /callback", b"Host: a"), 400),
        (head(b"GET /callback HTTP/2.0", b"Host: a"), 400),
        (head(b"get /callback HTTP/1.1", b"Host: a"), 400),
        (head(b"GET  /callback HTTP/1.1", b"Host: a"), 400),
        (head(b"GET callback HTTP/1.1", b"Host: a"), 400),
        (head(b"GET http://127.0.0.1/callback HTTP/1.1", b"Host: a"), 400),
        (head(b"GET /caf\xe9 HTTP/1.1", b"Host: a"), 400),
        (head(b"GET / HTTP/1.1"), 400),
        (head(b"GET / HTTP/1.1", b"Host: a", b"Host: a"), 400),
        (head(b"GET / HTTP/1.1", b"Host: a", b" folded: line"), 400),
        (head(b"GET / HTTP/1.1", b"Host: a", b"no colon"), 400),
        (head(b"GET / HTTP/1.1", b"Host : a"), 400),
        (head(b"GET / HTTP/1.1", b"Host: a\nX: b"), 400),
        (head(b"GET /" + b"x" * 20_000 + b" HTTP/1.1", b"Host: a"), 414),
    ],
)
def test_what_is_no_plain_request_is_refused(data: bytes, status: int) -> None:
    with pytest.raises(BadRequest) as caught:
        parse_request(data)
    assert caught.value.status == status


@given(st.binary(max_size=300))
def test_no_bytes_raise_anything_else(data: bytes) -> None:
    for form in (data, b"GET /" + data, b"GET / HTTP/1.1\r\nHost: a\r\n" + data):
        with suppress(BadRequest):
            parse_request(form + b"\r\n\r\n")


def test_every_answer_forbids_storing_fetching_and_referring() -> None:
    for answer in (refusal(404), Answer(200, RECEIVED)):
        lines = answer.as_bytes().partition(b"\r\n\r\n")[0].decode().split("\r\n")
        assert "Cache-Control: no-store" in lines
        assert "Referrer-Policy: no-referrer" in lines
        assert "Connection: close" in lines
        assert any(line.startswith("Content-Security-Policy: default-src 'none'") for line in lines)


def test_the_answer_to_head_tells_the_length_and_has_no_body() -> None:
    whole, bare = refusal(405).as_bytes(), refusal(405).as_bytes(with_body=False)
    assert whole.startswith(bare)
    assert bare.endswith(b"\r\n\r\n")
    assert b"Allow: GET" in bare
