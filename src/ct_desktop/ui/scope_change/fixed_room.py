"""Room for words that change, so that nothing below them moves."""

from PySide6.QtWidgets import QVBoxLayout, QWidget


def fixed_room(words: QWidget, height: int, *, right: int = 0) -> QWidget:
    """A place of ``height`` pixels with ``words`` at its top, and ``right`` pixels beside them."""
    place = QWidget()
    place.setFixedHeight(height)
    lines = QVBoxLayout(place)
    lines.setContentsMargins(0, 0, right, 0)
    lines.addWidget(words)
    lines.addStretch(1)
    return place
