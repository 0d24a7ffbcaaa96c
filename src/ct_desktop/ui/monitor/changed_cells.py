"""Scattered changed cells as few rectangles that hold them and nothing else."""

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import TypeAlias

Pattern: TypeAlias = tuple[bool, ...]
"""Which columns of a row are meant."""

Rectangle: TypeAlias = tuple[int, int, int, int]
"""First row, first column, last row, last column."""


def changed_rectangles(rows: Iterable[tuple[int, Pattern]]) -> Iterator[Rectangle]:
    """Rectangles of the cells given as (row, its changed columns), rows ascending.

    Neighbouring columns of a row are one, and so are neighbouring rows with the same columns.
    """
    top = last = -1
    pattern: Pattern = ()
    for row, here in rows:
        if row == last + 1 and here == pattern:
            last = row
            continue
        for left, right in _spans(pattern):
            yield top, left, last, right
        top, last, pattern = row, row, here
    for left, right in _spans(pattern):
        yield top, left, last, right


def covering_rectangle(rows: Sequence[tuple[int, Pattern]]) -> Iterator[Rectangle]:
    """The one rectangle that holds all of the cells, rows in any order, and what lies between."""
    columns = {column for pattern in {p for _, p in rows} for column, m in enumerate(pattern) if m}
    if columns:
        places = [place for place, _ in rows]
        yield min(places), min(columns), max(places), max(columns)


@lru_cache(maxsize=512)
def _spans(pattern: Pattern) -> tuple[tuple[int, int], ...]:
    spans: list[tuple[int, int]] = []
    for column, is_meant in enumerate(pattern):
        if is_meant and spans and spans[-1][1] == column - 1:
            spans[-1] = (spans[-1][0], column)
        elif is_meant:
            spans.append((column, column))
    return tuple(spans)
