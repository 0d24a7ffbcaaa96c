"""The pairs of colours for profit and loss; sign and triangle stay with each."""

from dataclasses import replace
from enum import StrEnum

from ct_desktop.ui.theme.palette import DARK, LIGHT, Palette


class PnlColours(StrEnum):
    """What the trader chose."""

    GREEN_RED = "green_red"
    BLUE_ORANGE = "blue_orange"
    NO_COLOUR = "no_colour"


def with_pnl_colours(palette: Palette, colours: PnlColours) -> Palette:
    """``palette``, whose profit and loss have ``colours``; always the same one for the same."""
    return _PALETTES[palette.is_dark, colours]


def _made(palette: Palette, colours: PnlColours) -> Palette:
    match colours:
        case PnlColours.BLUE_ORANGE:
            return replace(palette, pos=palette.pos_bo, neg=palette.neg_bo)
        case PnlColours.NO_COLOUR:
            return replace(palette, pos=palette.pos_m, neg=palette.neg_m)
        case PnlColours.GREEN_RED:
            return palette


_PALETTES = {
    (palette.is_dark, colours): _made(palette, colours)
    for palette in (DARK, LIGHT)
    for colours in PnlColours
}
