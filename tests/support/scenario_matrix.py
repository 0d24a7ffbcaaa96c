"""What can break between the trader and the broker, and what the app must say of it, row by row.

``tests/e2e/test_scenario_matrix*.py`` hold the window and the command line to every row;
:mod:`support.scenario_document` shows them to people.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from ct_desktop.cli.exit_codes import ExitCode
from ct_desktop.core.chain import Link
from ct_desktop.core.links import LinkName, LinkState
from ct_desktop.core.problems import Action, Problem, ProblemKind
from ct_desktop.core.wording import ACTION_LABELS, link_trouble, problem

NAMED_WITHIN = 5.0
"""Seconds in which a fault is on screen, and from its end until all is well again."""

ADDON_TIMEOUT = 3
"""Seconds after which the simulated CrossTrade gives up on a frozen NinjaTrader 8 in the tests."""

SLOW_ANSWER = 2
"""Seconds that each answer takes in the scenario ``slow`` in the tests."""

STILL_FOR = 60.0
"""Seconds for which prices must stand still before anybody can say so (the reference, 8.1)."""


class Figures(StrEnum):
    """What becomes of the numbers on screen."""

    KEPT = "kept, each with its age"
    LIVE = "stay live"


@dataclass(frozen=True, slots=True)
class ScenarioRow:
    """One fault, or several at once, and all that is asserted of it.

    ``faults`` are names of the simulated CrossTrade's scenarios; empty where the fault is made
    outside it, which ``made_by`` then tells. ``link`` is the first link that is not fine, None
    where all are. ``status`` and ``positions`` are exit codes of those commands. ``proof`` is how
    many seconds the fault itself takes to show; ``retry_after`` is how many the server wants to be
    left alone. ``by_way_of`` names the scenario through which this one comes and goes in life, and
    ``comes_back`` what brings the app back.
    """

    name: str
    faults: tuple[str, ...] = ()
    made_by: str = ""
    link: LinkName | None = None
    state: LinkState = LinkState.OK
    kind: ProblemKind | None = None
    action: Action | None = None
    status: ExitCode = ExitCode.WELL
    positions: ExitCode = ExitCode.WELL
    figures: Figures = Figures.LIVE
    proof: float = 0.0
    proof_is: str = ""
    retry_after: float = 0.0
    by_way_of: str = ""
    comes_back: str = "by itself"

    @property
    def named_within(self) -> float:
        """Seconds from the fault to its name on screen."""
        return NAMED_WITHIN + self.proof

    @property
    def problem(self) -> Problem | None:
        """The problem in the words that the trader reads."""
        return None if self.kind is None else problem(self.kind)

    @property
    def line(self) -> str:
        """What the chain in one line says of the link."""
        if self.link is None:
            return "All 8 links fine"
        return link_trouble(Link(self.link, self.state, problem=self.problem))

    @property
    def button(self) -> str:
        """The label of the one button."""
        return "" if self.action is None else ACTION_LABELS[self.action]


def _broken(
    name: str,
    link: LinkName,
    kind: ProblemKind,
    ends: ExitCode,
    action: Action = Action.CHECK_AGAIN,
    *,
    faults: tuple[str, ...] | None = None,
    figures: Figures = Figures.KEPT,
    **more: Any,
) -> ScenarioRow:
    """All stops at ``link``, and so ``ends`` each command.

    The fault is called as the row is where ``faults`` do not tell.
    """
    return ScenarioRow(
        name,
        (name,) if faults is None else faults,
        link=link,
        state=LinkState.BROKEN,
        kind=kind,
        action=action,
        status=ends,
        positions=ends,
        figures=figures,
        **more,
    )


def _slow(*faults: str) -> ScenarioRow:
    """All is well but for the wait."""
    return ScenarioRow(
        " and ".join(faults),
        faults,
        link=LinkName.CROSSTRADE,
        state=LinkState.WARNING,
        kind=ProblemKind.ANSWERS_SLOW,
        action=Action.CHECK_AGAIN,
        proof=4 * SLOW_ANSWER,
        proof_is=f"four answers of {SLOW_ANSWER} s each",
    )


def _rate_limited(*faults: str) -> ScenarioRow:
    """CrossTrade wants to be left alone for a while."""
    return ScenarioRow(
        " and ".join(faults),
        faults,
        retry_after=3.0,
        link=LinkName.CROSSTRADE,
        state=LinkState.WARNING,
        kind=ProblemKind.RATE_LIMITED,
        action=Action.WAIT,
        positions=ExitCode.UNREACHABLE,
        figures=Figures.KEPT,
    )


HEALTHY = ScenarioRow("healthy", ("healthy",))

TOKEN_REVOKED = _broken(
    "token-revoked",
    LinkName.SIGN_IN,
    ProblemKind.TOKEN_REJECTED,
    ExitCode.SIGN_IN_NEEDED,
    Action.SIGN_IN_AGAIN,
    comes_back="by signing in again, which only a person may begin",
)

RATE_LIMITED = _rate_limited("rate-limited")

ADDON_OUTDATED = ScenarioRow(
    "addon-outdated",
    ("addon-outdated",),
    by_way_of="addon-offline",
    link=LinkName.ADDON,
    state=LinkState.WARNING,
    kind=ProblemKind.ADDON_OUTDATED,
    action=Action.UPDATE_ADDON,
)

REGISTRATIONS_EXHAUSTED = _broken(
    "registrations-exhausted",
    LinkName.SIGN_IN,
    ProblemKind.REGISTRATION_LIMITED,
    ExitCode.SIGN_IN_NEEDED,
    Action.WAIT,
    figures=Figures.LIVE,
    comes_back="by starting over when the server’s time is past; a computer that is signed in "
    "never notices",
)

FROZEN_PRICES = ScenarioRow(
    "frozen-prices",
    ("frozen-prices",),
    link=LinkName.PRICES,
    state=LinkState.WARNING,
    kind=ProblemKind.PRICES_FROZEN,
    action=Action.CHECK_AGAIN,
    proof=STILL_FOR,
    proof_is="a minute in which no price moves while the market is open",
)

TOKEN_EXPIRING = ScenarioRow("token-expiring", ("token-expiring",))

SWITCHED = (
    _broken(
        "not-elite",
        LinkName.PLAN,
        ProblemKind.PLAN_REQUIRED,
        ExitCode.NOT_ALLOWED,
        Action.OPEN_PLAN_PAGE,
    ),
    _broken("addon-offline", LinkName.ADDON, ProblemKind.ADDON_OFFLINE, ExitCode.LINK_BROKEN),
    ADDON_OUTDATED,
    _broken(
        "nt8-frozen",
        LinkName.NT8,
        ProblemKind.NT8_NOT_RESPONDING,
        ExitCode.LINK_BROKEN,
        proof=ADDON_TIMEOUT,
        proof_is="CrossTrade’s time-out for NinjaTrader 8",
    ),
    ScenarioRow(
        "no-broker",
        ("no-broker",),
        link=LinkName.BROKERS,
        state=LinkState.BROKEN,
        kind=ProblemKind.NO_BROKER,
        action=Action.OPEN_NT8_HELP,
        status=ExitCode.LINK_BROKEN,
    ),
    ScenarioRow(
        "broker-dropping",
        ("broker-dropping",),
        link=LinkName.BROKERS,
        state=LinkState.WARNING,
        kind=ProblemKind.PRICE_FEED_LOST,
        action=Action.CHECK_AGAIN,
    ),
    RATE_LIMITED,
    _broken("server-down", LinkName.CROSSTRADE, ProblemKind.SERVER_ERROR, ExitCode.UNREACHABLE),
    _slow("slow"),
    _broken("garbage", LinkName.CROSSTRADE, ProblemKind.UNEXPECTED_ANSWER, ExitCode.UNREACHABLE),
    _broken(
        "captive-portal",
        LinkName.NETWORK,
        ProblemKind.NETWORK_SIGN_IN,
        ExitCode.UNREACHABLE,
        Action.OPEN_NETWORK_LOGIN,
    ),
    _broken(
        "wrong-clock",
        LinkName.SIGN_IN,
        ProblemKind.CLOCK_SKEW,
        ExitCode.SIGN_IN_NEEDED,
        Action.CHECK_CLOCK,
    ),
    ScenarioRow("many-accounts", ("many-accounts",)),
)
"""Switched on and off by ``POST /control/scenario`` while the app watches."""

COMBINED = (
    _rate_limited("addon-offline", "rate-limited"),
    _slow("broker-dropping", "slow"),
    _broken(
        "server-down and token-expiring",
        LinkName.CROSSTRADE,
        ProblemKind.SERVER_ERROR,
        ExitCode.UNREACHABLE,
        faults=("server-down", "token-expiring"),
    ),
)
"""Several at once: the first broken link by the chain's order wins."""


