"""The Connection screen: the chain link by link, trouble in its place, ages by the clock."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, QPoint, QRect, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QScrollArea, QToolTip, QWidget
from pytestqt.qtbot import QtBot

from ct_desktop.core.chain import Finding, build_chain
from ct_desktop.core.links import LinkName
from ct_desktop.core.monitor_state import MonitorState
from ct_desktop.core.problems import Action, ProblemKind
from ct_desktop.core.request_budget import AskingReason
from ct_desktop.core.snapshot import AgeLimits
from ct_desktop.core.wording_request_budget import REASONS
from ct_desktop.ui.connection.link_row import SHAPE_TOP, LinkRow
from ct_desktop.ui.connection.link_words import LinkWords
from ct_desktop.ui.connection.screen import ConnectionScreen
from ct_desktop.ui.controls import formatting
from ct_desktop.ui.controls.buttons import ButtonKind
from ct_desktop.ui.controls.focus_frame import FocusFrame
from ct_desktop.ui.controls.state_shape import StateShape
from ct_desktop.ui.theme.measures import SHAPE_CHAIN
from ct_desktop.ui.theme.theme import ColourScheme, Theme
from support import connection_samples as samples
from support.active_window import show_active
from support.connection_samples import NOW
from support.dialog_in_window import primary_buttons
from support.ui_states import colors_in, image_of, moment, state_with


@pytest.fixture
def window(qtbot: QtBot, theme: Theme) -> QMainWindow:
    """A window that has the keyboard and in it the screen alone."""
    window = QMainWindow()
    window.setCentralWidget(ConnectionScreen(theme))
    window.resize(1364, 852)
    qtbot.addWidget(window)
    show_active(qtbot, window)
    return window


@pytest.fixture
def screen(window: QMainWindow) -> ConnectionScreen:
    screen = window.centralWidget()
    assert isinstance(screen, ConnectionScreen)
    return screen


def show(screen: ConnectionScreen, state: MonitorState) -> None:
    screen.show_state(state, NOW)
    QApplication.processEvents()


def resize(qtbot: QtBot, screen: ConnectionScreen, width: int, height: int) -> None:
    screen.window().resize(width, height)
    qtbot.waitUntil(lambda: screen.width() == width)
    QApplication.processEvents()


def row(screen: ConnectionScreen, name: LinkName) -> LinkRow:
    return screen.chain.links.row(name)


def words(screen: ConnectionScreen, name: LinkName) -> LinkWords:
    said = row(screen, name).words
    assert said is not None
    return said


def shapes(screen: ConnectionScreen) -> list[StateShape]:
    return [words(screen, name).shape for name in LinkName]


def test_a_healthy_chain_says_what_came_back_of_each_link_and_when(
    screen: ConnectionScreen,
) -> None:
    show(screen, samples.healthy())
    assert shapes(screen) == [StateShape.OK] * 8
    assert screen.chain.summary.text() == "All 8 links fine"
    crosstrade = words(screen, LinkName.CROSSTRADE)
    assert crosstrade.evidence == "HTTP 200 in 212 ms"
    assert crosstrade.detail.startswith("Median of the last 6 answers")
    assert crosstrade.age == "2 s"
    assert crosstrade.clock == formatting.clock_time(samples.ago(2).utc)
    assert not any(screen.chain.links.card(name).isVisible() for name in LinkName)
    assert primary_buttons(screen) == []


def test_trouble_opens_beneath_its_link_with_cause_fix_and_one_button(
    qtbot: QtBot, screen: ConnectionScreen
) -> None:
    show(screen, samples.price_feed_lost())
    assert screen.chain.summary.text() == "7 fine, 1 warning"
    brokers, prices = row(screen, LinkName.BROKERS), row(screen, LinkName.PRICES)
    card = screen.chain.links.card(LinkName.BROKERS)
    assert card.isVisible()
    top = card.mapTo(screen, QPoint()).y()
    assert brokers.mapTo(screen, QPoint(0, brokers.height())).y() <= top
    assert top + card.height() < prices.mapTo(screen, QPoint()).y()
    assert card.button.text() == "Check now"
    with qtbot.waitSignal(screen.action_requested) as requested:
        qtbot.mouseClick(card.button, Qt.MouseButton.LeftButton)
    assert requested.args == [Action.CHECK_AGAIN]


def test_links_below_a_broken_one_are_not_known_and_none_looks_fine(
    screen: ConnectionScreen,
) -> None:
    show(screen, samples.addon_offline())
    assert shapes(screen) == [
        *[StateShape.OK] * 4,
        StateShape.BROKEN,
        *[StateShape.UNKNOWN] * 3,
    ]
    assert screen.chain.summary.text() == "Add-on broken, 3 not known"
    assert words(screen, LinkName.PRICES).evidence == "Not known until Add-on is fine"
    assert words(screen, LinkName.PRICES).age == ""
    assert "#4fbf8b" not in colors_in(row(screen, LinkName.PRICES))
    # One filled button at most, and it belongs to the link to mend.
    assert primary_buttons(screen) == ["Check now"]
    assert screen.chain.links.card(LinkName.ADDON).button.kind is ButtonKind.PRIMARY


def test_each_row_is_announced_with_its_state_its_trouble_and_since_when(
    screen: ConnectionScreen,
) -> None:
    show(screen, samples.addon_offline())
    since = formatting.clock_time(samples.ago(42).utc)
    assert row(screen, LinkName.ADDON).accessibleName() == (
        f"Add-on: broken, Add-on offline, since {since}"
    )
    assert (
        row(screen, LinkName.NETWORK).accessibleName() == "Network: ok, app.crosstrade.io answers"
    )
    assert row(screen, LinkName.NT8).accessibleName() == (
        "NinjaTrader 8: Not known until Add-on is fine"
    )


def test_a_trouble_counts_on_between_states(screen: ConnectionScreen) -> None:
    show(screen, samples.addon_offline())
    assert words(screen, LinkName.ADDON).detail.endswith("for 42 s")
    card = screen.chain.links.card(LinkName.ADDON)
    assert card.next_text == "Next check in 18 s"
    screen.tick(samples.later(8))
    assert words(screen, LinkName.ADDON).detail.endswith("for 50 s")
    assert card.next_text == "Next check in 10 s"
    screen.tick(samples.later(20))
    assert card.next_text == "Next check now"


def test_a_titled_card_says_in_plain_words_what_bare_evidence_does_not(
    screen: ConnectionScreen,
) -> None:
    # The brokers' evidence names a feed; the add-on's is the problem's title already.
    show(screen, samples.price_feed_lost())
    assert screen.chain.links.card(LinkName.BROKERS).title == "A price feed is down"
    show(screen, samples.addon_offline())
    assert screen.chain.links.card(LinkName.ADDON).title == ""


def test_every_problem_there_is_can_be_read_whole_in_a_small_window(
    qtbot: QtBot, screen: ConnectionScreen
) -> None:
    resize(qtbot, screen, 900, 556)
    for kind in ProblemKind:
        found = samples.trouble(kind)
        show(screen, samples.monitor_state(troubles=found))
        (name,) = found
        card = screen.chain.links.card(name)
        assert card.isVisible(), kind
        assert card.mapTo(screen, QPoint(card.width(), 0)).x() <= screen.width(), kind
        # Heights that follow from wrapped words go through every layout in turn.
        qtbot.waitUntil(lambda card=card: card.height() >= card.heightForWidth(card.width()))


def test_ages_turn_stale_by_the_clock_when_answers_stop(screen: ConnectionScreen) -> None:
    show(screen, samples.healthy())
    screen.tick(samples.later(10))
    assert shapes(screen) == [StateShape.OK] * 8
    screen.tick(samples.later(60))
    # Brokers are asked about every 30 s and their limit follows; but without any answer at all
    # nothing is known to be fine.
    assert shapes(screen) == [StateShape.STALE] * 8
    assert words(screen, LinkName.NETWORK).age == "62 s"
    assert screen.chain.summary.text() == "8 not heard of lately"
    assert "#e3b04b" in colors_in(row(screen, LinkName.NETWORK))
    assert "#4fbf8b" not in colors_in(screen.chain)
    assert "as of" in row(screen, LinkName.NETWORK).accessibleName()


def test_an_addon_that_has_not_answered_for_hours_is_not_shown_as_fine(
    screen: ConnectionScreen,
) -> None:
    old = samples.ago(3 * 3600)
    findings = {name: Finding("v1.13.9", old) for name in (LinkName.ADDON, LinkName.NT8)}
    show(screen, samples.monitor_state(troubles=findings))
    assert words(screen, LinkName.ADDON).shape is StateShape.STALE
    assert words(screen, LinkName.ADDON).age == "3 h"


def test_a_slower_pace_moves_the_limits_with_it(screen: ConnectionScreen) -> None:
    state = samples.healthy()
    slow = replace(state.snapshot, age_limits=AgeLimits(positions=45.0, connections=165.0))
    show(screen, replace(state, snapshot=slow))
    screen.tick(samples.later(30))
    assert shapes(screen) == [StateShape.OK] * 8


def test_nothing_fetched_yet_is_said_and_not_taken_for_trouble(screen: ConnectionScreen) -> None:
    show(screen, samples.never_fetched())
    assert shapes(screen) == [StateShape.UNKNOWN] * 8
    assert screen.chain.summary.text() == "Nothing known yet"
    assert words(screen, LinkName.NETWORK).evidence == "Not checked yet"


def test_links_above_the_broken_one_do_not_blame_it(screen: ConnectionScreen) -> None:
    show(screen, samples.keychain_locked())
    assert words(screen, LinkName.NETWORK).evidence == "Not checked yet"
    assert words(screen, LinkName.PLAN).evidence == "Not known until Sign-in is fine"


def test_check_everything_asks_once_and_keeps_the_keyboard_while_it_runs(
    qtbot: QtBot, screen: ConnectionScreen
) -> None:
    show(screen, samples.healthy())
    check = screen.chain.check
    asked: list[bool] = []
    screen.check_requested.connect(lambda: asked.append(True))
    check.setFocus(Qt.FocusReason.TabFocusReason)
    width = check.width()
    qtbot.keyClick(check, Qt.Key.Key_Return)
    show(screen, samples.checking())
    assert check.text() == "Checking"
    qtbot.keyClick(check, Qt.Key.Key_Space)
    qtbot.mouseClick(check, Qt.MouseButton.LeftButton)
    assert asked == [True]
    assert check.hasFocus()
    assert check.width() == width
    show(screen, samples.healthy())
    assert check.text() == "Check everything"
    qtbot.keyClick(check, Qt.Key.Key_Space)
    assert asked == [True, True]


def test_a_link_under_examination_keeps_its_words_and_says_that_it_is_checked(
    screen: ConnectionScreen,
) -> None:
    found = {LinkName.NETWORK: Finding("app.crosstrade.io answers", samples.ago(4))}
    examined = frozenset({LinkName.NETWORK, LinkName.CROSSTRADE})
    show(screen, replace(samples.checking(), chain=build_chain(found, examined=examined)))
    network, crosstrade = (words(screen, name) for name in list(LinkName)[:2])
    assert (network.shape, network.evidence) == (StateShape.OK, "app.crosstrade.io answers")
    assert network.age == "checking"
    assert network.clock == formatting.clock_time(samples.ago(4).utc)
    assert network.spoken.endswith("being checked")
    assert (crosstrade.shape, crosstrade.evidence) == (StateShape.CHECKING, "Checking")


def test_without_a_sign_in_no_button_asks_in_vain(screen: ConnectionScreen) -> None:
    for make_state in (samples.signed_out, samples.keychain_locked):
        show(screen, make_state())
        assert not screen.chain.check.isEnabled()
        assert not screen.self_test.run_again.isEnabled()
        assert screen.chain.links.card(LinkName.SIGN_IN).button.isEnabled()
    show(screen, samples.addon_offline())
    assert screen.chain.check.isEnabled()
    assert screen.self_test.run_again.isEnabled()


def test_tab_stops_once_at_the_chain_and_arrows_walk_its_links(
    qtbot: QtBot, theme: Theme, screen: ConnectionScreen
) -> None:
    show(screen, samples.addon_offline())
    screen.chain.check.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(screen.chain.check, Qt.Key.Key_Tab)
    assert row(screen, LinkName.NETWORK).hasFocus()
    for name in list(LinkName)[1:5]:
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Down)
        assert row(screen, name).hasFocus()
    assert FocusFrame.of(screen, theme).control is row(screen, LinkName.ADDON)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    assert screen.chain.links.card(LinkName.ADDON).button.hasFocus()
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab, Qt.KeyboardModifier.ShiftModifier)
    assert row(screen, LinkName.ADDON).hasFocus()
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Up)
    assert row(screen, LinkName.PLAN).hasFocus()


def test_the_arrows_stop_at_both_ends_of_the_chain(qtbot: QtBot, screen: ConnectionScreen) -> None:
    show(screen, samples.healthy())
    first, last = row(screen, LinkName.NETWORK), row(screen, LinkName.PRICES)
    first.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(first, Qt.Key.Key_Up)
    assert first.hasFocus()
    for _ in range(12):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Down)
    assert last.hasFocus()


def test_tab_reaches_every_control_and_leaves_the_broker_table(
    qtbot: QtBot, screen: ConnectionScreen
) -> None:
    show(screen, samples.price_feed_lost())
    screen.chain.check.setFocus(Qt.FocusReason.TabFocusReason)
    visited: list[QWidget] = []
    while (focus := QApplication.focusWidget()) not in visited:
        assert focus is not None
        visited.append(focus)
        qtbot.keyClick(focus, Qt.Key.Key_Tab)
    assert visited == [
        screen.chain.check,
        row(screen, LinkName.NETWORK),
        screen.chain.links.card(LinkName.BROKERS).button,
        screen.sign_in.sign_in_again,
        screen.sign_in.change_scope,
        screen.sign_in.sign_out,
        screen.self_test.run_again,
        screen.brokers.table,
        screen.chain.report,
    ]


def test_in_a_small_window_the_keyboard_scrolls_what_it_goes_to_into_sight(
    qtbot: QtBot, screen: ConnectionScreen
) -> None:
    resize(qtbot, screen, 900, 556)
    show(screen, samples.healthy())
    row(screen, LinkName.NETWORK).setFocus(Qt.FocusReason.TabFocusReason)
    for _ in range(7):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Down)
    last = row(screen, LinkName.PRICES)
    viewport = screen.findChild(QScrollArea).viewport()
    assert viewport.rect().contains(last.mapTo(viewport, QPoint(0, last.height() - 1)))
    bar = screen.findChild(QScrollArea).verticalScrollBar()
    before = bar.value()
    qtbot.keyClick(last, Qt.Key.Key_PageDown)
    assert bar.value() > before


def in_sight(screen: ConnectionScreen, part: QWidget) -> bool:
    viewport = screen.findChild(QScrollArea).viewport()
    return viewport.rect().contains(QRect(part.mapTo(viewport, QPoint()), part.size()))


@pytest.mark.parametrize("kind", [ProblemKind.PRICES_FROZEN, ProblemKind.NO_BROKER])
def test_in_a_small_window_the_first_trouble_comes_into_sight_with_its_remedy(
    qtbot: QtBot, screen: ConnectionScreen, kind: ProblemKind
) -> None:
    resize(qtbot, screen, 900, 556)
    show(screen, samples.healthy())
    bar = screen.findChild(QScrollArea).verticalScrollBar()
    assert bar.value() == 0
    screen.show_state(state_with(kind), moment(2))
    card = screen.chain.links.first_card
    assert card is not None
    qtbot.waitUntil(lambda: in_sight(screen, card))

    bar.setValue(0)
    screen.show_state(state_with(kind), moment(3))
    QApplication.processEvents()
    assert bar.value() == 0, "the trader has gone back to the top"

    screen.hide()
    screen.show()
    qtbot.waitUntil(lambda: in_sight(screen, card))


def test_a_new_trouble_does_not_move_what_the_trader_has_scrolled_to(
    qtbot: QtBot, screen: ConnectionScreen
) -> None:
    resize(qtbot, screen, 900, 556)
    show(screen, samples.healthy())
    bar = screen.findChild(QScrollArea).verticalScrollBar()
    bar.setValue(200)
    screen.show_state(state_with(ProblemKind.CANNOT_CONNECT), moment(2))
    QApplication.processEvents()
    assert bar.value() == 200


def line_between(screen: ConnectionScreen, above: LinkName, below: LinkName) -> list[str]:
    """The colours from one shape down to the next, on the line's own column of pixels."""
    links = screen.chain.links
    image = image_of(links)
    upper, lower = row(screen, above), row(screen, below)
    x = upper.x() + SHAPE_CHAIN // 2
    start, end = upper.y() + SHAPE_TOP + SHAPE_CHAIN + 4, lower.y() + SHAPE_TOP - 4
    return [image.pixelColor(x, y).name() for y in range(start, end)]


