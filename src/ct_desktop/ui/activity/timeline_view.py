"""The list of entries: one chosen, the keyboard's row framed, what is in sight kept in sight."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QWidget

from ct_desktop.ui.activity.entry_delegate import ROW_HEIGHT, EntryDelegate
from ct_desktop.ui.activity.timeline_model import TimelineModel
from ct_desktop.ui.controls.empty_words import EmptyWords
from ct_desktop.ui.controls.focus_frame import QUIET_REASONS
from ct_desktop.ui.controls.overlay_scroll_bar import OverlayScrollBar
from ct_desktop.ui.theme.measures import PANEL_PADDING_READING
from ct_desktop.ui.theme.theme import Theme

Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Anchor:
    """The topmost row in sight, and how many pixels of it are out of sight."""

    index: QPersistentModelIndex
    hidden: int


class TimelineView(QListView):
    """Arrow keys choose; a click or Enter also opens, where the detail has no place beside."""

    entry_chosen = Signal()
    """Another row is the current one, or none is."""
    entry_opened = Signal()
    """The current row was clicked, or Enter pressed on it."""

    def __init__(self, theme: Theme, model: TimelineModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._entries = EntryDelegate(theme, self)
        self.setAccessibleName("Timeline")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setUniformItemSizes(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        self.setMinimumSize(0, 0)
        self.setItemDelegate(self._entries)
        self.setModel(model)
        self.verticalScrollBar().setSingleStep(ROW_HEIGHT // 3)
        self._scroll_bar = OverlayScrollBar(theme, self)
        self.empty_words = EmptyWords(theme, self, padding=PANEL_PADDING_READING)
        self.clicked.connect(self.entry_opened)
        theme.changed.connect(self._recolor)
        self._recolor()

    def anchor(self) -> Anchor | None:
        """What is topmost, to be held; ``None`` at the top, where what is new is to be seen."""
        if self.verticalScrollBar().value() == 0:
            return None
        index = self.indexAt(QPoint(0, 0))
        hidden = -self.visualRect(index).top()
        return Anchor(QPersistentModelIndex(index), hidden) if index.isValid() else None

    def hold(self, anchor: Anchor | None) -> None:
        """Scroll so that ``anchor`` is topmost again, if it is still there."""
        if anchor is not None and anchor.index.isValid():
            self.doItemsLayout()
            self.verticalScrollBar().setValue(anchor.index.row() * ROW_HEIGHT + anchor.hidden)

    def dataChanged(self, first: Index, last: Index, roles: Sequence[int] = ()) -> None:
        # Not the list's own, which lays out all rows anew: theirs is one height for good.
        QAbstractItemView.dataChanged(self, first, last, list(roles))

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        self.entry_chosen.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self._show_frame(True)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.entry_opened.emit()
            return
        super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._show_frame(False)
        super().mousePressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._show_frame(event.reason() not in QUIET_REASONS)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._show_frame(False)

    def _show_frame(self, shown: bool) -> None:
        self._entries.set_frame(shown)
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.empty_words.setGeometry(self.viewport().geometry())

    def _recolor(self) -> None:
        colors = QPalette(self.palette())
        colors.setColor(QPalette.ColorRole.Base, self._theme.palette.surface)
        self.setPalette(colors)
        self.viewport().update()
