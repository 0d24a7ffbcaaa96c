"""Colours that can be read, icons that are sharp, and a theme that follows the system."""

from pathlib import Path
from typing import cast

import pytest
from PySide6.QtCore import QObject, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QPalette, QStyleHints
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ct_desktop.resources import resource_path
from ct_desktop.ui.theme.fonts import TextRole, code_font, text_font
from ct_desktop.ui.theme.icons import IconName, icon_pixmap
from ct_desktop.ui.theme.palette import DARK, LIGHT, Palette, Token
from ct_desktop.ui.theme.style import dress
from ct_desktop.ui.theme.theme import ColourScheme, Theme
from support.contrast import contrast, luminance

_EVERY_GROUND: tuple[Token, ...] = (
    "window",
    "surface",
    "raised",
    "hover",
    "selected",
    "broken_soft",
    "warn_soft",
    "ok_soft",
)

# Each text colour on every ground it lies on (the mockups' palette tables).
_TEXT: dict[Token, tuple[Token, ...]] = {
    "text": _EVERY_GROUND,
    "text2": _EVERY_GROUND,
    "text3": ("window", "surface", "raised", "hover", "selected"),
    "accent": ("window", "surface", "selected", "accent_soft"),
    "accent_text": ("accent_fill", "accent_fill_hover"),
    "warn": ("window", "surface", "hover", "selected", "warn_soft"),
    "broken": ("window", "surface", "hover", "selected", "broken_soft"),
    "stale": ("window", "surface", "hover", "selected"),
    "pos": ("window", "surface", "raised", "hover", "selected"),
    "neg": ("window", "surface", "raised", "hover", "selected"),
    "pos_bo": ("window", "surface", "raised", "hover", "selected"),
    "neg_bo": ("window", "surface", "raised", "hover", "selected"),
    "pos_m": ("window", "surface", "raised", "hover", "selected"),
    "neg_m": ("window", "surface", "raised", "hover", "selected"),
}
_EDGES: dict[Token, tuple[Token, ...]] = {
    "border_strong": ("window", "surface"),
    "accent": ("window", "surface"),
    "ok": ("window", "surface"),
    "warn": ("window", "surface", "warn_soft"),
    "broken": ("window", "surface", "broken_soft"),
    "unknown": ("window", "surface"),
    "checking": ("window", "surface"),
    "stale": ("window", "surface"),
    "bar": ("surface", "selected"),
}


@pytest.mark.parametrize("palette", [DARK, LIGHT], ids=["dark", "light"])
@pytest.mark.parametrize(
    ("ink", "ground"), [(ink, ground) for ink, grounds in _TEXT.items() for ground in grounds]
)
def test_text_can_be_read_on_every_ground_it_lies_on(
    palette: Palette, ink: Token, ground: Token
) -> None:
    assert contrast(palette.color(ink), palette.color(ground)) >= 4.5


@pytest.mark.parametrize("palette", [DARK, LIGHT], ids=["dark", "light"])
@pytest.mark.parametrize(
    ("edge", "ground"), [(edge, ground) for edge, grounds in _EDGES.items() for ground in grounds]
)
def test_edges_and_silhouettes_stand_out(palette: Palette, edge: Token, ground: Token) -> None:
    assert contrast(palette.color(edge), palette.color(ground)) >= 3.0


def test_both_palettes_name_every_colour_and_differ_in_each_ground() -> None:
    for ground in ("window", "surface", "raised", "hover", "selected"):
        assert luminance(DARK.color(ground)) < 0.05 < luminance(LIGHT.color(ground))


@pytest.mark.parametrize("name", IconName)
def test_every_icon_takes_the_colour_it_is_given(name: IconName, qapp: QApplication) -> None:
    image = icon_pixmap(name, 20, QColor("#ff0000"), 1.0).toImage()

    inked = [
        image.pixelColor(x, y)
        for x in range(20)
        for y in range(20)
        if image.pixelColor(x, y).alpha() > 128
    ]

    assert len(inked) > 15
    assert all(color.red() > 200 and color.green() < 40 for color in inked)


def test_every_icon_file_has_a_name_and_every_name_a_file() -> None:
    folder = resource_path("icons/app.svg").parent
    assert {path.stem for path in folder.glob("*.svg")} == {name.value for name in IconName}


@pytest.mark.parametrize("ratio", [1.0, 1.5, 2.0, 3.0])
def test_icons_are_rendered_at_the_displays_own_resolution(
    ratio: float, qapp: QApplication
) -> None:
    pixmap = icon_pixmap(IconName.MONITOR, 16, QColor("#ffffff"), ratio)

    assert pixmap.size() == QSize(round(16 * ratio), round(16 * ratio))
    assert pixmap.devicePixelRatio() == ratio


