"""The Activity screen: a day's story, told on, narrowed, chosen from and copied."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import QMargins, QModelIndex, QPoint, QRect, Qt
from PySide6.QtGui import QGuiApplication, QHelpEvent
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QRadioButton, QToolTip, QWidget
from pytestqt.qtbot import QtBot

from ct_desktop.core.activity import ActivityDay, ActivityEntry, ActivityKind
from ct_desktop.core.wording_activity import APP_WAS_CLOSED, HISTORY_DISK_FULL, became
from ct_desktop.ui.activity.entry_delegate import ROW_HEIGHT, EntryDelegate
from ct_desktop.ui.activity.screen import ActivityScreen
from ct_desktop.ui.controls.buttons import LinkButton
from ct_desktop.ui.controls.panel import Surface
from ct_desktop.ui.controls.text import Text
from ct_desktop.ui.shell.rail import Screen
from ct_desktop.ui.shell.window import MainWindow
from ct_desktop.ui.theme.fonts import TextRole
from ct_desktop.ui.theme.palette import DARK, LIGHT
from ct_desktop.ui.theme.theme import ColourScheme, Theme
from support.active_window import show_active
from support.activity_samples import (
    ADDON_OFFLINE,
    EMPTY_DAY,
    MOCK_UP_DAY,
    NOW,
    OTHER_SCRIPTS,
    POSITION_OPENED,
    PRICES_LOST,
    RENEWED,
    at,
    day_in_other_scripts,
    long_day,
    moment_at,
)
from support.ui_states import colors_in, image_of

USUAL, SMALL = (1440, 900), (960, 600)


@pytest.fixture
def window(qtbot: QtBot, theme: Theme) -> Iterator[MainWindow]:
    """The app's window, which has the keyboard, with the screen in its frame."""
    window = MainWindow(theme)
    screen = ActivityScreen(theme)
    window.add_screen(Screen.ACTIVITY, lambda: screen)
    window.set_screen(Screen.ACTIVITY)
    window.resize(*USUAL)
    qtbot.addWidget(window)
    show_active(qtbot, window)
    yield window
    QToolTip.hideText()


@pytest.fixture
def screen(window: MainWindow) -> ActivityScreen:
    screen = window.findChild(ActivityScreen)
    QAbstractItemModelTester(screen.timeline.model, screen)
    screen.tick(NOW)
    return screen


def show(screen: ActivityScreen, day: ActivityDay = MOCK_UP_DAY) -> None:
    screen.show_day(day, NOW)
    QApplication.processEvents()


def resize(qtbot: QtBot, screen: ActivityScreen, size: tuple[int, int]) -> None:
    screen.window().resize(*size)
    qtbot.waitUntil(lambda: screen.window().size().toTuple() == size)
    QApplication.processEvents()


def titles(screen: ActivityScreen) -> list[str]:
    return [entry.title for entry in screen.timeline.model.entries]


def spoken(screen: ActivityScreen, title: str) -> str:
    """The row in the words of a screen reader."""
    index = screen.timeline.model.index(titles(screen).index(title))
    return str(index.data(Qt.ItemDataRole.AccessibleTextRole))


def choose(qtbot: QtBot, screen: ActivityScreen, title: str) -> None:
    view = screen.timeline.view
    index = screen.timeline.model.index(titles(screen).index(title))
    view.scrollTo(index)
    where = view.visualRect(index).center()
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=where)
    QApplication.processEvents()


def press(qtbot: QtBot, screen: ActivityScreen, words: str) -> None:
    for button in screen.findChildren(QAbstractButton):
        if button.isVisible() and words in (button.text(), button.accessibleName()):
            qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
            return
    raise AssertionError(f"no button {words!r}")


def empty_words(screen: ActivityScreen) -> str:
    """All that stands in place of the list."""
    words = screen.timeline.view.empty_words
    labels = [label.text() for label in words.findChildren(QLabel) if label.isVisible()]
    return " ".join(labels)


def detail(screen: ActivityScreen) -> list[str]:
    """Every text of the detail, the title first."""
    QApplication.processEvents()
    found = [label.text() for label in screen.detail.findChildren(Text) if label.isVisible()]
    return [text for text in found if text]


