"""How client and server agree on a revision: stateless requests or the initialize handshake.

Sources: MCP 2026-07-28, basic/versioning; MCP 2025-11-25, basic/lifecycle.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

import httpx

from ct_desktop.mcp import wire
from ct_desktop.mcp.errors import (
    HttpRefusal,
    InvalidAnswer,
    InvalidReason,
    McpError,
    NoCommonVersion,
    RpcRefusal,
)

STATELESS_VERSION = "2026-07-28"

HANDSHAKE_VERSIONS = ("2025-11-25", "2025-06-18", "2025-03-26")
"""Newest first; the first is what the handshake proposes."""

SESSION_HEADER = "Mcp-Session-Id"
_VERSION_HEADER = "MCP-Protocol-Version"
_META = "io.modelcontextprotocol/"


class Lifecycle(StrEnum):
    """The two ways a server is spoken to. The values may be stored."""

    STATELESS = "stateless"
    """Each request carries everything (2026-07-28)."""
    HANDSHAKE = "handshake"
    """``initialize`` first, often with a session id (2025-11-25 and earlier)."""


@dataclass(frozen=True, slots=True)
class ClientInfo:
    """What the client calls itself towards the server."""

    name: str
    version: str

    def as_json(self) -> wire.Json:
        """The ``Implementation`` object of the protocol."""
        return {"name": self.name, "version": self.version}


@dataclass(frozen=True, slots=True)
class ServerInfo:
    """What the server says of itself; for display alone, nothing in it is verified."""

    name: str
    version: str
    capabilities: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Agreement:
    """The outcome of opening: what each later request carries.

    ``confirmed`` is false while the lifecycle is only remembered from an earlier run and the
    server has not yet answered under it.
    """

    lifecycle: Lifecycle
    protocol_version: str
    headers: Mapping[str, str] = field(repr=False)
    meta: Mapping[str, Any]
    server: ServerInfo | None
    confirmed: bool

    @property
    def has_session(self) -> bool:
        """Whether the server gave a session id."""
        return SESSION_HEADER in self.headers


def stateless_agreement(
    client: ClientInfo,
    capabilities: wire.Json,
    *,
    server: ServerInfo | None = None,
    confirmed: bool = False,
) -> Agreement:
    """What stateless requests carry. Source: MCP 2026-07-28, basic/index, "``_meta``"."""
    return Agreement(
        lifecycle=Lifecycle.STATELESS,
        protocol_version=STATELESS_VERSION,
        headers={_VERSION_HEADER: STATELESS_VERSION},
        meta={
            f"{_META}protocolVersion": STATELESS_VERSION,
            f"{_META}clientInfo": client.as_json(),
            f"{_META}clientCapabilities": capabilities,
        },
        server=server,
        confirmed=confirmed,
    )


def unagreed(version: str) -> Agreement:
    """What ``initialize`` itself carries, proposing ``version``: nothing yet."""
    return Agreement(Lifecycle.HANDSHAKE, version, headers={}, meta={}, server=None, confirmed=True)


def initialize_params(client: ClientInfo, capabilities: wire.Json, version: str) -> wire.Json:
    """The parameters of ``initialize``, proposing ``version``."""
    return {
        "protocolVersion": version,
        "capabilities": capabilities,
        "clientInfo": client.as_json(),
    }


def handshake_agreement(result: wire.Json, headers: httpx.Headers) -> Agreement:
    """What requests carry after an ``initialize`` answered with ``result`` and ``headers``.

    Raises :class:`NoCommonVersion` and :class:`InvalidAnswer`.
    """
    version = result.get("protocolVersion")
    if not isinstance(version, str):
        raise InvalidAnswer(InvalidReason.RESULT_SHAPE)
    if version not in HANDSHAKE_VERSIONS:
        raise NoCommonVersion((version,))
    carried = {_VERSION_HEADER: version}
    session_ids = set(headers.get_list(SESSION_HEADER))
    if session_ids:
        carried[SESSION_HEADER] = _session_id(session_ids)
    return Agreement(
        lifecycle=Lifecycle.HANDSHAKE,
        protocol_version=version,
        headers=carried,
        meta={},
        server=parse_server_info(result),
        confirmed=True,
    )


def _session_id(values: set[str]) -> str:
    """The one session id, of visible ASCII. Source: MCP 2025-11-25, "Session Management"."""
    value = values.pop()
    if values or not value or not all("\x21" <= character <= "\x7e" for character in value):
        raise InvalidAnswer(InvalidReason.SESSION_ID)
    return value


def parse_server_info(result: wire.Json) -> ServerInfo:
    """The server's word on itself in an ``initialize`` or ``server/discover`` result.

    ``server/discover`` carries it in ``_meta``; drafts and earlier servers beside the rest.
    """
    meta = result.get("_meta")
    info = meta.get(f"{_META}serverInfo") if isinstance(meta, dict) else None
    info = info if info is not None else result.get("serverInfo")
    fields = info if isinstance(info, dict) else {}
    name, version = fields.get("name"), fields.get("version")
    capabilities = result.get("capabilities")
    return ServerInfo(
        name=name if isinstance(name, str) else "",
        version=version if isinstance(version, str) else "",
        capabilities=capabilities if isinstance(capabilities, dict) else {},
    )


def versions_named(failure: McpError) -> tuple[str, ...]:
    """The revisions that a version refusal names as supported; empty for any other failure."""
    data = failure.data if isinstance(failure, RpcRefusal) else None
    supported = data.get("supported") if isinstance(data, dict) else None
    if not isinstance(supported, list):
        return ()
    return tuple(version for version in supported if isinstance(version, str))


def session_is_lost(failure: McpError) -> bool:
    """Whether ``failure``, in answer to a request with a session id, says the session is gone.

    A 404 by the specification; a 400 that speaks of the session by the habit of some servers.
    """
    match failure:
        case HttpRefusal():
            return failure.status == 404 or (failure.status == 400 and "session" in failure.text)
        case RpcRefusal(http_status=404):
            return failure.code != wire.METHOD_NOT_FOUND
        case RpcRefusal(http_status=400):
            return "session" in failure.message.lower()
        case _:
            return False


def newest_handshake_version(supported: tuple[str, ...]) -> str | None:
    """The newest revision both sides speak by handshake."""
    return next((version for version in HANDSHAKE_VERSIONS if version in supported), None)


def speaks_of_another_lifecycle(failure: McpError) -> bool:
    """Whether ``failure``, in answer to a stateless request, shows a server of the handshake.

    Trouble with the network, the credentials, the budget or the server's health shows nothing; nor
    does an error that only a stateless server sends (MCP 2026-07-28, "Backward Compatibility").
    """
    match failure:
        case RpcRefusal():
            return failure.code not in wire.MODERN_CODES and _is_about_the_request(
                failure.http_status
            )
        case HttpRefusal():
            return 400 <= failure.status < 500 and _is_about_the_request(failure.status)
        case InvalidAnswer():
            return True
        case _:
            return False


def _is_about_the_request(status: int) -> bool:
    return status not in (401, 402, 403, 407, 408, 429)