def _network(name: str, made_by: str, kind: ProblemKind) -> ScenarioRow:
    return _broken(name, LinkName.NETWORK, kind, ExitCode.UNREACHABLE, faults=(), made_by=made_by)


DNS_FAILURE = _network(
    "dns-failure", "CrossTrade’s name taken out of the resolver", ProblemKind.NAME_NOT_RESOLVED
)
CONNECTION_REFUSED = _network(
    "connection-refused", "nobody listens at CrossTrade’s address", ProblemKind.CANNOT_CONNECT
)
TLS_UNTRUSTED = _network(
    "tls-failure", "a certificate of a root that nobody knows", ProblemKind.TLS_FAILED
)
TLS_EXPIRED = _network("tls-expired", "a certificate whose time is over", ProblemKind.TLS_FAILED)
PROXY_REFUSED = _network("proxy-refused", "the proxy answers 403", ProblemKind.PROXY_FAILED)
PROXY_WANTS_SIGN_IN = _network("proxy-sign-in", "the proxy answers 407", ProblemKind.PROXY_FAILED)
PROXY_LOST = _network(
    "proxy-lost", "nobody listens at the proxy’s address", ProblemKind.PROXY_FAILED
)

DIRECT = (DNS_FAILURE, CONNECTION_REFUSED, TLS_UNTRUSTED, TLS_EXPIRED)
PROXIED = (PROXY_REFUSED, PROXY_WANTS_SIGN_IN, PROXY_LOST)
"""Made outside the simulated CrossTrade, on the way to it, directly and by a proxy."""

MATRIX = (
    HEALTHY,
    *SWITCHED,
    FROZEN_PRICES,
    TOKEN_EXPIRING,
    TOKEN_REVOKED,
    REGISTRATIONS_EXHAUSTED,
    *COMBINED,
    *DIRECT,
    *PROXIED,
)
