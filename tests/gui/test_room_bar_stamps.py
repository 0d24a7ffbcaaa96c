"""The bars before room that is left: an account that moves all day must not fill the memory."""

from collections.abc import Callable

from PySide6.QtCore import QRectF, QSizeF
from PySide6.QtGui import QPainter, QPixmap
from pytestqt.qtbot import QtBot

from ct_desktop.ui.monitor.cell import Bar, Cell
from ct_desktop.ui.monitor.cell_painter import CellPainter, Stamps
from ct_desktop.ui.theme.measures import ROOM_BAR_WIDTH_LONG
from ct_desktop.ui.theme.palette import DARK

MOVES = 5000


class WatchedStamps(Stamps):
    """Notes under which keys stamps are kept."""

    def __init__(self) -> None:
        super().__init__()
        self.keys: set[object] = set()

    def stamp(
        self,
        key: tuple[object, ...],
        size: QSizeF,
        ratio: float,
        paint: Callable[[QPainter, QRectF], None],
    ) -> QPixmap:
        self.keys.add(key)
        return super().stamp(key, size, ratio, paint)


def test_there_are_no_more_bars_than_lengths_that_can_be_told_apart(qtbot: QtBot) -> None:
    stamps, canvas = WatchedStamps(), QPixmap(300, 30)
    painter = QPainter(canvas)
    cells = CellPainter(painter, DARK, stamps)
    for move in range(MOVES):
        cell = Cell("~1,000", bar=Bar(move / MOVES, "bar"))
        cells.paint(cell, (0, 0, 300, 30), DARK.surface, right_aligned=True)
    painter.end()
    assert len(stamps.keys) <= ROOM_BAR_WIDTH_LONG + 1
