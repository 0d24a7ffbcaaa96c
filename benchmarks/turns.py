"""Both sides in turns, A B A B, so that whatever else the machine does falls on both."""

from collections.abc import Awaitable, Callable, Sequence

Series = tuple[tuple[float, ...], ...]
"""One series of figures a side, in the order of the sides; a figure a round."""


def in_turns(rounds: int, *sides: Callable[[], float]) -> Series:
    """The figures of ``rounds`` rounds, after one that warms caches up and is not counted."""
    taken = [[side() for side in sides] for _ in range(rounds + 1)]
    return _by_side(taken)


async def in_turns_awaited(rounds: int, *sides: Callable[[], Awaitable[float]]) -> Series:
    """The same for sides that are awaited."""
    taken = [[await side() for side in sides] for _ in range(rounds + 1)]
    return _by_side(taken)


def _by_side(taken: Sequence[Sequence[float]]) -> Series:
    return tuple(zip(*taken[1:], strict=True))
