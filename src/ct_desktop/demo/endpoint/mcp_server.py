"""The MCP server proper, on the official SDK: lists the tools and calls them."""

import json
from typing import Any

from mcp.server.context import ServerRequestContext
from mcp.server.lowlevel.server import Server
from mcp.shared.exceptions import MCPError
from mcp_types import (
    INVALID_PARAMS,
    CallToolRequestParams,
    CallToolResult,
    ListToolsResult,
    PaginatedRequestParams,
    TextContent,
    Tool,
    ToolAnnotations,
)

from ct_desktop.demo.authorization.scopes import READ
from ct_desktop.demo.endpoint.refusals import Refusal
from ct_desktop.demo.simulation import Simulation
from ct_desktop.demo.tools.answers import Answers, ToolError
from ct_desktop.demo.tools.catalogue import TOOLS, ToolEntry, listed_tools

REFUSAL_KEY = "crosstrade.refusal"
"""Where the gate leaves, in the ASGI scope, a refusal that is to travel inside the protocol."""

_CURSOR_PREFIX = "tools-from-"


def create_mcp_server(simulation: Simulation) -> Server[dict[str, Any]]:
    """A server whose tools look at ``simulation`` as it is at each call."""
    tools = _ToolRequests(simulation)
    return Server(
        "CrossTrade (simulated)",
        version="1.0.0",
        instructions="Call GetMcpCapabilities, then McpSelfTest, then ListAccounts.",
        # Else the SDK would walk through tools/list before every call.
        get_tool_input_schema=lambda name: TOOLS[name].input_schema if name in TOOLS else None,
        on_list_tools=tools.list,
        on_call_tool=tools.call,
    )


class _ToolRequests:
    def __init__(self, simulation: Simulation) -> None:
        self._simulation = simulation

    async def list(
        self, _: ServerRequestContext[dict[str, Any]], params: PaginatedRequestParams | None
    ) -> ListToolsResult:
        listed = listed_tools(self._simulation.addon)
        start = _offset(params.cursor if params else None, len(listed))
        end = start + self._simulation.options.page_size
        return ListToolsResult(
            tools=[_tool(entry) for entry in listed[start:end]],
            next_cursor=f"{_CURSOR_PREFIX}{end}" if end < len(listed) else None,
        )

    async def call(
        self, context: ServerRequestContext[dict[str, Any]], params: CallToolRequestParams
    ) -> CallToolResult:
        options = self._simulation.options
        refusal = context.request.scope.get(REFUSAL_KEY) if context.request else None
        if isinstance(refusal, Refusal):
            if options.carrier == "jsonrpc":
                raise refusal.as_jsonrpc()
            return refusal.as_result()
        entry = TOOLS.get(params.name)
        if entry is None:
            raise MCPError(INVALID_PARAMS, f"Unknown tool: {params.name}")
        try:
            answer = Answers(self._simulation.machine()).answer(entry.name, params.arguments or {})
        except ToolError as failure:
            answer = {"success": False, "error": failure.error, "detail": failure.detail}
            return _result(answer, is_error=True)
        return _result(answer, structured=options.structured_content)


def _offset(cursor: str | None, count: int) -> int:
    if cursor is None:
        return 0
    digits = cursor.removeprefix(_CURSOR_PREFIX)
    if digits == cursor or not digits.isdecimal() or int(digits) >= count:
        raise MCPError(INVALID_PARAMS, "The cursor is not one of this list's.")
    return int(digits)


def _tool(entry: ToolEntry) -> Tool:
    return Tool(
        name=entry.name,
        description=entry.description,
        input_schema=entry.input_schema,
        annotations=ToolAnnotations(read_only_hint=entry.scope == READ),
    )


def _result(answer: Any, *, is_error: bool = False, structured: bool = False) -> CallToolResult:
    text = json.dumps(answer, ensure_ascii=False)
    return CallToolResult(
        content=[TextContent(type="text", text=text)],
        # A list is left out: revisions before 2026-07-28 allow objects alone.
        structured_content=answer if structured and isinstance(answer, dict) else None,
        is_error=is_error,
    )
