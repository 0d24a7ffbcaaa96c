"""How often to ask for what, within the request budget, and how old figures may grow by it.

CrossTrade allows 180 requests a minute, shared with the trader's own bots; this app uses at most
:data:`OWN_BUDGET`. Source: the CrossTrade reference, sections 4.2 and 4.3; the design, section 5.
"""

from dataclasses import dataclass

from ct_desktop.core.snapshot import AgeLimits

CALLS_ALLOWED = 180
"""Requests a minute that CrossTrade allows a user, all clients together."""

OWN_BUDGET = 30
"""Requests a minute that this app allows itself."""

PROBE_INTERVAL = 4.0
"""Seconds between the single probes sent while a link is broken: back within five of its end."""


@dataclass(frozen=True, slots=True)
class Pace:
    """Seconds between two calls of each kind.

    ``positions`` names most faults, and has five seconds for it with jitter, answer and repaint.
    ``balances`` is the step of the round: one account a step, or all at once where the server's
    all-accounts summary works. ``fills`` is a step of a round of its own; orders and fills are
    asked for sooner when a position changed, where the budget has room.
    """

    positions: float = 4.1
    balances: float = 6.0
    connections: float = 30.0
    accounts: float = 60.0
    orders: float = 60.0
    fills: float = 60.0

    @property
    def calls_a_minute(self) -> float:
        """What this pace costs."""
        steps = (
            self.positions,
            self.balances,
            self.connections,
            self.accounts,
            self.orders,
            self.fills,
        )
        return sum(60.0 / step for step in steps)


WATCHED = Pace()
"""While the trader can see the window and the market is open, and accounts are read in turn."""

BROKERS_WATCHED = Pace(
    positions=5.0, balances=30.0, connections=4.2, accounts=120.0, orders=120.0, fills=120.0
)
"""As :data:`WATCHED`, where the budget has room to name a lost broker within five seconds too.

That is where one call brings every balance, and while a broker is in trouble, so that its return
is seen as soon. What names all other faults is then the question for the connections.
"""

QUIET = Pace(
    positions=15.0, balances=15.0, connections=60.0, accounts=120.0, orders=180.0, fills=180.0
)
"""While the window is hidden or the market is closed."""


def age_limits(
    pace: Pace, *, accounts: int, all_at_once: bool, order_round: int = 1, fill_round: int = 1
) -> AgeLimits:
    """Limits that a healthy round at this pace never passes: three missed answers, or one round.

    ``order_round`` and ``fill_round`` are the calls that it takes to read those of all accounts.
    """
    round_steps = 1 if all_at_once else max(1, accounts)
    slack = 3 * pace.positions
    return AgeLimits(
        positions=slack,
        balances=round_steps * pace.balances + slack,
        accounts=2 * pace.accounts + slack,
        connections=2 * pace.connections + slack,
        orders=(order_round + 1) * pace.orders + slack,
        fills=(fill_round + 1) * pace.fills + slack,
    )