def test_a_line_without_a_gap_joins_links_even_past_an_open_card(
    screen: ConnectionScreen, theme: Theme
) -> None:
    show(screen, samples.price_feed_lost())
    line = theme.palette.border_strong.name()
    assert set(line_between(screen, LinkName.NETWORK, LinkName.CROSSTRADE)) == {line}
    past_card = line_between(screen, LinkName.BROKERS, LinkName.PRICES)
    assert set(past_card) == {line}
    assert len(past_card) > screen.chain.links.card(LinkName.BROKERS).height()


def test_the_line_breaks_before_a_broken_link_and_is_dashed_to_unknown_ones(
    screen: ConnectionScreen, theme: Theme
) -> None:
    show(screen, samples.addon_offline())
    palette = theme.palette
    line, ground = palette.border_strong.name(), palette.surface.name()
    broken = line_between(screen, LinkName.PLAN, LinkName.ADDON)
    assert palette.broken.name() in broken
    assert ground in broken
    dashed = line_between(screen, LinkName.NT8, LinkName.BROKERS)
    assert set(dashed) == {line, ground}


def test_what_asking_costs_stands_at_the_foot(screen: ConnectionScreen) -> None:
    show(screen, samples.healthy())
    line = screen.chain.budget
    assert line.isVisible()
    assert line.text() == (
        "Asked 24 times in the last minute, of 30 at most · as often as this app allows itself"
        " · positions 12, connections 6, balances 6"
    )


