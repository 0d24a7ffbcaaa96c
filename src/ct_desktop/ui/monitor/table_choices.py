"""What the trader chose for the tables: one value, whoever changes it."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QObject, Signal

from ct_desktop.profiles.tables_view import TablesView
from ct_desktop.ui.monitor.table_part import TablePart


class TableChoices(QObject):
    """Owns the newest :class:`TablesView`, and gives each table its layout."""

    chosen = Signal(object)
    """The new :class:`TablesView`, when the trader changed it."""

    shown = Signal()
    """Something is shown otherwise than before, wherever the change came from."""

    def __init__(self, parts: Iterable[TablePart[Any]], parent: QObject) -> None:
        super().__init__(parent)
        self._parts = tuple(parts)
        self._tables = TablesView()
        for part in self._parts:
            part.view.layout_changed.connect(self._on_layouts)

    @property
    def tables(self) -> TablesView:
        """What is chosen now."""
        return self._tables

    def show(self, tables: TablesView) -> None:
        """Take over what the settings say."""
        if tables == self._tables:
            return
        self._tables = tables
        for part in self._parts:
            part.view.choose_layout(tables.layout(part.name))
        self.shown.emit()

    def choose(self, tables: TablesView) -> None:
        """Take over what the trader chose, and tell it."""
        if tables != self._tables:
            self.show(tables)
            self.chosen.emit(tables)

    def _on_layouts(self) -> None:
        tables = self._tables
        for part in self._parts:
            tables = replace(tables, layouts=tables.with_layout(part.view.layout_chosen))
        self.choose(tables)
