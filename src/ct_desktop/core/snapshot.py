"""All that is known of a trader's accounts at one instant, each part with its own age.

A snapshot is never changed; a new answer makes a new one. ``None`` is "never fetched": an empty
tuple is the server's word that there is nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from ct_desktop.core.accounts import Account, Balance
from ct_desktop.core.capabilities import Capabilities, SelfTest
from ct_desktop.core.feeds import BrokerConnection
from ct_desktop.core.moment import Dated, Moment
from ct_desktop.core.orders import Execution, Order
from ct_desktop.core.positions import Position

_NO_BALANCES: Mapping[str, Dated[Balance]] = MappingProxyType({})
_NO_FILLS: Mapping[str, Dated[tuple[Execution, ...]]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class AgeLimits:
    """How old each kind of figure may grow before it is shown as stale, in seconds.

    They follow the pace of asking, so that a healthy round is never called stale.
    """

    positions: float = 15.0
    balances: float = 90.0
    accounts: float = 180.0
    connections: float = 180.0
    orders: float = 180.0
    fills: float = 180.0


@dataclass(frozen=True, slots=True)
class Skipped:
    """How many rows of the newest answers could not be read and are left out."""

    accounts: int = 0
    positions: int = 0
    connections: int = 0


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The newest answer of each kind. ``balances`` is by account name.

    ``fills`` are those seen so far, by account, each account dated when it was last asked about.
    """

    accounts: Dated[tuple[Account, ...]] | None = None
    # A factory: before Python 3.12 a dataclass takes any unhashable default for a mutable one.
    balances: Mapping[str, Dated[Balance]] = field(default_factory=lambda: _NO_BALANCES)
    positions: Dated[tuple[Position, ...]] | None = None
    connections: Dated[tuple[BrokerConnection, ...]] | None = None
    orders: Dated[tuple[Order, ...]] | None = None
    fills: Mapping[str, Dated[tuple[Execution, ...]]] = field(default_factory=lambda: _NO_FILLS)
    capabilities: Dated[Capabilities] | None = None
    self_test: Dated[SelfTest] | None = None
    age_limits: AgeLimits = AgeLimits()
    skipped: Skipped = Skipped()

    def with_balances(self, balances: Mapping[str, Dated[Balance]]) -> "Snapshot":
        """This snapshot with ``balances`` laid over those it has."""
        return replace(self, balances=MappingProxyType({**self.balances, **balances}))

    @property
    def newest(self) -> Moment | None:
        """When the server last supplied any figure, or ``None`` when it never did."""
        parts = [self.accounts, self.positions, self.connections, *self.balances.values()]
        moments = [part.fetched_at for part in parts if part is not None]
        return max(moments, key=lambda moment: moment.steady, default=None)


def is_stale(fetched_at: Moment, limit: float, now: Moment) -> bool:
    """Whether a figure fetched at ``fetched_at`` has outlived ``limit`` seconds."""
    return now.seconds_since(fetched_at) > limit