def entry(number: int, title: str, **parts: object) -> ActivityEntry:
    return replace(RENEWED, id=number, title=title, **parts)


# The day


def test_a_day_says_which_it_is_how_many_faults_it_had_and_tells_its_story_newest_first(
    screen: ActivityScreen,
) -> None:
    show(screen)
    assert screen.day_panel.title.text() == "Today, Friday 20 November"
    assert screen.day_panel.summary.text() == "3 faults, 2 recovered, longest 1 min 52 s"
    assert titles(screen)[:3] == [PRICES_LOST.title, "Add-on back after 1 min 52 s", RENEWED.title]
    assert spoken(screen, "Add-on offline") == (
        "10:41:09, broken, Add-on offline, "
        "NinjaTrader 8 or its CrossTrade add-on stopped answering, 1 min 52 s, recovered 10:43:01"
    )
    assert spoken(screen, PRICES_LOST.title).endswith("1 min 14 s, still open")
    assert spoken(screen, POSITION_OPENED.title).endswith("position")
    assert spoken(screen, "Self-test passed").endswith("by you")


@pytest.mark.parametrize(
    ("faults", "words"),
    [
        ((), "No faults"),
        ((ADDON_OFFLINE,), "1 fault, recovered after 1 min 52 s"),
        ((PRICES_LOST,), "1 fault, still open after 1 min 14 s"),
        (
            (ADDON_OFFLINE, replace(ADDON_OFFLINE, id=50, at=at("10:42:31"))),
            "2 faults, all recovered, longest 1 min 52 s",
        ),
        ((replace(ADDON_OFFLINE, ended_by=APP_WAS_CLOSED),), "1 fault, seen for 1 min 52 s"),
    ],
)
def test_the_faults_of_a_day_are_summed_up_in_a_sentence(
    screen: ActivityScreen, faults: tuple[ActivityEntry, ...], words: str
) -> None:
    show(screen, ActivityDay((*faults, RENEWED), ()))
    assert screen.day_panel.summary.text() == words


@pytest.mark.parametrize(
    ("ended_by", "words"),
    [
        ("the add-on itself, no action here", "recovered 10:43:01"),
        (APP_WAS_CLOSED, "last seen 10:43:01"),
        (became("Add-on outdated"), "until 10:43:01"),
    ],
)
def test_only_what_was_seen_to_recover_is_called_recovered(
    screen: ActivityScreen, ended_by: str, words: str
) -> None:
    show(screen, ActivityDay((replace(ADDON_OFFLINE, ended_by=ended_by),), ()))
    assert spoken(screen, ADDON_OFFLINE.title).endswith(words)


def test_a_fault_that_ends_on_another_day_says_on_which(screen: ActivityScreen) -> None:
    overnight = replace(ADDON_OFFLINE, ended_at=at("06:10:00", days=1))
    show(screen, ActivityDay((overnight,), ()))
    assert spoken(screen, ADDON_OFFLINE.title).endswith("recovered 21 Nov 2026, 06:10")


def test_an_open_fault_counts_on_by_the_clock_and_touches_no_other_row(
    screen: ActivityScreen,
) -> None:
    show(screen)
    touched: list[tuple[int, int]] = []
    screen.timeline.model.dataChanged.connect(
        lambda first, last: touched.append((first.row(), last.row()))
    )
    screen.tick(moment_at("11:06:13"))
    assert touched == [(0, 0)]
    assert spoken(screen, PRICES_LOST.title).endswith("1 min 15 s, still open")
    screen.tick(moment_at("11:36:13"))
    assert screen.day_panel.summary.text() == "3 faults, 2 recovered, longest 31 min 15 s"


# What is added


def test_one_more_entry_is_inserted_and_nothing_else_is_told(screen: ActivityScreen) -> None:
    show(screen)
    model = screen.timeline.model
    told: list[str] = []
    model.rowsInserted.connect(lambda _, first, last: told.append(f"inserted {first}-{last}"))
    model.dataChanged.connect(lambda first, _: told.append(f"changed {first.row()}"))
    model.rowsRemoved.connect(lambda _, first, last: told.append(f"removed {first}-{last}"))
    model.modelReset.connect(lambda: told.append("reset"))
    new = entry(60, "Something new", at=at("11:06:00"))
    show(screen, replace(MOCK_UP_DAY, entries=(new, *MOCK_UP_DAY.entries)))
    assert told == ["inserted 0-0"]
    assert titles(screen)[0] == "Something new"


