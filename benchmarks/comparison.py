"""What a measurement gives: two series of figures, taken in turns, and their ratio."""

from dataclasses import dataclass
from statistics import median, quantiles


@dataclass(frozen=True, slots=True)
class Goal:
    """The largest ratio that is still good; with ``below`` it is already too large.

    ``in_slowest``: not the median round's ratio is judged but that of the slowest of a hundred.
    """

    limit: float
    below: bool = False
    in_slowest: bool = False

    def is_met_by(self, ratio: float) -> bool:
        """Whether ``ratio`` is good."""
        return ratio < self.limit if self.below else ratio <= self.limit

    def __str__(self) -> str:
        in_slowest = " at 99 %" if self.in_slowest else ""
        return f"{'<' if self.below else '≤'} {self.limit:.2f}{in_slowest}"


@dataclass(frozen=True, slots=True)
class Comparison:
    """One line of the table. ``ours`` and ``theirs`` are in ``unit``, a pair a round."""

    letter: str
    measured: str
    against: str
    goal: Goal
    unit: str
    ours: tuple[float, ...]
    theirs: tuple[float, ...]

    @property
    def ratios(self) -> tuple[float, ...]:
        """Ours to theirs, by round."""
        return tuple(our / their for our, their in zip(self.ours, self.theirs, strict=True))

    @property
    def ratio(self) -> float:
        """The median round's ratio: what a slow moment of the machine did to one round is gone."""
        return median(self.ratios)

    @property
    def slowest_ratio(self) -> float:
        """The 99th percentile of the rounds' ratios."""
        if len(self.ratios) == 1:
            return self.ratio
        return quantiles(self.ratios, n=100, method="inclusive")[-1]

    @property
    def spread(self) -> tuple[float, float]:
        """Between these lies the middle half of the rounds."""
        if len(self.ratios) == 1:
            return self.ratio, self.ratio
        lower, _, upper = quantiles(self.ratios, n=4, method="inclusive")
        return lower, upper

    @property
    def is_met(self) -> bool:
        """Whether the goal is met."""
        return self.goal.is_met_by(self.slowest_ratio if self.goal.in_slowest else self.ratio)
