"""One client as a card, or as a row of a list: its initials, its name and one line of truth."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QPushButton, QSizePolicy

from ct_desktop.clients.description import ClientDescription
from ct_desktop.core.wording_clients_screen import KIND_WORDS, METHOD_WORDS
from ct_desktop.ui.controls.focus_frame import ShowsFocus
from ct_desktop.ui.controls.state_shape import StateShape, paint_state_shape
from ct_desktop.ui.controls.text import elided
from ct_desktop.ui.theme.fonts import TextRole, text_font
from ct_desktop.ui.theme.measures import RADIUS_CONTROL, RADIUS_PANEL, SHAPE_CELL
from ct_desktop.ui.theme.theme import Theme

_HEIGHT = 72
_HEIGHT_IN_LIST = 52
_PADDING = 12
_MARK = 32
_GAP = 12
_SHAPE_GAP = 6
_ARROWS = (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down)


class ClientCard(ShowsFocus, QPushButton):
    """A button that opens its client; checked while that is the opened one."""

    _focus_radius = RADIUS_PANEL

    def __init__(self, theme: Theme, client: ClientDescription) -> None:
        super().__init__(client.name)
        self._theme = theme
        self.client = client
        self._shape: StateShape | None = None
        self._truth = KIND_WORDS[client.kind] + METHOD_WORDS[client.sign_in.method]
        self._in_list = False
        self.setCheckable(True)
        self.setAutoDefault(False)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleDescription(self._truth)
        theme.changed.connect(self.update)

    @property
    def truth(self) -> str:
        """The one line: how it is set up, or what the last check found."""
        return self._truth

    def show_check(self, shape: StateShape, words: str) -> None:
        """Show what the last check found."""
        self._shape, self._truth = shape, words
        self.setAccessibleDescription(words)
        self.update()

    def set_in_list(self, in_list: bool) -> None:
        """Be a low row of a list, or a card."""
        self._in_list = in_list
        self.updateGeometry()
        self.update()

    def nextCheckState(self) -> None:
        # Pressing the opened one again leaves it open.
        self.setChecked(True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.isAutoRepeat():
            self.click()
        elif event.key() in _ARROWS:
            # For the grid; Qt's buttons have an order of their own.
            event.ignore()
        else:
            super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        return QSize(160, _HEIGHT_IN_LIST if self._in_list else _HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - the whole is small
        palette = self._theme.palette
        enabled, chosen = self.isEnabled(), self.isChecked()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        edge = palette.accent if chosen and enabled else palette.border
        width = 2 if chosen else 1
        hot = enabled and self.underMouse() and not chosen
        painter.setPen(QPen(edge, width))
        painter.setBrush(palette.hover if hot else palette.surface)
        frame = QRectF(self.rect()).adjusted(width / 2, width / 2, -width / 2, -width / 2)
        painter.drawRoundedRect(frame, RADIUS_PANEL - width / 2, RADIUS_PANEL - width / 2)
        middle = self.height() / 2
        mark = QRectF(_PADDING + 0.5, round(middle - _MARK / 2) + 0.5, _MARK - 1, _MARK - 1)
        painter.setPen(QPen(palette.border, 1))
        painter.setBrush(palette.window)
        painter.drawRoundedRect(mark, RADIUS_CONTROL - 0.5, RADIUS_CONTROL - 0.5)
        painter.setPen(palette.text2 if enabled else palette.disabled)
        painter.setFont(text_font(TextRole.LABEL_STRONG))
        painter.drawText(mark, Qt.AlignmentFlag.AlignCenter, self.client.initials)
        left = _PADDING + _MARK + _GAP
        room = self.width() - left - _PADDING
        painter.setPen(palette.text if enabled else palette.disabled)
        _write(painter, TextRole.NAME, self.text(), QRectF(left, middle - 19, room, 20))
        if self._shape is not None:
            square = QRectF(left, middle + 4, SHAPE_CELL, SHAPE_CELL)
            color = None if enabled else palette.disabled
            paint_state_shape(painter, square, self._shape, palette, color=color)
            left += SHAPE_CELL + _SHAPE_GAP
            room -= SHAPE_CELL + _SHAPE_GAP
        painter.setPen(palette.text3 if enabled else palette.disabled)
        _write(painter, TextRole.LABEL, self._truth, QRectF(left, middle + 2, room, 16))


def _write(painter: QPainter, role: TextRole, text: str, place: QRectF) -> None:
    font = text_font(role)
    painter.setFont(font)
    painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, elided(text, font, place.width()))
