"""One request to a metadata, registration, token or revocation endpoint, and its JSON answer.

Every such request goes through here: https only, no redirect followed, a limit on time and size,
and the network's failures as :class:`AuthorizationServerUnavailable`.
"""

import asyncio
import json
import logging
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlsplit

import httpx

from ct_desktop.http_client import ConnectFault, connect_fault, is_secure_url
from ct_desktop.oauth.errors import (
    AuthorizationServerUnavailable,
    InsecureEndpoint,
    UnavailableReason,
)

_log = logging.getLogger(__name__)

REQUEST_TIMEOUT = 20.0
"""Seconds for one request as a whole, however slowly its answer drips."""

LARGEST_ANSWER = 262_144
"""Bytes. Metadata documents and token answers are a hundredth of it."""

_CONNECT_FAULTS = {
    ConnectFault.NAME: UnavailableReason.NAME_NOT_RESOLVED,
    ConnectFault.TLS: UnavailableReason.TLS_FAILED,
    ConnectFault.PROXY: UnavailableReason.PROXY_FAILED,
    ConnectFault.UNREACHABLE: UnavailableReason.CANNOT_CONNECT,
}

_LONGEST_WAIT = 86_400.0
_PRINTABLE = re.compile(r"[\x21-\x7e]{1,2048}")


@dataclass(frozen=True, slots=True)
class JsonAnswer:
    """An HTTP answer. ``document`` is its JSON object, ``None`` where the body is not one."""

    host: str
    status: int
    headers: httpx.Headers
    document: dict[str, Any] | None

    def __repr__(self) -> str:
        # The document of a token endpoint holds tokens.
        return f"JsonAnswer(host={self.host!r}, status={self.status})"

    @property
    def retry_after(self) -> float | None:
        """Seconds to wait, where the server says so (RFC 9110, section 10.2.3)."""
        return _retry_after(self.headers)

    def unavailable(self) -> AuthorizationServerUnavailable:
        """This answer as one that is neither a success nor a refusal."""
        if self.status == 429:
            reason = UnavailableReason.RATE_LIMITED
        elif self.status >= 500 or self.status == 408:
            reason = UnavailableReason.SERVER_ERROR
        elif 300 <= self.status < 400:
            reason = UnavailableReason.REDIRECTED
        else:
            reason = UnavailableReason.INVALID_ANSWER
        return AuthorizationServerUnavailable(
            reason, self.host, status=self.status, retry_after=self.retry_after
        )

    @property
    def is_passing_trouble(self) -> bool:
        """Whether the status says that the server, not the request, is at fault."""
        return self.status >= 500 or self.status in (408, 425, 429)


async def get_json(
    http: httpx.AsyncClient, url: str, *, name: str, headers: Mapping[str, str] | None = None
) -> JsonAnswer:
    """GET ``url``, the ``name`` of the metadata. Raises as :func:`post_form` does."""
    request = {"headers": {"Accept": "application/json", **(headers or {})}}
    return await _send(http, "GET", url, name, request)


async def post_json(
    http: httpx.AsyncClient,
    url: str,
    document: Mapping[str, Any],
    *,
    name: str,
    headers: Mapping[str, str] | None = None,
    body_wanted: bool = True,
) -> JsonAnswer:
    """POST ``document`` as JSON to ``url``. Raises as :func:`post_form` does.

    Without ``body_wanted`` the answer's body is not waited for.
    """
    request = {"json": document, "headers": {"Accept": "application/json", **(headers or {})}}
    return await _send(http, "POST", url, name, request, body_wanted=body_wanted)


async def post_form(
    http: httpx.AsyncClient,
    url: str,
    form: Mapping[str, str],
    *,
    name: str,
    headers: Mapping[str, str] | None = None,
) -> JsonAnswer:
    """POST ``form`` to ``url``, which the metadata calls ``name``.

    Raises :class:`InsecureEndpoint` before anything is sent, and
    :class:`AuthorizationServerUnavailable` where no whole HTTP answer came.
    """
    request = {"data": form, "headers": {"Accept": "application/json", **(headers or {})}}
    return await _send(http, "POST", url, name, request)


def is_secure(url: str) -> bool:
    """Whether ``url`` is a plain address (RFC 3986) to which secrets may be sent."""
    if not _PRINTABLE.fullmatch(url):
        return False
    try:
        parts = urlsplit(url)
        # Asking for the port is what checks it. Nobody has a reason to put a password here.
        return is_secure_url(url) and parts.port != 0 and "@" not in parts.netloc
    except ValueError:
        return False


async def _send(
    http: httpx.AsyncClient,
    method: str,
    url: str,
    name: str,
    request: dict[str, Any],
    *,
    body_wanted: bool = True,
) -> JsonAnswer:
    if not is_secure(url):
        raise InsecureEndpoint(name)
    host = urlsplit(url).netloc
    try:
        async with (
            asyncio.timeout(REQUEST_TIMEOUT),
            http.stream(method, url, follow_redirects=False, **request) as response,
        ):
            body = await _read(response, host) if body_wanted else b""
    except TimeoutError:
        failure = AuthorizationServerUnavailable(UnavailableReason.TIMED_OUT, host)
    except (httpx.HTTPError, httpx.StreamError, httpx.InvalidURL, ValueError) as error:
        failure = _network_failure(error, host)
    else:
        _log.debug("The %s at %s answered with HTTP status %s", name, host, response.status_code)
        return JsonAnswer(host, response.status_code, response.headers, _json_object(body))
    # Outside the handler: httpx's exceptions hold the request, and the request holds secrets.
    _log.info("The %s at %s: %s", name, host, failure.reason)
    raise failure


async def _read(response: httpx.Response, host: str) -> bytes:
    body = bytearray()
    async for chunk in response.aiter_bytes():
        body += chunk
        if len(body) > LARGEST_ANSWER:
            raise AuthorizationServerUnavailable(
                UnavailableReason.INVALID_ANSWER, host, status=response.status_code
            )
    return bytes(body)


def _json_object(body: bytes) -> dict[str, Any] | None:
    try:
        document = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return document if isinstance(document, dict) else None


def _network_failure(error: Exception, host: str) -> AuthorizationServerUnavailable:
    detail = ""
    match error:
        case httpx.ConnectError():
            fault, detail = connect_fault(error)
            reason = _CONNECT_FAULTS[fault]
        case httpx.ConnectTimeout() if connect_fault(error)[0] is ConnectFault.PROXY:
            reason = UnavailableReason.PROXY_FAILED
        case httpx.TimeoutException():
            reason = UnavailableReason.TIMED_OUT
        case httpx.ProxyError():
            reason = UnavailableReason.PROXY_FAILED
        case httpx.DecodingError() | httpx.InvalidURL() | ValueError():
            reason = UnavailableReason.INVALID_ANSWER
        case _:
            reason = UnavailableReason.CONNECTION_LOST
    return AuthorizationServerUnavailable(reason, host, detail=detail)


def _retry_after(headers: httpx.Headers) -> float | None:
    text = headers.get("Retry-After", "").strip()
    if text.isascii() and text.isdigit():
        return min(float(text[:9]), _LONGEST_WAIT)
    until = _http_date(text)
    if until is None:
        return None
    # Against the server's own clock where it tells: ours may be wrong.
    now = _http_date(headers.get("Date", "")) or datetime.now(UTC)
    return min(max(0.0, (until - now).total_seconds()), _LONGEST_WAIT)


def _http_date(text: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, OverflowError):
        return None
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)
