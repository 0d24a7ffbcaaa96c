"""How long the day is: the whole of it, or its short form."""

from dataclasses import dataclass

from soak.bounds import Bounds
from soak.course import EPISODES, FEW_EPISODES, Episode


@dataclass(frozen=True, slots=True)
class Form:
    """``polls`` from the end of the warm-up on; a line of figures after every ``step`` of them.

    Each of ``episodes`` comes once in the warm-up. ``lasts`` and ``rests`` are seconds: of a fault,
    and of what is well behind it.
    """

    name: str
    polls: int
    step: int
    episodes: tuple[Episode, ...]
    lasts: float
    rests: float
    bounds: Bounds


WHOLE = Form("whole", 10_000, 1_000, EPISODES, lasts=120.0, rests=240.0, bounds=Bounds(memory=0.02))
SHORT = Form("short", 400, 100, FEW_EPISODES, lasts=60.0, rests=90.0, bounds=Bounds(memory=0.10))

WARM_LASTS, WARM_RESTS = 60.0, 75.0
"""Seconds of each fault of the warm-up, and of what is well behind it."""

FORMS = {form.name: form for form in (WHOLE, SHORT)}
