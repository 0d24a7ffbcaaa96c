"""What each read tool answers: the market's state of the moment, in the dialect of the moment."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from ct_desktop.demo.authorization.scopes import READ
from ct_desktop.demo.market.book import Account, Order
from ct_desktop.demo.market.contracts import CONTRACTS, Contract, find_contract
from ct_desktop.demo.market.market import Market
from ct_desktop.demo.options import Dialect, Options
from ct_desktop.demo.tools import addon_shapes, mcp_shapes, rest_shapes
from ct_desktop.demo.tools.addon_shapes import AddonState
from ct_desktop.demo.tools.catalogue import TOOLS

Json = dict[str, Any]

_DEFAULT_LOOKBACK = 320
_LONGEST_LOOKBACK = 900
_JOURNAL_LIMIT = 200

_EMPTY_LISTS = {
    "GetBars": "bars",
    "GetVolumeProfile": "levels",
    "GetOrderFlow": "levels",
    "GetSignalHistory": "signals",
    "GetActivityLog": "entries",
    "ListMcpJobs": "jobs",
    "ListAllStrategies": "strategies",
    "ListStrategies": "strategies",
    "ListDeployedStrategies": "deployments",
    "SearchNinjaScriptSymbols": "symbols",
    "ListNinjaScriptFiles": "files",
    "ListCompiledSnippets": "snippets",
    "ListWorkspaces": "workspaces",
    "ListDrawings": "drawings",
    "ListAlerts": "alerts",
}
"""Tools whose truth here is an empty list: the simulated machine holds none of it."""

_NOTHING_THERE = frozenset(
    [
        "GetIndicatorValue",
        "GetMcpJob",
        "GetCompileResult",
        "GetBacktestResult",
        "GetStrategy",
        "GetStrategyState",
        "GetDeployedStrategyState",
        "GetNinjaScriptHelp",
        "LookupNinjaScriptSymbol",
        "ReadNinjaScriptFile",
    ]
)
"""Tools that ask for one thing, of which the simulated machine has none."""


class ToolError(Exception):
    """A tool's own error: a machine name, and a sentence for people."""

    def __init__(self, error: str, detail: str) -> None:
        super().__init__(detail)
        self.error = error
        self.detail = detail


@dataclass(frozen=True, slots=True)
class Machine:
    """The trader's NinjaTrader machine as the add-on sees it at one moment.

    ``connected_since`` is a time (UTC) for each connection's name.
    """

    market: Market
    options: Options
    connected_since: Mapping[str, datetime]
    addon: AddonState = "current"


