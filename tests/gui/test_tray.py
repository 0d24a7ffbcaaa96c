"""The tray icon and the window behind it, with a real panel on the X display."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication, QSystemTrayIcon
from pytestqt.qtbot import QtBot

from ct_desktop.core.chain import build_chain
from ct_desktop.core.links import LinkName
from ct_desktop.core.monitor_state import MonitorState
from ct_desktop.core.notices import Notice
from ct_desktop.core.problems import ProblemKind
from ct_desktop.core.sign_in import SignIn, SignInState
from ct_desktop.core.snapshot import Snapshot
from ct_desktop.profiles import ProfileSettings, SettingsChanges
from ct_desktop.ui.controls.dialog import Dialog
from ct_desktop.ui.controls.state_shape import StateShape
from ct_desktop.ui.notifications.tray_messages import TrayMessages
from ct_desktop.ui.shell.window import MainWindow
from ct_desktop.ui.theme.theme import Theme
from ct_desktop.ui.tray.close_question import CloseQuestion
from ct_desktop.ui.tray.icon import TrayIcon
from ct_desktop.ui.tray.icon_art import tray_icon
from ct_desktop.ui.tray.status import TrayStatus, tray_status
from ct_desktop.ui.tray.window_in_tray import WindowInTray
from support.ui_states import moment, state_with
from support.xembed_tray import XembedTray, trayer_is_missing

SHAPES = (
    StateShape.OK,
    StateShape.WARNING,
    StateShape.BROKEN,
    StateShape.UNKNOWN,
    StateShape.STALE,
    StateShape.OFF,
)

TIMEOUT = 20.0


@pytest.fixture
def panel(qapp: object) -> Iterator[XembedTray]:
    if trayer_is_missing():
        pytest.skip("a tray needs trayer")
    with XembedTray() as panel:
        yield panel


@pytest.fixture
def window(qtbot: QtBot, theme: Theme) -> MainWindow:
    window = MainWindow(theme)
    window.resize(960, 600)
    qtbot.addWidget(window)
    with qtbot.waitExposed(window):
        window.show()
    return window


@pytest.fixture
def icon(qapp: object) -> Iterator[TrayIcon]:
    icon = TrayIcon()
    yield icon
    icon.remove()


# What it says


def test_the_state_that_matters_most_is_told() -> None:
    broken = ProblemKind.ADDON_OFFLINE
    warning = ProblemKind.ADDON_OUTDATED
    fine = tray_status(state_with(), moment(2))
    assert fine == TrayStatus(StateShape.OK, "All 8 links fine", fine.age)
    assert fine.age.startswith("Figures 2 s ago, ")
    assert tray_status(state_with(warning), moment(2)).shape is StateShape.WARNING
    told = tray_status(state_with(broken), moment(82))
    assert told.shape is StateShape.BROKEN
    assert told.words == "Add-on: offline · 1 min 22 s"
    assert told.age.startswith("Figures 82 s old, as of ")


def test_old_figures_are_told_before_a_warning_and_never_as_fine() -> None:
    for state in (state_with(), state_with(ProblemKind.ADDON_OUTDATED)):
        told = tray_status(state, moment(3600))
        assert told.shape is StateShape.STALE
        assert "old, as of" in told.age


def test_without_a_sign_in_nothing_is_being_watched() -> None:
    out = replace(state_with(), sign_in=SignIn(SignInState.SIGNED_OUT))
    assert tray_status(out, moment(1)) == TrayStatus(StateShape.OFF, "Signed out")
    unread = replace(state_with(), sign_in=SignIn(SignInState.UNREAD))
    assert tray_status(unread, moment(1)).shape is StateShape.UNKNOWN


def test_nothing_known_yet_is_not_fine() -> None:
    empty = MonitorState(Snapshot(), build_chain({}), SignIn(SignInState.SIGNED_IN))
    told = tray_status(empty, moment(1))
    assert told == TrayStatus(StateShape.UNKNOWN, "8 unknown", "No figures yet")


# How it looks


def on_panel(shape: StateShape, ground: str, size: int = 16) -> QImage:
    image = QImage(size, size, QImage.Format.Format_RGB32)
    image.fill(QColor(ground))
    painter = QPainter(image)
    painter.drawPixmap(0, 0, tray_icon(shape).pixmap(size, size))
    painter.end()
    return image


def different_pixels(one: QImage, other: QImage) -> int:
    """How many pixels a person who sees no colours could tell apart."""
    greys = [image.convertToFormat(QImage.Format.Format_Grayscale8) for image in (one, other)]
    return sum(
        abs(greys[0].pixelColor(x, y).red() - greys[1].pixelColor(x, y).red()) > 64
        for x in range(one.width())
        for y in range(one.height())
    )


@pytest.mark.parametrize("ground", ["#101010", "#f4f4f4"])
def test_every_state_is_told_apart_at_16_pixels_without_colour(qapp: object, ground: str) -> None:
    pictures = {shape: on_panel(shape, ground) for shape in SHAPES}
    for one in SHAPES:
        for other in SHAPES:
            if one is not other:
                assert different_pixels(pictures[one], pictures[other]) >= 8, (one, other)


@pytest.mark.parametrize("ground", ["#101010", "#f4f4f4", "#3c51c2"])
def test_the_silhouette_is_the_same_on_every_panel(qapp: object, ground: str) -> None:
    """It lies on a ground of its own: what is under the icon cannot change its middle."""
    reference = on_panel(StateShape.BROKEN, "#808080")
    image = on_panel(StateShape.BROKEN, ground)
    for x in range(7, 14):
        for y in range(7, 14):
            assert image.pixelColor(x, y) == reference.pixelColor(x, y)


# In a panel


def test_the_icon_comes_and_goes_with_the_tray(qapp: object, icon: TrayIcon) -> None:
    assert not icon.look_for_tray()
    if trayer_is_missing():
        pytest.skip("a tray needs trayer")
    with XembedTray():
        assert icon.look_for_tray()
        assert icon.is_shown
        (shown,) = icon.findChildren(QSystemTrayIcon)
        wait_for_place(shown)
    assert not icon.look_for_tray()
    assert not icon.is_shown
    with XembedTray():
        assert icon.look_for_tray()


def wait_for_place(shown: QSystemTrayIcon) -> None:
    """Until the panel has given it a place: it swallows the icon's window."""
    for _ in range(1000):
        QApplication.processEvents()
        if not shown.geometry().isEmpty():
            return
    raise AssertionError("the panel gave the icon no place")


