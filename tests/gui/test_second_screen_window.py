"""The second-screen view's own window: keys, clicks, the lock, and where it stands."""

import subprocess
from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QApplication, QMenu, QWidget
from pytestqt.qtbot import QtBot

from ct_desktop.core.moment import Moment
from ct_desktop.core.monitor_state import MonitorState
from ct_desktop.core.wording_second_screen import (
    HINT_LOCKED,
    HOLD_ON_TO_UNLOCK,
    MENU_ALWAYS_ON_TOP,
    MENU_BACK,
    MENU_FILL,
    MENU_LOCK,
    NO_ALWAYS_ON_TOP,
    NOT_KEPT_AWAKE,
)
from ct_desktop.profiles import ProfileSettings, SecondScreenPlace, SettingsChanges
from ct_desktop.ui.second_screen.second_screen import SecondScreen
from ct_desktop.ui.second_screen.window import SecondScreenWindow
from ct_desktop.ui.shell.window import MainWindow
from ct_desktop.ui.theme.theme import ColourScheme, Theme
from support.connection_samples import signed_out
from support.display import VirtualDisplay
from support.market_samples import at, market_state, mock_up_snapshot
from support.monitors import LEFT, RIGHT, TwoMonitors, two_monitors

HOLD_TIMEOUT = 3000
"""Milliseconds for a key held for one second to have its effect."""


class Trader:
    """A main window with a second screen, and settings that follow what is changed there."""

    def __init__(self, qtbot: QtBot, settings: ProfileSettings) -> None:
        self.qtbot = qtbot
        self.settings = settings
        self.theme = Theme(ColourScheme.DARK)
        self.main_window = MainWindow(self.theme)
        self.main_window.resize(960, 600)
        self.main_window.show()
        self.second = SecondScreen(
            self.main_window,
            self.theme,
            settings=lambda: self.settings,
            state=self._state,
            peaks=lambda: None,
        )
        self.second.settings_changed.connect(self._change)

    def _state(self) -> tuple[MonitorState, Moment]:
        return market_state(mock_up_snapshot()), at(2)

    def _change(self, changes: SettingsChanges) -> None:
        self.settings = replace(self.settings, **changes)
        self.second.show_settings()

    def open(self) -> SecondScreenWindow:
        self.second.open()
        window = self.window
        self.qtbot.waitExposed(window)
        self.qtbot.waitUntil(window.isActiveWindow)
        return window

    def open_on(self, screen: str, place: QRect) -> SecondScreenWindow:
        """Open it and have it fill the monitor ``screen``, which is at ``place``."""
        window = self.open()
        window.screen_chosen.emit(screen)
        self.qtbot.waitUntil(lambda: self.stands_on(screen, place))
        return window

    @property
    def window(self) -> SecondScreenWindow:
        return next(
            widget
            for widget in QGuiApplication.instance().topLevelWidgets()
            if isinstance(widget, SecondScreenWindow)
        )

    def stands_on(self, screen: str, rect: QRect) -> bool:
        return self.window.screen().name() == screen and self.window.geometry() == rect


@pytest.fixture
def trader(qtbot: QtBot) -> Iterator[Trader]:
    trader = Trader(qtbot, ProfileSettings())
    yield trader
    trader.second.end()
    trader.main_window.close()
    trader.main_window.deleteLater()


@pytest.fixture
def monitors(qtbot: QtBot, virtual_display: VirtualDisplay) -> Iterator[TwoMonitors]:
    display = virtual_display
    with two_monitors(qtbot, display.name, display.width, display.height) as monitors:
        yield monitors


def hold_l(qtbot: QtBot, window: QWidget) -> None:
    """Hold L until it has its effect."""
    qtbot.keyPress(window, Qt.Key.Key_L)
    qtbot.waitUntil(lambda: not window._hold.is_held, timeout=HOLD_TIMEOUT)
    qtbot.keyRelease(window, Qt.Key.Key_L)


def menu_of(qtbot: QtBot, window: SecondScreenWindow) -> QMenu:
    """The menu, opened by its key."""
    qtbot.keyClick(window, Qt.Key.Key_Menu)
    qtbot.waitUntil(lambda: any(menu.isVisible() for menu in window.findChildren(QMenu)))
    return next(menu for menu in window.findChildren(QMenu) if menu.isVisible())


