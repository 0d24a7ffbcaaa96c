"""The Settings screen: what holds is shown, and every choice applies at once."""

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QAccessible, QGuiApplication, QWheelEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QPushButton, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from ct_desktop.core.scopes import Scope
from ct_desktop.core.sign_in import SignIn, SignInState
from ct_desktop.profiles import CROSSTRADE_SERVER_URL, ProfileSettings, SettingsStore
from ct_desktop.profiles import Theme as ThemeSetting
from ct_desktop.ui.controls.choice_box import ChoiceBox
from ct_desktop.ui.controls.focus_frame import FocusFrame
from ct_desktop.ui.controls.scroll_column import ScrollColumn
from ct_desktop.ui.controls.switch import Switch
from ct_desktop.ui.controls.text import Text
from ct_desktop.ui.settings.reset_dialog import ResetDialog
from ct_desktop.ui.settings.screen import SettingsScreen
from ct_desktop.ui.theme.palette import DARK, LIGHT
from ct_desktop.ui.theme.theme import ColourScheme, Theme
from support.active_window import show_active
from support.opened_addresses import opened_addresses
from support.ui_states import colors_in

READING = SignIn(SignInState.SIGNED_IN, scope=Scope.READ)
TRADING = SignIn(SignInState.SIGNED_IN, scope=Scope.TRADE)
SIGNED_OUT = SignIn(SignInState.SIGNED_OUT)


@pytest.fixture
def folders(tmp_path: Path) -> dict[str, Path]:
    folders = {"data_folder": tmp_path / "data", "log_folder": tmp_path / "logs"}
    folders["data_folder"].mkdir()
    return folders


@pytest.fixture
def window(qtbot: QtBot) -> QMainWindow:
    """As large as what a small window leaves for a screen."""
    window = QMainWindow()
    window.resize(900, 556)
    qtbot.addWidget(window)
    return window


@pytest.fixture
def screen(
    qtbot: QtBot, theme: Theme, folders: dict[str, Path], window: QMainWindow
) -> SettingsScreen:
    """The screen in a small window, with the settings of a new profile."""
    screen = SettingsScreen(theme, server_url=CROSSTRADE_SERVER_URL, **folders)
    window.setCentralWidget(screen)
    show_active(qtbot, window)
    screen.show_settings(ProfileSettings(theme=ThemeSetting.DARK), READING)
    return screen


def click(qtbot: QtBot, widget: QWidget) -> None:
    qtbot.mouseClick(widget, Qt.MouseButton.LeftButton)


def pick(qtbot: QtBot, box: ChoiceBox, times: int) -> None:
    """Move ``times`` choices down by the keyboard."""
    box.setFocus()
    for _ in range(times):
        qtbot.keyClick(box, Qt.Key.Key_Down)


def index_entries(screen: SettingsScreen) -> list[QPushButton]:
    return screen.index.findChildren(QPushButton)


def marked(screen: SettingsScreen) -> str:
    return next(entry.text() for entry in index_entries(screen) if entry.isChecked())


def scroll_bar(screen: SettingsScreen) -> Any:
    return screen.findChild(QScrollArea).verticalScrollBar()


# What holds is shown


def test_what_holds_is_shown_and_nothing_is_announced(qtbot: QtBot, screen: SettingsScreen) -> None:
    settings = ProfileSettings(
        theme=ThemeSetting.LIGHT,
        trade_reminder_minutes=240,
        notify_after_seconds=30,
        notify_links=("nt8", "prices"),
        notify_recovery=False,
        quiet_hours=("21:30", "06:00"),
    )
    with qtbot.assertNotEmitted(screen.changed):
        screen.show_settings(settings, TRADING)
    assert screen.appearance.theme.choice == "light"
    assert screen.sign_in.reminder.currentText() == "Ask after 4 h"
    shown = screen.notifications
    assert shown.enabled.isChecked()
    assert shown.after.currentText() == "30 s"
    assert [name for name, box in shown.links.items() if box.isChecked()] == ["nt8", "prices"]
    assert not shown.recovery.isChecked()
    assert shown.quiet.isChecked()
    assert (shown.quiet_from.choice, shown.quiet_to.choice) == ("21:30", "06:00")


def test_a_value_written_by_hand_is_shown_as_it_is(screen: SettingsScreen) -> None:
    settings = ProfileSettings(
        trade_reminder_minutes=45, notify_after_seconds=7, quiet_hours=("21:07", "06:00")
    )
    screen.show_settings(settings, TRADING)
    assert screen.sign_in.reminder.currentText() == "Ask after 45 min"
    assert screen.notifications.after.currentText() == "7 s"
    assert screen.notifications.quiet_from.choice == "21:07"


