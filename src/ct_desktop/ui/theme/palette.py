"""Every colour of the app, dark and light: the one place where a hex code stands.

Text keeps a WCAG 2 contrast of 4.5 or more on every ground it lies on; edges of controls and state
silhouettes keep 3.0 or more. ``disabled`` is the exception: used only where nothing must be read.
"""

from dataclasses import dataclass
from typing import Literal

from PySide6.QtGui import QColor

Token = Literal[
    # Grounds
    "window",
    "surface",
    "raised",
    "hover",
    "selected",
    # Lines
    "border",
    "border_strong",
    # Text
    "text",
    "text2",
    "text3",
    "disabled",
    # The one accent
    "accent",
    "accent_fill",
    "accent_fill_hover",
    "accent_text",
    "accent_soft",
    # States, and the grounds behind their messages
    "ok",
    "warn",
    "broken",
    "unknown",
    "checking",
    "stale",
    "ok_soft",
    "warn_soft",
    "broken_soft",
    "ok_lane",
    # Profit and loss: green and red, blue and orange (_bo), no colour (_m)
    "pos",
    "neg",
    "pos_bo",
    "neg_bo",
    "pos_m",
    "neg_m",
    # Bars and configuration text
    "bar",
    "bar_bg",
    "code",
]
"""The name of a colour, for widgets that ask again whenever the palette changes."""


@dataclass(frozen=True, slots=True)
class Palette:
    """The colour of each token. The colours are shared: never change one in place."""

    is_dark: bool

    # Grounds
    window: QColor
    surface: QColor
    raised: QColor
    hover: QColor
    selected: QColor
    # Lines
    border: QColor
    border_strong: QColor
    # Text
    text: QColor
    text2: QColor
    text3: QColor
    disabled: QColor
    # The one accent
    accent: QColor
    accent_fill: QColor
    accent_fill_hover: QColor
    accent_text: QColor
    accent_soft: QColor
    # States, and the grounds behind their messages
    ok: QColor
    warn: QColor
    broken: QColor
    unknown: QColor
    checking: QColor
    stale: QColor
    ok_soft: QColor
    warn_soft: QColor
    broken_soft: QColor
    ok_lane: QColor
    # Profit and loss: green and red, blue and orange (_bo), no colour (_m)
    pos: QColor
    neg: QColor
    pos_bo: QColor
    neg_bo: QColor
    pos_m: QColor
    neg_m: QColor
    # Bars and configuration text
    bar: QColor
    bar_bg: QColor
    code: QColor

    def color(self, token: Token) -> QColor:
        """The colour of the token of this name."""
        color: QColor = getattr(self, token)
        return color


DARK = Palette(
    is_dark=True,
    window=QColor("#0E1115"),
    surface=QColor("#14181E"),
    raised=QColor("#1A2028"),
    hover=QColor("#202832"),
    selected=QColor("#232D45"),
    border=QColor("#262E38"),
    border_strong=QColor("#667585"),
    text=QColor("#E8ECF1"),
    text2=QColor("#AEB8C4"),
    text3=QColor("#8B97A5"),
    disabled=QColor("#5D6875"),
    accent=QColor("#93A8FF"),
    accent_fill=QColor("#4A62D8"),
    accent_fill_hover=QColor("#3E55C6"),
    accent_text=QColor("#FFFFFF"),
    accent_soft=QColor("#1E2640"),
    ok=QColor("#4FBF8B"),
    warn=QColor("#E3B04B"),
    broken=QColor("#FF7B70"),
    unknown=QColor("#8B97A5"),
    checking=QColor("#93A8FF"),
    stale=QColor("#E3B04B"),
    ok_soft=QColor("#15261F"),
    warn_soft=QColor("#2A2314"),
    broken_soft=QColor("#301A1A"),
    ok_lane=QColor("#2F5B48"),
    pos=QColor("#4FBF8B"),
    neg=QColor("#FF7B70"),
    pos_bo=QColor("#5DB4EC"),
    neg_bo=QColor("#FF9A62"),
    pos_m=QColor("#E8ECF1"),
    neg_m=QColor("#AEB8C4"),
    bar=QColor("#758392"),
    bar_bg=QColor("#262E38"),
    code=QColor("#0E1115"),
)

LIGHT = Palette(
    is_dark=False,
    window=QColor("#F3F5F8"),
    surface=QColor("#FFFFFF"),
    raised=QColor("#F7F9FB"),
    hover=QColor("#EDF1F5"),
    selected=QColor("#E6EBFB"),
    border=QColor("#DCE2E9"),
    border_strong=QColor("#7C8896"),
    text=QColor("#151A21"),
    text2=QColor("#424E5C"),
    text3=QColor("#5B6775"),
    disabled=QColor("#98A2AE"),
    accent=QColor("#3C51C2"),
    accent_fill=QColor("#3C51C2"),
    accent_fill_hover=QColor("#31449F"),
    accent_text=QColor("#FFFFFF"),
    accent_soft=QColor("#EDF0FC"),
    ok=QColor("#14744A"),
    warn=QColor("#875800"),
    broken=QColor("#BC2C25"),
    unknown=QColor("#5B6775"),
    checking=QColor("#3C51C2"),
    stale=QColor("#875800"),
    ok_soft=QColor("#E8F5EE"),
    warn_soft=QColor("#FBF3E0"),
    broken_soft=QColor("#FCEDEB"),
    ok_lane=QColor("#A9D3BE"),
    pos=QColor("#14744A"),
    neg=QColor("#BC2C25"),
    pos_bo=QColor("#0F66A8"),
    neg_bo=QColor("#A63F00"),
    pos_m=QColor("#151A21"),
    neg_m=QColor("#424E5C"),
    bar=QColor("#7C8896"),
    bar_bg=QColor("#E3E8EE"),
    code=QColor("#F7F9FB"),
)
