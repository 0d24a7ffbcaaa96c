"""The accounts in Settings as a table to choose one from."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractItemModel,
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
)
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from ct_desktop.core.account_rules import AccountRule
from ct_desktop.core.accounts import AccountClass
from ct_desktop.core.wording_account_rules import ACCOUNTS, CLASS_TITLES, COLUMNS, guessed
from ct_desktop.core.wording_limits import DRAWDOWN_TITLES
from ct_desktop.ui.controls import formatting
from ct_desktop.ui.controls.empty_words import EmptyWords
from ct_desktop.ui.controls.focus_frame import ShowsFocus
from ct_desktop.ui.privacy import PRIVACY
from ct_desktop.ui.theme.fonts import TextRole, text_font
from ct_desktop.ui.theme.measures import TABLE_HEADING_HEIGHT, TABLE_ROW_HEIGHT
from ct_desktop.ui.theme.theme import Theme

RowOfAccount = tuple[AccountRule, str, AccountClass]
"""An account's rule, its display name, and its class by rule or guess."""

_Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_RIGHT = (2, 4)
_SHOWN_ROWS = 7
_CELL_PADDING = 8


class AccountListModel(QAbstractTableModel):
    """One line an account."""

    def __init__(self) -> None:
        super().__init__()
        PRIVACY.changed.connect(self._on_privacy)
        self._rows: Sequence[RowOfAccount] = ()

    def show_rows(self, rows: Sequence[RowOfAccount]) -> None:
        """Show ``rows``; where only figures changed, the choice stays."""
        same = [row[0].account for row in rows] == [row[0].account for row in self._rows]
        if same:
            self._rows = rows
            self._tell_all()
            return
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    def _on_privacy(self) -> None:
        self._tell_all()

    def _tell_all(self) -> None:
        if self._rows:
            last = self.index(len(self._rows) - 1, len(COLUMNS) - 1)
            self.dataChanged.emit(self.index(0, 0), last)

    def rowCount(self, parent: _Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: _Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(COLUMNS)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return self._text(self._rows[index.row()], index.column())
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(index.column())
        return None

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        if orientation is Qt.Orientation.Horizontal:
            if role == Qt.ItemDataRole.DisplayRole:
                return COLUMNS[section]
            if role == Qt.ItemDataRole.TextAlignmentRole:
                return _alignment(section)
        return None

    @staticmethod
    def _text(row: RowOfAccount, column: int) -> str:
        rule, name, account_class = row
        texts = (
            formatting.account_name(name)
            if name == rule.account
            else f"{formatting.account_name(name)} ({formatting.account_name(rule.account)})",
            CLASS_TITLES[account_class] if rule.account_class else guessed(account_class),
            formatting.money(rule.daily_loss_limit),
            DRAWDOWN_TITLES[rule.drawdown] if rule.drawdown else formatting.NOT_SUPPLIED,
            formatting.money(rule.drawdown_amount),
        )
        return texts[column]


class AccountList(ShowsFocus, QTableView):
    """The table; up and down choose, Tab leaves it."""

    def __init__(self, theme: Theme, model: QAbstractItemModel) -> None:
        super().__init__()
        self._theme = theme
        self.setAccessibleName(ACCOUNTS)
        self.setModel(model)
        self.setFont(text_font(TextRole.BODY))
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        rows = self.verticalHeader()
        rows.hide()
        rows.setDefaultSectionSize(TABLE_ROW_HEIGHT)
        headings = self.horizontalHeader()
        headings.setFont(text_font(TextRole.HEADING))
        headings.setFixedHeight(TABLE_HEADING_HEIGHT)
        headings.setHighlightSections(False)
        headings.setSectionsClickable(False)
        headings.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        for column in _RIGHT:
            headings.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
        self.setFixedHeight(TABLE_HEADING_HEIGHT + _SHOWN_ROWS * TABLE_ROW_HEIGHT + 2)
        self.empty_words = EmptyWords(theme, self, padding=_CELL_PADDING)
        theme.changed.connect(self._dress)
        self._dress()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.empty_words.setGeometry(self.viewport().geometry())

    def _dress(self) -> None:
        palette = self._theme.palette
        self.setStyleSheet(f"""
QTableView {{ background: {palette.window.name()}; border: 1px solid {palette.border.name()}; }}
QTableView::item {{ border: none; padding: 0 {_CELL_PADDING}px; color: {palette.text.name()}; }}
QTableView::item:selected {{ background: {palette.selected.name()}; }}
QHeaderView::section {{
    background: {palette.surface.name()};
    color: {palette.text2.name()};
    border: none;
    border-bottom: 1px solid {palette.border.name()};
    padding: 0 {_CELL_PADDING}px;
}}
""")


def _alignment(column: int) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if column in _RIGHT else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter
