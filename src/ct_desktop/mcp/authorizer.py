"""Where the credentials of a request come from: the layer above supplies them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

import httpx

from ct_desktop.mcp.errors import HttpRefusal


@dataclass(frozen=True, slots=True)
class Credentials:
    """The HTTP header fields that authorize one request; empty for an anonymous one.

    Header fields rather than a bare token, because DPoP (RFC 9449, section 4) sends a proof made
    for the method and URL beside the token.
    """

    headers: Mapping[str, str] = field(default_factory=dict, repr=False)


ANONYMOUS = Credentials()


class Authorizer(Protocol):
    """Supplies credentials and decides what a refusal of them means.

    The time these calls take does not count towards a request's time limit, so they bound
    themselves. The awaiting task may be cancelled inside them at any time.
    """

    async def credentials(self, method: str, url: str) -> Credentials:
        """Credentials for one request with the HTTP ``method`` to ``url``."""
        ...

    def note_answer(self, url: str, headers: httpx.Headers) -> None:
        """Told of the header fields of every HTTP answer from ``url``, as soon as they are there.

        A server may name in any of them what the next credentials must hold (RFC 9449, section 9).
        """
        ...

    async def on_refusal(self, refusal: HttpRefusal, used: Credentials) -> bool:
        """Told of a 401 or 403 to a request that went out with ``used``.

        ``True`` asks for one more try, with credentials asked for anew. The number of tries is
        limited by the transport, whatever this returns.
        """
        ...
