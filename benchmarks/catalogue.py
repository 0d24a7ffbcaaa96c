"""What is measured, by letter."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from benchmarks import (
    first_paint,
    frames,
    frozen_app,
    idle_memory,
    live_numbers,
    snapshot_painting,
    tool_call,
)
from benchmarks.comparison import Comparison
from benchmarks.surroundings import Surroundings


@dataclass(frozen=True, slots=True)
class Measurement:
    """``rounds`` is how often, unless somebody asks for another number."""

    measure: Callable[[Surroundings, int], list[Comparison]]
    rounds: int


MEASUREMENTS: Mapping[str, Measurement] = {
    "a": Measurement(first_paint.measure, first_paint.ROUNDS),
    "b": Measurement(live_numbers.measure, live_numbers.ROUNDS),
    "c": Measurement(tool_call.measure, tool_call.ROUNDS),
    "d": Measurement(snapshot_painting.measure, snapshot_painting.ROUNDS),
    "e": Measurement(idle_memory.measure, idle_memory.ROUNDS),
    "f": Measurement(frames.measure, frames.ROUNDS),
    "g": Measurement(frozen_app.measure, frozen_app.ROUNDS),
}