@pytest.mark.parametrize(("sign_in", "wanted"), [(READING, Scope.TRADE), (TRADING, Scope.READ)])
def test_the_scope_held_is_shown_and_the_other_can_be_had(
    qtbot: QtBot, screen: SettingsScreen, sign_in: SignIn, wanted: Scope
) -> None:
    screen.show_settings(ProfileSettings(), sign_in)
    assert sign_in.scope is not None
    assert screen.sign_in.scope_name.text() == sign_in.scope.value
    assert screen.sign_in.badge.isVisible()
    with qtbot.waitSignal(screen.scope_change_requested) as requested:
        click(qtbot, screen.sign_in.change_scope)
    assert requested.args == [wanted]


def test_without_a_sign_in_there_is_no_scope_to_change(screen: SettingsScreen) -> None:
    screen.show_settings(ProfileSettings(), SIGNED_OUT)
    assert screen.sign_in.scope.isVisible()
    assert screen.sign_in.scope.text() == "Nothing is signed in"
    assert not screen.sign_in.change_scope.isVisible()
    assert not screen.sign_in.badge.isVisible()


def test_a_scope_that_crosstrade_did_not_name_is_no_sign_out(
    qtbot: QtBot, screen: SettingsScreen
) -> None:
    screen.show_settings(ProfileSettings(), SignIn(SignInState.SIGNED_IN, scope=None))
    assert screen.sign_in.scope.text() == "Not named by CrossTrade"
    with qtbot.waitSignal(screen.scope_change_requested) as requested:
        click(qtbot, screen.sign_in.change_scope)
    assert requested.args == [Scope.READ]


def test_a_scope_that_is_being_changed_cannot_be_changed_twice(screen: SettingsScreen) -> None:
    screen.show_settings(ProfileSettings(), SignIn(SignInState.CHANGING_SCOPE))
    assert screen.sign_in.scope.text() == "Being changed"
    assert not screen.sign_in.change_scope.isVisible()


# Every choice applies at once


def test_the_theme_changes_live(qtbot: QtBot, theme: Theme, screen: SettingsScreen) -> None:
    assert theme.palette is DARK
    with qtbot.waitSignal(screen.changed) as changed:
        qtbot.keyClick(focused_segment(screen), Qt.Key.Key_Right)
    assert changed.args == [{"theme": ThemeSetting.LIGHT}]
    assert theme.palette is LIGHT
    assert LIGHT.surface.name() in colors_in(screen)


def focused_segment(screen: SettingsScreen) -> QWidget:
    segment = next(
        part for part in screen.appearance.theme.children() if getattr(part, "key", "") == "dark"
    )
    assert isinstance(segment, QWidget)
    segment.setFocus()
    return segment


def test_each_control_announces_its_own_setting(qtbot: QtBot, screen: SettingsScreen) -> None:
    changes: list[dict[str, Any]] = []
    screen.changed.connect(changes.append)
    notifications = screen.notifications
    pick(qtbot, screen.sign_in.reminder, 2)
    pick(qtbot, notifications.after, 1)
    click(qtbot, notifications.links["nt8"])
    click(qtbot, notifications.recovery)
    click(qtbot, notifications.quiet)
    click(qtbot, notifications.enabled)
    assert changes == [
        {"trade_reminder_minutes": 15},
        {"trade_reminder_minutes": 60},
        {"notify_after_seconds": 30},
        {"notify_links": ("addon", "brokers", "prices")},
        {"notify_recovery": False},
        {"quiet_hours": ("22:00", "07:00")},
        {"notifications": False},
    ]


def test_every_choice_can_be_kept(qtbot: QtBot, screen: SettingsScreen, tmp_path: Path) -> None:
    store = SettingsStore(tmp_path / "profile")

    def keep(changes: dict[str, Any]) -> None:
        screen.show_settings(store.update(**changes).settings, READING)

    screen.changed.connect(keep)
    click(qtbot, screen.notifications.links["brokers"])
    click(qtbot, screen.notifications.quiet)
    pick(qtbot, screen.notifications.quiet_from, 1)
    pick(qtbot, screen.sign_in.reminder, 1)
    kept = store.load().settings
    assert kept.notify_links == ("addon", "nt8", "prices")
    assert kept.quiet_hours == ("22:30", "07:00")
    assert kept.trade_reminder_minutes == 15


def test_hours_switched_off_and_on_again_are_those_chosen_before(
    qtbot: QtBot, screen: SettingsScreen
) -> None:
    screen.show_settings(ProfileSettings(quiet_hours=("20:00", "08:00")), READING)
    screen.show_settings(ProfileSettings(quiet_hours=None), READING)
    with qtbot.waitSignal(screen.changed) as changed:
        click(qtbot, screen.notifications.quiet)
    assert changed.args == [{"quiet_hours": ("20:00", "08:00")}]


