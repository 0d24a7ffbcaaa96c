"""A one-line input: with a magnifier to filter a table, or plain to take what is pasted."""

import math

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QLineEdit, QWidget

from ct_desktop.ui.controls.focus_frame import ShowsFocus
from ct_desktop.ui.controls.text_drawing import text_width
from ct_desktop.ui.theme.fonts import TextRole, text_font
from ct_desktop.ui.theme.icons import IconName, paint_icon
from ct_desktop.ui.theme.measures import ICON_SMALL, INPUT_HEIGHT, RADIUS_CONTROL
from ct_desktop.ui.theme.theme import Theme

_PADDING = 9
_GAP = 7
_SHORT_HINT = "Filter"


class TextInput(ShowsFocus, QLineEdit):
    """A line to type in. ``name`` says what for; ``hint`` stands in it while it is empty."""

    _icon: IconName | None = None

    def __init__(
        self,
        theme: Theme,
        name: str,
        *,
        hint: str = "",
        height: int = INPUT_HEIGHT,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._wrong = False
        self.setAccessibleName(name)
        self.setPlaceholderText(hint)
        self.setFont(text_font(TextRole.LABEL))
        self.setFrame(False)
        self.setFixedHeight(height)
        left = _PADDING + ICON_SMALL + _GAP if self._icon else _PADDING
        self.setTextMargins(left - 2, 0, _PADDING - 2, 0)
        theme.changed.connect(self._recolor)
        self._recolor()

    def set_wrong(self, wrong: bool) -> None:
        """Mark what stands in it as not acceptable."""
        self._wrong = wrong
        self.update()

    def _recolor(self) -> None:
        colors = QPalette(self.palette())
        palette = self._theme.palette
        # The ground is painted here, with round corners.
        colors.setColor(QPalette.ColorRole.Base, Qt.GlobalColor.transparent)
        colors.setColor(QPalette.ColorRole.Text, palette.text)
        colors.setColor(QPalette.ColorRole.PlaceholderText, palette.text3)
        for role in (QPalette.ColorRole.Text, QPalette.ColorRole.PlaceholderText):
            colors.setColor(QPalette.ColorGroup.Disabled, role, palette.disabled)
        self.setPalette(colors)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        palette = self._theme.palette
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        edge = palette.broken if self._wrong else palette.border_strong
        painter.setPen(QPen(edge if self.isEnabled() else palette.border, 1))
        painter.setBrush(palette.window)
        frame = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(frame, RADIUS_CONTROL - 0.5, RADIUS_CONTROL - 0.5)
        if self._icon:
            top = (self.height() - ICON_SMALL) / 2
            ink = palette.text2 if self.isEnabled() else palette.disabled
            paint_icon(painter, self._icon, QRectF(_PADDING, top, ICON_SMALL, ICON_SMALL), ink)
        painter.end()
        super().paintEvent(event)


class FilterBox(TextInput):
    """Filters a table as one types; Escape empties it."""

    _icon = IconName.SEARCH

    def __init__(self, theme: Theme, name: str, parent: QWidget | None = None) -> None:
        super().__init__(theme, name, hint=name, parent=parent)
        self.setFixedWidth(180)

    @property
    def narrowest(self) -> int:
        """The width at which its hint stands uncut."""
        return _width_for(self.accessibleName())

    def fit(self, room: int, *, at_most: int) -> None:
        """Take ``room`` up to ``at_most``, and the short hint where the own one has none."""
        is_short = room < self.narrowest
        hint = _SHORT_HINT if is_short else self.accessibleName()
        if self.placeholderText() != hint:
            self.setPlaceholderText(hint)
        self.setFixedWidth(max(_width_for(hint), min(at_most, room)))

    @staticmethod
    def narrowest_with_short_hint() -> int:
        """The least width there is."""
        return _width_for(_SHORT_HINT)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
            return
        super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.deselect()


def _width_for(hint: str) -> int:
    left = _PADDING + ICON_SMALL + _GAP
    return left + math.ceil(text_width(hint, TextRole.LABEL)) + _PADDING + 2
