"""What stands in a table's head beside its name: what it is narrowed by, its age, the filter."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ct_desktop.core.wording_tables import TableWords
from ct_desktop.ui.controls.age_label import AgeLabel
from ct_desktop.ui.controls.buttons import IconButton
from ct_desktop.ui.controls.filter_box import FilterBox
from ct_desktop.ui.controls.text import Text
from ct_desktop.ui.theme.fonts import TextRole
from ct_desktop.ui.theme.icons import IconName
from ct_desktop.ui.theme.measures import ICON_BUTTON, INPUT_HEIGHT, PANEL_GAP
from ct_desktop.ui.theme.theme import Theme

_FILTER_WIDTH = 180


class TableTools(QWidget):
    """``leading`` stands first. The filter box gives way first, then the age goes, then the
    filter's hint is short, then the menu's button goes, since the heading row has the same menu.

    Room for the age is kept while there is none to show, so that nothing moves when it appears.
    """

    def __init__(self, theme: Theme, table: str, leading: QWidget, filter_name: str) -> None:
        super().__init__()
        self._leading = leading
        self._leading_width = leading.sizeHint().width()
        self.age = AgeLabel(theme, quiet_when_fresh=True)
        self.skipped = Text(theme, role=TextRole.LABEL, color="warn")
        self.skipped.hide()
        self.filter_box = FilterBox(theme, filter_name)
        self.menu_button = IconButton(
            theme,
            IconName.SETTINGS,
            TableWords.MENU.format(table=table),
            size=INPUT_HEIGHT,
            icon_size=ICON_BUTTON,
        )
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(PANEL_GAP)
        for widget in (leading, self.age, self.skipped):
            row.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addStretch(1)
        for widget in (self.filter_box, self.menu_button):
            row.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)

    def needed_width(self) -> int:
        """The width at which the filter box still serves."""
        button = self.menu_button.width() + PANEL_GAP
        return self._leading_width + PANEL_GAP + self.filter_box.narrowest + button

    def sizeHint(self) -> QSize:
        return QSize(self.needed_width(), INPUT_HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return QSize(0, INPUT_HEIGHT)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.share_room()

    def show_skipped(self, count: int, what: str) -> None:
        """Say that ``count`` rows of the answer are missing because they could not be read."""
        words = f"{count} not readable" if count else ""
        if words == self.skipped.text():
            return
        self.skipped.setText(words)
        self.skipped.setAccessibleDescription(
            f"{count} {what} in CrossTrade’s answer could not be read and are left out"
        )
        self.skipped.setVisible(bool(words))
        self.share_room()

    def share_room(self) -> None:
        """Share out the width anew; call it when what leads has another width."""
        self._leading_width = self._leading.sizeHint().width()
        room = self.width() - self._leading_width - PANEL_GAP
        if not self.skipped.isHidden():
            # What is missing is told before how old the rest is.
            room -= self.skipped.sizeHint().width() + PANEL_GAP
        age = self.age.widest() + PANEL_GAP
        button = self.menu_button.width() + PANEL_GAP
        shows_button = room - button >= self.filter_box.narrowest_with_short_hint()
        self.menu_button.setVisible(shows_button)
        left = room - button if shows_button else room
        shows_age = left - age >= self.filter_box.narrowest
        self.age.setVisible(shows_age)
        left = left - age if shows_age else left
        self.filter_box.fit(left, at_most=_FILTER_WIDTH)
