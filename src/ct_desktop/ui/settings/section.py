"""What every section of the Settings screen is: a title over rows of a label and its controls."""

from typing import ClassVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ct_desktop.core.sign_in import SignIn
from ct_desktop.profiles import ProfileSettings, SettingsChanges
from ct_desktop.ui.controls.text import Text
from ct_desktop.ui.theme.fonts import TextRole
from ct_desktop.ui.theme.measures import PANEL_PADDING_READING
from ct_desktop.ui.theme.theme import Theme

_LABEL_WIDTH = 224
_LABEL_WIDTH_SMALL = 160
_ROW_HEIGHT = 40
_GAP = 12


class Section(QWidget):
    """A subclass adds rows in its constructor, and shows in :meth:`show_settings` what holds.

    ``names`` are the settings that it lets the trader change; resetting gives them back.
    """

    title: ClassVar[str]
    names: ClassVar[tuple[str, ...]] = ()

    changed = Signal(object)
    """A :class:`SettingsChanges` that the trader made; it applies at once."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setAccessibleName(self.title)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(0)
        self._grid.setVerticalSpacing(0)
        self._grid.setColumnStretch(1, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(PANEL_PADDING_READING + 4, 16, PANEL_PADDING_READING, 12)
        column.setSpacing(4)
        column.addWidget(Text(theme, self.title, TextRole.SECTION_TITLE))
        column.addLayout(self._grid)
        self.set_small(False)

    def show_settings(self, settings: ProfileSettings, sign_in: SignIn) -> None:
        """Show what holds now; no signal comes of it."""
        raise NotImplementedError

    def set_small(self, small: bool) -> None:
        """Use the measures for a small window."""
        self._grid.setColumnMinimumWidth(0, _LABEL_WIDTH_SMALL if small else _LABEL_WIDTH)

    def add_row(self, label: str, *parts: QWidget, hint: str = "") -> None:
        """A row: ``label`` with a ``hint`` below it, and ``parts`` from left to right.

        Words that wrap, and what expands, take the room that is left.
        """
        place = self._grid.rowCount()
        caption = QVBoxLayout()
        caption.setContentsMargins(0, 0, _GAP, 0)
        caption.setSpacing(0)
        caption.addStretch(1)
        name = Text(self._theme, label)
        if parts:
            name.setBuddy(parts[0])
        caption.addWidget(name)
        if hint:
            caption.addWidget(Text(self._theme, hint, TextRole.LABEL, "text3"))
        caption.addStretch(1)
        row = QHBoxLayout()
        row.setContentsMargins(0, 4, 0, 4)
        row.setSpacing(_GAP)
        for part in parts:
            row.addWidget(part, 1 if _takes_room(part) else 0, Qt.AlignmentFlag.AlignVCenter)
        # Takes only what their greatest width leaves over.
        row.addStretch()
        self._grid.setRowMinimumHeight(place, _ROW_HEIGHT)
        self._grid.addLayout(caption, place, 0)
        self._grid.addLayout(row, place, 1)

    def words(self, text: str) -> Text:
        """Words beside a control."""
        return Text(self._theme, text, color="text2")

    def explanation(self, text: str) -> Text:
        """Words at the end of a row, which wrap where there is little room."""
        return Text(self._theme, text, color="text2", wrap=True)

    def change(self, changes: SettingsChanges) -> None:
        """Say that the trader made ``changes``."""
        self.changed.emit(changes)


def _takes_room(part: QWidget) -> bool:
    if isinstance(part, Text) and part.wordWrap():
        return True
    return part.sizePolicy().horizontalPolicy() is QSizePolicy.Policy.Expanding
