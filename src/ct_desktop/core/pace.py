"""How often to ask for what, within the request budget, and how old figures may grow by it.

CrossTrade allows 180 requests a minute, shared with the trader's own bots; this app uses at most
:data:`OWN_BUDGET`, or less where the trader says so. Source: the CrossTrade reference, sections
4.2 and 4.3; the design, section 5.
"""

from dataclasses import astuple, dataclass, field, fields, replace
from math import ceil

from ct_desktop.core.moment import Moment
from ct_desktop.core.snapshot import AgeLimits

CALLS_ALLOWED = 180
"""Requests a minute that CrossTrade allows a user, all clients together."""

OWN_BUDGET = 30
"""Requests a minute that this app allows itself at most."""

LEAST_BUDGET = 6
"""Requests a minute below which watching would be none."""

JITTER = 0.1
"""Share by which an interval may be longer, so that many clients do not ask in step."""

_PUT_OFF = 0.1
"""Share by which a round may take longer, since its questions wait for room in the budget."""

_PROBE_INTERVAL = 4.0
"""Seconds between the single probes sent while a link is broken: back within five of its end."""


@dataclass(frozen=True, slots=True)
class WatchingRules:
    """What the trader says of watching.

    The ages are seconds after which figures are shown as stale; ``None`` is as the pace gives, and
    so is whatever is less than that.
    """

    calls_a_minute: int = OWN_BUDGET
    slower_unwatched: bool = True
    """Whether to ask less often while nobody can see the figures or the market is closed."""
    positions_stale_after: int | None = None
    balances_stale_after: int | None = None

    @property
    def slowness(self) -> float:
        """By how much all takes longer than with the whole budget."""
        return OWN_BUDGET / self.calls_a_minute

    @property
    def probe_interval(self) -> float:
        """Seconds between two probes while a link is broken."""
        return _PROBE_INTERVAL * self.slowness


@dataclass(frozen=True, slots=True)
class Pace:
    """Seconds between two calls of each kind.

    ``positions`` names most faults, and has five seconds for it with jitter, answer and repaint.
    ``balances`` is the step of the round: one account a step, or all at once where the server's
    all-accounts summary works. ``fills`` is a step of a round of its own; orders and fills are
    asked for sooner when a position changed, where the budget has room.
    """

    positions: float = 4.1
    balances: float = 6.6
    connections: float = 30.0
    accounts: float = 60.0
    orders: float = 60.0
    fills: float = 60.0

    @property
    def steps(self) -> tuple[float, ...]:
        """All of them."""
        return astuple(self)

    @property
    def calls_a_minute(self) -> float:
        """What this pace costs at most."""
        return sum(60.0 / step for step in self.steps)

    @property
    def connections_name_faults(self) -> bool:
        """Whether connections are asked for about as often as positions, so as not to wait."""
        return self.connections < 2 * self.positions

    @property
    def urgent_calls_a_minute(self) -> int:
        """How many calls at most name faults, and so cannot wait for others."""
        calls = 60.0 / self.positions
        if self.connections_name_faults:
            calls += 60.0 / self.connections
        return ceil(calls)

    def by(self, rules: WatchingRules) -> "Pace":
        """This pace, which is made for the whole budget, within the trader's."""
        return Pace(*(step * rules.slowness for step in self.steps))


WATCHED = Pace()
"""While the trader can see the window and the market is open, and accounts are read in turn."""

BROKERS_WATCHED = Pace(
    positions=5.3, balances=30.0, connections=4.25, accounts=120.0, orders=120.0, fills=120.0
)
"""As :data:`WATCHED`, where the budget has room to name a lost broker within five seconds too.

That is where one call brings every balance, and while a broker is in trouble, so that its return
is seen as soon. What names all other faults is then the question for the connections.
"""

BROKERS_WATCHED_FROM = 24
"""The trader's budget below which that pace leaves no room for all else."""


def watched_pace(rules: WatchingRules, *, brokers: bool) -> Pace:
    """The pace in sight, where the market is open; ``brokers``: quick for these, with room."""
    quick = brokers and rules.calls_a_minute >= BROKERS_WATCHED_FROM
    return (BROKERS_WATCHED if quick else WATCHED).by(rules)


QUIET = Pace(
    positions=15.0, balances=15.0, connections=60.0, accounts=120.0, orders=180.0, fills=180.0
)
"""While the window is hidden or the market is closed."""


def age_limits(
    pace: Pace,
    *,
    balance_round: int = 1,
    order_round: int = 1,
    fill_round: int = 1,
    rules: WatchingRules | None = None,
) -> AgeLimits:
    """Limits that a healthy round at this pace never passes: three missed answers, or one round.

    Each ``…_round`` is the calls that it takes to read those of all accounts. The trader's
    ``rules`` make limits longer, never shorter.
    """
    rules = rules or WatchingRules()
    slack = 3 * pace.positions
    longest = 1 + JITTER + _PUT_OFF
    return AgeLimits(
        positions=max(slack, rules.positions_stale_after or 0),
        balances=max(
            longest * balance_round * pace.balances + slack, rules.balances_stale_after or 0
        ),
        accounts=2 * pace.accounts + slack,
        connections=2 * pace.connections + slack,
        orders=longest * (order_round + 1) * pace.orders + slack,
        fills=longest * (fill_round + 1) * pace.fills + slack,
    )


@dataclass(frozen=True, slots=True)
class LimitsInTransition:
    """Age limits that grow at once, and shrink when the quicker pace had time for a round.

    What was read at a slower pace is older than the quicker one allows, and not stale for that.
    """

    wanted: AgeLimits = field(default_factory=AgeLimits)
    earlier: AgeLimits = field(default_factory=AgeLimits)
    since: Moment | None = None
    """When the change from ``earlier`` to ``wanted`` began; ``None`` where none did."""

    def toward(self, wanted: AgeLimits, now: Moment) -> "LimitsInTransition":
        """The limits on their way to ``wanted`` from now on."""
        if wanted == self.wanted:
            return self
        return LimitsInTransition(wanted, self.at(now), now)

    def at(self, now: Moment) -> AgeLimits:
        """The limits that hold at ``now``."""
        if self.since is None:
            return self.wanted
        passed = now.seconds_since(self.since)
        held = {
            each.name: getattr(self.earlier, each.name)
            for each in fields(AgeLimits)
            if passed < getattr(self.wanted, each.name) < getattr(self.earlier, each.name)
        }
        return replace(self.wanted, **held)
