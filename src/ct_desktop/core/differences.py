"""What changed between two tables of keyed rows: the tables, notices and history feed on it."""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Differences(Generic[R]):
    """Rows by what became of them. ``changed`` are (old, new) pairs; equal rows are left out.

    ``in_place``: no row was added or removed, and each stands where it stood.
    """

    added: tuple[R, ...]
    removed: tuple[R, ...]
    changed: tuple[tuple[R, R], ...]
    in_place: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether nothing changed."""
        return not (self.added or self.removed or self.changed)


def differences(
    old: Sequence[R], new: Sequence[R], *, key: Callable[[R], Hashable]
) -> Differences[R]:
    """Compare two tables whose rows ``key`` identifies; keys must be unique within a table."""
    if len(old) == len(new):
        # From one second to the next the rows are mostly the same ones in the same order.
        unlike = tuple(
            (before, after)
            for before, after in zip(old, new, strict=True)
            if before is not after and before != after
        )
        if all(key(before) == key(after) for before, after in unlike):
            return Differences(added=(), removed=(), changed=unlike, in_place=True)
    return _differences_by_key(old, new, key)


def _differences_by_key(
    old: Sequence[R], new: Sequence[R], key: Callable[[R], Hashable]
) -> Differences[R]:
    before = {key(row): row for row in old}
    after = {key(row): row for row in new}
    return Differences(
        added=tuple(row for identity, row in after.items() if identity not in before),
        removed=tuple(row for identity, row in before.items() if identity not in after),
        changed=tuple(
            (before[identity], row)
            for identity, row in after.items()
            if identity in before and before[identity] != row
        ),
    )
