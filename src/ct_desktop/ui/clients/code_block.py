"""Text to paste as it stands: numbered lines on their own ground, with Copy in the corner."""

import math

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from ct_desktop.core.wording_clients_screen import COPY
from ct_desktop.ui.controls.buttons import ButtonSize
from ct_desktop.ui.controls.copy_button import CopyButton
from ct_desktop.ui.theme.fonts import code_font
from ct_desktop.ui.theme.measures import RADIUS_CONTROL
from ct_desktop.ui.theme.theme import Theme

_LINE = 20
_PADDING = 10
_NUMBERS = 40
"""Pixels that the numbers end at; the text begins a little later."""
_TEXT = 54


class _Code(QLabel):
    """The lines. One that is too long goes on below, without a number of its own."""

    def __init__(self, theme: Theme, text: str, room: int, *, numbered: bool) -> None:
        super().__init__()
        self._theme = theme
        self._room = room
        self._numbered = numbered
        self._left = _TEXT if numbered else 14
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setFont(code_font())
        self._advance = QFontMetricsF(self.font()).horizontalAdvance("0")
        self.setText(text)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(320, self.heightForWidth(max(320, self.width())))

    def minimumSizeHint(self) -> QSize:
        return QSize(0, _LINE + 2 * _PADDING)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        rows = len(self._rows(width))
        # One line alone has the button beside it, which is higher.
        return max(rows * _LINE + 2 * _PADDING, 44)

    def _rows(self, width: int) -> list[tuple[int, str]]:
        """Each row with its line's number, 0 where a line goes on."""
        fits = max(8, math.floor((width - self._left - self._room) / self._advance))
        rows = []
        for number, line in enumerate(self.text().split("\n"), 1):
            rest, shown_number = line, number
            while len(rest) > fits:
                cut = rest.rfind(" ", fits // 2, fits) + 1 or fits
                rows.append((shown_number, rest[:cut]))
                rest, shown_number = rest[cut:], 0
            rows.append((shown_number, rest))
        return rows

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - the whole is small
        palette = self._theme.palette
        enabled = self.isEnabled()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(palette.border, 1))
        painter.setBrush(palette.code)
        frame = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(frame, RADIUS_CONTROL - 0.5, RADIUS_CONTROL - 0.5)
        painter.setFont(self.font())
        metrics = QFontMetricsF(self.font())
        rows = self._rows(self.width())
        top = (self.height() - len(rows) * _LINE) / 2
        rise = (_LINE - metrics.height()) / 2 + metrics.ascent()
        for place, (number, line) in enumerate(rows):
            base = round(top + place * _LINE + rise)
            if self._numbered and number:
                painter.setPen(palette.text3 if enabled else palette.disabled)
                width = metrics.horizontalAdvance(str(number))
                painter.drawText(QPointF(_NUMBERS - width, base), str(number))
            key, rest = _split(line) if self._numbered else ("", line)
            painter.setPen(palette.accent if enabled else palette.disabled)
            painter.drawText(QPointF(self._left, base), key)
            painter.setPen(palette.text if enabled else palette.disabled)
            offset = metrics.horizontalAdvance(key)
            painter.drawText(QPointF(self._left + offset, base), rest)


class CodeBlock(QWidget):
    """``copy_name`` is what screen readers call the button. ``numbered`` is for what is code."""

    def __init__(self, theme: Theme, text: str, copy_name: str, *, numbered: bool) -> None:
        super().__init__()
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.copy = CopyButton(theme, COPY, lambda: text, size=ButtonSize.SMALL)
        self.copy.setAccessibleName(copy_name)
        room = self.copy.sizeHint().width() + 16
        self.code = _Code(theme, text.rstrip("\n"), room, numbered=numbered)
        self.code.setParent(self)
        self.copy.setParent(self)
        self.copy.raise_()

    def sizeHint(self) -> QSize:
        return self.code.sizeHint()

    def minimumSizeHint(self) -> QSize:
        return self.code.minimumSizeHint()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self.code.heightForWidth(width)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.code.setGeometry(self.rect())
        size = self.copy.sizeHint()
        self.copy.setGeometry(self.width() - size.width() - 8, 8, size.width(), size.height())


def _split(line: str) -> tuple[str, str]:
    """A line's key with the sign behind it, and the rest; no key where there is none."""
    for sign in (": ", " = "):
        key, found, rest = line.partition(sign)
        if found and '"' not in key.strip().strip('"'):
            return key + sign, rest
    stripped = line.rstrip()
    if stripped.endswith(":") or (stripped.startswith("[") and stripped.endswith("]")):
        return line, ""
    return "", line
