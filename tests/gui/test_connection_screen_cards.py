"""The cards beside the chain: the sign-in with its ways out, and the self-test."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QMainWindow
from pytestqt.qtbot import QtBot

from ct_desktop.core.capabilities import SelfTest
from ct_desktop.core.problems import Action, ProblemKind
from ct_desktop.core.scopes import Scope
from ct_desktop.core.sign_in import SignIn, SignInState
from ct_desktop.core.snapshot import Snapshot
from ct_desktop.core.wording import problem
from ct_desktop.ui.connection.screen import ConnectionScreen
from ct_desktop.ui.connection.self_test_card import SelfTestCard
from ct_desktop.ui.connection.sign_in_card import SignInCard
from ct_desktop.ui.connection.sign_out_dialog import SignOutDialog
from ct_desktop.ui.controls import formatting
from ct_desktop.ui.controls.state_shape import StateShape
from ct_desktop.ui.theme.theme import Theme
from support import connection_samples as samples
from support.active_window import show_active
from support.connection_samples import NOW, SIGNED_IN
from support.ui_states import colors_in


@pytest.fixture
def window(qtbot: QtBot, theme: Theme) -> QMainWindow:
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


@pytest.fixture
def card(qtbot: QtBot, theme: Theme) -> SignInCard:
    card = SignInCard(theme)
    card.resize(600, 300)
    qtbot.addWidget(card)
    card.show()
    return card


@pytest.fixture
def self_test(qtbot: QtBot, theme: Theme) -> SelfTestCard:
    card = SelfTestCard(theme)
    card.resize(600, 300)
    qtbot.addWidget(card)
    card.show()
    return card


def show_test(card: SelfTestCard, self_test: SelfTest | None) -> None:
    card.show_state(samples.monitor_state(samples.snapshot(self_test=self_test)), NOW)


def texts_in(widget: SignInCard | SelfTestCard) -> list[str]:
    return [
        label.text() for label in widget.findChildren(QLabel) if label.isVisible() and label.text()
    ]


# The sign-in


def test_the_card_says_what_is_granted_since_when_and_where_it_is_kept(card: SignInCard) -> None:
    card.show_sign_in(SIGNED_IN)
    assert SIGNED_IN.signed_in_since is not None
    assert (card.scope.text(), card.scope_name.text()) == ("Read-only", "mcp:read")
    assert card.signed_in_since.text() == formatting.date_time(SIGNED_IN.signed_in_since)
    assert card.kept_in.text() == SIGNED_IN.kept_in
    assert card.client_name.text() == "CrossTrade Desktop on TRADING-PC"
    assert card.badge.text() == "Read-only"


def test_the_client_id_shows_its_last_four_characters_and_no_length(card: SignInCard) -> None:
    card.show_sign_in(SIGNED_IN)
    assert card.client_id.text() == "•" * 12 + "7f3a"
    card.show_sign_in(replace(SIGNED_IN, client_id_tail=""))
    assert card.client_id.text() == "—"


def test_sign_in_again_keeps_the_scope_that_is_held(qtbot: QtBot, card: SignInCard) -> None:
    card.show_sign_in(replace(SIGNED_IN, scope=Scope.TRADE))
    with qtbot.waitSignal(card.sign_in_again_requested) as wanted:
        qtbot.mouseClick(card.sign_in_again, Qt.MouseButton.LeftButton)
    assert wanted.args == [Scope.TRADE]


def test_a_sign_in_that_lasts_until_quitting_stands_out(card: SignInCard, theme: Theme) -> None:
    warn = theme.palette.warn.name()
    card.show_sign_in(SIGNED_IN)
    assert warn not in colors_in(card.kept_in)
    card.show_sign_in(replace(SIGNED_IN, kept_in="memory, until you quit", persistent=False))
    assert card.kept_in.text() == "Memory, until you quit"
    assert warn in colors_in(card.kept_in)


@pytest.mark.parametrize(
    ("state", "kind", "action"),
    [
        (SignInState.SIGNED_OUT, None, Action.SIGN_IN),
        (SignInState.ENDED, ProblemKind.SIGN_IN_ENDED, Action.SIGN_IN_AGAIN),
        (SignInState.ENDED, ProblemKind.TOKEN_REJECTED, Action.SIGN_IN_AGAIN),
        (SignInState.ENDED, ProblemKind.CLIENT_UNKNOWN, Action.REGISTER_AGAIN),
        (SignInState.KEYCHAIN_TROUBLE, ProblemKind.KEYCHAIN_LOCKED, Action.RETRY_KEYCHAIN),
    ],
)
def test_without_a_sign_in_there_are_words_and_the_one_right_button(
    qtbot: QtBot, card: SignInCard, state: SignInState, kind: ProblemKind | None, action: Action
) -> None:
    card.show_sign_in(SIGNED_IN)
    card.show_sign_in(SignIn(state, problem=problem(kind) if kind else None))
    expected = problem(kind or ProblemKind.NOT_SIGNED_IN)
    assert card.headline.text() == expected.title
    assert expected.fix in card.words.text()
    assert not card.sign_out.isVisible()
    assert not card.badge.isVisible()
    with qtbot.waitSignal(card.action_requested) as wanted:
        qtbot.mouseClick(card.remedy, Qt.MouseButton.LeftButton)
    assert wanted.args == [action]


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (SignInState.UNREAD, "Looking for your sign-in in the keychain"),
        (SignInState.CHANGING_SCOPE, "Changing the scope"),
    ],
)
def test_while_there_is_nothing_to_do_nothing_is_offered(
    card: SignInCard, state: SignInState, words: str
) -> None:
    card.show_sign_in(SignIn(state))
    assert texts_in(card) == ["Sign-in", words]
    assert not card.remedy.isVisible()


def test_the_scope_can_be_changed_from_the_card(qtbot: QtBot, card: SignInCard) -> None:
    card.show_sign_in(SIGNED_IN)
    with qtbot.waitSignal(card.scope_change_requested):
        qtbot.mouseClick(card.change_scope, Qt.MouseButton.LeftButton)


def test_signing_out_asks_first_and_says_what_it_does(
    qtbot: QtBot, window: QMainWindow, screen: ConnectionScreen
) -> None:
    screen.show_state(samples.healthy(), NOW)
    signed_out: list[bool] = []
    screen.sign_out_requested.connect(lambda: signed_out.append(True))
    screen.sign_in.sign_out.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(screen.sign_in.sign_out, Qt.Key.Key_Return)
    dialog = window.findChild(SignOutDialog)
    said = dialog.accessibleDescription()
    assert "revoke" in said
    assert SIGNED_IN.kept_in in said
    assert "positions, orders and bots stay as they are" in said
    # What changes nothing has the keyboard.
    assert dialog.no.hasFocus()
    qtbot.keyClick(dialog.no, Qt.Key.Key_Return)
    assert not dialog.isVisible()
    assert signed_out == []
    assert screen.sign_in.sign_out.hasFocus()


def test_escape_keeps_the_sign_in_and_confirming_ends_it_once(
    qtbot: QtBot, window: QMainWindow, screen: ConnectionScreen
) -> None:
    screen.show_state(samples.healthy(), NOW)
    signed_out: list[bool] = []
    screen.sign_out_requested.connect(lambda: signed_out.append(True))
    qtbot.mouseClick(screen.sign_in.sign_out, Qt.MouseButton.LeftButton)
    first = window.findChild(SignOutDialog)
    qtbot.keyClick(first, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: window.findChild(SignOutDialog) is None)
    assert signed_out == []
    qtbot.mouseClick(screen.sign_in.sign_out, Qt.MouseButton.LeftButton)
    second = window.findChild(SignOutDialog)
    qtbot.mouseClick(second.yes, Qt.MouseButton.LeftButton)
    assert signed_out == [True]


# The self-test


def test_a_passed_self_test_shows_each_category_in_three_columns(self_test: SelfTestCard) -> None:
    show_test(self_test, samples.SELF_TEST)
    assert self_test.transport.text() == "transport ok"
    assert self_test.transport_shape.shape is StateShape.OK
    assert [cell.accessibleName() for cell in self_test.categories] == [
        f"{name}: {result}" for name, result in samples.SELF_TEST.categories
    ]
    assert {cell.shape.shape for cell in self_test.categories} == {StateShape.OK}
    QApplication.processEvents()
    assert len({cell.x() for cell in self_test.categories}) == 3
    assert len({cell.y() for cell in self_test.categories}) == 2


def test_the_age_and_the_clock_time_are_both_there_and_never_too_old_while_answers_come(
    self_test: SelfTestCard,
) -> None:
    self_test.show_state(samples.healthy(), NOW)
    clock = formatting.clock_time(samples.ago(1390).utc)
    assert self_test.age.text() == f"23 min ago · {clock}"
    minute = samples.later(60)
    self_test.show_state(samples.monitor_state(samples.snapshot(), now=minute), minute)
    assert self_test.age.text() == f"24 min ago · {clock}"
    assert not self_test.age.is_stale


def test_what_is_not_available_is_a_warning_with_its_word(self_test: SelfTestCard) -> None:
    show_test(
        self_test,
        SelfTest("degraded", (("orders", "ok"), ("backtest", "unavailable"), ("deep", "skipped"))),
    )
    assert [cell.shape.shape for cell in self_test.categories] == [
        StateShape.OK,
        StateShape.WARNING,
        StateShape.OFF,
    ]
    assert self_test.transport_shape.shape is StateShape.WARNING
    assert "unavailable" in texts_in(self_test)


def test_warnings_stand_in_the_servers_words_as_plain_text(self_test: SelfTestCard) -> None:
    show_test(self_test, SelfTest("ok", (), warnings=("add-on <b>below</b> recommended version",)))
    assert [note.words.text() for note in self_test.warnings] == [
        "add-on <b>below</b> recommended version"
    ]
    assert self_test.warnings[0].words.textFormat() is Qt.TextFormat.PlainText
    show_test(self_test, samples.SELF_TEST)
    assert self_test.warnings == []


def test_counters_are_shown_where_the_answer_has_them(self_test: SelfTestCard) -> None:
    show_test(self_test, SelfTest(passed=8, failed=0, skipped=4))
    assert self_test.counters.text() == "8 passed, 0 failed, 4 skipped"
    assert not self_test.transport.isVisible()
    show_test(self_test, samples.SELF_TEST)
    assert not self_test.counters.isVisible()


def test_an_answer_without_results_is_said_to_be_one(self_test: SelfTestCard) -> None:
    show_test(self_test, SelfTest())
    assert self_test.counters.text() == "The self-test came back without results"


def test_a_self_test_never_run_says_so_and_offers_to(qtbot: QtBot, self_test: SelfTestCard) -> None:
    assert self_test.never_run.isVisible()
    assert self_test.run_again.text() == "Run"
    show_test(self_test, None)
    assert self_test.never_run.isVisible()
    with qtbot.waitSignal(self_test.check_requested):
        qtbot.mouseClick(self_test.run_again, Qt.MouseButton.LeftButton)
    show_test(self_test, samples.SELF_TEST)
    assert not self_test.never_run.isVisible()
    assert self_test.run_again.text() == "Run again"


def test_once_the_add_on_is_gone_nothing_it_tested_looks_fine(
    self_test: SelfTestCard, theme: Theme
) -> None:
    self_test.show_state(samples.healthy(), NOW)
    assert theme.palette.ok.name() in colors_in(self_test)
    self_test.show_state(samples.addon_offline(), NOW)
    assert {cell.shape.shape for cell in self_test.categories} == {StateShape.UNKNOWN}
    assert theme.palette.ok.name() not in colors_in(self_test)
    assert "as of" in self_test.age.text()
    assert self_test.age.is_stale


def test_nothing_tested_looks_fine_once_no_answer_comes_at_all(self_test: SelfTestCard) -> None:
    self_test.show_state(samples.healthy(), NOW)
    self_test.tick(samples.later(60))
    assert self_test.transport_shape.shape is StateShape.UNKNOWN
    assert self_test.age.is_stale


def test_the_add_ons_features_are_shown_quietly(self_test: SelfTestCard) -> None:
    self_test.show_state(samples.healthy(), NOW)
    assert self_test.features.text() == (
        "The add-on offers compile, strategy_state, alert_relay, backtest"
    )
    self_test.show_state(replace(samples.healthy(), snapshot=Snapshot()), NOW)
    assert not self_test.features.isVisible()


def test_run_again_is_busy_while_the_check_runs(qtbot: QtBot, self_test: SelfTestCard) -> None:
    self_test.show_state(samples.checking(), NOW)
    assert self_test.run_again.text() == "Checking"
    with qtbot.assertNotEmitted(self_test.check_requested):
        qtbot.mouseClick(self_test.run_again, Qt.MouseButton.LeftButton)
