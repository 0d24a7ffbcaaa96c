"""The tools that this app may call at all, whatever its token allows.

An allow-list: a tool that is not named here is not callable, known or not (requirement B-40).
Source: the CrossTrade reference, sections 2.1 and 2.2.
"""

from collections.abc import Mapping

from ct_desktop.crosstrade.errors import ToolNotOnReadList

READ_TOOLS = frozenset(
    {
        # Discovery
        "GetMcpCapabilities",
        "McpSelfTest",
        # Accounts
        "ListAccounts",
        "GetAccount",
        "GetAccountSummary",
        "GetWatermarks",
        "GetConnections",
        # Positions
        "ListPositions",
        "GetAllPositions",
        "GetPosition",
        # Orders and fills
        "ListOrders",
        "GetAllOrders",
        "GetOrder",
        "GetOrderStatus",
        "ListExecutions",
        "GetExecution",
        "GetExecutionsByOrderId",
        # Market
        "GetQuote",
        "MarketInfo",
        "GetBars",
        "GetVolumeProfile",
        "GetOrderFlow",
        "GetIndicatorValue",
        # Journal and diagnostics
        "GetJournalTrades",
        "GetSignalHistory",
        "GetActivityLog",
        # Jobs
        "GetMcpJob",
        "ListMcpJobs",
        "GetCompileResult",
        "GetBacktestResult",
        # Strategies
        "ListAllStrategies",
        "ListStrategies",
        "GetStrategy",
        "GetStrategyState",
        "ListDeployedStrategies",
        "GetDeployedStrategyState",
        # NinjaScript
        "GetNinjaScriptHelp",
        "SearchNinjaScriptSymbols",
        "LookupNinjaScriptSymbol",
        "ListNinjaScriptFiles",
        "ReadNinjaScriptFile",
        "ListCompiledSnippets",
        # Platform
        "ListWorkspaces",
        "ListDrawings",
        "ListAlerts",
    }
)
"""Every tool of scope ``mcp:read``, by its exact name."""

_ANSWERED_BY_CROSSTRADE = frozenset({"GetWatermarks", "GetJournalTrades", "GetSignalHistory"})

_FORBIDDEN_ARGUMENTS = {"McpSelfTest": frozenset({"deep"})}


def require_read_only(tool: str, arguments: Mapping[str, object]) -> None:
    """Let a call pass only if it can change nothing.

    Raises :class:`ToolNotOnReadList` for a tool outside :data:`READ_TOOLS`, and for a self-test
    with ``deep``, which compiles something inside NT8 (the CrossTrade reference, section 1.2).
    """
    if tool not in READ_TOOLS:
        raise ToolNotOnReadList(tool)
    if not _FORBIDDEN_ARGUMENTS.get(tool, frozenset()).isdisjoint(arguments):
        raise ToolNotOnReadList(tool)


def is_forwarded(tool: str) -> bool:
    """Whether CrossTrade forwards the call to NT8, so that silence points there.

    Watermarks, the journal and the signal history come from CrossTrade's own store. That
    GetMcpCapabilities is forwarded is inferred: without the add-on it fails like the rest
    (the CrossTrade reference, section 1.1).
    """
    return tool in READ_TOOLS and tool not in _ANSWERED_BY_CROSSTRADE