def test_the_minute_slides_on_when_nobody_asks_any_more(screen: ConnectionScreen) -> None:
    show(screen, samples.healthy())
    asked = []
    for seconds in (30, 58, 61):
        screen.tick(samples.later(seconds))
        asked.append(screen.chain.budget.text().partition(" in the")[0])
    assert asked == ["Asked 16 times", "Asked 2 times", "Not asked"]


@pytest.mark.parametrize("reason", AskingReason)
def test_why_so_often_or_so_seldom_is_said(screen: ConnectionScreen, reason: AskingReason) -> None:
    state = replace(samples.healthy(), budget=samples.request_budget(3, reason=reason))
    show(screen, state)
    assert screen.chain.budget.text().split(" · ")[1] == REASONS[reason]


ALL_STATES = [
    samples.healthy,
    samples.price_feed_lost,
    samples.addon_offline,
    samples.nt8_silent,
    samples.signed_out,
    samples.keychain_locked,
    samples.never_fetched,
    samples.checking,
    samples.many_brokers,
]


def is_whole(panel: QWidget) -> bool:
    """Whether the panel has the height that its words need at its width."""
    return panel.height() >= panel.layout().minimumHeightForWidth(panel.width())


SIZES = [(900, 556), (1180, 700), (1364, 852), (2300, 1300), (3764, 2112)]


