"""The window: rail, top line, modes, shortcuts, and ages that go on by the clock."""

from functools import partial

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from ct_desktop.core.chain import build_chain
from ct_desktop.core.links import LinkName
from ct_desktop.core.monitor_state import MonitorState
from ct_desktop.core.problems import Action, ProblemKind
from ct_desktop.core.scopes import Scope
from ct_desktop.core.sign_in import SignIn, SignInState
from ct_desktop.core.snapshot import Snapshot
from ct_desktop.ui.controls.scope_badge import ScopeButton
from ct_desktop.ui.controls.text import Text
from ct_desktop.ui.shell.chain_line import ChainLine
from ct_desktop.ui.shell.freshness import Freshness
from ct_desktop.ui.shell.rail import Rail, Screen
from ct_desktop.ui.shell.window import MainWindow
from ct_desktop.ui.theme.palette import DARK, LIGHT
from ct_desktop.ui.theme.theme import ColourScheme, Theme
from support.ui_states import colors_in, image_of, moment, state_with


@pytest.fixture
def window(qtbot: QtBot, theme: Theme) -> MainWindow:
    """The window with two empty screens and a welcome, shown on the monitor."""
    window = MainWindow(theme)
    window.resize(1200, 700)
    window.set_welcome(QWidget())
    for screen in Screen:
        window.add_screen(screen, partial(QPushButton, f"In {screen.value}"))
    window.set_screen(Screen.MONITOR)
    qtbot.addWidget(window)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    return window


def entry(window: MainWindow, label: str) -> QPushButton:
    """The rail's button of this name."""
    return next(b for b in window.findChildren(QPushButton) if b.text() == label)


def chain(window: MainWindow) -> ChainLine:
    return window.findChild(ChainLine)


def freshness(window: MainWindow) -> Freshness:
    return window.findChild(Freshness)


def screen_shown(window: MainWindow) -> str:
    """The name of the screen that can be seen."""
    return next(
        screen.value
        for screen in Screen
        if any(
            button.text() == f"In {screen.value}" and button.isVisible()
            for button in window.findChildren(QPushButton)
        )
    )


# Screens


def test_a_screen_is_built_once_and_only_when_it_is_first_shown(qtbot: QtBot, theme: Theme) -> None:
    built: list[Screen] = []

    def build(screen: Screen) -> QWidget:
        built.append(screen)
        return QPushButton(f"In {screen.value}")

    window = MainWindow(theme)
    qtbot.addWidget(window)
    for screen in Screen:
        window.add_screen(screen, partial(build, screen))
    window.show()
    assert built == []
    for screen in (Screen.MONITOR, Screen.CONNECTION, Screen.MONITOR):
        window.set_screen(screen)
        assert screen_shown(window) == screen.value
    assert built == [Screen.MONITOR, Screen.CONNECTION]


def test_a_frame_that_comes_late_shows_the_newest_state(qtbot: QtBot, theme: Theme) -> None:
    window = MainWindow(theme)
    qtbot.addWidget(window)
    for screen in Screen:
        window.add_screen(screen, QWidget)
    for scope in (Scope.READ, Scope.TRADE):
        window.show_state(state_with(scope=scope), moment(0))
    window.show()
    window.set_screen(Screen.MONITOR)
    badge = window.findChild(ScopeButton)
    assert badge.isVisible()
    assert badge.accessibleName() == "Scope: Trade scope"


def test_the_rail_leads_to_each_screen(qtbot: QtBot, window: MainWindow) -> None:
    with qtbot.waitSignal(window.screen_chosen) as chosen:
        qtbot.mouseClick(entry(window, "Connection"), Qt.MouseButton.LeftButton)

    assert chosen.args == ["connection"]
    assert screen_shown(window) == "connection"
    assert entry(window, "Connection").isChecked()
    assert not entry(window, "Monitor").isChecked()


@pytest.mark.parametrize(
    ("key", "screen"),
    [
        (Qt.Key.Key_2, "connection"),
        (Qt.Key.Key_3, "activity"),
        (Qt.Key.Key_4, "clients"),
        (Qt.Key.Key_5, "settings"),
        (Qt.Key.Key_1, "monitor"),
    ],
)
def test_control_and_a_digit_lead_to_each_screen(
    qtbot: QtBot, window: MainWindow, key: Qt.Key, screen: str
) -> None:
    with qtbot.waitSignal(window.screen_chosen) as chosen:
        qtbot.keyClick(window, key, Qt.KeyboardModifier.ControlModifier)
    assert chosen.args == [screen]
    assert screen_shown(window) == screen


