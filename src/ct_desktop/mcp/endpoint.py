"""One URL spoken to over HTTP: credentials, time limits, typed failures, evidence."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar
from urllib.parse import urlsplit

import httpx

from ct_desktop.clock import SystemClock
from ct_desktop.core.moment import Clock
from ct_desktop.http_client import CONNECT_TIMEOUT, is_secure_url
from ct_desktop.mcp.authorizer import ANONYMOUS, Authorizer, Credentials
from ct_desktop.mcp.body import read_beginning
from ct_desktop.mcp.errors import HttpRefusal, McpError, NoAnswer, WaitPhase
from ct_desktop.mcp.exchange import Exchange, ExchangeObserver
from ct_desktop.mcp.network_failures import network_failure

T = TypeVar("T")

MAX_AUTHORIZATIONS = 3
"""Tries of one request, each with credentials asked for anew, as far as the authorizer wants."""

REFUSAL_BODY_LIMIT = 64 * 1024
"""Bytes kept of a refusal's body."""

REFUSAL_BODY_TIMEOUT = 2.0
"""Seconds to wait for the body of a refusal whose status is already known."""


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One HTTP request, without its credentials.

    ``method`` and ``tool`` name it for the observer. ``timeout`` is in seconds, from sending to
    the end of reading.
    """

    http_method: str
    headers: Mapping[str, str]
    timeout: float
    method: str
    tool: str | None = None
    body: bytes | None = None


@dataclass(slots=True)
class _Progress:
    """How far one exchange has come."""

    phase: WaitPhase = WaitPhase.HEADERS
    status: int | None = None


class Endpoint:
    """Sends HTTP requests to one URL and to no other.

    The ``client`` belongs to the caller. Credentials travel in header fields alone; redirects are
    answers, never followed.
    """

    def __init__(
        self,
        client: httpx.AsyncClient,
        url: str,
        *,
        authorizer: Authorizer | None = None,
        on_exchange: ExchangeObserver | None = None,
        clock: Clock | None = None,
    ) -> None:
        """Raises ``ValueError`` for a URL that is neither https nor http on this machine."""
        if not is_secure_url(url) or "@" in urlsplit(url).netloc:
            raise ValueError(
                "The MCP server's URL must be https (http only on this machine), without a user "
                "name or password in it."
            )
        self._client = client
        self._url = url
        self._parsed_url = httpx.URL(url)
        self._authorizer = authorizer
        self._on_exchange = on_exchange
        self._clock = clock or SystemClock()

    async def exchange(
        self, outgoing: Outgoing, read: Callable[[httpx.Response], Awaitable[T]]
    ) -> T:
        """Send ``outgoing`` and give what ``read`` makes of a 2xx response.

        A 401 or 403 is put to the authorizer, which may ask for another try. Raises the errors of
        :mod:`ct_desktop.mcp.errors`, among them :class:`HttpRefusal` for any other status.
        """
        if self._authorizer is None:
            return await self._once(outgoing, ANONYMOUS, read)
        attempt = 1
        while True:
            credentials = await self._authorizer.credentials(outgoing.http_method, self._url)
            try:
                return await self._once(outgoing, credentials, read)
            except HttpRefusal as refusal:
                if refusal.status not in (401, 403) or attempt == MAX_AUTHORIZATIONS:
                    raise
                if not await self._authorizer.on_refusal(refusal, credentials):
                    raise
                attempt += 1

    async def _once(
        self,
        outgoing: Outgoing,
        credentials: Credentials,
        read: Callable[[httpx.Response], Awaitable[T]],
    ) -> T:
        progress = _Progress()
        failure: McpError | None = None
        started = self._clock.now()
        try:
            async with asyncio.timeout(outgoing.timeout):
                request = self._build(outgoing, credentials)
                response = await self._client.send(
                    request, stream=True, auth=None, follow_redirects=False
                )
                try:
                    progress.phase = WaitPhase.STREAM
                    progress.status = response.status_code
                    if self._authorizer is not None:
                        self._authorizer.note_answer(self._url, response.headers)
                    if not response.is_success:
                        raise await _refusal(response)
                    return await read(response)
                finally:
                    await response.aclose()
        except TimeoutError:
            failure = NoAnswer(progress.phase, outgoing.timeout)
        except httpx.HTTPError as error:
            failure = network_failure(error, progress.phase, outgoing.timeout)
        except McpError as error:
            failure = error
            raise
        finally:
            if self._on_exchange is not None:
                self._on_exchange(
                    Exchange(
                        method=outgoing.method,
                        tool=outgoing.tool,
                        started=started,
                        duration=self._clock.now().steady - started.steady,
                        status=progress.status,
                        failure=failure,
                    )
                )
        # Raised here, outside the handlers, so that httpx's exception, which holds the request
        # with its credentials, is not chained to it.
        raise failure

    def _build(self, outgoing: Outgoing, credentials: Credentials) -> httpx.Request:
        # A connection is given up sooner than the whole request, so that the two can be told apart.
        connect = min(CONNECT_TIMEOUT, outgoing.timeout / 2)
        return self._client.build_request(
            outgoing.http_method,
            self._parsed_url,
            content=outgoing.body,
            headers={**outgoing.headers, **credentials.headers},
            timeout=httpx.Timeout(outgoing.timeout, connect=connect),
        )


async def _refusal(response: httpx.Response) -> HttpRefusal:
    body = await read_beginning(response, REFUSAL_BODY_LIMIT, REFUSAL_BODY_TIMEOUT)
    return HttpRefusal(response.status_code, response.headers, body)