def test_a_fault_that_recovers_changes_its_own_row_alone(screen: ActivityScreen) -> None:
    show(screen)
    told: list[int] = []
    screen.timeline.model.dataChanged.connect(lambda first, _: told.append(first.row()))
    ended = replace(PRICES_LOST, ended_at=at("11:06:10"), ended_by="the broker itself")
    show(screen, replace(MOCK_UP_DAY, entries=(ended, *MOCK_UP_DAY.entries[1:])))
    assert told == [0]
    assert spoken(screen, PRICES_LOST.title).endswith("1 min 12 s, recovered 11:06:10")


def test_choice_and_place_stay_when_the_day_is_shown_again_with_more(
    qtbot: QtBot, screen: ActivityScreen
) -> None:
    day = long_day(300)
    show(screen, day)
    choose(qtbot, screen, "Entry 250")
    view = screen.timeline.view
    view.verticalScrollBar().setValue(40 * ROW_HEIGHT + 7)
    seen = titles(screen)[view.indexAt(QPoint(5, 5)).row()]
    top = view.visualRect(view.indexAt(QPoint(5, 5))).top()
    more = tuple(entry(2_000_000 + number, f"New {number}") for number in range(3))
    show(screen, replace(day, entries=(*more, *day.entries)))
    assert titles(screen)[view.indexAt(QPoint(5, 5)).row()] == seen
    assert view.visualRect(view.indexAt(QPoint(5, 5))).top() == top
    assert screen.timeline.chosen.title == "Entry 250"
    assert screen.detail.title.text() == "Entry 250"


def test_at_the_top_what_is_new_comes_into_sight(screen: ActivityScreen) -> None:
    day = long_day(300)
    show(screen, day)
    show(screen, replace(day, entries=(entry(2_000_000, "New"), *day.entries)))
    view = screen.timeline.view
    assert titles(screen)[view.indexAt(QPoint(5, 5)).row()] == "New"


def test_of_5000_entries_only_those_in_sight_are_painted(
    qtbot: QtBot, screen: ActivityScreen, monkeypatch: pytest.MonkeyPatch
) -> None:
    painted: set[int] = set()
    paint = EntryDelegate.paint

    def counted(self: EntryDelegate, painter: object, option: object, index: QModelIndex) -> None:
        painted.add(index.row())
        paint(self, painter, option, index)

    monkeypatch.setattr(EntryDelegate, "paint", counted)
    in_sight = screen.timeline.view.viewport().height() // ROW_HEIGHT + 2
    show(screen, long_day(5000))
    qtbot.waitUntil(lambda: 0 in painted)
    assert len(painted) <= in_sight
    painted.clear()
    qtbot.keyClick(screen.timeline.view, Qt.Key.Key_End)
    qtbot.waitUntil(lambda: 5000 in painted)
    assert len(painted) <= 2 * in_sight
    painted.clear()
    qtbot.keyClick(screen.timeline.view, Qt.Key.Key_Home)
    qtbot.waitUntil(lambda: 0 in painted)
    QApplication.processEvents()
    painted.clear()
    screen.tick(moment_at("11:06:13"))
    qtbot.waitUntil(lambda: bool(painted))
    assert painted == {0}


# Narrowing


def test_segments_count_and_show_one_group(qtbot: QtBot, screen: ActivityScreen) -> None:
    show(screen)
    choices = [button.text() for button in screen.findChildren(QRadioButton)]
    assert choices == ["Everything", "Faults 3", "Connection 4", "Trading 3"]
    press(qtbot, screen, "Faults 3")
    assert titles(screen) == [
        PRICES_LOST.title,
        "Add-on back after 1 min 52 s",
        "Add-on offline",
        "CrossTrade back after 42 s",
        "CrossTrade answers with errors",
    ]
    press(qtbot, screen, "Trading 3")
    assert all(each.kind.group == "trading" for each in screen.timeline.model.entries)
    press(qtbot, screen, "Everything")
    assert len(titles(screen)) == len(MOCK_UP_DAY.entries)


