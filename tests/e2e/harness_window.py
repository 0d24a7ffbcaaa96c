"""A small window with one of each thing that the harness has to reach."""

import sys

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QApplication,
    QLabel,
    QLineEdit,
    QPushButton,
    QTableView,
    QVBoxLayout,
    QWidget,
)


def main() -> int:
    """Show the window; the first argument is the address that its button opens."""
    application = QApplication(sys.argv)
    window = QWidget()
    window.setWindowTitle("Harness")
    layout = QVBoxLayout(window)

    greeting = QLabel("Not pressed")
    name = QLineEdit()
    name.setAccessibleName("Your name")
    greet = QPushButton("Greet")
    greet.clicked.connect(lambda: greeting.setText(f"Hello, {name.text()}"))
    browse = QPushButton("Open the page")
    browse.clicked.connect(lambda: QDesktopServices.openUrl(QUrl(sys.argv[1])))
    hidden = QPushButton("Out of sight")
    hidden.hide()

    model = QStandardItemModel(2, 2)
    model.setHorizontalHeaderLabels(["Instrument", "Quantity"])
    for row, texts in enumerate((("ES 12-26", "2"), ("NQ 12-26", "-1"))):
        for column, text in enumerate(texts):
            model.setItem(row, column, QStandardItem(text))
    table = QTableView()
    table.setAccessibleName("Positions")
    table.setModel(model)
    table.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    for widget in (greeting, name, greet, browse, hidden, table):
        layout.addWidget(widget)
    window.show()
    return application.exec()


if __name__ == "__main__":
    sys.exit(main())
