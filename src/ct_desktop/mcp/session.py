"""One client's standing with one MCP server: opening, listing tools, calling them.

Sources: MCP 2026-07-28 (stateless requests) and 2025-11-25, 2025-06-18, 2025-03-26 (handshake).
"""

import asyncio
import logging
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import httpx

from ct_desktop.core.moment import Clock
from ct_desktop.http_client import READ_TIMEOUT
from ct_desktop.mcp import elicitation, wire
from ct_desktop.mcp.answers import Answer
from ct_desktop.mcp.authorizer import Authorizer
from ct_desktop.mcp.elicitation import OnElicitation, answer_elicitation
from ct_desktop.mcp.endpoint import Endpoint
from ct_desktop.mcp.errors import (
    HttpRefusal,
    InvalidAnswer,
    InvalidReason,
    RpcRefusal,
)
from ct_desktop.mcp.exchange import ExchangeObserver
from ct_desktop.mcp.lifecycle import (
    Agreement,
    ClientInfo,
    Lifecycle,
    ServerInfo,
    parse_server_info,
    session_is_lost,
    speaks_of_another_lifecycle,
)
from ct_desktop.mcp.negotiation import Negotiator
from ct_desktop.mcp.parameter_headers import (
    AnnotationError,
    Path,
    parameter_header_names,
    parameter_headers,
)
from ct_desktop.mcp.requests import Call, RequestSender
from ct_desktop.mcp.tools import Tool, ToolResult, parse_tool, parse_tool_result
from ct_desktop.mcp.transport import StreamableHttpTransport

logger = logging.getLogger(__name__)

MAX_PAGES = 100
"""Pages of ``tools/list`` before the list counts as endless."""

MAX_ROUNDS = 10
"""Rounds of input that one call may ask for (SEP-2322)."""

_CALL_TOOL = "tools/call"
_LIST_TOOLS = "tools/list"


