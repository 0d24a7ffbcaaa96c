"""Every tool CrossTrade documents: name, scope, arguments, and whether it needs a live NT8.

Source: the CrossTrade reference, sections 2.1 and 2.2.
"""

from dataclasses import dataclass, field
from typing import Any, Literal

from ct_desktop.demo.authorization.scopes import READ, TRADE, Scope
from ct_desktop.demo.tools.addon_shapes import AddonState

_STRING: dict[str, Any] = {"type": "string"}
_INTEGER: dict[str, Any] = {"type": "integer"}
_BOOLEAN: dict[str, Any] = {"type": "boolean"}

_ACCOUNT = {"account": {**_STRING, "description": "NinjaTrader account name, in any case"}}
_INSTRUMENT = {"instrument": {**_STRING, "description": "For example ES 12-26, ES, ES1! or ESZ26"}}

AnsweredBy = Literal["crosstrade", "addon", "nt8"]


@dataclass(frozen=True, slots=True)
class ToolEntry:
    """One tool. ``required`` names arguments among ``properties`` (JSON Schema).

    ``answered_by`` says who has to be up: CrossTrade's own servers alone, the add-on as well, or
    NinjaTrader 8 itself (which a modal dialog can freeze while the add-on's link stands).
    """

    name: str
    description: str
    scope: Scope = READ
    properties: dict[str, Any] = field(default_factory=dict)
    required: tuple[str, ...] = ()
    answered_by: AnsweredBy = "nt8"

    @property
    def input_schema(self) -> dict[str, Any]:
        """The JSON Schema of the arguments. Arguments beside those named are let pass."""
        schema: dict[str, Any] = {"type": "object", "properties": self.properties}
        if self.required:
            schema["required"] = list(self.required)
        return schema


_READ_TOOLS = (
    ToolEntry(
        "GetMcpCapabilities",
        "Add-on and NT8 versions and features; call it first",
        answered_by="addon",
    ),
    ToolEntry(
        "McpSelfTest",
        "Checks the path to the add-on and each group of tools",
        properties={"deep": _BOOLEAN, **_INSTRUMENT},
    ),
    ToolEntry("ListAccounts", "All NinjaTrader accounts"),
    ToolEntry("GetAccount", "One account with its figures", READ, _ACCOUNT, ("account",)),
    ToolEntry("GetAccountSummary", "Figures and positions of accounts", properties=_ACCOUNT),
    ToolEntry(
        "GetWatermarks",
        "Session highs of an account, from CrossTrade's cache",
        READ,
        _ACCOUNT,
        ("account",),
        answered_by="crosstrade",
    ),
    ToolEntry(
        "GetConnections",
        "All configured broker and data connections",
        properties={"refresh": _BOOLEAN},
    ),
    ToolEntry("ListPositions", "Positions of one account", READ, _ACCOUNT, ("account",)),
    ToolEntry(
        "GetAllPositions",
        "Positions of all accounts",
        properties={"includeFlat": {**_BOOLEAN, "default": False}},
    ),
    ToolEntry(
        "GetPosition",
        "One account's position in one instrument",
        READ,
        {**_ACCOUNT, **_INSTRUMENT},
        ("account", "instrument"),
    ),
    ToolEntry(
        "ListOrders", "Working and recent orders of one account", READ, _ACCOUNT, ("account",)
    ),
    ToolEntry("GetAllOrders", "Working and recent orders of all accounts"),
    ToolEntry(
        "GetOrder",
        "One order",
        READ,
        {**_ACCOUNT, "orderId": _STRING},
        ("account", "orderId"),
    ),
    ToolEntry(
        "GetOrderStatus",
        "The state of one order",
        READ,
        {**_ACCOUNT, "orderId": _STRING},
        ("account", "orderId"),
    ),
    ToolEntry(
        "ListExecutions",
        "Recent fills of one account",
        READ,
        {
            **_ACCOUNT,
            "lookbackTime": {
                **_INTEGER,
                "description": "Seconds to look back",
                "default": 320,
                "maximum": 900,
            },
        },
        ("account",),
    ),
    ToolEntry("GetExecution", "One fill", READ, {**_ACCOUNT, "id": _STRING}, ("account", "id")),
    ToolEntry(
        "GetExecutionsByOrderId",
        "The fills of one order",
        READ,
        {**_ACCOUNT, "orderId": _STRING},
        ("account", "orderId"),
    ),
    ToolEntry("GetQuote", "The latest quote of an instrument", READ, _INSTRUMENT, ("instrument",)),
    ToolEntry("MarketInfo", "Session times and whether the market is open", properties=_INSTRUMENT),
    ToolEntry("GetBars", "Historical bars", READ, _INSTRUMENT, ("instrument",)),
    ToolEntry("GetVolumeProfile", "Volume by price", READ, _INSTRUMENT, ("instrument",)),
    ToolEntry("GetOrderFlow", "Volume at bid and ask", READ, _INSTRUMENT, ("instrument",)),
    ToolEntry("GetIndicatorValue", "The value of an indicator", READ, _INSTRUMENT, ("instrument",)),
    ToolEntry(
        "GetJournalTrades",
        "Trades of the journal",
        properties={
            "from": _STRING,
            "to": _STRING,
            **_ACCOUNT,
            **_INSTRUMENT,
            "limit": _INTEGER,
            "sync_first": _BOOLEAN,
        },
        answered_by="crosstrade",
    ),
    ToolEntry(
        "GetSignalHistory",
        "Webhook signals received",
        properties={
            "offset": _INTEGER,
            "limit": _INTEGER,
            "status": {**_STRING, "enum": ["*", "success", "warning", "failed"]},
            "search": _STRING,
            "direction": {**_STRING, "enum": ["asc", "desc"]},
            "include_help": _BOOLEAN,
        },
        answered_by="crosstrade",
    ),
    ToolEntry(
        "GetActivityLog",
        "The add-on's activity log",
        properties={"from": _STRING, "to": _STRING, "level": _STRING, **_ACCOUNT},
        answered_by="addon",
    ),
    ToolEntry(
        "GetMcpJob",
        "The state of a job",
        READ,
        {"job_id": _STRING},
        ("job_id",),
        answered_by="crosstrade",
    ),
    ToolEntry("ListMcpJobs", "Jobs of this session", answered_by="crosstrade"),
    ToolEntry("GetCompileResult", "The result of a compile job", READ, {"job_id": _STRING}),
    ToolEntry("GetBacktestResult", "The result of a backtest job", READ, {"job_id": _STRING}),
    ToolEntry(
        "ListAllStrategies", "Strategies of all accounts", properties={"includeTerminal": _BOOLEAN}
    ),
    ToolEntry("ListStrategies", "Strategies of one account", READ, _ACCOUNT, ("account",)),
    ToolEntry("GetStrategy", "One strategy", properties={"id": _INTEGER}),
    ToolEntry("GetStrategyState", "The state of one strategy", properties={"id": _INTEGER}),
    ToolEntry("ListDeployedStrategies", "Strategies deployed through CrossTrade"),
    ToolEntry(
        "GetDeployedStrategyState",
        "The state of a deployed strategy",
        properties={"deployment_id": _STRING},
    ),
    ToolEntry("GetNinjaScriptHelp", "Help on a NinjaScript topic", properties={"topic": _STRING}),
    ToolEntry(
        "SearchNinjaScriptSymbols", "Search NinjaScript symbols", properties={"query": _STRING}
    ),
    ToolEntry(
        "LookupNinjaScriptSymbol", "Look a NinjaScript symbol up", properties={"symbol": _STRING}
    ),
    ToolEntry("ListNinjaScriptFiles", "NinjaScript source files"),
    ToolEntry("ReadNinjaScriptFile", "Read a NinjaScript file", properties={"path": _STRING}),
    ToolEntry("ListCompiledSnippets", "Compiled NinjaScript snippets"),
    ToolEntry("ListWorkspaces", "Workspaces"),
    ToolEntry("ListDrawings", "Drawings on charts"),
    ToolEntry("ListAlerts", "Alerts"),
)

