"""An icon as a widget: decoration beside words, without a name of its own."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from ct_desktop.ui.theme.icons import IconName, paint_icon
from ct_desktop.ui.theme.measures import ICON_BUTTON
from ct_desktop.ui.theme.palette import Token
from ct_desktop.ui.theme.theme import Theme


class IconView(QWidget):
    """One icon in a colour of the palette."""

    def __init__(
        self,
        theme: Theme,
        icon: IconName,
        color: Token = "text2",
        *,
        size: int = ICON_BUTTON,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._icon = icon
        self._color: Token = color
        self.setFixedSize(size, size)
        theme.changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - the whole is small
        palette = self._theme.palette
        ink = palette.color(self._color) if self.isEnabled() else palette.disabled
        paint_icon(QPainter(self), self._icon, QRectF(self.rect()), ink)
