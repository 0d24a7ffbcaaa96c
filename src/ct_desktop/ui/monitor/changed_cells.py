"""Scattered changed cells as few rectangles that hold them and nothing else."""

from collections.abc import Iterable, Iterator, Set
from typing import TypeAlias

Rectangle: TypeAlias = tuple[int, int, int, int]
"""First row, first column, last row, last column."""


def changed_rectangles(rows: Iterable[tuple[int, Set[int]]]) -> Iterator[Rectangle]:
    """Rectangles of the cells given as (row, columns), rows ascending.

    Neighbouring columns of a row are one, and so are neighbouring rows with the same columns.
    """
    top = last = 0
    spans: list[tuple[int, int]] = []
    for row, columns in rows:
        here = _spans(columns)
        if spans and row == last + 1 and here == spans:
            last = row
            continue
        yield from ((top, left, last, right) for left, right in spans)
        top, last, spans = row, row, here
    yield from ((top, left, last, right) for left, right in spans)


def _spans(columns: Set[int]) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    for column in sorted(columns):
        if spans and spans[-1][1] == column - 1:
            spans[-1] = (spans[-1][0], column)
        else:
            spans.append((column, column))
    return spans
