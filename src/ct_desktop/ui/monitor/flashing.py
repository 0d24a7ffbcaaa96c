"""Lets the cells whose figure moved between two snapshots light up for a moment."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, QTimer

from ct_desktop.ui.monitor.table_records import Moved
from ct_desktop.ui.monitor.table_view import TableView
from ct_desktop.ui.motion.motion import motion_allowed

STEP_MILLISECONDS = 100
"""With :data:`~ct_desktop.ui.monitor.lit_cells.STEPS` of them a cell is lit for 0.6 s."""


class Flashing(QObject):
    """One for all tables of a screen: its one timer runs while a cell is lit, and else never.

    Only what moves within :meth:`figures_move` counts: a filter, another order or other colours
    change what is seen as well, and say nothing of the market.
    """

    def __init__(self, views: Sequence[TableView[Any]], parent: QObject) -> None:
        super().__init__(parent)
        self._views = views
        self._is_wanted = True
        self._figures_move = False
        self._steps = QTimer(self, interval=STEP_MILLISECONDS)
        self._steps.timeout.connect(self._fade)
        for view in views:
            view.table.figures_moved.connect(partial(self._light, view))

    @property
    def is_running(self) -> bool:
        """Whether any cell is lit."""
        return self._steps.isActive()

    def set_wanted(self, wanted: bool) -> None:
        """Light cells up from now on, or not."""
        self._is_wanted = wanted
        if not wanted:
            self._steps.stop()
            for view in self._views:
                view.put_out()

    @contextmanager
    def figures_move(self, *, newer: bool) -> Iterator[None]:
        """What is shown within is another snapshot, where it is ``newer``."""
        self._figures_move = newer
        try:
            yield
        finally:
            self._figures_move = False

    def _light(self, view: TableView[Any], moved: list[Moved[Any]]) -> None:
        if self._figures_move and self._is_wanted and motion_allowed(view):
            view.light(moved)
            if view.has_lit_cells and not self._steps.isActive():
                self._steps.start()

    def _fade(self) -> None:
        for view in self._views:
            view.fade()
        if not any(view.has_lit_cells for view in self._views):
            self._steps.stop()