def entry(menu: QMenu, words: str) -> QAction:
    return next(action for action in menu.actions() if action.text() == words)


def choose(qtbot: QtBot, menu: QMenu, words: str) -> None:
    """Click an entry of the menu."""
    place = menu.actionGeometry(entry(menu, words)).center()
    qtbot.mouseClick(menu, Qt.MouseButton.LeftButton, pos=place)


# There and back


def test_it_fills_the_screen_without_a_frame(qtbot: QtBot, trader: Trader) -> None:
    window = trader.open()
    screen = window.screen().geometry()
    qtbot.waitUntil(lambda: window.geometry() == screen)
    assert window.isFullScreen()
    assert window.windowFlags() & Qt.WindowType.FramelessWindowHint
    assert window.view.main_figure.accessibleName().endswith("+1,337.50")
    assert window.view.hint.isVisible()
    assert "F11" in window.view.hint.text()


@pytest.mark.parametrize("key", [Qt.Key.Key_F11, Qt.Key.Key_Escape])
def test_f11_and_escape_lead_back(qtbot: QtBot, trader: Trader, key: Qt.Key) -> None:
    window = trader.open()
    qtbot.keyClick(window, key)
    assert not window.isVisible()
    assert not trader.second.is_open
    qtbot.waitUntil(trader.main_window.isActiveWindow)


def test_f11_opens_it_from_the_main_window(qtbot: QtBot, trader: Trader) -> None:
    trader.main_window.second_screen_requested.connect(trader.second.toggle)
    qtbot.waitUntil(trader.main_window.isActiveWindow)
    qtbot.keyClick(trader.main_window, Qt.Key.Key_F11)
    assert trader.second.is_open
    qtbot.waitUntil(trader.window.isVisible)


def test_control_q_quits_from_it(qtbot: QtBot, trader: Trader) -> None:
    window = trader.open()
    with qtbot.waitSignal(trader.second.quit_requested):
        qtbot.keyClick(window, Qt.Key.Key_Q, Qt.KeyboardModifier.ControlModifier)


def test_f5_checks_from_it(qtbot: QtBot, trader: Trader) -> None:
    window = trader.open()
    with qtbot.waitSignal(trader.second.check_requested):
        qtbot.keyClick(window, Qt.Key.Key_F5)


def test_closed_it_lets_go_of_the_figures_of_a_sign_in_that_ended(trader: Trader) -> None:
    positions = trader.open().view.positions
    assert positions.lines
    trader.second.close()
    assert positions.lines

    trader.second.show_state(signed_out(), at(3))

    assert not positions.lines


def test_closing_it_leads_back(trader: Trader) -> None:
    window = trader.open()
    window.close()
    assert not trader.second.is_open
    assert trader.main_window.isVisible()


def test_it_shows_the_newest_state_when_opened_again(qtbot: QtBot, trader: Trader) -> None:
    window = trader.open()
    trader.second.close()
    trader.second.show_state(market_state(mock_up_snapshot()), at(500))
    trader.second.open()
    assert window.isVisible()
    assert window.view.age.text().startswith("2 s ago")
    trader.second.tick(at(9))
    assert window.view.age.text().startswith("9 s ago")


def test_the_main_window_hides_meanwhile_if_wanted(qtbot: QtBot, trader: Trader) -> None:
    trader.settings = replace(trader.settings, second_screen_alone=True)
    window = trader.open()
    assert not trader.main_window.isVisible()
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert trader.main_window.isVisible()


def test_the_main_window_comes_back_when_the_setting_goes(trader: Trader) -> None:
    trader.settings = replace(trader.settings, second_screen_alone=True)
    trader.open()
    trader._change({"second_screen_alone": False})
    assert trader.main_window.isVisible()


def test_opening_it_again_brings_it_forward(qtbot: QtBot, trader: Trader) -> None:
    window = trader.open()
    trader.main_window.raise_()
    trader.main_window.activateWindow()
    qtbot.waitUntil(trader.main_window.isActiveWindow)
    trader.second.open()
    qtbot.waitUntil(window.isActiveWindow)


