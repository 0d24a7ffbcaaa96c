"""Where it is asked for a newer version, and which pages an answer may lead to."""

import re
from urllib.parse import urlsplit

from ct_desktop.http_client import is_secure_url

RELEASES_URL = "https://crosstrade.io/desktop/releases.json"
"""The document that names the newest version. A choice of this project's own: CrossTrade documents
no such address. Whoever publishes the app puts the document there, or changes this line."""

_DEMO_PATH = "/desktop/releases.json"
_LONGEST = 500
_PLAIN = re.compile(r"[\x21-\x7e]+")
"""What RFC 3986 lets an address be made of."""


def releases_url(server_url: str, *, in_demo: bool) -> str:
    """Where to ask: in the demo the simulated server at ``server_url``, else CrossTrade."""
    if not in_demo:
        return RELEASES_URL
    parts = urlsplit(server_url)
    return f"{parts.scheme}://{parts.netloc}{_DEMO_PATH}"


def is_page_of(page: str, asked_url: str) -> bool:
    """Whether an answer from ``asked_url`` may send the trader to ``page``.

    Only to the very origin that was asked, and by nothing less than what it was asked by: https,
    or http on this computer alone.
    """
    if len(page) > _LONGEST or not _PLAIN.fullmatch(page) or "\\" in page:
        return False
    try:
        asked, offered = urlsplit(asked_url), urlsplit(page)
        # Asking for the port is what checks it.
        same = (asked.scheme, asked.hostname, asked.port) == (
            offered.scheme,
            offered.hostname,
            offered.port,
        )
        return same and "@" not in offered.netloc and is_secure_url(page)
    except ValueError:
        return False
