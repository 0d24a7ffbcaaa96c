"""Tabs over a table in a small window: a name and a count each, the current one underlined."""

import math

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QTabBar, QWidget

from ct_desktop.ui.controls.focus_frame import ShowsFocus
from ct_desktop.ui.theme.fonts import TextRole, text_font
from ct_desktop.ui.theme.measures import TAB_LINE_HEIGHT, TABS_HEIGHT
from ct_desktop.ui.theme.theme import Theme

_PADDING = 12
_GAP = 6


class Tabs(ShowsFocus, QTabBar):
    """``name`` is what screen readers call the row of tabs."""

    def __init__(self, theme: Theme, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setAccessibleName(name)
        self.setDrawBase(False)
        self.setExpanding(False)
        self.setUsesScrollButtons(False)
        self.setElideMode(Qt.TextElideMode.ElideNone)
        self.setFixedHeight(TABS_HEIGHT)
        theme.changed.connect(self.update)

    def set_count(self, tab: int, count: str) -> None:
        """Write ``count`` behind the tab's name; an empty one while it is not known."""
        if self.tabData(tab) != count:
            self.setTabData(tab, count)
            self.setAccessibleTabName(tab, f"{self.tabText(tab)} {count}".rstrip())
            # Qt has no other way to have a tab measured again.
            self.setTabText(tab, self.tabText(tab))
            self.updateGeometry()
            self.update()

    def tabSizeHint(self, index: int) -> QSize:
        # As wide as when chosen, so that nothing moves when the choice does.
        name = QFontMetricsF(text_font(TextRole.TOTAL)).horizontalAdvance(self.tabText(index))
        count = self.tabData(index) or ""
        width = name + 2 * _PADDING
        if count:
            width += _GAP + QFontMetricsF(text_font(TextRole.LABEL)).horizontalAdvance(count)
        return QSize(math.ceil(width), TABS_HEIGHT)

    def minimumTabSizeHint(self, index: int) -> QSize:
        return self.tabSizeHint(index)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - the whole is small
        palette = self._theme.palette
        painter = QPainter(self)
        for index in range(self.count()):
            rect = QRectF(self.tabRect(index))
            current = index == self.currentIndex()
            font = text_font(TextRole.TOTAL if current else TextRole.BODY)
            painter.setFont(font)
            painter.setPen(palette.text if current else palette.text2)
            inner = rect.adjusted(_PADDING, 0, -_PADDING, 0)
            painter.drawText(inner, Qt.AlignmentFlag.AlignVCenter, self.tabText(index))
            name = QFontMetricsF(font).horizontalAdvance(self.tabText(index))
            painter.setFont(text_font(TextRole.LABEL))
            painter.setPen(palette.text3)
            count = self.tabData(index) or ""
            behind = inner.adjusted(name + _GAP, 0, 0, 0)
            painter.drawText(behind, Qt.AlignmentFlag.AlignVCenter, count)
            if current:
                line = QRectF(rect.left(), rect.bottom() - TAB_LINE_HEIGHT, rect.width(), 0)
                line.setHeight(TAB_LINE_HEIGHT)
                painter.fillRect(line, palette.accent)
