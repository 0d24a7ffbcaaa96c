"""Scenarios: what can be wrong, each by name. A new one is one entry in ``SCENARIOS``.

A scenario is a set of faults. What is wrong at a moment is one set of faults: scenarios are
combined by joining theirs, and which scenarios are on is read back from the set.
"""

from collections.abc import Collection
from dataclasses import dataclass
from enum import Enum


class Fault(Enum):
    """One thing that is wrong, or otherwise than usual. The value says it in words."""

    PLAN_REFUSED = "every tool call is refused with 403: not an Elite subscription"
    ADDON_OFFLINE = "the add-on is not connected: 408, and tools that need it are not listed"
    ADDON_OUTDATED = "the add-on is older than 1.13.0: fewer features, and it warns of itself"
    NT8_FROZEN = "NinjaTrader 8 does not answer the add-on: its tools hang"
    BROKERS_DISCONNECTED = "no broker connection is up, and no price comes in"
    BROKER_DROPPING = "one connection loses its price feed, then its order feed, and comes back"
    PRICES_FROZEN = "no price moves and nothing fills, though every connection says Connected"
    TOKENS_SHORT_LIVED = "access tokens live for seconds; those in use end when this begins"
    GRANTS_REVOKED = "every grant is revoked once, when this begins"
    TOKENS_REFUSED = "every access token is refused with 401 invalid_token"
    GRANTS_REFUSED = "codes and refresh tokens are refused with 400 invalid_grant; none is spent"
    CLOCK_WRONG = "the Date header of every answer is three hours behind"
    CALLS_LIMITED = "every tool call is refused with 429 and Retry-After"
    REGISTRATIONS_LIMITED = "every client registration is refused with 429 and Retry-After"
    SERVER_DOWN = "503 on everything"
    ANSWERS_SLOW = "every answer takes seconds"
    ANSWERS_GARBLED = "200 with something else than an answer, on everything"
    CAPTIVE_PORTAL = "200 with a login page of the network, on everything"
    CROWD = "200 accounts with 2,000 positions"

    @property
    def label(self) -> str:
        """The name at the control: ``plan-refused``."""
        return self.name.lower().replace("_", "-")


FAULTS: dict[str, Fault] = {fault.label: fault for fault in Fault}
"""All faults by the name that the control knows them by."""


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
            "addon-outdated",
            "The add-on is 1.12.4, below the 1.13.0 that MCP needs: no backtests, and a warning.",
            frozenset({Fault.ADDON_OUTDATED}),
        ),
        Scenario(
            "nt8-frozen",
            "NinjaTrader 8 hangs, as behind a modal dialog: only calls it has no part in answer.",
            frozenset({Fault.NT8_FROZEN}),
        ),
        Scenario(
            "no-broker",
            "NinjaTrader 8 runs, but none of its connections is up: nothing moves.",
            frozenset({Fault.BROKERS_DISCONNECTED}),
        ),
        Scenario(
            "broker-dropping",
            "Tradovate loses prices at once, orders 20 s later, is connecting after 40 s, back "
            "after 60 s; the next round begins at 80 s.",
            frozenset({Fault.BROKER_DROPPING}),
        ),
        Scenario(
            "frozen-prices",
            "Every connection says Connected, yet no price moves.",
            frozenset({Fault.PRICES_FROZEN}),
        ),
        Scenario(
            "token-expiring",
            "The access tokens in use end at once, new ones live 20 s; renewing them works.",
            frozenset({Fault.TOKENS_SHORT_LIVED}),
        ),
        Scenario(
            "token-revoked",
            "All grants are revoked at once: the next call gets 401 until the next sign-in.",
            frozenset({Fault.GRANTS_REVOKED}),
        ),
        Scenario(
            "rate-limited",
            "Tool calls get 429 and are asked to wait 3 s, as if bots used up the budget.",
            frozenset({Fault.CALLS_LIMITED}),
        ),
        Scenario(
            "registrations-exhausted",
            "No application can register for 45 minutes: 429 too_many_registrations.",
            frozenset({Fault.REGISTRATIONS_LIMITED}),
        ),
        Scenario(
            "server-down",
            "CrossTrade itself is down: 503 on everything but this control page.",
            frozenset({Fault.SERVER_DOWN}),
        ),
        Scenario(
            "slow",
            "Every answer takes 3 s, which is bad but no time-out.",
            frozenset({Fault.ANSWERS_SLOW}),
        ),
        Scenario(
            "garbage",
            "Every answer is 200 and nonsense: other JSON, JSON cut off, bytes; in turn.",
            frozenset({Fault.ANSWERS_GARBLED}),
        ),
        Scenario(
            "captive-portal",
            "Every answer is 200 with a login page, as on hotel Wi-Fi.",
            frozenset({Fault.CAPTIVE_PORTAL}),
        ),
        Scenario(
            "wrong-clock",
            "By the server's clock this computer is three hours ahead, so tokens, codes and "
            "renewals are refused; nothing is lost when the clocks agree again.",
            frozenset({Fault.CLOCK_WRONG, Fault.TOKENS_REFUSED, Fault.GRANTS_REFUSED}),
        ),
        Scenario(
            "many-accounts",
            "200 accounts with 2,000 positions, a tenth of which changes each second.",
            frozenset({Fault.CROWD}),
        ),
    )
}


class UnknownScenarioError(ValueError):
    """A name that is no scenario; the text says which there are."""


def faults_of(names: Collection[str]) -> frozenset[Fault]:
    """All faults of the scenarios together; ``UnknownScenarioError`` for any other name."""
    unknown = [name for name in names if name not in SCENARIOS]
    if unknown:
        raise UnknownScenarioError(
            f"There is no such scenario: {', '.join(unknown)}. There are: {', '.join(SCENARIOS)}."
        )
    return frozenset(fault for name in names for fault in SCENARIOS[name].faults)


def scenarios_of(faults: frozenset[Fault]) -> list[str]:
    """The scenarios whose faults are all among ``faults``; healthy where there are none."""
    if not faults:
        return [HEALTHY]
    return [each.name for each in SCENARIOS.values() if each.faults and each.faults <= faults]
