"""A line at the lower edge that comes when it is needed and goes again."""

from PySide6.QtCore import QRectF, QTimer
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from ct_desktop.ui.controls.announce import announce
from ct_desktop.ui.second_screen.scaled_part import ScaledPart
from ct_desktop.ui.second_screen.units import Type
from ct_desktop.ui.theme.theme import Theme

SHOWN_MILLISECONDS = 5000

_WORDS = Type(1.75, 500)
_PADDING = 1.6
HEIGHT = 4.0
"""In units."""


class HintBar(ScaledPart):
    """Words, and how far a key has been held."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(theme, parent)
        self._share = 0.0
        self._over = QTimer(self)
        self._over.setSingleShot(True)
        self._over.setInterval(SHOWN_MILLISECONDS)
        self._over.timeout.connect(self.hide)
        self.hide()

    def say(self, words: str, *, share: float = 0.0) -> None:
        """Show ``words`` for a while, and ``share`` (0 to 1) of a line under them."""
        fresh = words != self.text() or self.isHidden()
        self._share = share
        self._over.start()
        if fresh:
            self.setText(words)
            self.setAccessibleName(words)
            announce(self, words)
            self.show()
            self.raise_()
        self.place()
        self.update()

    def place(self) -> None:
        """Stand in the middle of the lower edge of the view."""
        view, units = self.parentWidget(), self._units
        if view is None:
            return
        width = min(
            view.width() - units.px(2.0),
            units.width(self.text(), _WORDS) + units.px(2 * _PADDING),
        )
        height = units.px(HEIGHT)
        left = (view.width() - width) / 2
        top = view.height() - height - units.px(1.5)
        self.setGeometry(round(left), round(top), round(width), round(height))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - the whole is small
        palette, units = self._theme.palette, self._units
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(palette.border_strong, 1))
        painter.setBrush(palette.raised)
        corner = units.px(0.6)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), corner, corner)
        painter.setPen(palette.text)
        room = self.width() - units.px(_PADDING)
        left = (self.width() - min(room, units.width(self.text(), _WORDS))) / 2
        units.draw(painter, self.text(), _WORDS, left, self.height() / 2, room=room)
        if self._share > 0:
            thick = max(2.0, units.px(0.25))
            whole = self.width() - 2 * corner
            line = QRectF(corner, self.height() - 1 - thick, whole * self._share, thick)
            painter.fillRect(line, palette.accent)
