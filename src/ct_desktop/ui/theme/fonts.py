"""The app's type: Inter where the system has it, else the system's own interface font.

Tabular figures are on and contextual alternates off everywhere, so that a changing number keeps
its width and ``10:41`` its plain colon.
"""

from enum import Enum
from functools import cache

from PySide6.QtGui import QFont, QFontDatabase


class TextRole(Enum):
    """What a text is for, as (pixel size, weight, line height in pixels)."""

    SCREEN_TITLE = (28, 600, 36)
    TILE_VALUE = (24, 600, 32)
    TILE_VALUE_SMALL = (17, 600, 24)
    DIALOG_TITLE = (20, 600, 28)
    DIALOG_TITLE_LONG = (17, 600, 28)
    LEAD = (15, 400, 24)
    SECTION_TITLE = (15, 600, 20)
    BODY = (13, 400, 20)
    NAME = (13, 500, 20)
    TOTAL = (13, 600, 20)
    BUTTON_LARGE = (14, 600, 20)
    LABEL = (12, 400, 16)
    HEADING = (12, 500, 16)
    LABEL_STRONG = (12, 600, 16)
    RAIL = (11, 400, 14)
    RAIL_CHOSEN = (11, 500, 14)

    # Enum's own is written in Python, and tables look up roles thousands of times a second.
    __hash__ = object.__hash__

    @property
    def pixel_size(self) -> int:
        """Height of the em square."""
        return self.value[0]

    @property
    def weight(self) -> int:
        """CSS weight, 400 regular to 600 semibold."""
        return self.value[1]

    @property
    def line_height(self) -> int:
        """Pixels from one baseline to the next."""
        return self.value[2]


_LARGE = 20
_LARGE_SPACING = -0.01
"""Inter is drawn for text: large, it wants its letters a little closer (in em)."""

_TABULAR_FIGURES = QFont.Tag("tnum")
_CONTEXTUAL_ALTERNATES = QFont.Tag("calt")


def text_font(role: TextRole) -> QFont:
    """The interface font for ``role``; a fresh copy, which may be changed."""
    return QFont(_text_font(role))


@cache
def _text_font(role: TextRole) -> QFont:
    font = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)
    # A list lets Qt pick by itself: asking which families exist reads every font of the system.
    font.setFamilies(["Inter", "Inter Variable", *font.families()])
    if role.pixel_size >= _LARGE:
        font.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, _LARGE_SPACING * role.pixel_size)
    return _configured(font, role.pixel_size, role.weight)


def code_font(pixel_size: int = 12) -> QFont:
    """The system's fixed-width font, for configuration text and scope names."""
    font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
    return _configured(font, pixel_size, 400)


def _configured(font: QFont, pixel_size: int, weight: int) -> QFont:
    font.setPixelSize(pixel_size)
    font.setWeight(QFont.Weight(weight))
    font.setFeature(_TABULAR_FIGURES, 1)
    font.setFeature(_CONTEXTUAL_ALTERNATES, 0)
    return font