@pytest.mark.usefixtures("panel")
def test_a_state_is_shown_by_picture_and_tool_tip(icon: TrayIcon) -> None:
    icon.look_for_tray()
    (shown,) = icon.findChildren(QSystemTrayIcon)
    assert shown.toolTip() == "CrossTrade Desktop\nStarting"
    before = shown.icon().cacheKey()
    icon.show_status(TrayStatus(StateShape.OK, "All 8 links fine", "Figures 2 s ago, 10:41:07"))
    assert shown.toolTip() == "CrossTrade Desktop\nAll 8 links fine\nFigures 2 s ago, 10:41:07"
    assert shown.icon().cacheKey() != before
    named = TrayIcon("apex")
    named.look_for_tray()
    assert named.findChild(QSystemTrayIcon).toolTip().startswith("CrossTrade Desktop (apex)\n")
    named.remove()


@pytest.mark.usefixtures("panel")
def test_every_entry_of_the_menu_says_what_is_wanted(qtbot: QtBot, icon: TrayIcon) -> None:
    icon.look_for_tray()
    menu = icon.findChild(QSystemTrayIcon).contextMenu()
    icon.show_status(TrayStatus(StateShape.OK, "All 8 links fine"))
    seen = [action for action in menu.actions() if action.isVisible() and action.text()]
    assert [action.text() for action in seen] == [
        *("All 8 links fine", "Open", "Second screen", "Check now", "Quit")
    ]
    assert not seen[0].isEnabled()
    for action, request in zip(
        seen[1:],
        (
            icon.open_requested,
            icon.second_screen_requested,
            icon.check_requested,
            icon.quit_requested,
        ),
        strict=True,
    ):
        with qtbot.waitSignal(request):
            action.trigger()
    with qtbot.waitSignal(icon.open_requested):
        icon.findChild(QSystemTrayIcon).activated.emit(QSystemTrayIcon.ActivationReason.Trigger)


