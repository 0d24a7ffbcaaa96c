"""The welcome: one choice and one button, by mouse and by keyboard."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from ct_desktop import __version__
from ct_desktop.core.problems import Action, ProblemKind
from ct_desktop.core.scopes import Scope
from ct_desktop.core.sign_in import RevocationOutcome
from ct_desktop.core.wording import REVOCATION_TEXTS, problem
from ct_desktop.ui.controls.banner import Banner
from ct_desktop.ui.controls.buttons import Button, ButtonKind, LinkButton
from ct_desktop.ui.controls.focus_frame import FocusFrame
from ct_desktop.ui.controls.notice import Notice
from ct_desktop.ui.controls.text import Text
from ct_desktop.ui.theme.palette import DARK, LIGHT
from ct_desktop.ui.theme.theme import ColourScheme, Theme
from ct_desktop.ui.welcome.scope_card import ScopeCard
from ct_desktop.ui.welcome.screen import COLUMN_WIDTH, WelcomeScreen
from support.active_window import show_active
from support.ui_states import colors_in, moment


@pytest.fixture
def welcome(qtbot: QtBot, theme: Theme) -> WelcomeScreen:
    return shown(qtbot, WelcomeScreen(theme))


def shown(qtbot: QtBot, welcome: WelcomeScreen) -> WelcomeScreen:
    welcome.resize(1200, 800)
    qtbot.addWidget(welcome)
    show_active(qtbot, welcome)
    return welcome


def card(welcome: WelcomeScreen, scope: Scope) -> ScopeCard:
    return next(card for card in welcome.findChildren(ScopeCard) if card.scope is scope)


def words(widget: QWidget) -> list[str]:
    """Every text that can be seen in ``widget``."""
    return [text.text() for text in widget.findChildren(Text) if text.isVisible()]


def test_read_only_is_chosen_before_the_trader_does_anything(
    qtbot: QtBot, welcome: WelcomeScreen
) -> None:
    assert card(welcome, Scope.READ).isChecked()
    with qtbot.waitSignal(welcome.connect_requested) as requested:
        qtbot.mouseClick(welcome.connect_button, Qt.MouseButton.LeftButton)
    assert requested.args == [Scope.READ]


def test_the_whole_card_is_the_radio_button(qtbot: QtBot, welcome: WelcomeScreen) -> None:
    trade = card(welcome, Scope.TRADE)
    qtbot.mouseClick(trade, Qt.MouseButton.LeftButton, pos=trade.rect().bottomRight() / 1.05)

    assert trade.isChecked()
    assert not card(welcome, Scope.READ).isChecked()
    with qtbot.waitSignal(welcome.connect_requested) as requested:
        qtbot.mouseClick(welcome.connect_button, Qt.MouseButton.LeftButton)
    assert requested.args == [Scope.TRADE]


def test_the_choice_and_connect_work_by_keyboard_alone(
    qtbot: QtBot, theme: Theme, welcome: WelcomeScreen
) -> None:
    welcome.setFocus()
    qtbot.keyClick(welcome, Qt.Key.Key_Tab)
    assert welcome.focusWidget() is card(welcome, Scope.READ)
    qtbot.keyClick(welcome.focusWidget(), Qt.Key.Key_Right)
    assert welcome.scope is Scope.TRADE
    assert FocusFrame.of(welcome, theme).control is card(welcome, Scope.TRADE)
    qtbot.keyClick(welcome.focusWidget(), Qt.Key.Key_Left)
    assert welcome.scope is Scope.READ

    with qtbot.waitSignal(welcome.connect_requested) as requested:
        qtbot.keyClick(welcome.focusWidget(), Qt.Key.Key_Return)
    assert requested.args == [Scope.READ]


def test_screen_readers_hear_what_each_scope_is(welcome: WelcomeScreen) -> None:
    assert card(welcome, Scope.READ).text() == "Read-only"
    assert "refuses any order" in card(welcome, Scope.READ).accessibleDescription()
    assert "could trade if it were stolen" in card(welcome, Scope.TRADE).accessibleDescription()


def test_the_trade_card_carries_its_caution(welcome: WelcomeScreen) -> None:
    caution = "Many funded accounts forbid automated access. Check your firm’s rules first."
    assert caution in words(card(welcome, Scope.TRADE))
    assert DARK.warn.name() in colors_in(card(welcome, Scope.TRADE))
    assert "mcp:trade" in words(card(welcome, Scope.TRADE))


def test_the_cards_are_equally_high_and_the_column_never_stretches(
    qtbot: QtBot, welcome: WelcomeScreen
) -> None:
    for width, height in ((960, 600), (1200, 800), (1400, 860)):
        welcome.resize(width, height)
        qtbot.waitUntil(lambda width=width: welcome.width() == width)
        read, trade = card(welcome, Scope.READ), card(welcome, Scope.TRADE)
        assert read.size() == trade.size()
        assert trade.geometry().right() - read.geometry().left() + 1 == COLUMN_WIDTH


@pytest.mark.parametrize("kind", [None, ProblemKind.KEYCHAIN_MISSING, ProblemKind.KEYCHAIN_LOCKED])
def test_the_smallest_window_shows_all_of_it_without_scrolling(
    qtbot: QtBot, welcome: WelcomeScreen, kind: ProblemKind | None
) -> None:
    welcome.resize(960, 600)
    welcome.show_problem(None if kind is None else problem(kind), moment(0))
    scroll = welcome.findChild(QScrollArea)
    qtbot.waitUntil(lambda: scroll.verticalScrollBar().maximum() == 0)

    button = welcome.connect_button
    corner = button.mapTo(scroll.viewport(), button.rect().bottomRight())
    assert scroll.viewport().rect().contains(corner)


def test_every_paragraph_is_there_in_full(qtbot: QtBot, welcome: WelcomeScreen) -> None:
    for text in welcome.findChildren(Text):
        if text.isVisible():
            assert text.height() >= text.heightForWidth(text.width()) or not text.wordWrap()
            assert text.toolTip() == ""


def test_the_demo_is_a_link_away(qtbot: QtBot, welcome: WelcomeScreen) -> None:
    link = welcome.findChild(LinkButton)
    assert link.text() == "Try the demo"
    with qtbot.waitSignal(welcome.demo_requested):
        qtbot.mouseClick(link, Qt.MouseButton.LeftButton)


def test_the_demo_says_that_it_is_one(qtbot: QtBot, theme: Theme) -> None:
    welcome = shown(qtbot, WelcomeScreen(theme, in_demo=True))
    assert welcome.findChild(LinkButton) is None
    assert "Demo: no real money" in words(welcome)
    welcome.grab()
    assert not [text for text in welcome.findChildren(Text) if text.toolTip()], "a text is cut"


def test_the_version_stands_at_the_foot(welcome: WelcomeScreen) -> None:
    assert f"Version {__version__}" in words(welcome)


def test_a_problem_takes_the_primary_button_from_connect(
    qtbot: QtBot, welcome: WelcomeScreen
) -> None:
    assert welcome.connect_button.kind is ButtonKind.PRIMARY

    welcome.show_problem(problem(ProblemKind.KEYCHAIN_LOCKED), moment(0))

    assert "The keychain is locked" in words(welcome)
    assert welcome.connect_button.kind is ButtonKind.PLAIN
    remedy = welcome.findChild(Banner).findChild(Button)
    assert remedy.text() == "Try the keychain again"
    with qtbot.waitSignal(welcome.action_requested) as requested:
        qtbot.mouseClick(remedy, Qt.MouseButton.LeftButton)
    assert requested.args == [Action.RETRY_KEYCHAIN]

    welcome.show_problem(None, moment(1))
    assert welcome.connect_button.kind is ButtonKind.PRIMARY


def test_what_came_of_signing_out_is_said(welcome: WelcomeScreen) -> None:
    welcome.show_notice("Signed out. CrossTrade has revoked this computer’s access.")
    assert "Signed out. CrossTrade has revoked this computer’s access." in words(welcome)

    welcome.show_notice("")
    assert not any(text.startswith("Signed out") for text in words(welcome))


def test_b29_access_that_may_live_on_leads_to_the_ai_clients_page(
    qtbot: QtBot, welcome: WelcomeScreen
) -> None:
    text = REVOCATION_TEXTS[RevocationOutcome.UNREACHABLE]
    welcome.show_notice(text, warning=True, action=Action.OPEN_AI_CLIENTS_PAGE)
    assert text in words(welcome)
    button = welcome.findChild(Notice).button
    assert button.text() == "Open AI Clients page"
    with qtbot.waitSignal(welcome.action_requested) as requested:
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert requested.args == [Action.OPEN_AI_CLIENTS_PAGE]

    welcome.show_notice("Signed out.")
    assert not button.isVisible()


def test_behind_a_dialog_everything_is_in_the_colour_of_disabled(
    welcome: WelcomeScreen,
) -> None:
    welcome.setEnabled(False)
    colors = colors_in(welcome)
    lively = (DARK.accent, DARK.accent_fill, DARK.text, DARK.ok, DARK.warn)
    assert DARK.disabled.name() in colors
    assert not colors & {color.name() for color in lively}


def test_the_welcome_takes_a_new_theme(theme: Theme, welcome: WelcomeScreen) -> None:
    theme.set_scheme(ColourScheme.LIGHT)
    colors = colors_in(card(welcome, Scope.READ))
    assert {LIGHT.surface.name(), LIGHT.accent.name()} <= colors
    assert DARK.surface.name() not in colors


def test_nothing_but_the_trader_presses_connect(qtbot: QtBot, welcome: WelcomeScreen) -> None:
    with qtbot.assertNotEmitted(welcome.connect_requested):
        welcome.show_problem(problem(ProblemKind.SIGN_IN_ENDED), moment(0))
        welcome.tick(moment(60))
        for button in welcome.findChildren(QPushButton):
            button.setFocus()


@pytest.mark.parametrize(("height", "scrolls"), [(720, True), (1200, False)])
def test_the_foot_stands_under_the_column_with_and_without_a_scroll_bar(
    qtbot: QtBot, theme: Theme, height: int, scrolls: bool
) -> None:
    welcome = shown(qtbot, WelcomeScreen(theme))
    welcome.resize(1280, height)
    welcome.show_problem(problem(ProblemKind.KEYCHAIN_DENIED), moment(0))
    version = next(
        text for text in welcome.findChildren(Text) if text.text() == f"Version {__version__}"
    )
    demo = welcome.findChild(LinkButton)
    assert demo is not None

    def right_edge(widget: QWidget) -> int:
        return widget.mapTo(welcome, widget.rect().topRight()).x()

    scroll = welcome.findChild(QScrollArea)
    assert scroll is not None
    qtbot.waitUntil(lambda: scroll.verticalScrollBar().isVisible() is scrolls)
    qtbot.waitUntil(lambda: right_edge(version) == right_edge(demo))