def test_the_chain_leads_to_the_connection_screen(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.mouseClick(chain(window), Qt.MouseButton.LeftButton)
    assert screen_shown(window) == "connection"


def test_f5_asks_to_check_now(qtbot: QtBot, window: MainWindow) -> None:
    with qtbot.waitSignal(window.action_requested) as requested:
        qtbot.keyClick(window, Qt.Key.Key_F5)
    assert requested.args == [Action.CHECK_AGAIN]


def test_the_frame_is_used_by_keyboard_alone(qtbot: QtBot, window: MainWindow) -> None:
    window.setFocus()
    qtbot.keyClick(window, Qt.Key.Key_Tab)
    assert window.focusWidget() is entry(window, "Monitor")

    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Down)
    assert window.focusWidget() is entry(window, "Connection")
    assert screen_shown(window) == "connection"

    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Tab)
    assert window.focusWidget().accessibleName() == "Profiles"
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Tab)
    assert window.focusWidget() is chain(window)
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Tab)
    assert window.focusWidget().accessibleName().startswith("All values are shown")
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Tab)
    assert window.focusWidget().text() == "In connection"


# Modes


def test_the_welcome_has_no_rail_and_no_screen_shortcuts(qtbot: QtBot, window: MainWindow) -> None:
    window.show_welcome()

    assert not window.findChild(Rail).isVisible()
    with qtbot.assertNotEmitted(window.action_requested):
        qtbot.keyClick(window, Qt.Key.Key_F5)


def test_the_window_is_empty_until_it_is_said_what_is_there(qtbot: QtBot, theme: Theme) -> None:
    window = MainWindow(theme)
    qtbot.addWidget(window)
    window.resize(960, 600)
    with qtbot.waitExposed(window):
        window.show()

    assert colors_in(window.centralWidget()) == {DARK.window.name()}
    # Whoever waits longer for the keychain than a blink is told so.
    qtbot.waitUntil(lambda: any("keychain" in t.text() for t in window.findChildren(Text)))


def test_a_change_of_mode_frames_no_control(qtbot: QtBot, window: MainWindow) -> None:
    entry(window, "Monitor").setFocus(Qt.FocusReason.MouseFocusReason)
    window.show_welcome()
    window.set_screen(Screen.MONITOR)
    assert window.focusWidget() in (None, window)


@pytest.mark.parametrize("way", ["shortcut", "close"])
def test_closing_hides_the_window_at_once_and_asks_for_an_orderly_end(
    qtbot: QtBot, window: MainWindow, way: str
) -> None:
    with qtbot.waitSignal(window.close_requested):
        if way == "shortcut":
            qtbot.keyClick(window, Qt.Key.Key_Q, Qt.KeyboardModifier.ControlModifier)
        else:
            window.close()
    assert not window.isVisible()


def test_control_q_works_on_the_welcome_too(qtbot: QtBot, window: MainWindow) -> None:
    window.show_welcome()
    with qtbot.waitSignal(window.close_requested):
        qtbot.keyClick(window, Qt.Key.Key_Q, Qt.KeyboardModifier.ControlModifier)


# What the top line says


def test_a_healthy_chain_is_quiet(window: MainWindow) -> None:
    window.show_state(state_with(), moment(2))

    assert chain(window).accessibleName() == "Connection chain: All 8 links fine"
    colors = colors_in(chain(window))
    assert DARK.ok.name() in colors
    assert not colors & {DARK.warn.name(), DARK.broken.name(), DARK.broken_soft.name()}
    assert entry(window, "Connection").accessibleDescription() == ""


@pytest.mark.parametrize("width", [1200, 960])
def test_a_broken_link_is_named_framed_and_badged_in_any_window(
    qtbot: QtBot, window: MainWindow, width: int
) -> None:
    window.resize(width, 600)
    qtbot.waitUntil(lambda: window.width() == width)

    window.show_state(state_with(ProblemKind.ADDON_OFFLINE), moment(42))

    name = chain(window).accessibleName()
    assert name == "Connection chain: 4 fine, 1 broken, 3 unknown. Add-on: offline"
    assert {DARK.broken.name(), DARK.broken_soft.name()} <= colors_in(chain(window))
    assert entry(window, "Connection").accessibleDescription() == "broken"
    assert DARK.broken.name() in colors_in(entry(window, "Connection"))


def test_a_warning_is_named_and_what_lies_below_it_stays_fine(window: MainWindow) -> None:
    window.show_state(state_with(ProblemKind.PRICE_FEED_LOST), moment(2))

    name = chain(window).accessibleName()
    assert name == "Connection chain: 7 fine, 1 warning. Brokers: price feed lost"
    assert DARK.warn_soft.name() in colors_in(chain(window))
    assert entry(window, "Connection").accessibleDescription() == "warning"


def test_the_time_a_link_is_down_goes_on_without_an_answer(window: MainWindow) -> None:
    window.show_state(state_with(ProblemKind.ADDON_OFFLINE), moment(42))
    before = image_of(chain(window))

    window.tick(moment(43))

    assert image_of(chain(window)) != before


def test_no_trouble_is_cut_off_however_many_there_are(qtbot: QtBot, window: MainWindow) -> None:
    window.resize(960, 600)
    qtbot.waitUntil(lambda: window.width() == 960)
    window.show_state(state_with(ProblemKind.REGISTRATION_LIMITED), moment(3600 * 25))

    image = image_of(chain(window))
    edge = {image.pixelColor(image.width() - 1, y).name() for y in range(image.height())}
    assert edge == {DARK.surface.name()}


