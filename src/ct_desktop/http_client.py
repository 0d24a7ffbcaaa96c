"""The one place where HTTP clients are made.

TLS goes through the operating system's trust store, because traders' work machines inspect TLS
with a root certificate of their own. Proxies come from the environment, but never for loopback.
Redirects are never followed: a bearer must not travel to another origin.

Importing this module is cheap: the window asks it about an address before its first paint, and
httpx alone takes longer to import than the window does to appear.
"""

import ipaddress
import sys
from enum import StrEnum
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from ct_desktop import __version__

if TYPE_CHECKING:
    import httpx

# httpx imports its own command line along with it, where click and rich happen to be installed:
# as long as all the rest of it, and 6 MB. With None here it does as if they were not.
sys.modules.setdefault("httpx._main", None)  # type: ignore[arg-type]

CONNECT_TIMEOUT = 5.0
"""Seconds to resolve, connect and shake hands."""

READ_TIMEOUT = 15.0
"""Seconds without a byte before a request counts as unanswered."""


def create_http_client(
    *, read_timeout: float = READ_TIMEOUT, connect_timeout: float = CONNECT_TIMEOUT
) -> "httpx.AsyncClient":
    """A new client with the app's TLS, proxy, time-out and redirect rules.

    The caller owns it and closes it. ``read_timeout`` and ``connect_timeout`` are in seconds.
    """
    import platform  # noqa: PLC0415 - see the module's own words
    import ssl  # noqa: PLC0415 - as above

    import httpx  # noqa: PLC0415 - as above
    import truststore  # noqa: PLC0415 - as above

    return httpx.AsyncClient(
        verify=truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT),
        timeout=httpx.Timeout(read_timeout, connect=connect_timeout),
        follow_redirects=False,
        headers={"User-Agent": f"CrossTrade-Desktop/{__version__} ({platform.system()})"},
        limits=httpx.Limits(max_connections=10, max_keepalive_connections=5),
        mounts={
            "all://127.0.0.1": None,
            "all://localhost": None,
            "all://[::1]": None,
        },
    )


def is_loopback_host(host: str) -> bool:
    """Whether ``host`` (a name or an IP literal, no port) is this machine."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def is_secure_url(url: str) -> bool:
    """Whether secrets may be sent to ``url``: https anywhere, http on loopback alone.

    Source: OAuth 2.1 draft, section 1.5; MCP authorization, "Communication Security".
    """
    parts = urlsplit(url)
    host = parts.hostname
    if not host:
        return False
    return parts.scheme == "https" or (parts.scheme == "http" and is_loopback_host(host))


class ConnectFault(StrEnum):
    """What stood in the way of a connection."""

    NAME = "name"
    TLS = "tls"
    PROXY = "proxy"
    UNREACHABLE = "unreachable"


def connect_fault(error: "httpx.ConnectError | httpx.ConnectTimeout") -> tuple[ConnectFault, str]:
    """What kept a request from connecting, and the system's or TLS library's own words for it.

    Where requests go through a proxy, the way that failed is the one to the proxy: the server's
    name and port are the proxy's business.
    """
    import socket  # noqa: PLC0415 - see the module's own words
    import ssl  # noqa: PLC0415 - as above

    causes: list[BaseException] = []
    cause: BaseException | None = error
    while cause is not None:
        causes.append(cause)
        cause = cause.__cause__ or cause.__context__
    for cause in causes:
        if isinstance(cause, ssl.SSLError):
            return ConnectFault.TLS, getattr(cause, "verify_message", "") or cause.reason or ""
    if environment_proxy(str(error.request.url)):
        return ConnectFault.PROXY, str(error)
    for cause in causes:
        if isinstance(cause, socket.gaierror):
            return ConnectFault.NAME, cause.strerror or ""
    return ConnectFault.UNREACHABLE, str(error)


def environment_proxy(url: str) -> str | None:
    """The proxy through which a request to ``url`` goes, as the system's settings name it."""
    from urllib.request import (  # noqa: PLC0415 - see the module's own words
        getproxies,
        proxy_bypass,
    )

    parts = urlsplit(url)
    host = parts.hostname
    proxies = getproxies()
    if not host or is_loopback_host(host) or proxy_bypass(host):
        return None
    return proxies.get(parts.scheme) or proxies.get("all")
