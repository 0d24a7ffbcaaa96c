"""When something happened, in a way that survives a wrong or jumping wall clock.

Ages are measured on a steady clock that also counts while the machine sleeps; the wall-clock time
is kept only to be shown.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Generic, Protocol, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Moment:
    """One instant on two clocks.

    ``utc`` is an aware datetime in UTC, for showing. ``steady`` is seconds on a clock that never
    jumps and runs on through sleep; its zero has no meaning and it is not comparable across boots.
    """

    utc: datetime
    steady: float

    def seconds_since(self, earlier: "Moment") -> float:
        """Seconds from ``earlier`` to this moment, never negative."""
        return max(0.0, self.steady - earlier.steady)


class Clock(Protocol):
    """Where the present moment comes from; tests supply their own."""

    def now(self) -> Moment:
        """The present moment."""
        ...


@dataclass(frozen=True, slots=True)
class Dated(Generic[T]):
    """A value together with the moment at which the server supplied it."""

    value: T
    fetched_at: Moment
