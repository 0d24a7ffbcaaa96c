"""A scroll bar over its table or list, so that nothing moves when it comes or goes."""

from PySide6.QtCore import QEvent, QObject, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractScrollArea, QScrollBar, QStyle, QStyleOptionSlider
from shiboken6 import isValid

from ct_desktop.ui.theme.measures import RADIUS_BAR
from ct_desktop.ui.theme.theme import Theme

SCROLL_BAR_WIDTH = 14


class OverlayScrollBar(QScrollBar):
    """Stands at the right edge of the viewport and moves with the area's own hidden bar."""

    def __init__(self, theme: Theme, area: QAbstractScrollArea) -> None:
        super().__init__(Qt.Orientation.Vertical, area)
        self._theme = theme
        self._area = area
        self._own = area.verticalScrollBar()
        area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._own.rangeChanged.connect(self._take_range)
        self._own.valueChanged.connect(self.setValue)
        self.valueChanged.connect(self._own.setValue)
        area.viewport().installEventFilter(self)
        self._take_range()

    def _take_range(self) -> None:
        own = self._own
        if not isValid(own):
            # The area goes, and its model before it: Qt tells of no more rows to bars half gone.
            return
        self.setPageStep(own.pageStep())
        self.setSingleStep(own.singleStep())
        self.setRange(own.minimum(), own.maximum())
        self.setValue(own.value())
        self.setVisible(own.maximum() > own.minimum())

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - the whole is small
        # Painted here: the style's own way takes longer than all of a table's changed cells.
        option = QStyleOptionSlider()
        self.initStyleOption(option)
        slider = QStyle.SubControl.SC_ScrollBarSlider
        thumb = self.style().subControlRect(
            QStyle.ComplexControl.CC_ScrollBar, option, slider, self
        )
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.palette.border_strong)
        painter.drawRoundedRect(QRectF(thumb), RADIUS_BAR, RADIUS_BAR)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Resize and watched is self._area.viewport():
            place = self._area.viewport().geometry()
            self.setGeometry(
                place.right() + 1 - SCROLL_BAR_WIDTH, place.top(), SCROLL_BAR_WIDTH, place.height()
            )
        return False
