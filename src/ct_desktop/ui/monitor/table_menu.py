"""The menu of a table: its columns, its rows, and what is left out."""

from dataclasses import replace
from typing import Any

from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMenu

from ct_desktop.core.wording_tables import GROUP_BY_WORDS, ROW_HEIGHT_WORDS, TableWords
from ct_desktop.profiles.tables_view import GroupBy, RowHeight, TablesView
from ct_desktop.ui.monitor.table_choices import TableChoices
from ct_desktop.ui.monitor.table_export import export_table
from ct_desktop.ui.monitor.table_part import TablePart

_STEP = 16
"""Pixels by which the menu widens and narrows a column."""


class TableMenu(QMenu):
    """What can be chosen for ``part``; with a ``column``, also for that one. Goes when closed."""

    def __init__(self, part: TablePart[Any], column: int | None, choices: TableChoices) -> None:
        super().__init__(part.name, part.view)
        self._part = part
        self._view = part.view
        self._choices = choices
        self.setAccessibleName(TableWords.MENU.format(table=part.name))
        self.aboutToHide.connect(self.deleteLater)
        self._add_commands()
        self._add_exports()
        self.addSeparator()
        self._add_columns(self)
        if column is not None:
            self.addSeparator()
            self._add_place_and_width(column)
        self.addSeparator()
        self._add_groups(self.addMenu(TableWords.GROUP_BY))
        self._add_row_heights(self.addMenu(TableWords.ROWS))
        self._add_switches()

    def _add_commands(self) -> None:
        for command in self._part.commands():
            action = self.addAction(command.words)
            action.setShortcut(QKeySequence(command.keys))
            action.triggered.connect(command.run)
            self.addSeparator()

    def _add_exports(self) -> None:
        copy = self.addAction(TableWords.COPY_ROWS)
        copy.setShortcut(QKeySequence(QKeySequence.StandardKey.Copy))
        copy.setEnabled(self._view.selectionModel().hasSelection())
        copy.triggered.connect(self._view.copy_rows)
        export = self.addAction(TableWords.EXPORT)
        export.setEnabled(self._part.model.rowCount() > 0)
        export.triggered.connect(lambda: export_table(self._view))

    def _add_columns(self, menu: QMenu) -> None:
        shown = self._view.shown_columns()
        for number, heading in enumerate(self._view.headings):
            action = _switch(menu, heading, on=number in shown)
            # A table without columns could not be told from one without rows.
            action.setEnabled(number not in shown or len(shown) > 1)
            action.toggled.connect(lambda on, number=number: self._show_column(number, on))
        reset = menu.addAction(TableWords.RESET_COLUMNS)
        reset.triggered.connect(self._view.forget_choices)

    def _show_column(self, column: int, on: bool) -> None:
        shown = self._view.shown_columns()
        if on:
            # Where it stands by itself: before the first that comes after it.
            place = next((i for i, other in enumerate(shown) if other > column), len(shown))
            shown.insert(place, column)
        else:
            shown.remove(column)
        self._view.choose_columns(shown)

    def _add_place_and_width(self, column: int) -> None:
        shown = self._view.shown_columns()
        if column not in shown:
            return
        here = shown.index(column)
        name = self._view.headings[column]
        for words, way in ((TableWords.MOVE_LEFT, -1), (TableWords.MOVE_RIGHT, 1)):
            action = self.addAction(words.format(column=name))
            action.setEnabled(0 <= here + way < len(shown))
            action.triggered.connect(lambda _=False, way=way: self._move(column, way))
        width = self._view.columnWidth(column)
        for words, step in ((TableWords.WIDER, _STEP), (TableWords.NARROWER, -_STEP)):
            action = self.addAction(words.format(column=name))
            action.triggered.connect(
                lambda _=False, step=step: self._view.choose_width(column, width + step)
            )

    def _move(self, column: int, way: int) -> None:
        shown = self._view.shown_columns()
        here = shown.index(column)
        shown.insert(here + way, shown.pop(here))
        self._view.choose_columns(shown)

    def _add_row_heights(self, menu: QMenu) -> None:
        group = QActionGroup(menu)
        for height, words in zip(RowHeight, ROW_HEIGHT_WORDS, strict=True):
            action = _switch(menu, words, on=self._tables.row_height is height)
            group.addAction(action)
            action.triggered.connect(lambda _=False, height=height: self._change(row_height=height))

    def _add_groups(self, menu: QMenu) -> None:
        group = QActionGroup(menu)
        for group_by, words in zip(GroupBy, GROUP_BY_WORDS, strict=True):
            action = _switch(menu, words, on=self._tables.group_by is group_by)
            group.addAction(action)
            action.triggered.connect(
                lambda _=False, group_by=group_by: self._change(group_by=group_by)
            )

    def _add_switches(self) -> None:
        tables = self._tables
        flat = _switch(self, TableWords.HIDE_FLAT, on=tables.hide_flat)
        flat.toggled.connect(lambda on: self._change(hide_flat=on))
        built_in = _switch(self, TableWords.BUILT_IN, on=tables.built_in_accounts)
        built_in.toggled.connect(lambda on: self._change(built_in_accounts=on))

    @property
    def _tables(self) -> TablesView:
        return self._choices.tables

    def _change(self, **changes: Any) -> None:
        self._choices.choose(replace(self._tables, **changes))


def _switch(menu: QMenu, words: str, *, on: bool) -> QAction:
    action = menu.addAction(words)
    action.setCheckable(True)
    action.setChecked(on)
    return action
