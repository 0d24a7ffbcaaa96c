"""Text in one of the type roles, at the role's line height, in a colour of the palette."""

import html
import math

from PySide6.QtCore import QEvent, QPointF, QSize, Qt
from PySide6.QtGui import (
    QFont,
    QFontMetricsF,
    QHelpEvent,
    QPainter,
    QPaintEvent,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import QLabel, QSizePolicy, QToolTip, QWidget

from ct_desktop.ui.theme.fonts import TextRole, code_font, text_font
from ct_desktop.ui.theme.palette import Token
from ct_desktop.ui.theme.theme import Theme


class Text(QLabel):
    """A label of one role: a line, or a paragraph with ``wrap``.

    A line that does not fit is cut with an ellipsis and shows itself whole as a tool tip. Plain
    text only: what a server sends is never taken for markup.
    """

    def __init__(
        self,
        theme: Theme,
        text: str = "",
        role: TextRole = TextRole.BODY,
        color: Token = "text",
        *,
        wrap: bool = False,
        code: bool = False,
        align_right: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._role = role
        self._color: Token = color
        self._align_right = align_right
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setFont(code_font(role.pixel_size) if code else text_font(role))
        self.setWordWrap(wrap)
        # A paragraph's height follows its width, and a fixed height would be that of one line.
        vertical = QSizePolicy.Policy.Minimum if wrap else QSizePolicy.Policy.Fixed
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, vertical)
        policy.setHeightForWidth(wrap)
        self.setSizePolicy(policy)
        self.setText(text)
        theme.changed.connect(self.update)

    def set_color(self, color: Token) -> None:
        """Use another colour of the palette."""
        if color != self._color:
            self._color = color
            self.update()

    def set_role(self, role: TextRole) -> None:
        """Use another size and weight."""
        if role is not self._role:
            self._role = role
            self.setFont(text_font(role))
            self.updateGeometry()
            self.update()

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            if self.toolTip():
                # Qt would take it for markup where it looks like it.
                QToolTip.showText(event.globalPos(), plain_tool_tip(self.toolTip()), self)
            return True
        return super().event(event)

    def sizeHint(self) -> QSize:
        width = math.ceil(QFontMetricsF(self.font()).horizontalAdvance(self.text()))
        return QSize(width, self._role.line_height)

    def minimumSizeHint(self) -> QSize:
        return QSize(0, self._role.line_height)

    def hasHeightForWidth(self) -> bool:
        return self.wordWrap()

    def heightForWidth(self, width: int) -> int:
        return max(1, len(self._lines(width))) * self._role.line_height

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - the whole is small
        painter = QPainter(self)
        palette = self._theme.palette
        painter.setPen(palette.color(self._color) if self.isEnabled() else palette.disabled)
        painter.setFont(self.font())
        lines = self._lines(self.width()) if self.wordWrap() else [self._one_line()]
        metrics = QFontMetricsF(self.font())
        height = self._role.line_height
        top = 0.0 if self.wordWrap() else (self.height() - height) / 2
        rise = (height - metrics.height()) / 2 + metrics.ascent()
        for number, line in enumerate(lines):
            x = self.width() - metrics.horizontalAdvance(line) if self._align_right else 0.0
            # Whole pixels, or hinted glyphs stand differently in each line.
            painter.drawText(QPointF(x, round(top + number * height + rise)), line)

    def _one_line(self) -> str:
        line = elided(self.text(), self.font(), self.width())
        whole = "" if line == self.text() else self.text()
        if whole != self.toolTip():
            self.setToolTip(whole)
        return line

    def _lines(self, width: int) -> list[str]:
        layout = QTextLayout(self.text(), self.font())
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        layout.beginLayout()
        lines = []
        # Qt counts in UTF-16, where some characters count twice.
        units = self.text().encode("utf-16-le")
        while (line := layout.createLine()).isValid():
            line.setLineWidth(max(1, width))
            start, end = line.textStart(), line.textStart() + line.textLength()
            lines.append(units[2 * start : 2 * end].decode("utf-16-le").rstrip())
        layout.endLayout()
        return lines


def elided(text: str, font: QFont, width: float) -> str:
    """``text`` cut with an ellipsis where it is wider than ``width`` pixels."""
    metrics = QFontMetricsF(font)
    if metrics.horizontalAdvance(text) <= width + 0.5:
        return text
    return metrics.elidedText(text, Qt.TextElideMode.ElideRight, width)


def plain_tool_tip(text: str) -> str:
    """``text`` so that a tool tip shows it as it stands, whatever markup it may look like."""
    lines = html.escape(text).replace("\n", "<br>")
    return f"<qt>{lines}</qt>"