def test_the_filter_is_reached_by_ctrl_f_narrows_as_one_types_and_escape_empties_it(
    qtbot: QtBot, screen: ActivityScreen
) -> None:
    show(screen)
    qtbot.keyClick(screen, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    box = screen.timeline.filter_box
    assert box.hasFocus()
    qtbot.keyClicks(box, "LONG mnq")
    assert titles(screen) == ["APEX1236 bought 2 MNQ 12-26 at 26,103.25"]
    qtbot.keyClick(box, Qt.Key.Key_Escape)
    assert len(titles(screen)) == len(MOCK_UP_DAY.entries)
    qtbot.keyClicks(box, "10:33")
    assert titles(screen) == ["TPT-E121 closed long 3 MCL 01-27 at 61.31"]


def test_the_chosen_entry_stays_chosen_while_the_filter_lets_it_through(
    qtbot: QtBot, screen: ActivityScreen
) -> None:
    show(screen)
    choose(qtbot, screen, "Add-on offline")
    screen.timeline.filter_box.setText("add-on")
    assert screen.timeline.chosen == ADDON_OFFLINE
    screen.timeline.filter_box.setText("renewed")
    assert screen.timeline.chosen is None
    assert "Choose an entry to read how it went." in detail(screen)


def test_nothing_that_matches_is_said_with_the_way_back(
    qtbot: QtBot, screen: ActivityScreen
) -> None:
    show(screen)
    press(qtbot, screen, "Faults 3")
    screen.timeline.filter_box.setText("zebra")
    assert empty_words(screen) == "Nothing matches the filter"
    link = screen.timeline.view.empty_words.findChild(LinkButton)
    assert link.isVisible()
    qtbot.mouseClick(link, Qt.MouseButton.LeftButton)
    assert len(titles(screen)) == len(MOCK_UP_DAY.entries)
    assert screen.timeline.segments.choice == "everything"
    assert empty_words(screen) == ""


@pytest.mark.parametrize(
    ("segment", "words"),
    [
        ("Faults 0", "No faults on this day"),
        ("Connection 0", "Nothing about the connection on this day"),
        ("Trading 0", "No trading on this day"),
    ],
)
def test_a_group_without_entries_says_so(
    qtbot: QtBot, screen: ActivityScreen, segment: str, words: str
) -> None:
    only = POSITION_OPENED if segment != "Trading 0" else RENEWED
    show(screen, ActivityDay((only,), ()))
    press(qtbot, screen, segment)
    assert empty_words(screen) == words


# Nothing to show


def test_a_day_that_has_just_begun_says_what_will_come(screen: ActivityScreen) -> None:
    show(screen, EMPTY_DAY)
    assert empty_words(screen).startswith("No activity yet What your connection")
    assert screen.day_panel.summary.text() == ""
    assert detail(screen) == ["Detail"]


def test_a_past_day_without_entries_says_so(qtbot: QtBot, screen: ActivityScreen) -> None:
    show(screen)
    press(qtbot, screen, "Previous day")
    show(screen, EMPTY_DAY)
    assert empty_words(screen).startswith("Nothing on this day")


def test_a_day_that_is_long_in_coming_is_said_to_be_read(
    qtbot: QtBot, screen: ActivityScreen
) -> None:
    # The first reading takes long; the next one is no slower for that until it is.
    qtbot.waitUntil(lambda: empty_words(screen) == "Reading what happened")
    show(screen)
    screen.show_loading()
    assert empty_words(screen) == ""
    assert titles(screen) == []
    qtbot.waitUntil(lambda: empty_words(screen) == "Reading what happened")
    show(screen)
    assert empty_words(screen) == ""


def test_a_history_that_is_not_available_says_why(screen: ActivityScreen) -> None:
    show(screen)
    screen.show_failure(HISTORY_DISK_FULL)
    assert empty_words(screen) == f"The history is not available {HISTORY_DISK_FULL}"
    assert titles(screen) == []
    assert screen.day_panel.previous.isEnabled()
    show(screen)
    assert len(titles(screen)) == len(MOCK_UP_DAY.entries)


def test_what_keeps_the_history_from_being_kept_is_said_over_a_day_that_stays(
    qtbot: QtBot, screen: ActivityScreen
) -> None:
    show(screen)
    resize(qtbot, screen, SMALL)
    screen.show_notice(HISTORY_DISK_FULL)
    QApplication.processEvents()
    said = [label.text() for label in screen.notice.findChildren(QLabel) if label.isVisible()]
    assert HISTORY_DISK_FULL in said
    assert len(titles(screen)) == len(MOCK_UP_DAY.entries)
    assert screen.timeline.view.height() > 2 * ROW_HEIGHT
    screen.show_notice("")
    assert not screen.notice.isVisible()


# Other days


def test_days_are_chosen_by_button(qtbot: QtBot, screen: ActivityScreen) -> None:
    show(screen)
    chosen: list[date] = []
    screen.day_chosen.connect(chosen.append)
    assert not screen.day_panel.next.isEnabled()
    press(qtbot, screen, "Previous day")
    assert screen.day_panel.title.text() == "Yesterday, Thursday 19 November"
    assert titles(screen) == []
    press(qtbot, screen, "Previous day")
    assert screen.day_panel.title.text() == "Wednesday 18 November"
    press(qtbot, screen, "Next day")
    press(qtbot, screen, "Today")
    assert screen.day_panel.title.text() == "Today, Friday 20 November"
    assert chosen == [date(2026, 11, day) for day in (19, 18, 19, 20)]
    assert not screen.day_panel.today.isVisible()


def test_days_are_chosen_by_keyboard_up_to_today(qtbot: QtBot, screen: ActivityScreen) -> None:
    show(screen)
    chosen: list[date] = []
    screen.day_chosen.connect(chosen.append)
    for key in (Qt.Key.Key_Left, Qt.Key.Key_Left, *[Qt.Key.Key_Right] * 3):
        qtbot.keyClick(screen, key, Qt.KeyboardModifier.AltModifier)
    assert chosen == [date(2026, 11, day) for day in (19, 18, 19, 20)]


def test_the_keyboard_stays_with_the_days_when_today_is_reached(
    qtbot: QtBot, screen: ActivityScreen
) -> None:
    show(screen)
    press(qtbot, screen, "Previous day")
    screen.day_panel.next.setFocus()
    qtbot.keyClick(screen.day_panel.next, Qt.Key.Key_Space)
    assert screen.day_panel.previous.hasFocus()


def test_another_year_is_written_out(qtbot: QtBot, screen: ActivityScreen) -> None:
    screen.tick(moment_at("11:06:12", days=45))
    for _ in range(45):
        qtbot.keyClick(screen, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert screen.day_panel.title.text() == "Friday 20 November 2026"


def test_an_answer_that_comes_too_late_changes_nothing(
    qtbot: QtBot, screen: ActivityScreen
) -> None:
    screen.show_day(MOCK_UP_DAY, NOW, of=date(2026, 11, 20))
    assert titles(screen)
    press(qtbot, screen, "Previous day")
    screen.show_day(MOCK_UP_DAY, NOW, of=date(2026, 11, 20))
    assert titles(screen) == []
    screen.show_day(ActivityDay((RENEWED,), ()), NOW, of=date(2026, 11, 19))
    assert titles(screen) == [RENEWED.title]


def test_at_midnight_the_new_day_is_asked_for(qtbot: QtBot, screen: ActivityScreen) -> None:
    show(screen)
    with qtbot.waitSignal(screen.day_chosen) as chosen:
        screen.tick(moment_at("00:00:00", days=1))
    assert chosen.args == [date(2026, 11, 21)]
    assert screen.day_panel.title.text() == "Today, Saturday 21 November"
    assert screen.shown_day(moment_at("00:00:00", days=1)) == date(2026, 11, 21)


def test_at_midnight_a_past_day_stays(qtbot: QtBot, screen: ActivityScreen) -> None:
    show(screen)
    press(qtbot, screen, "Previous day")
    show(screen, ActivityDay((RENEWED,), ()))
    with qtbot.assertNotEmitted(screen.day_chosen):
        screen.tick(moment_at("00:00:00", days=1))
    assert screen.day_panel.title.text() == "Thursday 19 November"
    assert titles(screen) == [RENEWED.title]


# The detail


def test_the_newest_fault_is_chosen_at_first(screen: ActivityScreen) -> None:
    show(screen)
    assert screen.timeline.chosen == PRICES_LOST
    assert detail(screen)[0] == PRICES_LOST.title
    assert "11:04:58, still open after 1 min 14 s" in detail(screen)
    screen.tick(moment_at("11:06:13"))
    assert "11:04:58, still open after 1 min 15 s" in detail(screen)


def test_a_chosen_fault_tells_when_why_what_ended_it_and_its_steps(
    qtbot: QtBot, screen: ActivityScreen
) -> None:
    show(screen)
    choose(qtbot, screen, "Add-on offline")
    texts = detail(screen)
    assert texts[0] == "Add-on offline"
    for expected in (
        "10:41:09 to 10:43:01, 1 min 52 s",
        "NinjaTrader 8 closed, or the add-on lost its link",
        "the add-on itself, no action here",
        "No answer from the add-on",
        "GetAccount, HTTP 408 addon_disconnected",
    ):
        assert expected in texts
    said = [each.accessibleName() for each in screen.detail.steps.findChildren(QWidget)]
    step = "10:41:09, broken, No answer from the add-on, GetAccount, HTTP 408 addon_disconnected"
    assert step in said


def test_arrow_keys_go_from_entry_to_entry(qtbot: QtBot, screen: ActivityScreen) -> None:
    show(screen)
    view = screen.timeline.view
    view.setFocus()
    for _ in range(2):
        qtbot.keyClick(view, Qt.Key.Key_Down)
    assert screen.detail.title.text() == RENEWED.title
    assert "At" in detail(screen)
    assert screen.detail.steps.isHidden()
    qtbot.keyClick(view, Qt.Key.Key_End)
    assert screen.detail.title.text() == "CrossTrade Desktop started"


def test_steps_that_are_added_to_the_chosen_fault_appear(
    qtbot: QtBot, screen: ActivityScreen
) -> None:
    begun = replace(ADDON_OFFLINE, steps=ADDON_OFFLINE.steps[:2], ended_at=None, ended_by="")
    show(screen, ActivityDay((begun,), ()))
    assert "Reading paused" not in detail(screen)
    show(screen, ActivityDay((ADDON_OFFLINE,), ()))
    assert "Reading paused" in detail(screen)
    assert detail(screen).count("Last good answer") == 1


def test_what_is_copied_masks_account_names_and_the_button_says_copied(
    qtbot: QtBot, screen: ActivityScreen
) -> None:
    screen.set_account_names(["APEX1236", "Sim101"])
    named = replace(
        ADDON_OFFLINE, detail="APEX1236 and Sim101 are not read; Sim1010 never was, Bearer abc.def"
    )
    show(screen, ActivityDay((named,), ()))
    button = screen.detail.copy
    width = button.width()
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    text = QGuiApplication.clipboard().text()
    assert text.startswith("Add-on offline\nDay: 20 Nov 2026, 10:41 (2026-11-20T")
    assert "From: 10:41:09 to 10:43:01, 1 min 52 s\n" in text
    assert "AP••••36 and S••••01 are not read; Sim1010 never was" in text
    assert "APEX1236" not in text
    assert "abc.def" not in text
    assert "\n10:41:37  broken  Asked again: GetMcpCapabilities, HTTP 408\n" in text
    assert button.text() == "Copied"
    qtbot.waitUntil(lambda: button.text() == "Copy details", timeout=4000)
    assert button.width() == width


def test_the_account_of_a_trade_is_masked_even_when_it_is_gone_by_now(
    qtbot: QtBot, screen: ActivityScreen
) -> None:
    show(screen, ActivityDay((POSITION_OPENED,), ()))
    qtbot.mouseClick(screen.detail.copy, Qt.MouseButton.LeftButton)
    text = QGuiApplication.clipboard().text()
    assert text.startswith("Li••••20 opened long 1 ES 12-26 at 7,006.75\n")
    assert "48120" not in text


# A small window


def test_in_a_small_window_the_detail_opens_in_place_and_escape_leads_back(
    qtbot: QtBot, screen: ActivityScreen
) -> None:
    show(screen)
    resize(qtbot, screen, SMALL)
    assert screen.timeline.isVisible()
    assert not screen.detail.isVisible()
    view = screen.timeline.view
    view.setFocus()
    qtbot.keyClick(view, Qt.Key.Key_Return)
    assert screen.detail.isVisible()
    assert not screen.timeline.isVisible()
    assert screen.detail.back.hasFocus()
    qtbot.keyClick(screen.detail.back, Qt.Key.Key_Escape)
    assert screen.timeline.isVisible()
    assert view.hasFocus()
    choose(qtbot, screen, "Add-on offline")
    assert screen.detail.title.text() == "Add-on offline"
    press(qtbot, screen, "Back to the timeline")
    assert screen.timeline.isVisible()
    resize(qtbot, screen, USUAL)
    assert screen.timeline.isVisible()
    assert screen.detail.isVisible()
    assert not screen.detail.back.isVisible()


def test_going_to_another_day_closes_the_detail_and_leaves_the_keyboard_where_it_is(
    qtbot: QtBot, screen: ActivityScreen
) -> None:
    show(screen)
    resize(qtbot, screen, SMALL)
    choose(qtbot, screen, "Add-on offline")
    screen.day_panel.previous.setFocus()
    qtbot.keyClick(screen.day_panel.previous, Qt.Key.Key_Space)
    assert screen.timeline.isVisible()
    assert screen.day_panel.previous.hasFocus()


def test_ctrl_f_leads_from_the_detail_in_place_to_the_filter(
    qtbot: QtBot, screen: ActivityScreen
) -> None:
    show(screen)
    resize(qtbot, screen, SMALL)
    choose(qtbot, screen, "Add-on offline")
    qtbot.keyClick(screen.detail, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert screen.timeline.filter_box.hasFocus()


@pytest.mark.parametrize("size", [SMALL, (1100, 700), USUAL, (1920, 1080)])
def test_nothing_is_cut_at_any_size(
    qtbot: QtBot, screen: ActivityScreen, size: tuple[int, int]
) -> None:
    show(screen)
    resize(qtbot, screen, size)
    for _ in range(2):
        assert screen.window().size().toTuple() == size
        for label in screen.findChildren(Text):
            if label.isVisible():
                image_of(label)
                assert label.toolTip() == "", f"{label.text()!r} is cut"
        for widget in screen.findChildren(QWidget):
            if widget.isVisible() and isinstance(widget, QAbstractButton | Text):
                parent = widget.parentWidget()
                assert parent.rect().contains(widget.geometry()), widget
        choose(qtbot, screen, "Add-on offline")


# Texts of all kinds


def test_texts_in_other_scripts_and_of_any_length_are_shown(
    qtbot: QtBot, screen: ActivityScreen
) -> None:
    show(screen, day_in_other_scripts())
    for text in OTHER_SCRIPTS:
        assert text in spoken(screen, text)
        choose(qtbot, screen, text)
        assert screen.detail.title.text() == text
        assert f"{text} · {text}" in detail(screen)
    qtbot.keyClick(screen.timeline.view, Qt.Key.Key_Home)
    scroll = screen.detail.reading.verticalScrollBar()
    qtbot.waitUntil(lambda: scroll.maximum() > 0)
    screen.detail.reading.setFocus()
    qtbot.keyClick(screen.detail.reading, Qt.Key.Key_PageDown)
    assert scroll.value() > 0


def test_a_wrapped_text_is_cut_between_words_behind_characters_of_two_units(
    qtbot: QtBot, theme: Theme
) -> None:
    first, second = "🚀🚀🚀 alpha", "beta"
    width = Text(theme, first).sizeHint().width() + 4
    shown = []
    for text, wrap in ((f"{first} {second}", True), (second, False)):
        ground = Surface(theme)
        label = Text(theme, text, wrap=wrap, parent=ground)
        label.resize(width, label.heightForWidth(width))
        # Clear of the ground's edge and its round corners.
        label.move(20, 20)
        ground.resize(label.size().grownBy(QMargins(20, 20, 20, 20)))
        qtbot.addWidget(ground)
        with qtbot.waitExposed(ground):
            ground.show()
        shown.append(image_of(label))
    both, alone = shown
    line = TextRole.BODY.line_height
    assert both.height() == 2 * line
    assert both.copy(QRect(0, line, width, line)) == alone


def test_a_row_that_is_cut_shows_itself_whole_as_a_tip_that_is_no_markup(
    qtbot: QtBot, screen: ActivityScreen
) -> None:
    long = entry(70, "<b>bold</b> " * 40)
    show(screen, ActivityDay((long, RENEWED), ()))
    view = screen.timeline.view

    def hover(row: int) -> None:
        place = view.visualRect(screen.timeline.model.index(row)).center()
        where = view.viewport().mapToGlobal(place)
        event = QHelpEvent(QHelpEvent.Type.ToolTip, place, where)
        QApplication.sendEvent(view.viewport(), event)

    hover(0)
    assert QToolTip.text().startswith("<qt>&lt;b&gt;bold")
    hover(1)
    qtbot.waitUntil(lambda: not QToolTip.isVisible() or QToolTip.text() == "")


# Keyboard, screen readers, colours


def test_every_control_is_reached_by_tab_and_has_a_name(
    qtbot: QtBot, screen: ActivityScreen
) -> None:
    show(screen)
    choose(qtbot, screen, "Add-on offline")
    screen.day_panel.previous.setFocus()
    reached = []
    while (widget := QApplication.focusWidget()) not in reached:
        reached.append(widget)
        assert widget.accessibleName() or widget.text()
        qtbot.keyClick(widget, Qt.Key.Key_Tab)
    for wanted in (
        screen.day_panel.previous,
        screen.timeline.filter_box,
        screen.timeline.view,
        screen.detail.copy,
        screen.detail.reading,
    ):
        assert wanted in reached
    assert any(isinstance(widget, QRadioButton) for widget in reached)


def test_the_row_that_has_the_keyboard_is_framed_and_a_clicked_one_is_not(
    qtbot: QtBot, screen: ActivityScreen
) -> None:
    show(screen)
    view = screen.timeline.view

    def upper_edge() -> str:
        rect = view.visualRect(view.currentIndex())
        image = image_of(view.viewport())
        return image.pixelColor(rect.center().x(), rect.top()).name()

    choose(qtbot, screen, "Add-on offline")
    assert upper_edge() == DARK.selected.name()
    qtbot.keyClick(view, Qt.Key.Key_Down)
    assert upper_edge() == DARK.accent.name()


def test_dark_and_light_each_use_their_own_colours(screen: ActivityScreen, theme: Theme) -> None:
    show(screen)
    assert {DARK.broken.name(), DARK.warn.name(), DARK.ok_lane.name()} <= colors_in(screen)
    theme.set_scheme(ColourScheme.LIGHT)
    QApplication.processEvents()
    seen = colors_in(screen)
    assert {LIGHT.broken.name(), LIGHT.warn.name(), LIGHT.ok_lane.name()} <= seen
    assert DARK.surface.name() not in seen


def test_behind_a_dialog_all_colours_of_states_go(screen: ActivityScreen) -> None:
    show(screen)
    screen.window().setEnabled(False)
    seen = colors_in(screen)
    for color in (DARK.broken, DARK.warn, DARK.ok, DARK.ok_lane, DARK.text):
        assert color.name() not in seen


def test_every_kind_of_entry_has_a_sign_and_only_states_have_shapes(
    screen: ActivityScreen,
) -> None:
    day = ActivityDay(
        tuple(entry(number, kind.value, kind=kind) for number, kind in enumerate(ActivityKind, 1)),
        (),
    )
    show(screen, day)
    model = screen.timeline.model
    for row, shown in enumerate(model.entries):
        words = model.words(row)
        assert (words.shape is None) is not (words.icon is None)
        if shown.kind.group == "trading":
            assert words.icon is not None
