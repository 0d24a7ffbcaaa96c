"""The table of broker connections: a model that tells the smallest change."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from ct_desktop.core.feeds import FeedState
from ct_desktop.core.moment import Moment
from ct_desktop.ui.connection.broker_rows import BrokerRow, Feed
from ct_desktop.ui.controls import formatting
from ct_desktop.ui.controls.state_shape import StateShape
from ct_desktop.ui.controls.text import plain_tool_tip
from ct_desktop.ui.theme.palette import Token

Index = QModelIndex | QPersistentModelIndex

CELL_ROLE = Qt.ItemDataRole.UserRole
"""The :class:`Cell` itself, for the delegate."""


class Column(IntEnum):
    """The columns, in order."""

    CONNECTION = 0
    ORDERS = 1
    PRICES = 2
    ACCOUNTS = 3
    SINCE = 4


HEADINGS = {
    Column.CONNECTION: "Connection",
    Column.ORDERS: "Orders",
    Column.PRICES: "Prices",
    Column.ACCOUNTS: "Accounts",
    Column.SINCE: "Since",
}

RIGHT_ALIGNED = frozenset({Column.ACCOUNTS, Column.SINCE})


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in one cell. ``emphasised`` is trouble that needs the eye."""

    text: str
    color: Token = "text"
    shape: StateShape | None = None
    emphasised: bool = False


_NO_PARENT = QModelIndex()


class BrokerModel(QAbstractTableModel):
    """Rows by connection name; :meth:`show_rows` compares and tells only what differs."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[BrokerRow] = []
        self._cells: list[tuple[Cell, ...]] = []
        self._believed = True

    def show_rows(self, rows: Sequence[BrokerRow], now: Moment, *, believed: bool) -> None:
        """Show ``rows``, whose names differ; without ``believed`` no feed is shown as up."""
        self._believed = believed
        self._remove_all_but({row.name for row in rows})
        for place, row in enumerate(rows):
            self._bring(row, place, now)
        self._rewrite(now)

    def tick(self, now: Moment, *, believed: bool) -> None:
        """Let the time since a feed was lost go on."""
        self._believed = believed
        self._rewrite(now)

    def _remove_all_but(self, names: set[str]) -> None:
        for place in reversed(range(len(self._rows))):
            if self._rows[place].name not in names:
                self.beginRemoveRows(_NO_PARENT, place, place)
                del self._rows[place], self._cells[place]
                self.endRemoveRows()

    def _bring(self, row: BrokerRow, place: int, now: Moment) -> None:
        """Have ``row`` at ``place``: there already, from further down, or new."""
        held = [known.name for known in self._rows[place:]]
        if row.name not in held:
            self.beginInsertRows(_NO_PARENT, place, place)
            self._rows.insert(place, row)
            self._cells.insert(place, cells(row, now, believed=self._believed))
            self.endInsertRows()
            return
        found = place + held.index(row.name)
        if found != place:
            self.beginMoveRows(_NO_PARENT, found, found, _NO_PARENT, place)
            self._rows.insert(place, self._rows.pop(found))
            self._cells.insert(place, self._cells.pop(found))
            self.endMoveRows()
        self._rows[place] = row

    def _rewrite(self, now: Moment) -> None:
        for place, row in enumerate(self._rows):
            old, new = self._cells[place], cells(row, now, believed=self._believed)
            self._cells[place] = new
            for column in Column:
                if old[column] != new[column]:
                    index = self.index(place, column)
                    self.dataChanged.emit(index, index)

    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(Column)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        cell = self._cells[index.row()][index.column()]
        column = Column(index.column())
        if role == CELL_ROLE:
            return cell
        if role == Qt.ItemDataRole.DisplayRole:
            return cell.text
        if role == Qt.ItemDataRole.ToolTipRole and column is Column.CONNECTION:
            return plain_tool_tip(cell.text)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            said = "not supplied" if cell.text == formatting.NOT_SUPPLIED else cell.text
            return said if column is Column.CONNECTION else f"{HEADINGS[column]}: {said}"
        return None

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return HEADINGS[Column(section)]
        return None


def cells(row: BrokerRow, now: Moment, *, believed: bool) -> tuple[Cell, ...]:
    """One row's cells, by :class:`Column`."""
    return (
        Cell(row.name),
        _feed_cell(row.orders, now, in_use=row.is_in_use, believed=believed),
        _feed_cell(row.prices, now, in_use=row.is_in_use, believed=believed),
        _figure_cell(formatting.count(row.accounts), believed=believed),
        _figure_cell(_since(row.established_at, now), believed=believed),
    )


_WORDS = {
    FeedState.CONNECTED: "Connected",
    FeedState.CONNECTING: "Connecting",
    FeedState.CONNECTION_LOST: "Lost",
    FeedState.DISCONNECTING: "Disconnecting",
    FeedState.DISCONNECTED: "Not connected",
}


def _feed_cell(feed: Feed, now: Moment, *, in_use: bool, believed: bool) -> Cell:
    if feed.status is None:
        return Cell(formatting.NOT_SUPPLIED, "text3")
    words = _WORDS.get(feed.status.state, feed.status.text)
    if feed.is_down and in_use and feed.lost_at is not None:
        words = f"{words} {formatting.age(now.seconds_since(feed.lost_at))}"
    if not believed or feed.status.state is FeedState.UNKNOWN:
        return Cell(words, "text3", StateShape.UNKNOWN)
    if feed.status.state is FeedState.CONNECTED:
        return Cell(words, "text", StateShape.OK)
    if not in_use:
        return Cell(words, "text3", StateShape.OFF)
    if feed.status.state is FeedState.CONNECTING:
        return Cell(words, "text2", StateShape.CHECKING)
    return Cell(words, "warn", StateShape.WARNING, emphasised=True)


def _figure_cell(text: str, *, believed: bool) -> Cell:
    quiet = not believed or text == formatting.NOT_SUPPLIED
    return Cell(text, "text3" if quiet else "text2")


def _since(established_at: datetime | None, now: Moment) -> str:
    if established_at is None:
        return formatting.NOT_SUPPLIED
    return formatting.since(established_at, now.utc)
