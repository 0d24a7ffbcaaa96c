"""Profiles in the window: where it says which it is, the menu, and what is asked. Real events."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from functools import partial

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLabel, QMenu, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from ct_desktop.core import wording_profiles as words
from ct_desktop.core.links import LinkName
from ct_desktop.core.notices import Notice, NoticeRules
from ct_desktop.core.problems import Action
from ct_desktop.core.sign_in import RevocationOutcome
from ct_desktop.profiles import ProfileError
from ct_desktop.ui.notifications.notifier import Notifier
from ct_desktop.ui.profiles.button import ProfileButton, RailProfileButton
from ct_desktop.ui.profiles.conversations import NameConversation, RemovalConversation
from ct_desktop.ui.profiles.menu import ProfileChoices, ProfileEntry, ProfileMenu
from ct_desktop.ui.profiles.name_dialog import ProfileNameDialog
from ct_desktop.ui.profiles.removal_dialog import ProfileRemovalDialog
from ct_desktop.ui.profiles.second_window import window_command
from ct_desktop.ui.shell.rail import Screen
from ct_desktop.ui.shell.window import MainWindow
from ct_desktop.ui.theme.palette import DARK, LIGHT, Palette
from ct_desktop.ui.theme.style import style_sheet
from ct_desktop.ui.theme.theme import Theme
from ct_desktop.ui.tray.icon import TrayIcon
from ct_desktop.ui.welcome.screen import WelcomeScreen
from support.active_window import show_active
from support.ui_states import colors_in

APEX = ProfileEntry("apex", "Apex & Co", "read-only")
MAIN = ProfileEntry("default", "Default", "signed out")
TPT = ProfileEntry("tpt", "TPT", "trade scope", is_open=True)


@pytest.fixture
def window(qtbot: QtBot, theme: Theme) -> MainWindow:
    window = MainWindow(theme)
    window.set_welcome(WelcomeScreen(theme))
    for screen in Screen:
        window.add_screen(screen, partial(QPushButton, screen.value))
    window.set_screen(Screen.MONITOR)
    qtbot.addWidget(window)
    show_active(qtbot, window)
    return window


def rail_button(window: MainWindow) -> RailProfileButton:
    return window.findChild(RailProfileButton)


def texts(menu: QMenu) -> list[str]:
    return [action.text() for action in menu.actions() if not action.isSeparator()]


def entry(menu: QMenu, text: str) -> QAction:
    return next(action for action in menu.actions() if action.text() == text)


def says(widget: QWidget) -> list[str]:
    return [label.text() for label in widget.findChildren(QLabel) if label.isVisible()]


def button(widget: QWidget, text: str) -> QPushButton:
    return next(
        each
        for each in widget.findChildren(QPushButton)
        if each.text() == text and each.isVisible()
    )


# Where the window says which profile it shows


def test_the_window_names_its_profile_where_there_is_something_to_tell_apart(
    window: MainWindow,
) -> None:
    assert window.windowTitle() == "CrossTrade Desktop"
    assert rail_button(window).accessibleName() == "Profiles"
    window.show_profile("Müller")
    assert window.windowTitle() == "CrossTrade Desktop (Müller)"
    assert rail_button(window).accessibleName() == "Profile: Müller"
    assert "Müller" in rail_button(window).toolTip()
    window.show_profile("")
    assert window.windowTitle() == "CrossTrade Desktop"


def test_what_was_said_before_the_frame_was_built_is_in_it(qtbot: QtBot, theme: Theme) -> None:
    window = MainWindow(theme)
    qtbot.addWidget(window)
    window.show_profile("Apex")
    window.add_screen(Screen.MONITOR, QWidget)
    window.set_screen(Screen.MONITOR)
    assert rail_button(window).accessibleName() == "Profile: Apex"


def test_the_welcome_shows_the_profile_only_where_there_are_several(
    qtbot: QtBot, theme: Theme
) -> None:
    welcome = WelcomeScreen(theme)
    qtbot.addWidget(welcome)
    welcome.show()
    shown = welcome.findChild(ProfileButton)
    assert not shown.isVisible()
    welcome.show_profile("Apex")
    assert shown.isVisible()
    with qtbot.waitSignal(welcome.profiles_requested):
        qtbot.mouseClick(shown, Qt.MouseButton.LeftButton)
    welcome.show_profile("")
    assert not shown.isVisible()


def test_the_menu_is_asked_for_by_click_by_key_and_never_behind_a_dialog(
    qtbot: QtBot, window: MainWindow, theme: Theme
) -> None:
    with qtbot.waitSignal(window.profiles_requested):
        qtbot.mouseClick(rail_button(window), Qt.MouseButton.LeftButton)
    control_shift = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    with qtbot.waitSignal(window.profiles_requested):
        qtbot.keyClick(window, Qt.Key.Key_P, control_shift)
    window.show_welcome()
    with qtbot.waitSignal(window.profiles_requested):
        qtbot.keyClick(window, Qt.Key.Key_P, control_shift)
    dialog = ProfileRemovalDialog(theme, window, "Apex")
    dialog.open()
    with qtbot.assertNotEmitted(window.profiles_requested):
        qtbot.keyClick(window, Qt.Key.Key_P, control_shift)


@pytest.mark.parametrize("width", [960, 1440])
def test_the_longest_name_fits_into_the_rail(qtbot: QtBot, window: MainWindow, width: int) -> None:
    window.show_profile("口" * 40)
    window.resize(width, 600)
    qtbot.waitUntil(lambda: window.width() == width)
    shown = rail_button(window)
    assert shown.geometry().right() < shown.parentWidget().width()
    assert shown.geometry().bottom() < shown.parentWidget().height()


# The menu


def test_the_menu_offers_the_ways_to_each_profile(qtbot: QtBot, window: MainWindow) -> None:
    menu = ProfileMenu(ProfileChoices(MAIN, (APEX, TPT)), window)
    assert texts(menu) == [
        "Default, signed out (this window)",
        "Switch to Apex && Co, read-only",
        "Show TPT, open in another window",
        "Open in a second window",
        "New profile…",
        "Rename Default…",
        "Remove",
    ]
    assert [action.isEnabled() for action in entry(menu, "Remove").menu().actions()] == [
        True,
        False,
    ]
    wishes: list[tuple[Callable[[], None], object, str | None]] = [
        (entry(menu, "Switch to Apex && Co, read-only").trigger, menu.switch_requested, "apex"),
        (
            entry(menu, "Show TPT, open in another window").trigger,
            menu.second_window_requested,
            "tpt",
        ),
        (
            entry(menu, "Open in a second window").menu().actions()[0].trigger,
            menu.second_window_requested,
            "apex",
        ),
        (entry(menu, "Remove").menu().actions()[0].trigger, menu.remove_requested, "apex"),
        (entry(menu, "New profile…").trigger, menu.new_requested, None),
        (entry(menu, "Rename Default…").trigger, menu.rename_requested, None),
    ]
    for press, signal, folder in wishes:
        with qtbot.waitSignal(signal) as caught:
            press()
        assert caught.args == ([] if folder is None else [folder])


def test_the_menu_is_worked_by_keyboard_and_goes_when_closed(
    qtbot: QtBot, window: MainWindow
) -> None:
    menu = ProfileMenu(ProfileChoices(MAIN, (APEX,)), window)
    gone: list[None] = []
    menu.destroyed.connect(lambda: gone.append(None))
    menu.popup(window.profile_menu_place(menu.sizeHint()))
    qtbot.waitExposed(menu)
    with qtbot.waitSignal(menu.switch_requested):
        for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Return):
            qtbot.keyClick(menu, key)
    qtbot.waitUntil(lambda: bool(gone))


@pytest.mark.parametrize("palette", [DARK, LIGHT], ids=["dark", "light"])
def test_the_entry_in_hand_is_seen_and_read(
    qtbot: QtBot, window: MainWindow, palette: Palette
) -> None:
    menu = ProfileMenu(ProfileChoices(MAIN, (APEX,)), window)
    menu.setStyleSheet(style_sheet(palette))
    menu.popup(window.pos())
    qtbot.waitExposed(menu)
    assert palette.selected.name() not in colors_in(menu)
    qtbot.keyClick(menu, Qt.Key.Key_Down)
    assert {palette.selected.name(), palette.text.name()} <= colors_in(menu)
    menu.close()


def test_alone_and_in_the_demo_only_what_can_be_done_is_offered(window: MainWindow) -> None:
    alone = ProfileMenu(ProfileChoices(MAIN), window)
    assert texts(alone) == ["Default, signed out (this window)", "New profile…", "Rename Default…"]
    demo = ProfileChoices(replace(MAIN, folder="demo", name="demo"), (MAIN,), in_demo=True)
    assert not any(text.startswith("Rename") for text in texts(ProfileMenu(demo, window)))


def test_profiles_that_cannot_be_read_are_told_in_the_menu(window: MainWindow) -> None:
    menu = ProfileMenu(ProfileChoices(MAIN, trouble="the disk is gone."), window)
    assert "The profiles could not be read: the disk is gone." in texts(menu)
    assert entry(menu, "New profile…").isEnabled()


# A name


def name_dialog(theme: Theme, window: MainWindow) -> ProfileNameDialog:
    return ProfileNameDialog(
        theme,
        window,
        words.NEW_TITLE,
        explanation=words.NEW_WORDS,
        ways=(words.OPEN_APART, words.OPEN_HERE),
    )


def test_enter_takes_the_last_way_and_each_button_its_own(
    qtbot: QtBot, window: MainWindow, theme: Theme
) -> None:
    dialog = name_dialog(theme, window)
    dialog.open()
    assert window.focusWidget() is dialog.input
    qtbot.keyClicks(dialog.input, "Apex")
    with qtbot.waitSignal(dialog.submitted) as caught:
        qtbot.keyClick(dialog.input, Qt.Key.Key_Return)
    assert caught.args == ["Apex", words.OPEN_HERE]
    with qtbot.waitSignal(dialog.submitted) as caught:
        qtbot.mouseClick(button(dialog, words.OPEN_APART), Qt.MouseButton.LeftButton)
    assert caught.args == ["Apex", words.OPEN_APART]


def test_without_a_name_nothing_is_done_and_that_is_said(
    qtbot: QtBot, window: MainWindow, theme: Theme
) -> None:
    dialog = name_dialog(theme, window)
    dialog.open()
    with qtbot.assertNotEmitted(dialog.submitted):
        qtbot.keyClick(dialog.input, Qt.Key.Key_Return)
    assert words.NAME_WANTED in says(dialog)
    qtbot.keyClicks(dialog.input, "A")
    assert words.NEW_WORDS in says(dialog)


async def until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(10):
        while not condition():  # noqa: ASYNC110 - widgets set no event
            await asyncio.sleep(0)


async def test_a_refused_name_is_told_until_one_is_taken(window: MainWindow, theme: Theme) -> None:
    dialog = name_dialog(theme, window)
    taken: list[tuple[str, str]] = []

    async def take(name: str, way: str) -> None:
        if name == "a/b":
            raise ProfileError("not that one")
        taken.append((name, way))

    conversation = NameConversation(dialog, take)
    running = asyncio.create_task(conversation.run())
    await until(dialog.isVisible)
    dialog.input.setText("a/b")
    dialog.input.returnPressed.emit()
    await until(lambda: "not that one" in says(dialog))
    assert not conversation.is_closed
    dialog.input.setText("Apex")
    dialog.input.returnPressed.emit()
    await running
    assert taken == [("Apex", words.OPEN_HERE)]
    assert conversation.is_closed


# Removing one


@pytest.mark.parametrize(
    ("outcome", "said", "page"),
    [
        (RevocationOutcome.REVOKED, "CrossTrade has revoked its access", False),
        (RevocationOutcome.NOTHING_TO_REVOKE, "Apex was removed.", False),
        (RevocationOutcome.UNREACHABLE, "the access may live on there", True),
        (RevocationOutcome.UNSUPPORTED, "no way to revoke access", True),
        (RevocationOutcome.UNREADABLE, "could not be read", True),
    ],
)
async def test_what_came_of_a_removal_is_told_and_what_is_left_to_do(
    window: MainWindow, theme: Theme, outcome: RevocationOutcome, said: str, page: bool
) -> None:
    dialog = ProfileRemovalDialog(theme, window, "Apex")

    async def remove() -> RevocationOutcome:
        return outcome

    running = asyncio.create_task(RemovalConversation(dialog, "Apex", remove).run())
    await until(dialog.isVisible)
    dialog.remove.click()
    await until(lambda: any(said in text for text in says(dialog)))
    assert dialog.notice.button.isVisible() == page
    assert not dialog.remove.isVisible()
    button(dialog, words.CLOSE).click()
    await running


async def test_a_removal_that_failed_is_told_and_can_be_tried_again(
    window: MainWindow, theme: Theme
) -> None:
    dialog = ProfileRemovalDialog(theme, window, "Apex")
    tries: list[int] = []

    async def remove() -> RevocationOutcome:
        tries.append(len(tries))
        if len(tries) == 1:
            raise ProfileError("The keychain is locked.")
        return RevocationOutcome.REVOKED

    running = asyncio.create_task(RemovalConversation(dialog, "Apex", remove).run())
    await until(dialog.isVisible)
    dialog.remove.click()
    await until(lambda: "The keychain is locked." in says(dialog))
    dialog.remove.click()
    await until(lambda: not dialog.remove.isVisible())
    assert len(tries) == 2
    dialog.reject()
    await running


async def test_closing_the_dialog_stops_a_removal_under_way(
    window: MainWindow, theme: Theme
) -> None:
    dialog = ProfileRemovalDialog(theme, window, "Apex")
    stopped: list[bool] = []

    async def remove() -> RevocationOutcome:
        try:
            await asyncio.Event().wait()
        finally:
            stopped.append(True)
        raise AssertionError("nobody sets it")

    running = asyncio.create_task(RemovalConversation(dialog, "Apex", remove).run())
    await until(dialog.isVisible)
    dialog.remove.click()
    await until(lambda: dialog.remove.text() == words.REMOVING)
    dialog.reject()
    await running
    assert stopped == [True]


async def test_keeping_the_profile_removes_nothing(window: MainWindow, theme: Theme) -> None:
    dialog = ProfileRemovalDialog(theme, window, "Apex")
    asked: list[None] = []

    async def remove() -> RevocationOutcome:
        asked.append(None)
        return RevocationOutcome.REVOKED

    running = asyncio.create_task(RemovalConversation(dialog, "Apex", remove).run())
    await until(dialog.isVisible)
    assert window.focusWidget() is dialog.keep
    dialog.keep.click()
    await running
    assert asked == []


def test_the_page_of_clients_is_a_button_where_access_may_live_on(
    qtbot: QtBot, window: MainWindow, theme: Theme
) -> None:
    dialog = ProfileRemovalDialog(theme, window, "Apex")
    dialog.open()
    dialog.show_removed("It may live on.", access_may_live_on=True)
    with qtbot.waitSignal(dialog.action_requested) as caught:
        dialog.notice.button.click()
    assert caught.args == [Action.OPEN_AI_CLIENTS_PAGE]


# Beside the window


class Told:
    """Keeps the notices that a trader would see."""

    def __init__(self) -> None:
        self.titles: list[str] = []

    def show(self, notice: Notice) -> None:
        self.titles.append(notice.title)

    async def run(self) -> None:
        await asyncio.Event().wait()


def test_notices_and_the_tray_name_the_profile_where_there_are_several(qapp: object) -> None:
    told = Told()
    notifier = Notifier(told, NoticeRules(), profile="Apex")
    notice = Notice(LinkName.ADDON, "Add-on offline", "Since 10:41")
    notifier.tell(notice)
    notifier.show_profile("")
    notifier.tell(notice)
    assert told.titles == ["Add-on offline (Apex)", "Add-on offline"]
    tray = TrayIcon("Apex")
    assert tray.tool_tip.startswith("CrossTrade Desktop (Apex)\n")
    tray.show_profile("Müller")
    assert tray.tool_tip.startswith("CrossTrade Desktop (Müller)\n")
    tray.show_profile("")
    assert tray.tool_tip.startswith("CrossTrade Desktop\n")


# A second window


def test_a_second_window_is_this_program_with_the_profile_and_no_secret() -> None:
    alone = window_command("müller")
    assert alone[-2:] == ["--profile", "müller"]
    server = "http://127.0.0.1:8000/v1/api/mcp"
    assert window_command("apex", server_url=server, debug=True) == [
        *alone[:-1],
        "apex",
        "--server",
        server,
        "--debug",
    ]
