"""Where everything of the second-screen view stands, for a window of any size and shape.

All is in units, which follow the window's width, so that it looks the same on any display. A
window that is low for its width gets smaller units, so that nothing is cut; one that is higher
than wide has its figures above its positions.
"""

from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSizeF

from ct_desktop.ui.second_screen.units import Units

WIDTH = 160.0
"""Units across a window that is wider than high."""
UPRIGHT_WIDTH = 104.0
"""Units across a window that is higher than wide."""
LEAST_PIXELS = 7.2
"""A unit in a small window: labels in 1.5 units can still be read."""

MARGIN = 3.0
TOP_LINE = 1.1
TOP_LINE_HEIGHT = 6.6
TOP = 6.45
"""Where figures and positions begin; their labels stand below the top line."""
MAIN_HEIGHT = 17.05
FIGURE_HEIGHT = 11.6
FIGURES_WIDTH = 52.0
COLUMN_GAP = 4.0
APART_HEADING = 2.7
APART_ROW = 4.1
BOARD_LEAST = 26.0
"""The positions' least height where they stand under the figures."""


@dataclass(frozen=True, slots=True)
class Contents:
    """What has to find its place.

    ``figures`` are the lesser ones: the first ``wide`` of them each take a whole row of the column.
    """

    wide: int
    narrow: int
    apart_rows: int

    @property
    def apart_height(self) -> float:
        """In units; nothing without rows."""
        return APART_HEADING + APART_ROW * self.apart_rows if self.apart_rows else 0.0


@dataclass(frozen=True, slots=True)
class Arrangement:
    """Rectangles in pixels. ``figures`` are the wide ones, then the narrow ones."""

    units: Units
    top_line: QRectF
    main: QRectF
    figures: tuple[QRectF, ...]
    apart: QRectF
    board: QRectF


def arrange(size: QSizeF, contents: Contents) -> Arrangement:
    """The arrangement for a window of ``size`` pixels."""
    if size.height() > size.width() * 1.05:
        return _upright(size, contents)
    narrow_rows = -(-contents.narrow // 2)
    rows = contents.wide + narrow_rows
    needed = TOP + MAIN_HEIGHT + FIGURE_HEIGHT * rows + contents.apart_height + MARGIN
    pixels = min(max(size.width() / WIDTH, LEAST_PIXELS), size.height() / needed)
    units = Units(pixels)
    width, height = size.width() / pixels, size.height() / pixels
    top = TOP
    main = _rect(units, MARGIN, top, FIGURES_WIDTH, MAIN_HEIGHT)
    top += MAIN_HEIGHT
    figures = []
    for _ in range(contents.wide):
        figures.append(_rect(units, MARGIN, top, FIGURES_WIDTH, FIGURE_HEIGHT))
        top += FIGURE_HEIGHT
    half = (FIGURES_WIDTH - COLUMN_GAP) / 2
    for number in range(contents.narrow):
        left = MARGIN + (half + COLUMN_GAP) * (number % 2)
        row_top = top + FIGURE_HEIGHT * (number // 2)
        alone = number % 2 == 0 and number == contents.narrow - 1
        figures.append(_rect(units, left, row_top, FIGURES_WIDTH if alone else half, FIGURE_HEIGHT))
    apart_top = height - MARGIN - contents.apart_height
    board_left = MARGIN + FIGURES_WIDTH + COLUMN_GAP
    return Arrangement(
        units=units,
        top_line=_rect(units, MARGIN, TOP_LINE, width - 2 * MARGIN, TOP_LINE_HEIGHT),
        main=main,
        figures=tuple(figures),
        apart=_rect(units, MARGIN, apart_top, FIGURES_WIDTH, contents.apart_height),
        board=_rect(units, board_left, TOP, width - MARGIN - board_left, height - TOP - MARGIN),
    )


def _upright(size: QSizeF, contents: Contents) -> Arrangement:
    number = contents.wide + contents.narrow
    rows = -(-number // 2)
    figures_height = MAIN_HEIGHT + FIGURE_HEIGHT * rows
    apart = contents.apart_height + (1.5 if contents.apart_rows else 0.0)
    needed = TOP + figures_height + apart + BOARD_LEAST + MARGIN
    pixels = min(size.width() / UPRIGHT_WIDTH, size.height() / needed)
    units = Units(pixels)
    width, height = size.width() / pixels, size.height() / pixels
    whole = width - 2 * MARGIN
    half = (whole - COLUMN_GAP) / 2
    figures = tuple(
        _rect(
            units,
            MARGIN + (half + COLUMN_GAP) * (place % 2),
            TOP + MAIN_HEIGHT + FIGURE_HEIGHT * (place // 2),
            half,
            FIGURE_HEIGHT,
        )
        for place in range(number)
    )
    under = TOP + figures_height
    board_top = under + apart
    return Arrangement(
        units=units,
        top_line=_rect(units, MARGIN, TOP_LINE, whole, TOP_LINE_HEIGHT),
        main=_rect(units, MARGIN, TOP, whole, MAIN_HEIGHT),
        figures=figures,
        apart=_rect(units, MARGIN, under, whole, contents.apart_height),
        board=_rect(units, MARGIN, board_top, whole, height - board_top - MARGIN),
    )


def _rect(units: Units, left: float, top: float, width: float, height: float) -> QRectF:
    return QRectF(units.px(left), units.px(top), units.px(width), units.px(max(0.0, height)))
