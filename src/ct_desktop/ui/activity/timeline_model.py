"""The timeline's rows: entries by id, newest first, telling the smallest change."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from ct_desktop.core.activity import ActivityEntry
from ct_desktop.core.moment import Moment
from ct_desktop.ui.activity.entry_words import EntryWords, entry_words

Index = QModelIndex | QPersistentModelIndex

WORDS_ROLE = Qt.ItemDataRole.UserRole
"""The :class:`EntryWords` of a row, for the delegate."""

_NO_PARENT = QModelIndex()


class TimelineModel(QAbstractListModel):
    """:meth:`show_entries` compares, so that choice and scroll position survive what is added."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._entries: list[ActivityEntry] = []
        self._now: Moment | None = None

    @property
    def entries(self) -> Sequence[ActivityEntry]:
        """What is shown, in its order."""
        return self._entries

    def row_of(self, entry_id: int) -> int | None:
        """The row of an entry, or ``None`` while it is not shown."""
        rows = (row for row, entry in enumerate(self._entries) if entry.id == entry_id)
        return next(rows, None)

    def show_entries(self, entries: Sequence[ActivityEntry], now: Moment) -> None:
        """Show ``entries``, whose ids differ and whose order stays from call to call."""
        self.tick(now)
        self._remove_all_but({entry.id for entry in entries})
        kept = {entry.id for entry in self._entries}
        if [entry.id for entry in self._entries] != [
            each.id for each in entries if each.id in kept
        ]:
            # No history tells its entries in another order than before; another one's might.
            self._remove_all_but(set())
            kept = set()
        self._insert(entries, kept)
        for row, entry in enumerate(entries):
            if self._entries[row] != entry:
                self._entries[row] = entry
                self._tell(row)

    def tick(self, now: Moment) -> None:
        """Let the time of what is still open go on."""
        before, self._now = self._now, now
        if before is None:
            return
        for row, entry in enumerate(self._entries):
            if entry.is_open and entry_words(entry, before.utc) != entry_words(entry, now.utc):
                self._tell(row)

    def _tell(self, row: int) -> None:
        index = self.index(row)
        self.dataChanged.emit(index, index)

    def _remove_all_but(self, ids: set[int]) -> None:
        end = len(self._entries)
        while end > 0:
            start = end
            while start > 0 and self._entries[start - 1].id not in ids:
                start -= 1
            if start < end:
                self.beginRemoveRows(_NO_PARENT, start, end - 1)
                del self._entries[start:end]
                self.endRemoveRows()
            end = start - 1

    def _insert(self, entries: Sequence[ActivityEntry], kept: set[int]) -> None:
        start = 0
        while start < len(entries):
            end = start
            while end < len(entries) and entries[end].id not in kept:
                end += 1
            if start < end:
                self.beginInsertRows(_NO_PARENT, start, end - 1)
                self._entries[start:start] = entries[start:end]
                self.endInsertRows()
            start = end + 1

    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._entries)

    def words(self, row: int) -> EntryWords:
        """What a row says now."""
        entry = self._entries[row]
        return entry_words(entry, entry.at if self._now is None else self._now.utc)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        if role == WORDS_ROLE:
            return self.words(index.row())
        if role == Qt.ItemDataRole.DisplayRole:
            return self._entries[index.row()].title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self.words(index.row()).spoken
        return None
