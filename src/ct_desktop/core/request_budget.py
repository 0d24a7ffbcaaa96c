"""The request budget in use: what was asked in the last minute, and why so often or so seldom."""

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum

from ct_desktop.core.moment import Moment
from ct_desktop.core.pace import CALLS_ALLOWED, OWN_BUDGET

WINDOW = 60.0
"""Seconds over which calls are counted."""


class AskingReason(StrEnum):
    """Why CrossTrade is asked as often as it is."""

    WATCHED = "watched"
    HIDDEN = "hidden"
    MARKET_CLOSED = "market_closed"
    PROBING = "probing"
    """A link is broken: only its end is watched for."""
    TOLD_TO_WAIT = "told_to_wait"
    """CrossTrade said to come back later, as with 429."""
    NOT_SIGNED_IN = "not_signed_in"


class CallKind(StrEnum):
    """What a request asked for."""

    POSITIONS = "positions"
    CONNECTIONS = "connections"
    ACCOUNTS = "accounts"
    BALANCES = "balances"
    ORDERS = "orders"
    FILLS = "fills"
    HIGHS = "highs"
    SELF_TEST = "self_test"
    SESSION = "session"
    """What the protocol itself takes: the handshake, the list of tools."""
    OTHER = "other"


_KINDS = {
    "GetAllPositions": CallKind.POSITIONS,
    "ListPositions": CallKind.POSITIONS,
    "GetConnections": CallKind.CONNECTIONS,
    "ListAccounts": CallKind.ACCOUNTS,
    "GetAccount": CallKind.BALANCES,
    "GetAccountSummary": CallKind.BALANCES,
    "GetAllOrders": CallKind.ORDERS,
    "ListOrders": CallKind.ORDERS,
    "ListExecutions": CallKind.FILLS,
    "GetWatermarks": CallKind.HIGHS,
    "GetMcpCapabilities": CallKind.SELF_TEST,
    "McpSelfTest": CallKind.SELF_TEST,
}
"""By the tool's name at CrossTrade (the CrossTrade reference, section 2)."""


@dataclass(frozen=True, slots=True)
class Call:
    """One request that went out; ``tool`` is ``None`` where it called none."""

    tool: str | None
    began: float
    """Seconds on the steady clock of :class:`Moment`."""

    @property
    def kind(self) -> CallKind:
        """What it asked for."""
        return CallKind.SESSION if self.tool is None else _KINDS.get(self.tool, CallKind.OTHER)


@dataclass(frozen=True, slots=True)
class RequestBudget:
    """``calls`` of the last minute or longer, of which this app allows itself ``own_limit``."""

    calls: tuple[Call, ...] = ()
    reason: AskingReason = AskingReason.WATCHED
    own_limit: int = OWN_BUDGET
    shared_limit: int = CALLS_ALLOWED
    balance_round: int = 1
    """The calls that it takes to read the balances of all accounts."""
    all_at_once: bool = False
    """Whether one call brings them all."""

    def asked(self, now: Moment) -> int:
        """How many requests began in the minute before ``now``."""
        return sum(call.began >= now.steady - WINDOW for call in self.calls)

    def asked_by_kind(self, now: Moment) -> tuple[tuple[CallKind, int], ...]:
        """The same by what they asked for, the most first."""
        counts = Counter(call.kind for call in self.calls if call.began >= now.steady - WINDOW)
        order = list(CallKind)
        return tuple(sorted(counts.items(), key=lambda kind: (-kind[1], order.index(kind[0]))))