class Answers:
    """The answers of one machine. ``answer`` is the one door."""

    def __init__(self, machine: Machine) -> None:
        self._market = machine.market
        self._options = machine.options
        self._connected_since = machine.connected_since
        self._addon = machine.addon
        self._tools: dict[str, Callable[[Json], Json]] = {
            "GetMcpCapabilities": self._capabilities,
            "McpSelfTest": self._self_test,
            "ListAccounts": self._list_accounts,
            "GetAccount": self._get_account,
            "GetAccountSummary": self._account_summary,
            "GetWatermarks": self._watermarks,
            "GetConnections": self._connections,
            "ListPositions": self._list_positions,
            "GetAllPositions": self._all_positions,
            "GetPosition": self._position,
            "ListOrders": self._list_orders,
            "GetAllOrders": self._all_orders,
            "GetOrder": self._order,
            "GetOrderStatus": self._order_status,
            "ListExecutions": self._executions,
            "GetExecution": self._execution,
            "GetExecutionsByOrderId": self._executions_by_order,
            "GetQuote": self._quote,
            "MarketInfo": self._market_info,
            "GetJournalTrades": self._journal,
        }

    def answer(self, tool: str, arguments: Mapping[str, Any]) -> Json | list[Json]:
        """The tool's result. ``ToolError`` for what the tool itself refuses, as every trade."""
        if TOOLS[tool].scope != READ:
            raise ToolError("orders_refused", "The simulated market takes no orders.")
        if tool in _EMPTY_LISTS:
            return {_EMPTY_LISTS[tool]: [], "count": 0, "success": True}
        if tool in _NOTHING_THERE:
            raise ToolError("not_found", f"{tool}: the simulated machine holds nothing of that.")
        if tool == "GetQuote" and "," in str(arguments.get("instrument", "")):
            return [
                self._quote({"instrument": name}) for name in arguments["instrument"].split(",")
            ]
        return self._tools[tool](dict(arguments))

    @property
    def _dialect(self) -> Dialect:
        return self._options.dialect

    def _capabilities(self, _: Json) -> Json:
        return addon_shapes.capabilities(self._addon, self._dialect)

    def _self_test(self, _: Json) -> Json:
        return addon_shapes.self_test(self._addon)

    def _connections(self, _: Json) -> Json:
        connections = self._market.feeds.connections
        if self._dialect == "mcp":
            return {"connections": [mcp_shapes.connection(entry) for entry in connections]}
        return {
            "connections": [
                rest_shapes.connection(
                    entry, established_at=self._connected_since[entry.connection.name]
                )
                for entry in connections
            ]
        }

    def _list_accounts(self, _: Json) -> Json:
        accounts = self._market.accounts.values()
        if self._dialect == "mcp":
            return {"accounts": [mcp_shapes.account(entry) for entry in accounts]}
        return {
            "accounts": [
                rest_shapes.listed_account(entry, self._status(entry)) for entry in accounts
            ],
            "success": True,
        }

    def _get_account(self, arguments: Json) -> Json:
        entry = self._account(arguments)
        if self._dialect == "mcp":
            return mcp_shapes.account(entry)
        return rest_shapes.account(entry, self._status(entry))

    def _account_summary(self, arguments: Json) -> Json:
        if self._dialect == "mcp":
            return mcp_shapes.account_summary(self._account(arguments))
        if arguments.get("account"):
            chosen = [self._account(arguments)]
        elif self._options.summary_without_account == "refuse":
            raise ToolError("Invalid request", "account is missing.")
        else:
            chosen = [
                entry
                for entry in self._market.accounts.values()
                if not entry.profile.built_in and self._status(entry) == "Connected"
            ]
        return rest_shapes.snapshot(
            [(entry, self._status(entry)) for entry in chosen], self._market.now
        )

    def _watermarks(self, arguments: Json) -> Json:
        entry = self._account(arguments)
        if self._dialect == "mcp":
            return mcp_shapes.watermarks(entry, self._market.now)
        return rest_shapes.watermarks(entry)

    def _list_positions(self, arguments: Json) -> Json:
        return self._positions([self._account(arguments)])

    def _all_positions(self, arguments: Json) -> Json:
        answer = self._positions(list(self._market.accounts.values()))
        if self._dialect == "rest" and arguments.get("includeFlat") is True:
            answer["positions"] += self._flat_positions()
            answer["count"] = len(answer["positions"])
        return answer

    def _positions(self, accounts: list[Account]) -> Json:
        shape = mcp_shapes.position if self._dialect == "mcp" else rest_shapes.position
        positions = [shape(entry, held) for entry in accounts for held in entry.positions.values()]
        if self._dialect == "mcp":
            return {"positions": positions}
        return {"positions": positions, "count": len(positions), "success": True}

    def _flat_positions(self) -> list[Json]:
        """A flat row for each contract an account traded and holds no more."""
        return [
            rest_shapes.flat_position(entry, held, self._market.last(held))
            for entry in self._market.accounts.values()
            for held in CONTRACTS
            if held.name not in entry.positions
            and any(fill.order.contract is held for fill in entry.executions)
        ]

    def _position(self, arguments: Json) -> Json:
        entry = self._account(arguments)
        traded = self._contract(arguments)
        held = entry.positions.get(traded.name)
        if self._dialect == "mcp":
            if held is None:
                raise ToolError("position_not_found", f"{traded.name} is flat.")
            return mcp_shapes.position(entry, held)
        shape = (
            rest_shapes.flat_position(entry, traded, self._market.last(traded))
            if held is None
            else rest_shapes.position(entry, held)
        )
        del shape["tag"]
        return {**shape, "success": True}

    def _list_orders(self, arguments: Json) -> Json:
        return self._orders(self._account(arguments).orders)

    def _all_orders(self, _: Json) -> Json:
        accounts = self._market.accounts.values()
        return self._orders([order for entry in accounts for order in entry.orders])

    def _orders(self, orders: list[Order]) -> Json:
        shape = mcp_shapes.order if self._dialect == "mcp" else rest_shapes.order
        shapes = [shape(order) for order in orders]
        if self._dialect == "mcp":
            return {"orders": shapes}
        return {"orders": shapes, "count": len(shapes), "success": True}

    def _order(self, arguments: Json) -> Json:
        order = self._find_order(arguments)
        if self._dialect == "mcp":
            return mcp_shapes.order(order)
        return {**rest_shapes.order(order), "success": True}

    def _order_status(self, arguments: Json) -> Json:
        order = self._find_order(arguments)
        return {"orderId": order.order_id, "status": order.state, "success": True}

    def _find_order(self, arguments: Json) -> Order:
        wanted = arguments.get("orderId")
        for order in self._account(arguments).orders:
            if order.order_id == wanted:
                return order
        raise ToolError("order_not_found", f"Order {wanted} not found")

    def _executions(self, arguments: Json) -> Json:
        entry = self._account(arguments)
        lookback = arguments.get("lookbackTime", _DEFAULT_LOOKBACK)
        if not isinstance(lookback, int) or not 0 < lookback <= _LONGEST_LOOKBACK:
            raise ToolError(
                "Invalid request", f"lookbackTime can be 1 to {_LONGEST_LOOKBACK} seconds."
            )
        since = self._market.now - timedelta(seconds=lookback)
        fills = [fill for fill in entry.executions if fill.time >= since]
        shapes = [rest_shapes.execution(fill) for fill in fills]
        return {"executions": shapes, "count": len(shapes), "success": True}

    def _execution(self, arguments: Json) -> Json:
        wanted = arguments.get("id")
        for fill in self._account(arguments).executions:
            if fill.execution_id == wanted:
                return {**rest_shapes.execution(fill), "success": True}
        raise ToolError("execution_not_found", f"Execution {wanted} not found")

    def _executions_by_order(self, arguments: Json) -> Json:
        wanted = arguments.get("orderId")
        fills = [
            rest_shapes.execution(fill)
            for fill in self._account(arguments).executions
            if fill.order.order_id == wanted
        ]
        return {"executions": fills, "count": len(fills), "success": True}

    def _quote(self, arguments: Json) -> Json:
        return rest_shapes.quote(self._contract(arguments), self._market)

    def _market_info(self, arguments: Json) -> Json:
        traded = self._contract(arguments) if arguments.get("instrument") else CONTRACTS[0]
        return rest_shapes.market_info(traded, self._market.now)

    def _journal(self, arguments: Json) -> Json:
        limit = arguments.get("limit", _JOURNAL_LIMIT)
        if not isinstance(limit, int) or limit < 1:
            raise ToolError("Invalid request", "limit has to be a number above 0.")
        chosen = (
            [self._account(arguments)]
            if arguments.get("account")
            else list(self._market.accounts.values())
        )
        trips = sorted(
            (trip for entry in chosen for trip in entry.round_trips),
            key=lambda trip: trip.exited_at,
        )
        trades = [mcp_shapes.journal_trade(trip, 9000 + n) for n, trip in enumerate(trips)]
        return {"trades": trades[-limit:]}

    def _account(self, arguments: Json) -> Account:
        name = arguments.get("account")
        if not isinstance(name, str) or not name.strip():
            raise ToolError("Invalid request", "account is missing.")
        entry = self._market.find_account(name)
        if entry is None:
            error = "account_not_found" if self._dialect == "mcp" else "invalid_account"
            raise ToolError(error, f"Account {name} not found")
        return entry

    @staticmethod
    def _contract(arguments: Json) -> Contract:
        name = arguments.get("instrument")
        traded = find_contract(name) if isinstance(name, str) else None
        if traded is None:
            raise ToolError("invalid_instrument", f"Instrument {name} not found")
        return traded

    def _status(self, entry: Account) -> str:
        """The state of the broker connection that the account hangs on."""
        return self._market.feeds.order_status(entry.profile.connection)
