"""How wide each column must be so that no cell is cut, without measuring every cell."""

from collections.abc import Iterator, Sequence
from typing import Generic, TypeVar

from ct_desktop.ui.monitor.cell import Cell
from ct_desktop.ui.monitor.cell_painter import cell_width
from ct_desktop.ui.monitor.columns import ColumnKind, Columns

R = TypeVar("R")

_OLDEST = Cell("98 min")
"""The longest age there is."""


class ColumnWidths(Generic[R]):
    """The width of the widest content seen in each column, in pixels. It never shrinks.

    Figures have tabular digits, so among a batch the largest and the smallest are the widest;
    they are measured only if they lie beyond all before. Texts are measured once each.
    """

    def __init__(self, columns: Columns[R]) -> None:
        self._columns = columns
        self._widths = [0] * len(columns.columns)
        self._extremes: dict[tuple[int, object], tuple[float, float]] = {}
        self._texts: list[set[object]] = [set() for _ in columns.columns]
        self._widths[-1] = cell_width(_OLDEST)

    def __getitem__(self, column: int) -> int:
        return self._widths[column]

    def include(self, rows: Sequence[R]) -> bool:
        """Take ``rows`` into account, and tell whether any column is wider now."""
        before = list(self._widths)
        values = [self._columns.values(row) for row in rows]
        for column, spec in enumerate(self._columns.columns[:-1]):
            here = [row_values[column] for row_values in values]
            if spec.kind is ColumnKind.TEXT:
                self._include_texts(column, rows, here)
            else:
                self._include_figures(column, rows, here)
        return self._widths != before

    def include_cell(self, column: int, cell: Cell) -> bool:
        """Take one more cell into account, and tell whether its column is wider now."""
        width = cell_width(cell)
        if width <= self._widths[column]:
            return False
        self._widths[column] = width
        return True

    def _include_texts(self, column: int, rows: Sequence[R], values: Sequence[object]) -> None:
        seen = self._texts[column]
        for row, value in zip(rows, values, strict=True):
            if value not in seen:
                seen.add(value)
                self.include_cell(column, self._columns.cell(row, column, False))

    def _include_figures(self, column: int, rows: Sequence[R], values: Sequence[object]) -> None:
        for form, row, value in self._extreme_rows(rows, values):
            low, high = self._extremes.get((column, form), (0.0, 0.0))
            if value < low or value > high or (column, form) not in self._extremes:
                self._extremes[column, form] = (min(low, value), max(high, value))
                self.include_cell(column, self._columns.cell(row, column, False))

    def _extreme_rows(
        self, rows: Sequence[R], values: Sequence[object]
    ) -> Iterator[tuple[object, R, float]]:
        """The rows with the smallest and the largest figure, by form: as many decimals."""
        found: dict[object, tuple[float, R, float, R]] = {}
        for row, value in zip(rows, values, strict=True):
            if not isinstance(value, (int, float)):
                continue
            form = self._columns.form(row)
            known = found.get(form)
            if known is None:
                found[form] = (value, row, value, row)
            elif value < known[0]:
                found[form] = (value, row, known[2], known[3])
            elif value > known[2]:
                found[form] = (known[0], known[1], value, row)
        for form, (low, low_row, high, high_row) in found.items():
            yield form, low_row, low
            yield form, high_row, high