@pytest.mark.usefixtures("panel")
def test_hidden_values_join_the_menu_once_there_is_such_a_switch(
    qtbot: QtBot, icon: TrayIcon
) -> None:
    icon.look_for_tray()
    icon.show_hide_values(True)
    menu = icon.findChild(QSystemTrayIcon).contextMenu()
    entry = next(action for action in menu.actions() if action.text() == "Hide values")
    assert entry.isVisible()
    assert entry.isChecked()
    with qtbot.waitSignal(icon.hide_values_requested) as wanted:
        entry.trigger()
    assert wanted.args == [False]


@pytest.mark.usefixtures("panel")
def test_notices_are_shown_at_the_one_icon(qtbot: QtBot, icon: TrayIcon) -> None:
    pressed: list[str] = []
    channel = TrayMessages(icon, lambda: pressed.append("pressed"))
    notice = Notice(LinkName.ADDON, "Add-on offline", "Start NinjaTrader 8", is_recovery=False)
    channel.show(notice)  # no icon yet: nothing to show it at, and no harm
    icon.look_for_tray()
    channel.show(notice)
    icons = [each for each in everything_in(icon) if isinstance(each, QSystemTrayIcon)]
    assert len(icons) == 1
    icons[0].messageClicked.emit()
    assert pressed == ["pressed"]


def everything_in(parent: QObject) -> list[QObject]:
    return parent.findChildren(QObject)


# Closing


@dataclass
class Closing:
    """A window with a tray icon, and what came of closing it."""

    window: MainWindow
    changes: list[SettingsChanges] = field(default_factory=list)
    quits: int = 0
    closed: int = 0

    def question(self) -> CloseQuestion | None:
        return next(
            (each for each in self.window.findChildren(CloseQuestion) if each.isVisible()), None
        )


@asynccontextmanager
async def closing(
    window: MainWindow, theme: Theme, icon: TrayIcon, *, keeps_watching: bool | None = None
) -> AsyncIterator[Closing]:
    settings = ProfileSettings(close_to_tray=keeps_watching)
    result = Closing(window)

    def note_quit() -> None:
        result.quits += 1

    def note_close() -> None:
        result.closed += 1

    window.close_requested.connect(note_close)
    behind = WindowInTray(
        window,
        theme,
        icon,
        settings=lambda: settings,
        change=result.changes.append,
        quit_app=note_quit,
    )
    running = asyncio.create_task(behind.run())
    await asyncio.sleep(0)
    try:
        yield result
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)


async def until(condition: Callable[[], bool], what: str) -> None:
    async with asyncio.timeout(TIMEOUT):
        while not condition():
            QApplication.processEvents()
            await asyncio.sleep(0.01)
    assert condition(), what


@pytest.mark.usefixtures("panel")
async def test_the_first_close_asks_and_escape_changes_nothing(
    qtbot: QtBot, window: MainWindow, theme: Theme, icon: TrayIcon
) -> None:
    async with closing(window, theme, icon) as result:
        window.close()
        question = result.question()
        assert question is not None
        assert question.yes.hasFocus()
        window.close()  # once more, by an impatient trader
        assert len(window.findChildren(CloseQuestion)) == 1
        qtbot.keyClick(question, Qt.Key.Key_Escape)
        assert window.isVisible()
        assert not result.changes
        window.close()
        assert result.question() is not None