class McpSession:
    """Speaks to one MCP server in whichever lifecycle the server knows.

    Safe for concurrent calls. Requests reuse the connections of ``client``, which the caller owns.
    A lost session is replaced and the refused request sent again, once. Cancelling an awaiting
    task cancels the request at the server; nothing goes on in the background.
    """

    def __init__(
        self,
        client: httpx.AsyncClient,
        url: str,
        *,
        client_info: ClientInfo,
        authorizer: Authorizer | None = None,
        known_lifecycle: Lifecycle | None = None,
        on_elicitation: OnElicitation | None = None,
        on_exchange: ExchangeObserver | None = None,
        clock: Clock | None = None,
        timeout: float = READ_TIMEOUT,
    ) -> None:
        """``known_lifecycle``, from an earlier :attr:`lifecycle`, saves the probe.

        ``timeout`` is the limit of each request in seconds, where a call names no other. Without
        ``on_elicitation`` every question of the server's is declined. Raises ``ValueError`` for a
        URL that is neither https nor http on this machine.
        """
        endpoint = Endpoint(
            client, url, authorizer=authorizer, on_exchange=on_exchange, clock=clock
        )
        capabilities: wire.Json = {} if on_elicitation is None else {"elicitation": {"form": {}}}
        self._sender = RequestSender(StreamableHttpTransport(endpoint), on_elicitation)
        self._negotiator = Negotiator(self._sender, client_info, capabilities, timeout)
        self._known_lifecycle = known_lifecycle
        self._on_elicitation = on_elicitation
        self._timeout = timeout
        self._opening = asyncio.Lock()
        self._agreement: Agreement | None = None
        self._header_names: dict[str, dict[Path, str]] = {}

    @property
    def lifecycle(self) -> Lifecycle | None:
        """The lifecycle the server has shown it speaks; ``None`` until it has."""
        agreement = self._agreement
        return agreement.lifecycle if agreement is not None and agreement.confirmed else None

    @property
    def protocol_version(self) -> str | None:
        """The revision in use, ``None`` until opened."""
        return None if self._agreement is None else self._agreement.protocol_version

    @property
    def server_info(self) -> ServerInfo | None:
        """What the server says of itself, ``None`` until it has."""
        return None if self._agreement is None else self._agreement.server

    async def open(self) -> None:
        """Agree with the server on a lifecycle and a revision; does nothing when that is done.

        With a known stateless lifecycle no request is made. Raises the errors of
        :mod:`ct_desktop.mcp.errors`.
        """
        await self._agreed()

    async def list_tools(self) -> tuple[Tool, ...]:
        """All tools the server offers now, in its order, from every page.

        A tool without a name is left out, and so is one whose ``x-mcp-header`` annotations break
        the rules (SEP-2243). Raises the errors of :mod:`ct_desktop.mcp.errors`.
        """
        tools: list[Tool] = []
        cursor: str | None = None
        seen: set[str] = set()
        while True:
            params = {} if cursor is None else {"cursor": cursor}
            result = (await self._request(Call(_LIST_TOOLS, params, self._timeout))).result
            entries, cursor = result.get("tools"), result.get("nextCursor")
            if not isinstance(entries, list) or not isinstance(cursor, str | None):
                raise InvalidAnswer(InvalidReason.RESULT_SHAPE)
            tools.extend(tool for tool in map(parse_tool, entries) if tool is not None)
            if not cursor:
                return self._with_valid_headers(tools)
            if cursor in seen or len(seen) == MAX_PAGES:
                raise InvalidAnswer(InvalidReason.ENDLESS)
            seen.add(cursor)

    async def call_tool(
        self,
        name: str,
        arguments: Mapping[str, Any] | None = None,
        *,
        timeout: float | None = None,  # noqa: ASYNC109 - each request of the call has this limit
        idempotent: bool = False,
    ) -> ToolResult:
        """Call the tool ``name``. A failure the tool itself reports is a result, not an exception.

        ``timeout`` is in seconds, for each request the call needs. ``idempotent`` allows sending
        the request again if the connection is lost before the answer. Raises the errors of
        :mod:`ct_desktop.mcp.errors`.
        """
        params: dict[str, Any] = {"name": name, "arguments": dict(arguments or {})}
        seconds = self._timeout if timeout is None else timeout
        call = Call(_CALL_TOOL, params, seconds, idempotent, name)
        result = (await self._request_mirrored(call)).result
        for _ in range(MAX_ROUNDS):
            kind = result.get("resultType")
            if kind is None or kind == "complete":
                return parse_tool_result(result)
            if kind != "input_required":
                raise InvalidAnswer(InvalidReason.RESULT_TYPE)
            call = replace(call, params={**params, **await self._inputs(result)})
            result = (await self._request_mirrored(call)).result
        raise InvalidAnswer(InvalidReason.ENDLESS)

    async def aclose(self) -> None:
        """End the session at the server, if there is one, as well as that can be done quickly.

        The next call would open a new one.
        """
        agreement, self._agreement = self._agreement, None
        if agreement is not None and agreement.has_session:
            await self._sender.say_farewell(agreement)

    def _with_valid_headers(self, tools: list[Tool]) -> tuple[Tool, ...]:
        """The tools that may be offered; remembers which of their arguments are mirrored."""
        if self._agreement is None or self._agreement.lifecycle is Lifecycle.HANDSHAKE:
            return tuple(tools)
        offered = []
        header_names = {}
        for tool in tools:
            try:
                names = parameter_header_names(tool.input_schema)
            except AnnotationError as error:
                logger.warning("left out the tool %r: %s", tool.name, error)
                continue
            offered.append(tool)
            if names:
                header_names[tool.name] = names
        self._header_names = header_names
        return tuple(offered)

    async def _inputs(self, result: wire.Json) -> dict[str, Any]:
        """What the next round of a call adds to its parameters (SEP-2322)."""
        questions = result.get("inputRequests")
        added: dict[str, Any] = {}
        if "requestState" in result:
            added["requestState"] = result["requestState"]
        if questions is not None:
            if not isinstance(questions, dict):
                raise InvalidAnswer(InvalidReason.RESULT_SHAPE)
            added["inputResponses"] = {
                key: await self._input(question) for key, question in questions.items()
            }
        if not added:
            raise InvalidAnswer(InvalidReason.RESULT_SHAPE)
        return added

    async def _input(self, question: Any) -> wire.Json:
        if not isinstance(question, dict) or question.get("method") != elicitation.METHOD:
            raise InvalidAnswer(InvalidReason.INPUT_REQUEST)
        return await answer_elicitation(question.get("params"), self._on_elicitation)

    async def _request_mirrored(self, call: Call) -> Answer:
        """``call``, after reading the tools anew if the server misses mirrored arguments."""
        try:
            return await self._request(self._mirroring(call))
        except RpcRefusal as refusal:
            if refusal.code != wire.HEADER_MISMATCH:
                raise
        await self.list_tools()
        return await self._request(self._mirroring(call))

    def _mirroring(self, call: Call) -> Call:
        names = self._header_names.get(call.tool or "")
        if names is None:
            return call
        return replace(call, mirrored=parameter_headers(names, call.params["arguments"]))

    async def _request(self, call: Call) -> Answer:
        """Send ``call``; if the server has moved on from our agreement, agree anew first."""
        agreement = await self._agreed()
        try:
            answer = await self._sender.send(agreement, call)
        except (HttpRefusal, RpcRefusal) as failure:
            if not _outdates(agreement, failure):
                raise
        else:
            if not agreement.confirmed:
                self._confirm(agreement, answer)
            return answer
        if self._agreement is agreement:
            self._agreement = None
            handshake = agreement.lifecycle is Lifecycle.HANDSHAKE
            self._known_lifecycle = Lifecycle.HANDSHAKE if handshake else None
        return await self._sender.send(await self._agreed(), call)

    async def _agreed(self) -> Agreement:
        if self._agreement is not None:
            return self._agreement
        async with self._opening:
            if self._agreement is None:
                self._agreement = await self._negotiator.agree(self._known_lifecycle)
            return self._agreement

    def _confirm(self, agreement: Agreement, answer: Answer) -> None:
        if self._agreement is agreement:
            server = agreement.server or parse_server_info(answer.result)
            self._agreement = replace(agreement, confirmed=True, server=server)


def _outdates(agreement: Agreement, failure: HttpRefusal | RpcRefusal) -> bool:
    """Whether ``failure`` shows that the server no longer holds to ``agreement``."""
    if isinstance(failure, RpcRefusal) and failure.code == wire.UNSUPPORTED_PROTOCOL_VERSION:
        return True
    if agreement.lifecycle is Lifecycle.HANDSHAKE:
        return agreement.has_session and session_is_lost(failure)
    return not agreement.confirmed and speaks_of_another_lifecycle(failure)
