"""All that can be read of widgets: seen, spoken, pointed at, and held by their models."""

from collections.abc import Iterator
from typing import Any

from PySide6.QtCore import QAbstractItemModel, QAbstractListModel, Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QAbstractItemView, QWidget

_ROLES = (*Qt.ItemDataRole, Qt.ItemDataRole.UserRole + 1, Qt.ItemDataRole.UserRole + 2)
_GETTERS = (
    "text",
    "title",
    "placeholderText",
    "windowTitle",
    "toolTip",
    "statusTip",
    "whatsThis",
    "accessibleName",
    "accessibleDescription",
    "toPlainText",
    "currentText",
)


def readable_texts(root: QWidget) -> Iterator[tuple[str, str]]:
    """Where a text stands and the text, for all there is within ``root``, shown or hidden."""
    for widget in (root, *root.findChildren(QWidget)):
        where = f"{type(widget).__name__} {widget.accessibleName()!r}"
        for getter in _GETTERS:
            method = getattr(widget, getter, None)
            if callable(method):
                yield f"{where}.{getter}", str(method())
        interface = QAccessible.queryAccessibleInterface(widget)
        if interface is not None:
            yield from _spoken(where, interface)
        if isinstance(widget, QAbstractItemView) and widget.model() is not None:
            yield from _held(where, widget.model())


def _spoken(where: str, interface: QAccessibleInterface) -> Iterator[tuple[str, str]]:
    for kind in QAccessible.Text:
        if kind is not QAccessible.Text.UserText:
            yield f"{where} spoken {kind.name}", interface.text(kind)


def _held(where: str, model: QAbstractItemModel) -> Iterator[tuple[str, str]]:
    # A list hides its one column from Python.
    columns = 1 if isinstance(model, QAbstractListModel) else model.columnCount()
    for row in range(model.rowCount()):
        for column in range(columns):
            index = model.index(row, column)
            for role in _ROLES:
                value: Any = model.data(index, role)
                if value is not None:
                    yield f"{where} [{row}, {column}] role {int(role)}", repr(value)
