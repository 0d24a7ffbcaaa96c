"""Settings, Watching: each choice shows what comes of it, and applies at once."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QAccessible, QWheelEvent
from PySide6.QtWidgets import QApplication, QMainWindow
from pytestqt.qtbot import QtBot

from ct_desktop.core.pace import LEAST_BUDGET, OWN_BUDGET
from ct_desktop.core.request_budget import AskingReason
from ct_desktop.core.sign_in import SignIn, SignInState
from ct_desktop.profiles import ProfileSettings
from ct_desktop.ui.controls.choice_box import ChoiceBox
from ct_desktop.ui.settings.watching import WatchingSection
from ct_desktop.ui.theme.theme import ColourScheme, Theme
from support.active_window import show_active
from support.connection_samples import NOW, later, request_budget

SIGNED_IN = SignIn(SignInState.SIGNED_IN)


@pytest.fixture
def window(qtbot: QtBot) -> QMainWindow:
    window = QMainWindow()
    qtbot.addWidget(window)
    return window


@pytest.fixture
def section(qtbot: QtBot, window: QMainWindow) -> WatchingSection:
    section = WatchingSection(Theme(ColourScheme.DARK))
    window.setCentralWidget(section)
    window.resize(900, 400)
    show_active(qtbot, window)
    show(section, ProfileSettings())
    section.show_budget(replace(request_budget(24), balance_round=12), NOW)
    return section


def show(section: WatchingSection, settings: ProfileSettings) -> None:
    section.show_settings(settings, SIGNED_IN)


def offered(box: ChoiceBox) -> list[str]:
    return [box.itemText(index) for index in range(box.count())]


def test_what_holds_is_shown_with_what_it_comes_to(section: WatchingSection) -> None:
    assert section.count.text() == "30"
    assert section.requests.value() == 30
    assert section.slower.isChecked()
    assert section.positions_age.currentText() == "as the pace gives"
    assert section.positions_effect.text() == "Asked every 4 s; older than 12 s is stale"
    assert section.balances_effect.text() == (
        "12 accounts, one asked every 7 s, take 79 s; older than 107 s is stale"
    )


def test_fewer_requests_make_figures_older(section: WatchingSection) -> None:
    show(section, ProfileSettings(calls_a_minute=LEAST_BUDGET))
    assert section.count.text() == "6"
    assert section.positions_effect.text() == "Asked every 20 s; older than 62 s is stale"


def test_where_one_call_brings_every_balance_no_round_is_named(section: WatchingSection) -> None:
    section.show_budget(replace(request_budget(24), all_at_once=True), NOW)
    assert section.balances_effect.text().startswith("Asked every 30 s;")


def test_no_age_below_what_the_pace_gives_can_be_chosen(section: WatchingSection) -> None:
    assert offered(section.positions_age)[:3] == ["as the pace gives", "15 s", "20 s"]
    show(section, ProfileSettings(calls_a_minute=LEAST_BUDGET, positions_stale_after=30))
    assert offered(section.positions_age) == ["as the pace gives", "120 s", "5 min"]
    assert section.positions_age.choice is None, "what was chosen before is too short by now"
    show(section, ProfileSettings(positions_stale_after=30, balances_stale_after=600))
    assert section.positions_age.choice == 30
    assert section.positions_effect.text().endswith("older than 30 s is stale")
    assert section.balances_effect.text().endswith("older than 10 min is stale")


def test_an_age_that_the_list_does_not_have_is_shown_as_it_is(section: WatchingSection) -> None:
    show(section, ProfileSettings(positions_stale_after=45))
    assert section.positions_age.choice == 45


def test_the_keyboard_moves_the_slider_within_its_bounds(
    qtbot: QtBot, section: WatchingSection
) -> None:
    changes: list[dict[str, int]] = []
    section.changed.connect(changes.append)
    section.requests.setFocus()
    for key in (Qt.Key.Key_Left, Qt.Key.Key_Home, Qt.Key.Key_Left, Qt.Key.Key_PageUp):
        qtbot.keyClick(section.requests, key)
    qtbot.keyClick(section.requests, Qt.Key.Key_End)
    assert changes == [{"calls_a_minute": calls} for calls in (29, LEAST_BUDGET, 12, OWN_BUDGET)]


def test_a_page_that_is_scrolled_changes_nothing(section: WatchingSection) -> None:
    middle = QPointF(section.requests.rect().center())
    wheel = QWheelEvent(
        middle,
        section.requests.mapToGlobal(middle),
        QPoint(),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(section.requests, wheel)
    assert section.requests.value() == 30


def test_each_control_announces_its_own_setting(qtbot: QtBot, section: WatchingSection) -> None:
    changes: list[dict[str, object]] = []
    section.changed.connect(changes.append)
    qtbot.mouseClick(section.slower, Qt.MouseButton.LeftButton)
    for box in (section.positions_age, section.balances_age):
        box.setFocus()
        qtbot.keyClick(box, Qt.Key.Key_Down)
    assert changes == [
        {"slower_unwatched": False},
        {"positions_stale_after": 15},
        {"balances_stale_after": 120},
    ]


def test_showing_settings_announces_nothing(qtbot: QtBot, section: WatchingSection) -> None:
    with qtbot.assertNotEmitted(section.changed):
        show(section, ProfileSettings(calls_a_minute=10, positions_stale_after=120))


def test_the_last_minute_is_counted_by_the_clock_with_its_reason(section: WatchingSection) -> None:
    section.show_budget(request_budget(6, reason=AskingReason.HIDDEN), NOW)
    assert section.last_minute.text() == (
        "Asked 6 times in the last minute, of 30 at most · less often while no window is in sight"
        " · positions 3, connections 2, balances 1"
    )
    section.tick(later(61))
    assert section.last_minute.text().startswith("Not asked in the last minute")


def test_a_screen_reader_hears_what_the_slider_is_and_stands_at(section: WatchingSection) -> None:
    slider = QAccessible.queryAccessibleInterface(section.requests)
    assert slider.role() is QAccessible.Role.Slider
    assert slider.text(QAccessible.Text.Name) == "Requests a minute"
    assert slider.valueInterface().currentValue() == 30