def test_hours_without_length_cannot_be_chosen(qtbot: QtBot, screen: SettingsScreen) -> None:
    screen.show_settings(ProfileSettings(quiet_hours=("06:30", "07:00")), READING)
    with qtbot.assertNotEmitted(screen.changed):
        pick(qtbot, screen.notifications.quiet_from, 1)
    assert screen.notifications.quiet_from.choice == "06:30"


def test_what_has_no_effect_cannot_be_chosen(screen: SettingsScreen) -> None:
    shown = screen.notifications
    screen.show_settings(ProfileSettings(quiet_hours=None), READING)
    assert shown.quiet.isEnabled()
    assert not shown.quiet_from.isEnabled()
    screen.show_settings(
        ProfileSettings(notifications=False, quiet_hours=("22:00", "07:00")), READING
    )
    for control in (shown.after, *shown.links.values(), shown.recovery, shown.quiet_to):
        assert not control.isEnabled()
    assert shown.enabled.isEnabled()


def test_scrolling_past_a_box_changes_nothing(qtbot: QtBot, screen: SettingsScreen) -> None:
    box = screen.notifications.after
    box.setFocus()
    place = QPointF(5, 5)
    wheel = QWheelEvent(
        place,
        QPointF(box.mapToGlobal(QPoint(5, 5))),
        QPoint(),
        QPoint(0, -240),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    with qtbot.assertNotEmitted(screen.changed):
        QApplication.sendEvent(box, wheel)
    assert box.choice == 10


# The index


def test_the_index_names_the_sections_in_order_and_follows_the_page(
    screen: SettingsScreen,
) -> None:
    titles = [entry.text() for entry in index_entries(screen)]
    assert titles == [section.title for section in screen.sections]
    assert {"Appearance", "Sign-in", "Notifications"} < set(titles)
    assert titles[-1] == "About"
    assert marked(screen) == "Appearance"
    bar = scroll_bar(screen)
    assert bar.maximum() > 0
    bar.setValue(screen.sign_in.y())
    assert marked(screen) == "Sign-in"
    bar.setValue(bar.maximum())
    assert marked(screen) == "About"
    bar.setValue(0)
    assert marked(screen) == "Appearance"


def test_the_index_leads_to_a_section(qtbot: QtBot, screen: SettingsScreen) -> None:
    entries = index_entries(screen)
    click(qtbot, entries[screen.sections.index(screen.sign_in)])
    assert scroll_bar(screen).value() == screen.sign_in.y()
    # The page is too short for the last but one to reach the top, and is where the trader wanted
    # it all the same.
    click(qtbot, entries[-2])
    assert marked(screen) == entries[-2].text()
    assert not screen.sections[-2].visibleRegion().isEmpty()
    qtbot.keyClick(entries[-2], Qt.Key.Key_Down)
    assert marked(screen) == "About"


def test_the_page_follows_the_keyboard(qtbot: QtBot, screen: SettingsScreen) -> None:
    screen.notifications.quiet.setFocus()
    for _ in range(40):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        if QApplication.focusWidget() is screen.about.ask:
            break
    assert screen.about.ask.hasFocus()
    assert not screen.about.ask.visibleRegion().isEmpty()
    assert marked(screen) == "About"


# Switches


def test_a_switch_is_36_by_20_works_by_space_and_shows_its_focus(
    qtbot: QtBot, screen: SettingsScreen
) -> None:
    switch = screen.notifications.recovery
    assert (switch.width(), switch.height()) == (36, 20)
    page = screen.findChild(ScrollColumn)
    assert page is not None
    page.ensureWidgetVisible(switch)
    assert DARK.accent_fill.name() in colors_in(switch)
    switch.setFocus(Qt.FocusReason.TabFocusReason)
    frame = screen.window().findChild(FocusFrame)
    assert frame.isVisible()
    assert frame.control is switch
    with qtbot.waitSignal(screen.changed):
        qtbot.keyClick(switch, Qt.Key.Key_Space)
    assert not switch.isChecked()
    assert DARK.accent_fill.name() not in colors_in(switch)


# Advanced


def test_a_folder_is_opened_and_its_path_copied(
    qtbot: QtBot, screen: SettingsScreen, folders: dict[str, Path]
) -> None:
    with opened_addresses("file") as opened_files:
        click(qtbot, screen.advanced.data_folder.open_folder)
    assert opened_files == [str(folders["data_folder"])]
    assert not screen.advanced.data_folder.failure.isVisible()

    click(qtbot, screen.advanced.data_folder.copy)
    assert QGuiApplication.clipboard().text() == str(folders["data_folder"])
    assert screen.advanced.data_folder.copy.text() == "Copied"
    QGuiApplication.clipboard().clear()


def test_a_folder_that_cannot_be_opened_is_said_so(qtbot: QtBot, screen: SettingsScreen) -> None:
    row = screen.advanced.log_folder  # which is not there
    click(qtbot, row.open_folder)
    assert row.failure.isVisible()
    assert "could not be opened" in row.failure.text()


def test_the_server_is_shown(screen: SettingsScreen) -> None:
    assert screen.advanced.server.text() == CROSSTRADE_SERVER_URL


@pytest.mark.parametrize("way", ["keep", "escape"])
def test_resetting_is_asked_about_and_keeping_is_at_hand(
    qtbot: QtBot, screen: SettingsScreen, way: str
) -> None:
    with qtbot.assertNotEmitted(screen.changed):
        click(qtbot, screen.advanced.reset)
        dialog = screen.window().findChild(ResetDialog)
        assert QApplication.focusWidget() is dialog.no
        key = Qt.Key.Key_Return if way == "keep" else Qt.Key.Key_Escape
        with qtbot.waitSignal(dialog.finished):
            qtbot.keyClick(dialog.no, key)


def test_a_reset_gives_back_every_setting_of_the_page_and_no_other(
    qtbot: QtBot, screen: SettingsScreen, theme: Theme
) -> None:
    click(qtbot, screen.advanced.reset)
    dialog = screen.window().findChild(ResetDialog)
    with qtbot.waitSignal(screen.changed) as changed:
        click(qtbot, dialog.yes)
    first = ProfileSettings()
    on_page = {name for section in screen.sections for name in section.names}
    assert {"theme", "trade_reminder_minutes", "notify_links", "quiet_hours"} < on_page
    assert on_page.isdisjoint({"server_url", "window_geometry", "last_granted_scope"})
    assert changed.args == [{name: getattr(first, name) for name in on_page}]
    assert theme.scheme is ColourScheme.SYSTEM


def test_a_choice_that_could_not_be_kept_is_said_so(screen: SettingsScreen) -> None:
    screen.show_failure("The settings could not be saved.")
    assert screen.notice.isVisible()
    screen.show_failure("")
    assert not screen.notice.isVisible()


# Everywhere


def test_nothing_is_cut_in_a_small_window_but_a_path(screen: SettingsScreen) -> None:
    paths = {screen.advanced.data_folder.path, screen.advanced.log_folder.path}
    screen.show_settings(ProfileSettings(quiet_hours=("22:00", "07:00")), TRADING)
    QApplication.processEvents()
    for text in set(screen.findChildren(Text)) - paths:
        if text.isVisible() and text.text():
            text.grab()  # a text that is cut shows itself whole as a tool tip
            assert text.toolTip() == "", text.text()


def test_labels_stand_in_one_column(screen: SettingsScreen) -> None:
    screen.show_settings(ProfileSettings(), READING)
    QApplication.processEvents()
    controls = (
        screen.appearance.theme,
        screen.sign_in.badge,
        screen.notifications.enabled,
        screen.advanced.data_folder,
    )
    lefts = {control.mapTo(screen, QPoint()).x() for control in controls}
    assert len(lefts) == 1


def test_every_control_has_a_name(screen: SettingsScreen) -> None:
    screen.show_settings(ProfileSettings(quiet_hours=("22:00", "07:00")), READING)
    controls = [
        control
        for control in screen.findChildren(QWidget)
        if control.isVisible() and control.focusPolicy() & Qt.FocusPolicy.TabFocus
    ]
    assert len(controls) > 15
    for control in controls:
        interface = QAccessible.queryAccessibleInterface(control)
        assert interface is not None
        assert interface.text(QAccessible.Text.Name), control
    switches = [switch.accessibleName() for switch in screen.notifications.findChildren(Switch)]
    assert switches == [
        "A link breaks",
        "Notify again when a link that was reported is back",
        "Quiet hours",
    ]


# The page as a whole


def test_in_a_small_window_the_controls_of_all_sections_stand_in_one_column(
    screen: SettingsScreen,
) -> None:
    firsts = {
        switch.mapTo(screen, QPoint()).x()
        for section in (screen.notifications, screen.second_screen, screen.start_and_tray)
        for switch in section.findChildren(Switch)
    }
    assert len(firsts) == 1


def test_on_a_high_screen_the_page_does_not_scroll_above_empty_ground(
    qtbot: QtBot, screen: SettingsScreen
) -> None:
    screen.window().resize(1920, 2000)
    qtbot.waitUntil(lambda: screen.findChild(QScrollArea).height() > 1900)
