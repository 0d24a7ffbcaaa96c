"""The one request: a GET without cookies, query or body, in which every trader's app is alike.

Its headers say nothing but the app's version and the name of the system (``http_client``).
"""

import asyncio
import logging
from urllib.parse import urlsplit

import httpx

from ct_desktop.http_client import create_http_client, is_secure_url
from ct_desktop.updates.errors import NoAnswerError
from ct_desktop.updates.release import Release

_log = logging.getLogger(__name__)

TIME_LIMIT = 20.0
"""Seconds for all of it, however slowly the answer drips."""

LARGEST_ANSWER = 65_536
"""Bytes; a release document is a hundredth of it."""

_HEADERS = {
    "Accept": "application/json",
    # A packed answer could grow past any limit in one step.
    "Accept-Encoding": "identity",
}


async def newest_release(url: str) -> Release:
    """The newest release by the document at ``url``.

    No redirect is followed. Raises :class:`NoAnswerError` and :class:`UnfitAnswerError`.
    """
    if not is_secure_url(url):
        raise NoAnswerError("asked is only over https, or on this computer")
    try:
        # A client of its own: no cookie and no connection of another request is shared with it.
        async with asyncio.timeout(TIME_LIMIT), create_http_client() as http:
            body = await _get(http, url)
    except TimeoutError:
        raise NoAnswerError(f"no whole answer within {TIME_LIMIT:g} seconds") from None
    except (httpx.HTTPError, httpx.StreamError, httpx.InvalidURL, OSError, ValueError) as error:
        raise NoAnswerError(f"no answer ({type(error).__name__})") from error
    return await asyncio.to_thread(_parsed, body, url)


def _parsed(body: bytes, url: str) -> Release:
    from ct_desktop.updates.release_document import parse_release  # noqa: PLC0415 - see the module

    return parse_release(body, url)


async def _get(http: httpx.AsyncClient, url: str) -> bytes:
    body = bytearray()
    async with http.stream("GET", url, headers=_HEADERS) as response:
        _log.debug("%s answered with HTTP status %s", urlsplit(url).netloc, response.status_code)
        if response.status_code != httpx.codes.OK:
            raise NoAnswerError(f"HTTP status {response.status_code}")
        if response.headers.get("Content-Encoding", "identity") != "identity":
            raise NoAnswerError("a packed answer, which was not asked for")
        async for chunk in response.aiter_raw():
            body += chunk
            if len(body) > LARGEST_ANSWER:
                raise NoAnswerError(f"an answer of more than {LARGEST_ANSWER} bytes")
    return bytes(body)
