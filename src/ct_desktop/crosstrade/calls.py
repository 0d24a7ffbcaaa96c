"""CrossTrade's read tools as typed calls."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol, TypeVar

from ct_desktop.core.accounts import Balance
from ct_desktop.core.capabilities import Capabilities, SelfTest, Watermarks
from ct_desktop.core.feeds import BrokerConnection
from ct_desktop.core.orders import Execution, Order
from ct_desktop.core.positions import Position
from ct_desktop.core.problems import Refusal, TransportFault, kind_of
from ct_desktop.core.wording import problem
from ct_desktop.crosstrade.errors import CallFailed, FailureAnswer, UnusableAnswer
from ct_desktop.crosstrade.parsing.accounts import (
    AccountDetail,
    AccountsSummary,
    ListedAccounts,
    parse_account,
    parse_accounts_summary,
    parse_balance,
    parse_listed_accounts,
)
from ct_desktop.crosstrade.parsing.capabilities import parse_capabilities, parse_self_test
from ct_desktop.crosstrade.parsing.envelope import Rows
from ct_desktop.crosstrade.parsing.feeds import parse_connections
from ct_desktop.crosstrade.parsing.orders import parse_executions, parse_orders
from ct_desktop.crosstrade.parsing.positions import parse_positions
from ct_desktop.crosstrade.parsing.watermarks import parse_watermarks
from ct_desktop.crosstrade.read_list import READ_TOOLS, is_forwarded, require_read_only
from ct_desktop.crosstrade.refusals import (
    refusal_from_document,
    refusal_from_error,
    refusal_from_result,
)
from ct_desktop.mcp.errors import McpError
from ct_desktop.mcp.tools import Tool, ToolResult

T = TypeVar("T")

CACHED_TIMEOUT = 5.0
"""Seconds for what CrossTrade answers from its own store."""

FIGURES_TIMEOUT = 10.0
"""Seconds for one read that NT8 answers: some hundred milliseconds when it is well."""

EVERYTHING_TIMEOUT = 15.0
"""Seconds for reads that make NT8 gather much: all accounts with their positions, executions."""

SELF_TEST_TIMEOUT = 20.0
"""Seconds for the self-test, which runs several checks in turn."""

LONGEST_LOOKBACK = 900
"""Seconds of executions that the server goes back at most (the CrossTrade reference, 2.8)."""


class ToolSession(Protocol):
    """What the calls need of an MCP session; :class:`ct_desktop.mcp.session.McpSession` has it.

    Both raise the errors of :mod:`ct_desktop.mcp.errors`, or :class:`CallFailed` where the caller
    knows better why a call cannot be made.
    """

    async def call_tool(
        self,
        name: str,
        arguments: Mapping[str, Any] | None = None,
        *,
        timeout: float | None = None,  # noqa: ASYNC109 - the session's own limit
        idempotent: bool = False,
    ) -> ToolResult:
        """Call one tool. ``timeout`` is in seconds."""
        ...

    async def list_tools(self) -> Sequence[Tool]:
        """All tools that the server lists now."""
        ...


class CrossTrade:
    """CrossTrade's read tools, called through ``session``.

    Every method raises :class:`CallFailed` for anything that the network or the server can do, and
    lets cancellation pass. A tool outside the read list raises
    :class:`~ct_desktop.crosstrade.errors.ToolNotOnReadList` before any request. Holds no state.
    """

    def __init__(self, session: ToolSession) -> None:
        self._session = session

    async def list_tools(self) -> frozenset[str]:
        """The names of the tools that the server lists now and that this app may call.

        The server hides tools while NT8 is not connected (the CrossTrade reference, section 1.4).
        """
        try:
            tools = await self._session.list_tools()
        except McpError as error:
            raise _failure(refusal_from_error(error, forwarded=False)) from error
        return READ_TOOLS.intersection(tool.name for tool in tools)

    async def get_capabilities(self) -> Capabilities:
        """What the add-on is: versions and features."""
        return await self.call("GetMcpCapabilities", {}, FIGURES_TIMEOUT, parse_capabilities)

    async def self_test(self) -> SelfTest:
        """CrossTrade's own test of the way to NT8. Never ``deep``: that compiles inside NT8."""
        return await self.call("McpSelfTest", {}, SELF_TEST_TIMEOUT, parse_self_test)

    async def list_accounts(self) -> ListedAccounts:
        """Every account that NT8 knows, with the balances that come along, if any."""
        return await self.call("ListAccounts", {}, FIGURES_TIMEOUT, parse_listed_accounts)

    async def get_account(self, account: str) -> AccountDetail:
        """One account with its money."""
        return await self.call(
            "GetAccount",
            {"account": account},
            FIGURES_TIMEOUT,
            lambda result: parse_account(result, account),
        )

    async def get_accounts_summary(self) -> AccountsSummary:
        """All active accounts with their money and, where the server adds them, their positions.

        GetAccountSummary without an account; a server that wants one answers with a failure, or
        for one account alone.
        """
        return await self.call("GetAccountSummary", {}, EVERYTHING_TIMEOUT, parse_accounts_summary)

    async def get_account_balance(self, account: str) -> Balance:
        """One account's money: GetAccountSummary with an account."""
        return await self.call(
            "GetAccountSummary",
            {"account": account},
            FIGURES_TIMEOUT,
            lambda result: parse_balance(result, account),
        )

    async def get_connections(self) -> Rows[BrokerConnection]:
        """Every broker connection configured in NT8, connected or not."""
        return await self.call("GetConnections", {}, FIGURES_TIMEOUT, parse_connections)

    async def get_all_positions(self) -> Rows[Position]:
        """The open positions of all accounts, in one call."""
        return await self.call("GetAllPositions", {}, FIGURES_TIMEOUT, parse_positions)

    async def list_positions(self, account: str) -> Rows[Position]:
        """One account's open positions."""
        return await self.call(
            "ListPositions",
            {"account": account},
            FIGURES_TIMEOUT,
            lambda result: parse_positions(result, account),
        )

    async def list_orders(self, account: str) -> Rows[Order]:
        """One account's working and recent orders."""
        return await self.call(
            "ListOrders",
            {"account": account},
            FIGURES_TIMEOUT,
            lambda result: parse_orders(result, account),
        )

    async def get_all_orders(self) -> Rows[Order]:
        """The working and recent orders of all accounts."""
        return await self.call("GetAllOrders", {}, EVERYTHING_TIMEOUT, parse_orders)

    async def list_executions(
        self, account: str, lookback: int = LONGEST_LOOKBACK
    ) -> Rows[Execution]:
        """One account's fills of the last ``lookback`` seconds.

        The server goes back :data:`LONGEST_LOOKBACK` at most.
        """
        return await self.call(
            "ListExecutions",
            {"account": account, "lookbackTime": max(1, min(lookback, LONGEST_LOOKBACK))},
            EVERYTHING_TIMEOUT,
            lambda result: parse_executions(result, account),
        )

    async def get_watermarks(self, account: str) -> Watermarks:
        """A session's extremes for one account, from CrossTrade's cache: works without NT8."""
        return await self.call(
            "GetWatermarks",
            {"account": account},
            CACHED_TIMEOUT,
            lambda result: parse_watermarks(result, account),
        )

    async def call(
        self,
        tool: str,
        arguments: Mapping[str, object],
        seconds: float,
        parse: Callable[[ToolResult], T],
    ) -> T:
        """Call any tool on the read list; every method above goes through here.

        ``seconds`` is the time limit. ``parse`` reads a result that is not an error; it raises
        :class:`UnusableAnswer` or :class:`FailureAnswer` where that cannot be done.
        """
        require_read_only(tool, arguments)
        forwarded = is_forwarded(tool)
        try:
            # A read may be repeated, so a connection lost half-way is the session's to mend.
            result = await self._session.call_tool(
                tool, arguments, timeout=seconds, idempotent=True
            )
            if result.is_error:
                raise _failure(refusal_from_result(result, forwarded=forwarded))
            return parse(result)
        except McpError as error:
            raise _failure(refusal_from_error(error, forwarded=forwarded)) from error
        except FailureAnswer as failure:
            refusal = refusal_from_document(failure.document, forwarded=forwarded)
            raise _failure(refusal) from failure
        except UnusableAnswer as unusable:
            refusal = Refusal(fault=TransportFault.INVALID_ANSWER, forwarded=forwarded)
            raise _failure(refusal) from unusable


def _failure(refusal: Refusal) -> CallFailed:
    return CallFailed(problem(kind_of(refusal), retry_after=refusal.retry_after), refusal)