# The lock


def test_holding_l_locks_and_unlocks(qtbot: QtBot, trader: Trader) -> None:
    window = trader.open()
    assert not window.view.lock.isVisible()
    hold_l(qtbot, window)
    assert window.is_locked
    assert window.view.lock.isVisible()
    assert trader.settings.second_screen_locked
    hold_l(qtbot, window)
    assert not window.is_locked
    assert not trader.settings.second_screen_locked


def test_a_short_press_does_not_lock(qtbot: QtBot, trader: Trader) -> None:
    window = trader.open()
    qtbot.keyClick(window, Qt.Key.Key_L)
    assert not window._hold.is_held
    assert not window.is_locked


def test_while_locked_no_key_changes_anything(qtbot: QtBot, trader: Trader) -> None:
    trader.settings = replace(trader.settings, second_screen_locked=True)
    window = trader.open()
    before = trader.settings
    with qtbot.assertNotEmitted(trader.second.quit_requested):
        for key in (Qt.Key.Key_Escape, Qt.Key.Key_F11, Qt.Key.Key_F5, Qt.Key.Key_Menu):
            qtbot.keyClick(window, key)
        qtbot.keyClick(window, Qt.Key.Key_Q, Qt.KeyboardModifier.ControlModifier)
        window.close()
    assert window.isVisible()
    assert trader.second.is_open
    assert trader.settings == before
    assert window.view.hint.text() == HINT_LOCKED


@pytest.mark.parametrize("button", [Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton])
def test_while_locked_a_click_only_tells_how_to_unlock(
    qtbot: QtBot, trader: Trader, button: Qt.MouseButton
) -> None:
    trader.settings = replace(trader.settings, second_screen_locked=True)
    window = trader.open()
    window.view.hint.hide()
    qtbot.mouseClick(window.view.positions, button)
    assert window.isVisible()
    assert not [menu for menu in window.findChildren(QMenu) if menu.isVisible()]
    assert window.view.hint.text() == HINT_LOCKED


def test_the_lock_sign_unlocks_when_it_is_held(qtbot: QtBot, trader: Trader) -> None:
    trader.settings = replace(trader.settings, second_screen_locked=True)
    window = trader.open()
    qtbot.mousePress(window.view.lock, Qt.MouseButton.LeftButton)
    assert window.view.hint.text() == HOLD_ON_TO_UNLOCK
    qtbot.waitUntil(lambda: not window.is_locked, timeout=HOLD_TIMEOUT)
    qtbot.mouseRelease(window.view.lock, Qt.MouseButton.LeftButton)


def test_the_hint_goes_again(qtbot: QtBot, trader: Trader) -> None:
    window = trader.open()
    assert window.view.hint.isVisible()
    qtbot.waitUntil(lambda: not window.view.hint.isVisible(), timeout=8000)


# The menu


def test_the_menu_leads_back_and_locks(qtbot: QtBot, trader: Trader) -> None:
    window = trader.open()
    choose(qtbot, menu_of(qtbot, window), MENU_LOCK)
    assert window.is_locked
    hold_l(qtbot, window)
    choose(qtbot, menu_of(qtbot, window), MENU_BACK)
    assert not trader.second.is_open


def test_it_can_be_a_window_and_fill_the_screen_again(qtbot: QtBot, trader: Trader) -> None:
    window = trader.open()
    screen = window.screen().geometry()
    qtbot.waitUntil(lambda: window.geometry() == screen)
    choose(qtbot, menu_of(qtbot, window), MENU_FILL)
    qtbot.waitUntil(lambda: window.width() < screen.width())
    assert not window.isFullScreen()
    (place,) = trader.settings.second_screen_places
    qtbot.waitUntil(lambda: window.geometry() == QRect(*place.geometry))
    choose(qtbot, menu_of(qtbot, window), MENU_FILL)
    qtbot.waitUntil(lambda: window.geometry() == screen)
    assert trader.settings.second_screen_places[0].geometry is None


