"""Scenarios: what can be wrong, each by name. A new one is one entry in ``SCENARIOS``.

A scenario is a set of faults, so that scenarios can be combined by joining their sets.
"""

from dataclasses import dataclass
from enum import Enum


class Fault(Enum):
    """One thing that is wrong, or otherwise than usual."""

    PLAN_REFUSED = "every tool call is refused with 403: not an Elite subscription"
    ADDON_OFFLINE = "the add-on is not connected: 408, and tools that need it are not listed"
    NT8_FROZEN = "NinjaTrader 8 does not answer the add-on: its tools hang"
    GRANTS_REVOKED = "every grant is revoked once, when the scenario begins"
    SERVER_DOWN = "503 on everything"
    CROWD = "200 accounts with 2,000 positions"


@dataclass(frozen=True, slots=True)
class Scenario:
    """A named set of faults with one sentence for the control page."""

    name: str
    description: str
    faults: frozenset[Fault] = frozenset()


HEALTHY = "healthy"

SCENARIOS: dict[str, Scenario] = {
    scenario.name: scenario
    for scenario in (
        Scenario(HEALTHY, "Everything works and the market moves."),
        Scenario(
            "not-elite",
            "The plan does not include MCP: sign-in and the tool list work, tool calls get 403.",
            frozenset({Fault.PLAN_REFUSED}),
        ),
        Scenario(
            "addon-offline",
            "The add-on is not connected: tool calls get 408 and most tools are not listed.",
            frozenset({Fault.ADDON_OFFLINE}),
        ),
        Scenario(
            "nt8-frozen",
            "NinjaTrader 8 hangs, as behind a modal dialog: only calls it has no part in answer.",
            frozenset({Fault.NT8_FROZEN}),
        ),
        Scenario(
            "token-revoked",
            "All grants are revoked at once: the next call gets 401 until the next sign-in.",
            frozenset({Fault.GRANTS_REVOKED}),
        ),
        Scenario(
            "server-down",
            "CrossTrade itself is down: 503 on everything but this control page.",
            frozenset({Fault.SERVER_DOWN}),
        ),
        Scenario(
            "many-accounts",
            "200 accounts with 2,000 positions, a tenth of which changes each second.",
            frozenset({Fault.CROWD}),
        ),
    )
}