@pytest.mark.usefixtures("panel")
async def test_keep_watching_hides_the_window_and_is_remembered(
    qtbot: QtBot, window: MainWindow, theme: Theme, icon: TrayIcon
) -> None:
    async with closing(window, theme, icon) as result:
        stood = window.geometry_text()
        window.close()
        qtbot.mouseClick(result.question().yes, Qt.MouseButton.LeftButton)
        assert window.isHidden()
        assert result.changes == [{"close_to_tray": True}]
        assert (result.quits, result.closed) == (0, 0)
        assert window.geometry_text() == stood
        window.bring_forward()
        assert window.isVisible()


@pytest.mark.parametrize("maximized", [False, True])
def test_a_window_comes_back_to_where_it_stood(
    qtbot: QtBot, window: MainWindow, maximized: bool
) -> None:
    window.move(140, 90)
    if maximized:
        window.showMaximized()
    qtbot.waitUntil(lambda: window.isMaximized() is maximized)
    stood = window.frameGeometry()
    for _ in range(3):
        window.put_away()
        with qtbot.waitExposed(window):
            window.bring_forward()
        assert window.isMaximized() is maximized
    qtbot.waitUntil(lambda: window.frameGeometry() == stood)


@pytest.mark.usefixtures("panel")
async def test_quit_quits_and_is_remembered(
    qtbot: QtBot, window: MainWindow, theme: Theme, icon: TrayIcon
) -> None:
    async with closing(window, theme, icon) as result:
        window.close()
        qtbot.mouseClick(result.question().no, Qt.MouseButton.LeftButton)
        assert result.changes == [{"close_to_tray": False}]
        assert result.quits == 1


@pytest.mark.usefixtures("panel")
async def test_a_remembered_answer_is_not_asked_for_again(
    window: MainWindow, theme: Theme, icon: TrayIcon
) -> None:
    async with closing(window, theme, icon, keeps_watching=True) as result:
        window.close()
        assert window.isHidden()
        assert result.closed == 0
        window.bring_forward()
    async with closing(window, theme, icon, keeps_watching=False) as result:
        window.close()
        assert result.closed == 1


async def test_without_a_tray_closing_quits_whatever_was_answered(
    window: MainWindow, theme: Theme, icon: TrayIcon
) -> None:
    async with closing(window, theme, icon, keeps_watching=True) as result:
        window.close()
        assert result.question() is None
        assert result.closed == 1


@pytest.mark.usefixtures("panel")
async def test_ctrl_q_quits_without_a_question_also_from_the_tray(
    qtbot: QtBot, window: MainWindow, theme: Theme, icon: TrayIcon
) -> None:
    async with closing(window, theme, icon, keeps_watching=True) as result:
        with qtbot.waitActive(window):
            window.activateWindow()
        qtbot.keyClick(window, Qt.Key.Key_Q, Qt.KeyboardModifier.ControlModifier)
        assert result.closed == 1
    async with closing(window, theme, icon, keeps_watching=True) as result:
        window.show()
        window.close()
        assert window.isHidden()
        window.quit()
        assert result.closed == 1


@pytest.mark.usefixtures("panel")
async def test_a_close_over_a_dialog_asks_nothing_and_quits(
    window: MainWindow, theme: Theme, icon: TrayIcon
) -> None:
    async with closing(window, theme, icon) as result:
        dialog = Dialog(theme, window, "Another question", width=300)
        dialog.open()
        window.close()
        assert result.question() is None
        assert result.closed == 1


async def test_a_window_that_was_never_shown_waits_for_a_tray(
    qtbot: QtBot, theme: Theme, icon: TrayIcon
) -> None:
    if trayer_is_missing():
        pytest.skip("a tray needs trayer")
    window = MainWindow(theme)
    qtbot.addWidget(window)
    async with closing(window, theme, icon):
        assert not icon.is_shown
        with XembedTray():
            await until(lambda: icon.is_shown, "the icon")
            assert window.isHidden()
            assert window.geometry_text() is None