def test_where_the_trader_moves_it_is_remembered(qtbot: QtBot, trader: Trader) -> None:
    window = trader.open()
    choose(qtbot, menu_of(qtbot, window), MENU_FILL)
    qtbot.waitUntil(lambda: not window.isFullScreen())
    window.setGeometry(40, 50, 700, 420)
    qtbot.waitUntil(lambda: trader.settings.second_screen_places[0].geometry == (40, 50, 700, 420))
    trader.second.close()
    trader.second.open()
    qtbot.waitUntil(lambda: window.geometry() == QRect(40, 50, 700, 420))


def test_always_on_top_keeps_its_place_and_is_remembered(qtbot: QtBot, trader: Trader) -> None:
    window = trader.open()
    screen = window.screen().geometry()
    choose(qtbot, menu_of(qtbot, window), MENU_ALWAYS_ON_TOP)
    assert window.windowFlags() & Qt.WindowType.WindowStaysOnTopHint
    qtbot.waitUntil(lambda: window.isVisible() and window.geometry() == screen)
    assert trader.settings.second_screen_places[0].always_on_top
    qtbot.waitUntil(window.isActiveWindow)
    choose(qtbot, menu_of(qtbot, window), MENU_ALWAYS_ON_TOP)
    assert not window.windowFlags() & Qt.WindowType.WindowStaysOnTopHint
    qtbot.waitUntil(window.isVisible)


def test_wayland_has_no_always_on_top_and_the_menu_says_why(
    qtbot: QtBot, trader: Trader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QGuiApplication, "platformName", lambda: "wayland-egl")
    place = SecondScreenPlace("some other monitors", always_on_top=True)
    trader.settings = replace(trader.settings, second_screen_places=(place,))
    window = trader.open()
    assert not window.windowFlags() & Qt.WindowType.WindowStaysOnTopHint
    action = entry(menu_of(qtbot, window), MENU_ALWAYS_ON_TOP)
    assert not action.isEnabled()
    assert action.toolTip() == NO_ALWAYS_ON_TOP


# Monitors


def test_it_opens_on_the_monitor_that_the_main_window_is_not_on(
    qtbot: QtBot, monitors: TwoMonitors, trader: Trader
) -> None:
    trader.main_window.setGeometry(0, 0, 640, 480)
    qtbot.waitUntil(lambda: trader.main_window.screen().name() == LEFT)
    trader.open()
    right = monitors.right
    qtbot.waitUntil(lambda: trader.stands_on(RIGHT, right))


def test_a_monitor_that_goes_takes_the_view_along_and_brings_it_back(
    qtbot: QtBot, monitors: TwoMonitors, trader: Trader
) -> None:
    left, right = monitors.left, monitors.right
    window = trader.open_on(RIGHT, right)
    kept = trader.settings.second_screen_places

    monitors.pull_out_right()
    qtbot.waitUntil(lambda: trader.stands_on(LEFT, left))
    assert window.isVisible()
    assert trader.settings.second_screen_places == kept

    monitors.plug_in_right()
    qtbot.waitUntil(lambda: trader.stands_on(RIGHT, right))


def test_each_arrangement_of_monitors_has_its_own_place(
    qtbot: QtBot, monitors: TwoMonitors, trader: Trader
) -> None:
    left, right = monitors.left, monitors.right
    window = trader.open_on(RIGHT, right)
    monitors.pull_out_right()
    qtbot.waitUntil(lambda: trader.stands_on(LEFT, left))
    window.always_on_top_changed.emit(True)
    assert window.is_on_top

    monitors.plug_in_right()
    qtbot.waitUntil(lambda: trader.stands_on(RIGHT, right))
    assert not window.is_on_top

    monitors.pull_out_right()
    qtbot.waitUntil(lambda: trader.stands_on(LEFT, left))
    qtbot.waitUntil(lambda: window.is_on_top)


def test_a_window_of_its_own_comes_back_to_its_monitor(
    qtbot: QtBot, monitors: TwoMonitors, trader: Trader
) -> None:
    window = trader.open()
    window.screen_chosen.emit(RIGHT)
    window.fill_changed.emit(False)
    there = (monitors.width + 20, 30, 660, 410)
    qtbot.waitUntil(lambda: not window.isFullScreen())
    window.setGeometry(*there)
    qtbot.waitUntil(lambda: trader.settings.second_screen_places[0].geometry == there)

    monitors.pull_out_right()
    qtbot.waitUntil(lambda: window.screen().name() == LEFT)
    qtbot.waitUntil(lambda: monitors.left.contains(window.geometry()))
    monitors.plug_in_right()
    qtbot.waitUntil(lambda: window.geometry() == QRect(*there))


