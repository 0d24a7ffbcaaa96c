"""How wide each column must be so that no cell is cut, without measuring every cell."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Generic, TypeVar

from ct_desktop.ui.monitor.cell import Cell
from ct_desktop.ui.monitor.cell_painter import cell_width
from ct_desktop.ui.monitor.columns import ColumnKind, Columns, Values

R = TypeVar("R")

_OLDEST = Cell("98 min")
"""The longest age there is."""


class ColumnWidths(Generic[R]):
    """The width of the widest content seen in each column, in pixels. It never shrinks.

    Rows are measured when they come; a cell that changes is when it is painted, by
    :meth:`include_cell`. Figures have tabular digits, so among rows of one form the largest and the
    smallest are the widest. Of the rows that come together, texts are measured once each.
    """

    def __init__(self, columns: Columns[R]) -> None:
        self._columns = columns
        self._widths = [0] * len(columns.columns)
        self._widths[-1] = cell_width(_OLDEST)

    def __getitem__(self, column: int) -> int:
        return self._widths[column]

    def start_over(self, rows: Sequence[R]) -> None:
        """Forget every content there was, and take ``rows`` into account."""
        self._widths = [0] * len(self._columns.columns)
        self._widths[-1] = cell_width(_OLDEST)
        self.include(rows)

    def include(self, rows: Sequence[R]) -> bool:
        """Take ``rows`` into account; whether any column is wider now."""
        before = list(self._widths)
        by_form: dict[object, list[tuple[R, Values]]] = defaultdict(list)
        for row in rows:
            by_form[self._columns.form(row)].append((row, self._columns.values(row)))
        for alike in by_form.values():
            for column, spec in enumerate(self._columns.columns[:-1]):
                if spec.kind is ColumnKind.TEXT:
                    self._include_texts(column, alike)
                else:
                    self._include_figures(column, alike)
        return self._widths != before

    def include_cell(self, column: int, cell: Cell) -> bool:
        """Take one more cell into account; whether its column is wider now."""
        width = cell_width(cell)
        if width <= self._widths[column]:
            return False
        self._widths[column] = width
        return True

    def _include_texts(self, column: int, rows: Sequence[tuple[R, Values]]) -> None:
        of_each_text = {values[column]: row for row, values in rows}
        for row in of_each_text.values():
            self.include_cell(column, self._columns.cell(row, column, False))

    def _include_figures(self, column: int, rows: Sequence[tuple[R, Values]]) -> None:
        figures = [values[column] for _, values in rows]
        known = [figure for figure in figures if isinstance(figure, (float, int))]
        for extreme in {min(known), max(known)} if known else ():
            row, _ = rows[figures.index(extreme)]
            self.include_cell(column, self._columns.cell(row, column, False))
