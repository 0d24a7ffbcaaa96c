"""How long the day is: the whole of it, or its short form."""

from dataclasses import dataclass

from soak.bounds import Bounds
from soak.course import EPISODES, FEW_EPISODES, Episode


@dataclass(frozen=True, slots=True)
class Pace:
    """Seconds that a fault ``lasts``, and that what is well behind it ``rests``."""

    lasts: float
    rests: float


@dataclass(frozen=True, slots=True)
class Form:
    """``polls`` from the end of the warm-up on; a line of figures after every ``step`` of them.

    Each of ``episodes`` comes once in the warm-up, at a pace of its own, and once more at least.
    ``accounts`` is how many tradable ones there are.
    """

    name: str
    polls: int
    step: int
    accounts: int
    episodes: tuple[Episode, ...]
    warm_up: Pace
    day: Pace
    bounds: Bounds


WHOLE = Form(
    name="whole",
    polls=10_000,
    step=1_000,
    accounts=100,
    episodes=EPISODES,
    warm_up=Pace(lasts=60.0, rests=75.0),
    day=Pace(lasts=120.0, rests=240.0),
    bounds=Bounds(memory=0.02),
)

SHORT = Form(
    name="short",
    polls=120,
    step=60,
    accounts=40,
    episodes=FEW_EPISODES,
    warm_up=Pace(lasts=30.0, rests=45.0),
    day=Pace(lasts=45.0, rests=60.0),
    bounds=Bounds(memory=0.10),
)

FORMS = {form.name: form for form in (WHOLE, SHORT)}
