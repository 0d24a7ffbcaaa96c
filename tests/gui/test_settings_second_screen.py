"""The section of the second screen: what holds is shown, and every choice applies at once."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from ct_desktop.core.sign_in import SignIn, SignInState
from ct_desktop.core.wording_second_screen import NO_ALWAYS_ON_TOP
from ct_desktop.profiles import ProfileSettings, SecondScreenPlace
from ct_desktop.ui.controls.choice_box import ChoiceBox
from ct_desktop.ui.controls.switch import Switch
from ct_desktop.ui.controls.text import Text
from ct_desktop.ui.second_screen.connected_monitors import connected_monitors
from ct_desktop.ui.second_screen.monitor_layout import layout_key
from ct_desktop.ui.settings.second_screen import SecondScreenSection
from ct_desktop.ui.theme.theme import ColourScheme, Theme
from support.active_window import show_active
from support.display import VirtualDisplay
from support.monitors import LEFT, RIGHT, two_monitors

SIGNED_IN = SignIn(SignInState.SIGNED_IN)


def shown(qtbot: QtBot, settings: ProfileSettings) -> SecondScreenSection:
    """The section as a window, with ``settings``."""
    section = SecondScreenSection(Theme(ColourScheme.DARK))
    section.resize(900, 600)
    qtbot.addWidget(section)
    section.show_settings(settings, SIGNED_IN)
    show_active(qtbot, section)
    return section


@pytest.fixture
def section(qtbot: QtBot) -> SecondScreenSection:
    return shown(qtbot, ProfileSettings())


def changes_by_click(qtbot: QtBot, section: SecondScreenSection, switch: Switch) -> object:
    with qtbot.waitSignal(section.changed) as changed:
        qtbot.mouseClick(switch, Qt.MouseButton.LeftButton)
    return changed.args[0]


def pick_next(qtbot: QtBot, box: ChoiceBox) -> None:
    box.setFocus()
    qtbot.keyClick(box, Qt.Key.Key_Down)


def test_what_holds_is_shown(qtbot: QtBot) -> None:
    layout = layout_key(connected_monitors())
    section = shown(
        qtbot,
        ProfileSettings(
            second_screen_places=(SecondScreenPlace(layout, "screen", always_on_top=True),),
            second_screen_alone=True,
            second_screen_locked=True,
            second_screen_awake=True,
            second_screen_dim_hours=("21:00", "06:30"),
        ),
    )
    assert section.on_top.isChecked()
    assert section.alone.isChecked()
    assert section.locked.isChecked()
    assert section.awake.isChecked()
    assert section.dim.isChecked()
    assert (section.dim_from.choice, section.dim_to.choice) == ("21:00", "06:30")
    assert section.screen_choice.currentText() == "screen, 1440 × 900"


def test_each_switch_applies_at_once(qtbot: QtBot, section: SecondScreenSection) -> None:
    for switch, name in (
        (section.alone, "second_screen_alone"),
        (section.locked, "second_screen_locked"),
        (section.awake, "second_screen_awake"),
    ):
        assert changes_by_click(qtbot, section, switch) == {name: True}


def test_the_button_opens_it(qtbot: QtBot, section: SecondScreenSection) -> None:
    with qtbot.waitSignal(section.open_requested):
        qtbot.mouseClick(section.open, Qt.MouseButton.LeftButton)


def test_dimming_begins_with_evening_hours_and_keeps_those_set(
    qtbot: QtBot, section: SecondScreenSection
) -> None:
    assert not section.dim_from.isEnabled()
    changes = changes_by_click(qtbot, section, section.dim)
    assert changes == {"second_screen_dim_hours": ("20:00", "07:00")}
    section.show_settings(ProfileSettings(second_screen_dim_hours=("20:00", "07:00")), SIGNED_IN)
    assert section.dim_from.isEnabled()
    with qtbot.waitSignal(section.changed) as changed:
        pick_next(qtbot, section.dim_from)
    assert changed.args[0] == {"second_screen_dim_hours": ("20:30", "07:00")}


def test_always_on_top_is_kept_for_the_monitors_connected_now(
    qtbot: QtBot, section: SecondScreenSection
) -> None:
    other = SecondScreenPlace("other monitors", "DP-9")
    section.show_settings(ProfileSettings(second_screen_places=(other,)), SIGNED_IN)
    changes = changes_by_click(qtbot, section, section.on_top)
    here = SecondScreenPlace(layout_key(connected_monitors()), "screen", always_on_top=True)
    assert changes == {"second_screen_places": (here, other)}


def test_wayland_has_no_always_on_top_and_the_switch_says_why(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QGuiApplication, "platformName", lambda: "wayland")
    place = SecondScreenPlace(layout_key(connected_monitors()), "screen", always_on_top=True)
    section = shown(qtbot, ProfileSettings(second_screen_places=(place,)))
    assert not section.on_top.isEnabled()
    assert not section.on_top.isChecked()
    assert section.on_top.accessibleDescription() == NO_ALWAYS_ON_TOP
    assert any(text.text() == NO_ALWAYS_ON_TOP for text in section.findChildren(Text))


def test_a_monitor_is_chosen_by_name(
    qtbot: QtBot, virtual_display: VirtualDisplay, section: SecondScreenSection
) -> None:
    display = virtual_display
    with two_monitors(qtbot, display.name, display.width, display.height):
        section.show_settings(ProfileSettings(), SIGNED_IN)
        offered = [section.screen_choice.itemText(i) for i in range(section.screen_choice.count())]
        assert offered == ["LEFT, 720 × 900", "RIGHT, 720 × 900"]
        before = section.screen_choice.choice
        with qtbot.waitSignal(section.changed) as changed:
            section.screen_choice.setFocus()
            key = Qt.Key.Key_Down if before == LEFT else Qt.Key.Key_Up
            qtbot.keyClick(section.screen_choice, key)
        (place,) = changed.args[0]["second_screen_places"]
        assert place.screen == (RIGHT if before == LEFT else LEFT)
        assert place.layout == layout_key(connected_monitors())