@pytest.mark.parametrize("make_state", ALL_STATES)
def test_at_every_size_nothing_is_cut_and_no_panel_lies_on_another(
    qtbot: QtBot, screen: ConnectionScreen, make_state: Callable[[], MonitorState]
) -> None:
    panels = (screen.chain, screen.sign_in, screen.self_test, screen.brokers)
    for width, height in SIZES:
        resize(qtbot, screen, width, height)
        show(screen, make_state())
        qtbot.waitUntil(lambda: all(is_whole(panel) for panel in panels))
        side = 12 if width < 1024 else 16
        areas = [panel.rect().translated(panel.mapTo(screen, QPoint())) for panel in panels]
        for number, area in enumerate(areas):
            assert area.left() >= side
            assert area.right() < width - side
            assert not any(area.intersects(other) for other in areas[number + 1 :])


def test_the_columns_follow_the_width_and_do_not_stretch_absurdly(
    qtbot: QtBot, screen: ConnectionScreen
) -> None:
    show(screen, samples.healthy())

    def lefts() -> list[int]:
        panels = (screen.chain, screen.sign_in, screen.brokers)
        return [panel.mapTo(screen, QPoint()).x() for panel in panels]

    resize(qtbot, screen, 900, 556)
    assert len(set(lefts())) == 1
    resize(qtbot, screen, 1364, 852)
    assert len(set(lefts())) == 2
    assert lefts()[0] == 16
    assert screen.brokers.mapTo(screen, screen.brokers.rect().topRight()).x() == 1364 - 16 - 1
    resize(qtbot, screen, 3764, 2112)
    assert len(set(lefts())) == 3
    assert screen.chain.width() < 1200


