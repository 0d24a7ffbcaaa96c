"""Profit and loss in three pairs of colours: readable in both themes, chosen in Settings."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from ct_desktop.core.sign_in import SignIn, SignInState
from ct_desktop.profiles import ProfileSettings
from ct_desktop.profiles.settings import PnlColours as PnlSetting
from ct_desktop.profiles.settings import changed_content, parse_settings
from ct_desktop.profiles.tables_view import RowHeight
from ct_desktop.ui.settings.appearance import AppearanceSection
from ct_desktop.ui.theme.palette import DARK, LIGHT, Palette, Token
from ct_desktop.ui.theme.pnl_colours import PnlColours, with_pnl_colours
from ct_desktop.ui.theme.theme import ColourScheme, Theme
from support.ui_states import colors_in

SIGNED_IN = SignIn(SignInState.SIGNED_IN)


def luminance(color: QColor) -> float:
    def linear(channel: float) -> float:
        return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4

    red, green, blue = map(linear, (color.redF(), color.greenF(), color.blueF()))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("palette", [DARK, LIGHT], ids=["dark", "light"])
@pytest.mark.parametrize("colours", PnlColours)
@pytest.mark.parametrize("ground", ["window", "surface", "raised", "hover", "selected"])
def test_every_pair_can_be_read_on_every_ground(
    palette: Palette, colours: PnlColours, ground: Token
) -> None:
    shown = with_pnl_colours(palette, colours)
    assert shown.pos != shown.neg
    under = luminance(shown.color(ground))
    for ink in (shown.pos, shown.neg):
        light, dark = sorted((luminance(ink), under), reverse=True)
        assert (light + 0.05) / (dark + 0.05) >= 4.5


def test_the_theme_keeps_the_pair_in_dark_and_light(qtbot: QtBot) -> None:
    theme = Theme(ColourScheme.DARK)
    with qtbot.waitSignal(theme.changed):
        theme.set_pnl_colours(PnlColours.BLUE_ORANGE)
    assert (theme.palette.pos, theme.palette.neg) == (DARK.pos_bo, DARK.neg_bo)
    theme.set_scheme(ColourScheme.LIGHT)
    assert (theme.palette.pos, theme.palette.neg) == (LIGHT.pos_bo, LIGHT.neg_bo)
    with qtbot.assertNotEmitted(theme.changed):
        theme.set_pnl_colours(PnlColours.BLUE_ORANGE)
    theme.set_pnl_colours(PnlColours.GREEN_RED)
    assert theme.palette is LIGHT


@pytest.fixture
def section(qtbot: QtBot) -> AppearanceSection:
    section = AppearanceSection(Theme(ColourScheme.DARK))
    qtbot.addWidget(section)
    section.resize(640, 300)
    with qtbot.waitExposed(section):
        section.show()
    section.show_settings(ProfileSettings(), SIGNED_IN)
    return section


def test_each_card_shows_its_own_colours(section: AppearanceSection) -> None:
    pairs = [
        (DARK.pos, DARK.neg),
        (DARK.pos_bo, DARK.neg_bo),
        (DARK.pos_m, DARK.neg_m),
    ]
    for card, (pos, neg) in zip(section.pnl_colours.cards, pairs, strict=True):
        assert {pos.name(), neg.name()} <= colors_in(card)


def test_the_cards_have_room_in_a_small_window(section: AppearanceSection) -> None:
    section.set_small(True)
    layout = section.layout()
    assert layout is not None
    layout.activate()
    # What the page has in a window of 960 pixels.
    assert section.minimumSizeHint().width() <= 684


def test_a_card_is_chosen_by_mouse_and_by_the_arrow_keys(
    qtbot: QtBot, section: AppearanceSection
) -> None:
    first, second, third = section.pnl_colours.cards
    assert [card.isChecked() for card in (first, second, third)] == [True, False, False]
    with qtbot.waitSignal(section.changed) as told:
        qtbot.mouseClick(second, Qt.MouseButton.LeftButton)
    assert told.args == [{"pnl_colours": PnlSetting.BLUE_ORANGE}]
    with qtbot.waitSignal(section.changed) as told:
        qtbot.keyClick(second, Qt.Key.Key_Right)
    assert told.args == [{"pnl_colours": PnlSetting.NO_COLOUR}]
    assert third.isChecked()


def test_the_height_of_rows_is_chosen_too(qtbot: QtBot, section: AppearanceSection) -> None:
    hidden = replace(ProfileSettings().tables, hide_flat=True)
    section.show_settings(ProfileSettings(tables=hidden), SIGNED_IN)
    (compact,) = (
        part for part in section.row_height.children() if getattr(part, "key", "") == "compact"
    )
    assert isinstance(compact, QWidget)
    with qtbot.waitSignal(section.changed) as told:
        qtbot.mouseClick(compact, Qt.MouseButton.LeftButton)
    assert told.args == [{"tables": replace(hidden, row_height=RowHeight.COMPACT)}]


def test_the_choice_survives_the_file() -> None:
    content = changed_content({}, {"pnl_colours": PnlSetting.NO_COLOUR})
    assert parse_settings(content).settings.pnl_colours is PnlSetting.NO_COLOUR
    assert parse_settings({"pnl_colours": "pink"}).unfit == ("pnl_colours",)
