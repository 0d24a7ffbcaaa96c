"""Gives a table as much height as its rows fill: half a row at the edge would be a cut figure."""

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QTableView, QWidget

from ct_desktop.ui.theme.measures import TABLE_HEADING_HEIGHT


class WholeRows(QWidget):
    """Holds ``view`` at its top; what is less than a row stays empty below it."""

    def __init__(self, view: QTableView) -> None:
        super().__init__()
        self._view = view
        view.setParent(self)

    def fit(self) -> None:
        """Place the table anew; call it when its rows have another height."""
        row = self._view.verticalHeader().defaultSectionSize()
        room = max(0, self.height() - TABLE_HEADING_HEIGHT)
        self._view.setGeometry(0, 0, self.width(), self.height() - room % row)

    def sizeHint(self) -> QSize:
        return self._view.sizeHint()

    def minimumSizeHint(self) -> QSize:
        return self._view.minimumSizeHint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()
