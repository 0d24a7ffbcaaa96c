"""Coming to an agreement with a server whose lifecycle is not known, or is only remembered."""

from dataclasses import replace

from ct_desktop.mcp import wire
from ct_desktop.mcp.answers import Answer
from ct_desktop.mcp.errors import HttpRefusal, InvalidAnswer, NoCommonVersion, RpcRefusal
from ct_desktop.mcp.lifecycle import (
    HANDSHAKE_VERSIONS,
    STATELESS_VERSION,
    Agreement,
    ClientInfo,
    Lifecycle,
    handshake_agreement,
    initialize_params,
    newest_handshake_version,
    parse_server_info,
    speaks_of_another_lifecycle,
    stateless_agreement,
    unagreed,
    versions_named,
)
from ct_desktop.mcp.requests import Call, RequestSender


class Negotiator:
    """Agrees with the server on behalf of a client of these ``capabilities``.

    ``seconds`` is the time limit of each request. All methods raise the errors of
    :mod:`ct_desktop.mcp.errors`.
    """

    def __init__(
        self, sender: RequestSender, client: ClientInfo, capabilities: wire.Json, seconds: float
    ) -> None:
        self._sender = sender
        self._client = client
        self._capabilities = capabilities
        self._seconds = seconds

    async def agree(self, known: Lifecycle | None) -> Agreement:
        """An agreement; without any request where the ``known`` lifecycle needs none."""
        match known:
            case Lifecycle.STATELESS:
                return self._stateless()
            case Lifecycle.HANDSHAKE:
                return await self._handshake()
            case None:
                return await self._discover()

    def _stateless(self) -> Agreement:
        return stateless_agreement(self._client, self._capabilities)

    async def _discover(self) -> Agreement:
        """Ask by a stateless request; a server that does not know those gets the handshake."""
        proposal = self._stateless()
        call = Call("server/discover", {}, self._seconds)
        for last in (False, True):
            try:
                result = (await self._sender.send(proposal, call)).result
            except (HttpRefusal, RpcRefusal, InvalidAnswer) as failure:
                supported = versions_named(failure)
                if STATELESS_VERSION in supported and not last:
                    continue
                older = newest_handshake_version(supported)
                if older is not None:
                    return await self._handshake(older)
                if supported:
                    raise NoCommonVersion(supported) from None
                if not speaks_of_another_lifecycle(failure):
                    raise
                break
            versions = result.get("supportedVersions")
            if not isinstance(versions, list) or STATELESS_VERSION not in versions:
                break
            return replace(proposal, server=parse_server_info(result), confirmed=True)
        return await self._handshake()

    async def _handshake(self, version: str = HANDSHAKE_VERSIONS[0]) -> Agreement:
        try:
            answer = await self._initialize(version)
        except RpcRefusal as refusal:
            supported = versions_named(refusal)
            older = newest_handshake_version(supported)
            if refusal.code == wire.UNSUPPORTED_PROTOCOL_VERSION and STATELESS_VERSION in supported:
                return replace(self._stateless(), confirmed=True)
            if older in (None, version):
                raise
            answer = await self._initialize(older)
        agreement = handshake_agreement(answer.result, answer.headers)
        await self._sender.notify(agreement, "notifications/initialized", seconds=self._seconds)
        return agreement

    async def _initialize(self, version: str) -> Answer:
        params = initialize_params(self._client, self._capabilities, version)
        return await self._sender.send(unagreed(version), Call("initialize", params, self._seconds))