def test_the_menu_leads_to_each_monitor(
    qtbot: QtBot, monitors: TwoMonitors, trader: Trader
) -> None:
    window = trader.open()
    window.screen_chosen.emit(RIGHT)
    qtbot.waitUntil(lambda: window.screen().name() == RIGHT)
    menu = menu_of(qtbot, window)
    screens = next(sub for sub in menu.findChildren(QMenu))
    assert [action.isChecked() for action in screens.actions()] == [False, True]
    screens.actions()[0].trigger()
    menu.close()
    qtbot.waitUntil(lambda: window.screen().name() == LEFT)
    assert trader.settings.second_screen_places[0].screen == LEFT


# The mouse, as a window


def as_a_window(qtbot: QtBot, trader: Trader) -> SecondScreenWindow:
    """The view in a window of its own, once it stands still and over all others."""
    window = trader.open()
    window.fill_changed.emit(False)
    place = QRect(*trader.settings.second_screen_places[0].geometry)
    qtbot.waitUntil(lambda: not window.isFullScreen() and window.geometry() == place)
    window.raise_()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    return window


def mouse(*arguments: object) -> None:
    """Move and press the real pointer."""
    subprocess.run(["xdotool", *(str(argument) for argument in arguments)], check=True, timeout=10)


def test_it_is_moved_by_dragging_it(qtbot: QtBot, trader: Trader) -> None:
    window = as_a_window(qtbot, trader)
    before, middle = window.pos(), window.geometry().center()

    def drags_along() -> bool:
        # The window manager takes over some time after the first movement.
        mouse("mousemove_relative", 5, 2)
        return window.x() > before.x() + 20

    mouse("mousemove", middle.x(), middle.y(), "mousedown", 1)
    try:
        qtbot.waitUntil(lambda: window._grip is not None)
        qtbot.waitUntil(drags_along)
    finally:
        mouse("mouseup", 1)
    qtbot.waitUntil(
        lambda: (
            (trader.settings.second_screen_places[0].geometry or ())[:2] == window.pos().toTuple()
        )
    )


def test_its_edges_show_that_they_resize_it(qtbot: QtBot, trader: Trader) -> None:
    window = as_a_window(qtbot, trader)

    def shows(cursor: Qt.CursorShape, x: int, y: int) -> bool:
        # Twice: a pointer that does not move tells nobody where it is.
        at = window.geometry().topLeft()
        mouse("mousemove", at.x() + x + 1, at.y() + y + 1, "mousemove", at.x() + x, at.y() + y)
        QApplication.processEvents()
        return window.cursor().shape() is cursor

    qtbot.waitUntil(lambda: shows(Qt.CursorShape.SizeHorCursor, 3, 200))
    qtbot.waitUntil(lambda: shows(Qt.CursorShape.SizeFDiagCursor, 3, 3))
    qtbot.waitUntil(lambda: shows(Qt.CursorShape.ArrowCursor, 300, 200))


def test_while_locked_dragging_does_not_move_it(qtbot: QtBot, trader: Trader) -> None:
    window = as_a_window(qtbot, trader)
    window.set_locked(locked=True)
    window.view.hint.hide()
    before, middle = window.geometry(), window.geometry().center()

    def feels_a_drag() -> bool:
        # The window manager is still busy with the window's new form for a while.
        mouse("mousemove", middle.x(), middle.y(), "mousedown", 1)
        mouse("mousemove", middle.x() + 60, middle.y() + 30, "mouseup", 1)
        QApplication.processEvents()
        return window.view.hint.isVisible()

    qtbot.waitUntil(feels_a_drag)
    assert feels_a_drag()
    assert window.geometry() == before


def test_a_refusal_to_keep_the_display_awake_is_said(trader: Trader) -> None:
    window = trader.open()
    trader.second._say_not_kept_awake()
    assert window.view.hint.text() == NOT_KEPT_AWAKE