def test_links_under_examination_turn(qtbot: QtBot, window: MainWindow) -> None:
    checking = build_chain({}, checking=frozenset(LinkName))
    state = MonitorState(Snapshot(), checking, SignIn(SignInState.SIGNED_IN))
    window.show_state(state, moment(0))
    before = image_of(chain(window))

    qtbot.waitUntil(lambda: image_of(chain(window)) != before)


def test_the_age_counts_on_and_turns_stale_when_asking_has_died(window: MainWindow) -> None:
    window.show_state(state_with(), moment(2))
    assert freshness(window).text().startswith("2 s ago · ")
    assert not freshness(window).is_stale

    window.tick(moment(9))
    assert freshness(window).text().startswith("9 s ago · ")

    window.tick(moment(42))
    assert freshness(window).text().startswith("42 s old · as of ")
    assert freshness(window).is_stale
    assert freshness(window).accessibleName().startswith("Newest figure: 42 s old")


def test_without_figures_the_line_says_so(window: MainWindow) -> None:
    state = MonitorState(Snapshot(), build_chain({}), SignIn(SignInState.SIGNED_IN))
    window.show_state(state, moment(500))
    window.tick(moment(501))
    assert freshness(window).text() == "No figures yet"


def test_the_scope_is_always_on_screen(window: MainWindow) -> None:
    badge = window.findChild(ScopeButton)
    window.show_state(state_with(scope=Scope.TRADE), moment(0))
    assert badge.isVisible()
    assert badge.accessibleName() == "Scope: Trade scope"

    window.show_state(state_with(scope=None), moment(0))
    assert not badge.isVisible()


def test_pressing_the_scope_asks_for_another(qtbot: QtBot, window: MainWindow) -> None:
    window.show_state(state_with(scope=Scope.READ), moment(0))
    badge = window.findChild(ScopeButton)
    with qtbot.waitSignal(window.scope_change_requested):
        qtbot.mouseClick(badge, Qt.MouseButton.LeftButton)
    badge.setFocus()
    with qtbot.waitSignal(window.scope_change_requested):
        qtbot.keyClick(badge, Qt.Key.Key_Space)


def test_the_settings_stand_apart_at_the_bottom_of_the_rail(window: MainWindow) -> None:
    above, settings = entry(window, "Activity"), entry(window, "Settings")
    assert settings.y() > above.y() + 2 * above.height()
    assert settings.y() + settings.height() <= window.findChild(Rail).height()


# Sizes


def test_a_small_window_has_a_narrow_rail_and_a_low_top_line(
    qtbot: QtBot, window: MainWindow
) -> None:
    rail = window.findChild(Rail)
    assert rail.width() == 76

    window.resize(1099, 700)
    qtbot.waitUntil(lambda: rail.width() == 60)
    assert chain(window).parentWidget().height() == 44
    # Without its label an entry still has its name, and says it under the pointer.
    assert entry(window, "Monitor").toolTip() == "Monitor (Ctrl+1)"

    window.resize(1100, 700)
    qtbot.waitUntil(lambda: rail.width() == 76)
    assert chain(window).parentWidget().height() == 48


def test_the_window_keeps_its_minimum(window: MainWindow) -> None:
    assert window.minimumSize() == QSize(960, 600)
    assert window.minimumSizeHint().width() <= 960


def test_the_windows_place_survives_as_text(qtbot: QtBot, theme: Theme, window: MainWindow) -> None:
    window.resize(1111, 666)
    qtbot.waitUntil(lambda: window.width() == 1111)

    again = MainWindow(theme)
    qtbot.addWidget(again)
    again.restore_geometry_text(window.geometry_text())

    assert again.size() == QSize(1111, 666)


@pytest.mark.parametrize("text", ["", "not base64!", "AAAA", "élan"])
def test_a_place_that_makes_no_sense_changes_nothing(window: MainWindow, text: str) -> None:
    before = window.geometry()
    window.restore_geometry_text(text)
    assert window.geometry() == before


def test_the_whole_window_takes_a_new_theme(theme: Theme, window: MainWindow) -> None:
    window.show_state(state_with(ProblemKind.ADDON_OFFLINE), moment(42))
    theme.set_scheme(ColourScheme.LIGHT)

    assert {LIGHT.surface.name(), LIGHT.broken_soft.name()} <= colors_in(chain(window))
    assert DARK.surface.name() not in colors_in(window.centralWidget())


def test_the_chain_is_not_shown_as_fine_once_asking_itself_has_died(window: MainWindow) -> None:
    """Nobody makes a new state; only the clock goes on."""
    window.show_state(state_with(), moment(0))
    assert "All 8 links fine" in chain(window).accessibleName()
    window.tick(moment(3600))
    assert "8 not heard of lately" in chain(window).accessibleName()