def test_a_line_cut_short_shows_itself_whole_as_a_tool_tip_and_as_plain_text(
    qtbot: QtBot, screen: ConnectionScreen
) -> None:
    evidence = "<b>Ünïcode Bröker – 東京</b> & " + "a very long evidence " * 12
    show(screen, samples.monitor_state(troubles={LinkName.BROKERS: Finding(evidence, NOW)}))
    brokers = row(screen, LinkName.BROKERS)
    at = QPoint(brokers.width() // 2, 10)
    QApplication.sendEvent(brokers, QHelpEvent(QEvent.Type.ToolTip, at, brokers.mapToGlobal(at)))
    assert "&lt;b&gt;Ünïcode Bröker – 東京&lt;/b&gt; &amp; a very" in QToolTip.text()
    QToolTip.hideText()


def test_light_and_dark_each_paint_the_chain_in_their_own_colours(
    screen: ConnectionScreen, theme: Theme
) -> None:
    show(screen, samples.addon_offline())
    dark = colors_in(screen.chain)
    theme.set_scheme(ColourScheme.LIGHT)
    QApplication.processEvents()
    light = colors_in(screen.chain)
    assert {"#14181e", "#ff7b70", "#301a1a"} <= dark
    assert {"#ffffff", "#bc2c25", "#fcedeb"} <= light
    assert "#14181e" not in light


def test_an_unchanged_row_is_not_painted_again(qtbot: QtBot, screen: ConnectionScreen) -> None:
    show(screen, samples.never_fetched())
    network = row(screen, LinkName.NETWORK)
    before = network.words
    screen.tick(samples.later(30))
    assert network.words is before
