"""The very first step: ask the resource without a token, to be told where tokens come from.

Source: MCP 2026-07-28, authorization, "Authorization Flow Steps".
"""

from dataclasses import dataclass

import httpx

from ct_desktop.oauth.challenge import Challenge, parse_challenge
from ct_desktop.oauth.http_json import post_json

_VERSION = "2026-07-28"

_REQUEST = {
    "jsonrpc": "2.0",
    "id": 1,
    "method": "tools/list",
    "params": {
        "_meta": {
            "io.modelcontextprotocol/protocolVersion": _VERSION,
            "io.modelcontextprotocol/clientInfo": {"name": "sign-in", "version": "1"},
            "io.modelcontextprotocol/clientCapabilities": {},
        }
    },
}
"""A request that changes nothing and that every revision knows."""

_HEADERS = {
    "Accept": "application/json, text/event-stream",
    "MCP-Protocol-Version": _VERSION,
    "Mcp-Method": "tools/list",
}


@dataclass(frozen=True, slots=True)
class ProbeAnswer:
    """What the server said to a request without a token.

    ``challenge`` is ``None`` unless the status is 401; a 401 without a readable challenge gives an
    empty one.
    """

    status: int
    challenge: Challenge | None


async def probe(http: httpx.AsyncClient, server_url: str) -> ProbeAnswer:
    """POST a well-formed message without a token to the MCP endpoint ``server_url``.

    Raises :class:`~ct_desktop.oauth.errors.InsecureEndpoint` and
    :class:`~ct_desktop.oauth.errors.AuthorizationServerUnavailable`.
    """
    # Without the body: an event stream need not end.
    answer = await post_json(
        http, server_url, _REQUEST, name="server address", headers=_HEADERS, body_wanted=False
    )
    if answer.is_passing_trouble:
        raise answer.unavailable()
    if answer.status != 401:
        return ProbeAnswer(answer.status, None)
    fields = answer.headers.get_list("WWW-Authenticate")
    return ProbeAnswer(401, parse_challenge(fields) or Challenge())
