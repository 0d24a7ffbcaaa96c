"""A scroll bar that lies over its table, so that no column moves when it comes or goes."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QAbstractScrollArea, QScrollBar

WIDTH = 14


class OverlayScrollBar(QScrollBar):
    """Stands at the right edge of the viewport and moves with the area's own hidden bar."""

    def __init__(self, area: QAbstractScrollArea) -> None:
        super().__init__(Qt.Orientation.Vertical, area)
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
        self.setPageStep(own.pageStep())
        self.setSingleStep(own.singleStep())
        self.setRange(own.minimum(), own.maximum())
        self.setValue(own.value())
        self.setVisible(own.maximum() > own.minimum())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Resize and watched is self._area.viewport():
            place = self._area.viewport().geometry()
            self.setGeometry(place.right() + 1 - WIDTH, place.top(), WIDTH, place.height())
        return False
