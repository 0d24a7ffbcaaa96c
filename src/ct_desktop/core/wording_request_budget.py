"""The wording of the request budget: what was asked lately, and why so often."""

from ct_desktop.core.moment import Moment
from ct_desktop.core.request_budget import AskingReason, CallKind, RequestBudget

REASONS = {
    AskingReason.WATCHED: "as often as this app allows itself",
    AskingReason.HIDDEN: "less often while no window is in sight",
    AskingReason.MARKET_CLOSED: "less often while the market is closed",
    AskingReason.PROBING: "only until the broken link is back",
    AskingReason.TOLD_TO_WAIT: "waiting, since CrossTrade wants to be asked less often",
    AskingReason.NOT_SIGNED_IN: "not asking without a sign-in",
}

KINDS = {
    CallKind.POSITIONS: "positions",
    CallKind.CONNECTIONS: "connections",
    CallKind.ACCOUNTS: "list of accounts",
    CallKind.BALANCES: "balances",
    CallKind.ORDERS: "orders",
    CallKind.FILLS: "fills",
    CallKind.HIGHS: "session highs",
    CallKind.SELF_TEST: "self-test and versions",
    CallKind.SESSION: "handshake and list of tools",
    CallKind.OTHER: "others",
}


def budget_words(budget: RequestBudget, now: Moment) -> str:
    """``Asked 24 times in the last minute, of 30 at most · why · positions 12, balances 12``."""
    asked = budget.asked(now)
    times = {0: "Not asked", 1: "Asked once"}.get(asked, f"Asked {asked} times")
    parts = [
        f"{times} in the last minute, of {budget.own_limit} at most",
        REASONS[budget.reason],
        ", ".join(f"{KINDS[kind]} {count}" for kind, count in budget.asked_by_kind(now)),
    ]
    return " · ".join(filter(None, parts))