_TRADE_TOOL_NAMES = [
    "PlaceOrder",
    "Change",
    "CancelReplace",
    "Cancel",
    "CancelOrder",
    "CancelOrders",
    "CancelAllOrders",
    "CancelAndBracket",
    "FlatPlace",
    "ClosePosition",
    "Flatten",
    "FlattenEverything",
    "Reverse",
    "ReversePosition",
    "CompileNinjaScript",
    "WriteNinjaScriptFile",
    "DeleteCompiledSnippet",
    "RunStrategyBacktest",
    "RunBacktest",
    "CancelMcpJob",
    "DeployStrategy",
    "StartStrategy",
    "StopStrategy",
    "CloseStrategy",
    "EnableStrategy",
    "DisableStrategy",
    "SaveWorkspace",
    "LoadWorkspace",
    "OpenChart",
    "AddDrawing",
    "RemoveDrawing",
    "EmitMcpAlert",
    "CreateAlert",
    "RemoveAlert",
    "Connect",
    "Disconnect",
    "EnsureReplayConnection",
    "UpdateConfiguration",
]

_TRADE_TOOLS = tuple(
    ToolEntry(name, f"{name}: needs the mcp:trade scope; never executed here", TRADE)
    for name in _TRADE_TOOL_NAMES
)

TOOLS: dict[str, ToolEntry] = {tool.name: tool for tool in (*_READ_TOOLS, *_TRADE_TOOLS)}
"""All tools by name, reading first."""

_ALWAYS_LISTED = frozenset({"GetMcpCapabilities", "McpSelfTest"})
"""Listed while the add-on is offline although it answers them: the way to find that out."""


_SINCE_1_13 = frozenset({"RunStrategyBacktest", "RunBacktest", "GetBacktestResult"})
"""Not listed while the add-on is older, which has no backtests."""


def listed_tools(addon: AddonState) -> list[ToolEntry]:
    """What ``tools/list`` shows; without the add-on only what needs none (section 1.4)."""
    if addon == "offline":
        return [
            tool
            for tool in TOOLS.values()
            if tool.answered_by == "crosstrade" or tool.name in _ALWAYS_LISTED
        ]
    return [tool for tool in TOOLS.values() if addon == "current" or tool.name not in _SINCE_1_13]
