"""As much of HTTP/1.1 as the callback needs, and no more. Source: RFC 9112, sections 3 and 5."""

import re
from dataclasses import dataclass
from http import HTTPStatus

from ct_desktop.oauth.callback_page import CallbackPage

HEAD_LIMIT = 32_768
"""Bytes of request line and header fields; browsers send cookies of all local servers along."""

_LONGEST_REQUEST_LINE = 12_288

_REQUEST_LINE = re.compile(rb"([A-Z]{1,20}) (\S+) HTTP/1\.[01]")
_TARGET = re.compile(rb"/[\x21\x24-\x7e]*")
_FIELD = re.compile(rb"([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*([^\x00-\x08\x0a-\x1f\x7f]*)")

_SECURITY_FIELDS = (
    "Cache-Control: no-store",
    (
        "Content-Security-Policy: default-src 'none'; style-src 'unsafe-inline'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "Referrer-Policy: no-referrer",
    "X-Content-Type-Options: nosniff",
    "Connection: close",
)


class BadRequest(Exception):  # noqa: N818 - named as HTTP names it
    """What came is no request that can be served. ``status`` is the answer's."""

    def __init__(self, status: int = 400) -> None:
        super().__init__(f"HTTP {status}")
        self.status = status


@dataclass(frozen=True, slots=True)
class Request:
    """One request. The query holds secrets, so the value shows nothing but its method."""

    method: str
    path: str
    query: str
    host: str
    is_prefetch: bool

    def __repr__(self) -> str:
        return f"Request(method={self.method!r})"


@dataclass(frozen=True, slots=True)
class Answer:
    """One response: a page, or a plain text where there is none."""

    status: int
    page: CallbackPage | None = None

    def as_bytes(self, *, with_body: bool = True) -> bytes:
        """The response on the wire. Without the body (HEAD) its length is told all the same."""
        phrase = HTTPStatus(self.status).phrase
        kind = "text/plain" if self.page is None else "text/html"
        body = (f"{phrase}\n" if self.page is None else self.page.html()).encode()
        lines = [
            f"HTTP/1.1 {self.status} {phrase}",
            f"Content-Type: {kind}; charset=utf-8",
            f"Content-Length: {len(body)}",
            *_SECURITY_FIELDS,
        ]
        if self.status == HTTPStatus.METHOD_NOT_ALLOWED:
            lines.append("Allow: GET")
        head = "\r\n".join([*lines, "", ""]).encode("ascii")
        return head + body if with_body else head


def refusal(status: int) -> Answer:
    """A plain answer that says no more than its status."""
    return Answer(status)


def parse_request(head: bytes) -> Request:
    """The request in ``head``, which ends with an empty line. Raises :class:`BadRequest`."""
    request_line, *lines = head.removesuffix(b"\r\n\r\n").split(b"\r\n")
    if len(request_line) > _LONGEST_REQUEST_LINE:
        raise BadRequest(414)
    first = _REQUEST_LINE.fullmatch(request_line)
    # The origin form alone: nobody uses this as a proxy.
    if first is None or not _TARGET.fullmatch(first[2]):
        raise BadRequest
    fields: dict[bytes, list[bytes]] = {}
    for line in lines:
        field = _FIELD.fullmatch(line)
        if field is None:
            raise BadRequest
        fields.setdefault(field[1].lower(), []).append(field[2].strip())
    hosts = fields.get(b"host", [])
    if len(hosts) != 1:
        raise BadRequest
    path, _, query = first[2].decode("ascii").partition("?")
    return Request(
        method=first[1].decode("ascii"),
        path=path,
        query=query,
        host=hosts[0].decode("latin-1"),
        is_prefetch=any(
            b"prefetch" in value.lower()
            for name in (b"sec-purpose", b"purpose", b"x-moz")
            for value in fields.get(name, [])
        ),
    )
