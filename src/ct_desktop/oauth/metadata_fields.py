"""Reading fields of a metadata document that an unknown server wrote."""

from collections.abc import Mapping
from urllib.parse import urlsplit

from ct_desktop.http_client import is_loopback_host
from ct_desktop.oauth.errors import DiscoveryFailed, DiscoveryFailure, InsecureEndpoint
from ct_desktop.oauth.http_json import is_secure

_MOST_NAMES = 100


def optional_names(document: Mapping[str, object], field: str, url: str) -> tuple[str, ...] | None:
    """A list of strings, ``None`` where there is none. Raises :class:`DiscoveryFailed`."""
    value = document.get(field)
    if value is None:
        return None
    if not isinstance(value, list) or not all(isinstance(name, str) for name in value):
        raise DiscoveryFailed(DiscoveryFailure.INVALID_METADATA, url)
    return tuple(value[:_MOST_NAMES])


def require_trusted(address: str, name: str, server_url: str) -> None:
    """Check an ``address`` that ``server_url`` led to. Raises :class:`InsecureEndpoint`.

    https, and plain http on loopback only where the server itself is on loopback: a server out
    there must not make this machine talk to itself.
    """
    if not is_secure(address):
        raise InsecureEndpoint(name)
    if urlsplit(address).scheme != "https" and not is_loopback_host(
        urlsplit(server_url).hostname or ""
    ):
        raise InsecureEndpoint(name)
