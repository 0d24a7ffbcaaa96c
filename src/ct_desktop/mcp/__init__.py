"""The Model Context Protocol over Streamable HTTP, client side.

Generic: nothing here knows CrossTrade. :class:`McpSession` is the door; the rest are the values it
takes and gives.
"""

from ct_desktop.mcp.authorizer import Authorizer, Credentials
from ct_desktop.mcp.elicitation import (
    Elicitation,
    ElicitationAction,
    ElicitationAnswer,
    OnElicitation,
)
from ct_desktop.mcp.errors import (
    HttpRefusal,
    InvalidAnswer,
    InvalidReason,
    McpError,
    NoAnswer,
    NoCommonVersion,
    RpcRefusal,
    Unreachable,
    UnreachableReason,
    WaitPhase,
)
from ct_desktop.mcp.exchange import Exchange, ExchangeObserver
from ct_desktop.mcp.lifecycle import ClientInfo, Lifecycle, ServerInfo
from ct_desktop.mcp.session import McpSession
from ct_desktop.mcp.tools import Tool, ToolResult

__all__ = [
    "Authorizer",
    "ClientInfo",
    "Credentials",
    "Elicitation",
    "ElicitationAction",
    "ElicitationAnswer",
    "Exchange",
    "ExchangeObserver",
    "HttpRefusal",
    "InvalidAnswer",
    "InvalidReason",
    "Lifecycle",
    "McpError",
    "McpSession",
    "NoAnswer",
    "NoCommonVersion",
    "OnElicitation",
    "RpcRefusal",
    "ServerInfo",
    "Tool",
    "ToolResult",
    "Unreachable",
    "UnreachableReason",
    "WaitPhase",
]
