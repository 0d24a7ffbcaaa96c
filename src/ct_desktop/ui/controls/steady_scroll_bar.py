"""Scroll bars that take no room while there is nothing to scroll, and yet never go.

A screen reader that asks Qt (6.11) for a part of a scroll area by its number, when that was a bar
that has gone meanwhile, makes it read beyond its list: the app crashes. So the bars stay.
"""

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QScrollArea, QScrollBar, QWidget

_UPRIGHT = Qt.Orientation.Vertical
_FLAT = Qt.Orientation.Horizontal


class SteadyScrollBar(QScrollBar):
    """As wide, or as high, as its style wants it where it ``is_needed``, and nothing elsewhere."""

    def __init__(self, orientation: Qt.Orientation, is_needed: Callable[[], bool]) -> None:
        super().__init__(orientation)
        self._is_needed = is_needed

    def sizeHint(self) -> QSize:
        wanted = super().sizeHint()
        if self._is_needed():
            return wanted
        upright = self.orientation() is _UPRIGHT
        return QSize(0, wanted.height()) if upright else QSize(wanted.width(), 0)


def keep_vertical_bar(area: QScrollArea) -> None:
    """Have ``area``, whose content is as wide as itself, keep its vertical bar for good."""

    def is_needed() -> bool:
        content, room = area.widget(), area.contentsRect()
        # As high as without a bar: else one could stay that only itself makes necessary.
        return content is not None and _height(content, room.width()) > room.height()

    area.setVerticalScrollBar(SteadyScrollBar(_UPRIGHT, is_needed))
    area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)


def keep_both_bars(area: QScrollArea) -> None:
    """Have ``area`` keep both bars for good; its content is never smaller than its minimum."""

    def needed() -> tuple[bool, bool]:
        content, room = area.widget(), area.contentsRect()
        if content is None:
            return False, False
        least = _least(content)
        thickness = QScrollBar.sizeHint(area.verticalScrollBar()).width()
        upright = least.height() > room.height()
        flat = least.width() > room.width() - (thickness if upright else 0)
        return least.height() > room.height() - (thickness if flat else 0), flat

    area.setVerticalScrollBar(SteadyScrollBar(_UPRIGHT, lambda: needed()[0]))
    area.setHorizontalScrollBar(SteadyScrollBar(_FLAT, lambda: needed()[1]))
    area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)


def _height(content: QWidget, width: int) -> int:
    """What ``content`` needs of height where it has ``width``."""
    least = _least(content).height()
    layout = content.layout()
    grows = (layout or content.sizePolicy()).hasHeightForWidth()
    return max(least, content.heightForWidth(width)) if grows else least


def _least(content: QWidget) -> QSize:
    return content.minimumSizeHint().expandedTo(content.minimumSize())
