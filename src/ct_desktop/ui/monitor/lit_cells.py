"""The cells of one table that are lit, since their figure moved, and how brightly still."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from PySide6.QtGui import QColor

from ct_desktop.ui.controls import formatting
from ct_desktop.ui.monitor.cell import Cell
from ct_desktop.ui.monitor.table_records import Moved, Record

STEPS = 6
"""How often a cell is painted darker until it is as before."""

LitRow = dict[int, float]
"""How brightly the cells of a row are lit, from 0 to 1, by column."""


class LitCells:
    """``cell_at`` gives what stands in a cell by row and column."""

    def __init__(self, cell_at: Callable[[int, int], Cell]) -> None:
        self._cell_at = cell_at
        self._steps: dict[tuple[Record[Any], int], int] = {}

    def __len__(self) -> int:
        return len(self._steps)

    def light(self, moved: Iterable[Moved[Any]], first: int, last: int) -> None:
        """Light what reads otherwise than before, in the rows from ``first`` to ``last``.

        A figure that was not known, or is not any more, did not move. One that is masked reads as
        before. What was never painted has been nothing else to the eye.
        """
        for record, before in moved:
            if not first <= record.place <= last:
                continue
            for column, cell in enumerate(before):
                if cell is not None and self._reads_otherwise(record.place, column, cell):
                    self._steps[record, column] = STEPS

    def _reads_otherwise(self, row: int, column: int, before: Cell) -> bool:
        now = self._cell_at(row, column)
        unknown = formatting.NOT_SUPPLIED
        return now.text != before.text and unknown not in (now.text, before.text)

    def fade(self) -> list[tuple[int, int]]:
        """Take a step back to the ground of the row; the cells to paint anew, by row and column."""
        painted = list(self._shown())
        self._steps = {key: steps - 1 for key, steps in self._steps.items() if steps > 1}
        return painted

    def put_out(self) -> list[tuple[int, int]]:
        """Light nothing any more; the cells to paint anew."""
        painted = list(self._shown())
        self._steps.clear()
        return painted

    def by_row(self) -> dict[int, LitRow]:
        """How brightly cells are lit. What is stale is not: nothing moves there."""
        rows: dict[int, LitRow] = {}
        for (record, column), steps in self._steps.items():
            if record.place >= 0 and not record.marks[column]:
                rows.setdefault(record.place, {})[column] = steps / STEPS
        return rows

    def _shown(self) -> Iterator[tuple[int, int]]:
        return ((record.place, column) for record, column in self._steps if record.place >= 0)


def between(one: QColor, other: QColor, share: float) -> QColor:
    """The colour that is ``share`` of the way from ``one`` to ``other``."""
    return QColor(
        round(one.red() + (other.red() - one.red()) * share),
        round(one.green() + (other.green() - one.green()) * share),
        round(one.blue() + (other.blue() - one.blue()) * share),
    )
