"""The list of shortcuts, under ``?`` and F1."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QGridLayout, QMainWindow, QWidget

from ct_desktop.ui.controls.dialog import Dialog
from ct_desktop.ui.controls.focus_frame import ShowsFocus
from ct_desktop.ui.controls.scroll_column import ScrollColumn
from ct_desktop.ui.controls.text import Text
from ct_desktop.ui.shell.shortcuts import SHORTCUTS
from ct_desktop.ui.theme.fonts import TextRole
from ct_desktop.ui.theme.theme import Theme

TITLE = "Keyboard shortcuts"
_WIDTH = 520
_MARGIN = 20
_KEYS_WIDTH = 150


class ShortcutsDialog(Dialog):
    """What each key does, by the place where it does it."""

    def __init__(self, theme: Theme, window: QMainWindow) -> None:
        super().__init__(theme, window, TITLE, width=_WIDTH)
        self.content.addWidget(_List(theme), 1)


class _List(ShowsFocus, ScrollColumn):
    """Scrolls by the arrow keys too: nothing in it takes the keyboard."""

    def __init__(self, theme: Theme) -> None:
        rows = _rows(theme)
        super().__init__(rows)
        self._rows = rows
        self._theme = theme
        self.setAccessibleName(TITLE)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def sizeHint(self) -> QSize:
        # Qt's own would scroll although there is room.
        return self._rows.sizeHint()


def _rows(theme: Theme) -> QWidget:
    content = QWidget()
    grid = QGridLayout(content)
    grid.setContentsMargins(_MARGIN, 12, _MARGIN, _MARGIN)
    grid.setVerticalSpacing(8)
    grid.setColumnMinimumWidth(0, _KEYS_WIDTH)
    grid.setColumnStretch(1, 1)
    for group in SHORTCUTS:
        title = Text(theme, group.title, TextRole.SECTION_TITLE)
        title.setContentsMargins(0, 8, 0, 0)
        grid.addWidget(title, grid.rowCount(), 0, 1, 2)
        for keys, does in group.rows:
            row = grid.rowCount()
            name = Text(theme, keys, TextRole.NAME)
            name.setAccessibleName(f"{keys}: {does}")
            grid.addWidget(name, row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(Text(theme, does, color="text2"), row, 1)
    return content