def _ink(image: QImage) -> int:
    return sum(
        image.pixelColor(x, y).alpha() for x in range(image.width()) for y in range(image.height())
    )


def test_an_icon_keeps_its_stroke_when_it_is_drawn_smaller(qapp: QApplication) -> None:
    white = QColor("#ffffff")
    large = icon_pixmap(IconName.CLOSE, 40, white, 1.0).toImage()
    small = icon_pixmap(IconName.CLOSE, 20, white, 1.0).toImage()

    # Two strokes of one width: half the size is half the ink, not a quarter.
    assert _ink(small) / _ink(large) == pytest.approx(0.5, abs=0.06)


def test_a_missing_resource_is_named_with_what_to_do() -> None:
    with pytest.raises(FileNotFoundError, match=r"no-such\.svg.*install the app again"):
        resource_path("icons/no-such.svg")


def test_resources_are_files_of_the_app() -> None:
    assert Path(resource_path("icons/app.svg")).is_file()


@pytest.mark.parametrize("role", TextRole)
def test_figures_have_one_width_in_every_role(role: TextRole, qapp: QApplication) -> None:
    font = text_font(role)
    metrics = QFontMetricsF(font)

    assert font.featureValue(QFont.Tag("tnum")) == 1
    assert font.featureValue(QFont.Tag("calt")) == 0
    assert metrics.horizontalAdvance("1111") == pytest.approx(metrics.horizontalAdvance("0000"))


def test_a_font_that_is_changed_stays_as_it_was_for_others(qapp: QApplication) -> None:
    text_font(TextRole.BODY).setPixelSize(99)

    assert text_font(TextRole.BODY).pixelSize() == 13


def test_scope_names_are_in_a_fixed_width(qapp: QApplication) -> None:
    metrics = QFontMetricsF(code_font())
    assert metrics.horizontalAdvance("iiii") == pytest.approx(metrics.horizontalAdvance("mmmm"))


class SystemScheme(QObject):
    """The part of QStyleHints that a desktop drives; there is no desktop on the tests' display."""

    colorSchemeChanged = Signal(Qt.ColorScheme)  # noqa: N815 - Qt's name

    def __init__(self, scheme: Qt.ColorScheme) -> None:
        super().__init__()
        self._scheme = scheme

    def colorScheme(self) -> Qt.ColorScheme:  # noqa: N802 - Qt's name
        return self._scheme

    def switch_to(self, scheme: Qt.ColorScheme) -> None:
        self._scheme = scheme
        self.colorSchemeChanged.emit(scheme)


def test_the_theme_follows_the_system_while_it_runs(qtbot: QtBot) -> None:
    system = SystemScheme(Qt.ColorScheme.Dark)
    theme = Theme(system=cast(QStyleHints, system))
    assert theme.palette is DARK

    with qtbot.waitSignal(theme.changed) as changed:
        system.switch_to(Qt.ColorScheme.Light)

    assert changed.args == [LIGHT]
    assert theme.palette is LIGHT


def test_a_system_that_does_not_say_gets_the_dark_theme(qapp: QApplication) -> None:
    assert Theme(system=cast(QStyleHints, SystemScheme(Qt.ColorScheme.Unknown))).palette is DARK


def test_a_chosen_scheme_stays_whatever_the_system_does(qtbot: QtBot) -> None:
    system = SystemScheme(Qt.ColorScheme.Dark)
    theme = Theme(ColourScheme.DARK, system=cast(QStyleHints, system))

    with qtbot.assertNotEmitted(theme.changed):
        system.switch_to(Qt.ColorScheme.Light)

    assert theme.palette is DARK


def test_the_theme_asks_the_application_itself(qapp: QApplication) -> None:
    expected = LIGHT if qapp.styleHints().colorScheme() is Qt.ColorScheme.Light else DARK
    assert Theme().palette is expected


def test_choosing_the_scheme_that_is_shown_announces_nothing(qtbot: QtBot) -> None:
    theme = Theme(ColourScheme.DARK)
    with qtbot.assertNotEmitted(theme.changed):
        theme.set_scheme(ColourScheme.DARK)


def test_the_application_is_dressed_anew_when_the_theme_changes(
    qtbot: QtBot, qapp: QApplication
) -> None:
    theme = Theme(ColourScheme.DARK)
    dress(qapp, theme)
    assert qapp.palette().color(QPalette.ColorRole.Window) == DARK.window

    theme.set_scheme(ColourScheme.LIGHT)

    assert qapp.palette().color(QPalette.ColorRole.Window) == LIGHT.window
    disabled = qapp.palette().color(QPalette.ColorGroup.Disabled, QPalette.ColorRole.Text)
    assert disabled == LIGHT.disabled
    assert LIGHT.border_strong.name() in qapp.styleSheet()
