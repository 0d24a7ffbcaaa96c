"""The sign-in dialog in every state: what leads, what it leaves behind, and that all of it fits."""

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QClipboard, QGuiApplication
from PySide6.QtWidgets import QDialog, QMainWindow, QWidget
from pytestqt.qtbot import QtBot

from ct_desktop.core.problems import Action, ProblemKind
from ct_desktop.core.remote_session import RemoteSession
from ct_desktop.core.scopes import Scope
from ct_desktop.core.sign_in import SignInStage, StepState
from ct_desktop.core.wording import ACTION_LABELS, problem
from ct_desktop.ui.controls.buttons import Button
from ct_desktop.ui.controls.filter_box import TextInput
from ct_desktop.ui.controls.scope_badge import ScopeBadge
from ct_desktop.ui.controls.text import Text
from ct_desktop.ui.sign_in import dialog as dialog_module
from ct_desktop.ui.sign_in.dialog import SignInDialog
from ct_desktop.ui.theme.theme import ColourScheme, Theme
from support.active_window import show_active
from support.dialog_in_window import primary_buttons, words
from support.sign_in_states import (
    AUTHORIZATION_URL,
    CLIENT_NAME,
    STATES,
    SignInState,
    done,
    fail,
    running,
    stored,
    stray_answer,
    wait_begins,
)
from support.ui_states import moment

REDIRECT = "http://127.0.0.1:51731/callback?code=the-code-0123456789&state=the-state-0123456789"

SIZES = ((960, 600), (1440, 900))


@pytest.fixture
def window(qtbot: QtBot) -> QMainWindow:
    window = QMainWindow()
    window.setCentralWidget(QWidget())
    window.resize(*SIZES[0])
    qtbot.addWidget(window)
    show_active(qtbot, window)
    return window


def opened(window: QMainWindow, remote: RemoteSession | None = None) -> SignInDialog:
    dialog = SignInDialog(
        Theme(ColourScheme.DARK), window, scope=Scope.READ, client_name=CLIENT_NAME, remote=remote
    )
    dialog.open()
    dialog.begin(Scope.READ, moment(0))
    return dialog


@pytest.fixture
def dialog(window: QMainWindow) -> SignInDialog:
    return opened(window)


def field_of(dialog: SignInDialog) -> TextInput:
    field = dialog.findChild(TextInput)
    assert field is not None
    return field


def scope_shown(dialog: SignInDialog) -> str:
    badge = dialog.findChild(ScopeBadge)
    assert badge is not None
    return badge.accessibleName()


def paste(qtbot: QtBot, dialog: SignInDialog, text: str) -> TextInput:
    """Paste ``text`` into the field with the keyboard, and clear the clipboard."""
    field = field_of(dialog)
    QGuiApplication.clipboard().setText(text)
    qtbot.keyClick(field, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    QGuiApplication.clipboard().clear()
    return field


# Every state fits


@pytest.mark.parametrize("size", SIZES, ids=["960x600", "1440x900"])
@pytest.mark.parametrize("state", STATES, ids=[state.name for state in STATES])
def test_every_state_stands_whole_in_its_window_with_one_next_thing_to_do(
    qtbot: QtBot, window: QMainWindow, state: SignInState, size: tuple[int, int]
) -> None:
    window.resize(*size)
    qtbot.waitUntil(lambda: (window.width(), window.height()) == size)
    dialog = opened(window, state.remote)
    state.show(dialog)

    def all_of_it() -> bool:
        dialog.grab()  # a line that is cut learns so as it is painted
        texts = [text for text in dialog.findChildren(Text) if text.isVisible()]
        return all(
            text.height() >= text.heightForWidth(text.width())
            if text.wordWrap()
            else text.toolTip() == ""
            for text in texts
        )

    qtbot.waitUntil(all_of_it, timeout=1000)
    assert len(primary_buttons(dialog)) <= 1
    frame = QRect(QPoint(), window.size())
    for button in dialog.findChildren(Button):
        if button.isVisible():
            assert frame.contains(QRect(button.mapTo(window, QPoint()), button.size()))
    assert dialog.accessibleDescription()


# A browser that does not come back


def test_after_a_while_the_ways_around_the_browser_come_first(dialog: SignInDialog) -> None:
    wait_begins(dialog)
    dialog.tick(moment(89))
    assert "Waiting for your browser" in words(dialog)
    dialog.tick(moment(91))
    assert "Your browser has not come back" in words(dialog)
    assert "Waiting for your browser" not in words(dialog)
    dialog.show_step(done(SignInStage.WAIT, 95))
    dialog.show_step(running(SignInStage.EXCHANGE, 95))
    dialog.tick(moment(200))
    assert "Almost done" in words(dialog)


def test_starting_over_waits_anew(dialog: SignInDialog) -> None:
    wait_begins(dialog)
    dialog.tick(moment(120))
    dialog.begin(Scope.READ, moment(0))
    wait_begins(dialog)
    assert "Waiting for your browser" in words(dialog)


def test_an_answer_of_another_sign_in_is_told_and_takes_no_way_away(dialog: SignInDialog) -> None:
    wait_begins(dialog)
    for _ in range(30):
        stray_answer(dialog)
    dialog.tick(moment(45))
    assert "Ignored an answer that belongs to another sign-in" in words(dialog)
    assert "Waiting for your browser" in words(dialog)
    for button in (dialog.open_again, dialog.copy_link, dialog.paste_address, dialog.cancel):
        assert button.isVisible()
        assert button.isEnabled()
    dialog.tick(moment(60))
    assert any("1 min 0 s" in text for text in words(dialog))  # the wait counts on


# A remote session


@pytest.mark.parametrize("remote", RemoteSession)
def test_in_a_remote_session_the_paste_way_leads(
    qtbot: QtBot, window: QMainWindow, remote: RemoteSession
) -> None:
    dialog = opened(window, remote)
    wait_begins(dialog)
    field = field_of(dialog)
    assert field.isVisible()
    assert primary_buttons(dialog) == ["Copy link"]
    assert dialog.window().focusWidget() is dialog.copy_link

    qtbot.keyClick(dialog.copy_link, Qt.Key.Key_Return)
    assert QGuiApplication.clipboard().text() == AUTHORIZATION_URL
    assert primary_buttons(dialog) == ["Use address"]

    field.setFocus()
    paste(qtbot, dialog, REDIRECT)
    with qtbot.waitSignal(dialog.pasted) as pasted:
        qtbot.keyClick(field, Qt.Key.Key_Return)
    assert pasted.args == [REDIRECT]
    assert dialog.open_again.isVisible()  # the browser here may do as well


def test_on_a_computer_of_ones_own_the_browser_leads(dialog: SignInDialog) -> None:
    wait_begins(dialog)
    assert not field_of(dialog).isVisible()
    assert primary_buttons(dialog) == ["Open again"]


# What was pasted


@pytest.mark.parametrize(
    "kind",
    [
        ProblemKind.PASTE_UNRECOGNISED,
        ProblemKind.PASTE_SIGN_IN_LINK,
        ProblemKind.PASTE_OTHER_SIGN_IN,
        ProblemKind.PASTE_INCOMPLETE,
    ],
)
def test_each_refused_paste_says_what_it_was_and_goes_on_waiting(
    qtbot: QtBot, dialog: SignInDialog, kind: ProblemKind
) -> None:
    wait_begins(dialog)
    qtbot.mouseClick(dialog.paste_address, Qt.MouseButton.LeftButton)
    field = paste(qtbot, dialog, "something")
    dialog.show_paste_rejected(problem(kind))
    assert {f"{problem(kind).title}.", problem(kind).fix} <= set(words(dialog))
    assert field.text() == "something"
    paste(qtbot, dialog, REDIRECT)  # over what is selected
    with qtbot.waitSignal(dialog.pasted) as pasted:
        qtbot.mouseClick(field_of(dialog), Qt.MouseButton.LeftButton)
        qtbot.keyClick(field, Qt.Key.Key_Return)
    assert pasted.args == [REDIRECT]


@pytest.mark.parametrize("end", ["answered", "failed", "closed"])
def test_b31_nothing_of_a_pasted_address_stays_in_the_field(
    qtbot: QtBot, dialog: SignInDialog, end: str
) -> None:
    wait_begins(dialog)
    qtbot.mouseClick(dialog.paste_address, Qt.MouseButton.LeftButton)
    field = paste(qtbot, dialog, REDIRECT)
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert field.text() == REDIRECT
    if end == "answered":
        dialog.show_step(done(SignInStage.WAIT, 60))
        dialog.show_step(running(SignInStage.EXCHANGE, 60))
    elif end == "failed":
        fail(dialog, SignInStage.WAIT, ProblemKind.AUTHORIZATION_TIMED_OUT)
    else:
        qtbot.mouseClick(dialog.cancel, Qt.MouseButton.LeftButton)
    assert field.text() == ""
    field.undo()
    assert field.text() == ""


# The link on the clipboard


@pytest.mark.parametrize("end", ["answered", "failed", "cancelled"])
def test_b31_the_link_leaves_the_clipboard_when_it_is_used_up(
    qtbot: QtBot, dialog: SignInDialog, end: str
) -> None:
    clipboard = QGuiApplication.clipboard()
    wait_begins(dialog)
    qtbot.mouseClick(dialog.copy_link, Qt.MouseButton.LeftButton)
    assert clipboard.text() == AUTHORIZATION_URL
    if end == "answered":
        dialog.show_step(done(SignInStage.WAIT, 60))
        dialog.show_step(running(SignInStage.EXCHANGE, 60))
    elif end == "failed":
        fail(dialog, SignInStage.WAIT, ProblemKind.AUTHORIZATION_DENIED)
    else:
        qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert clipboard.text() == ""


def test_what_the_trader_copied_since_stays_on_the_clipboard(
    qtbot: QtBot, dialog: SignInDialog
) -> None:
    clipboard = QGuiApplication.clipboard()
    wait_begins(dialog)
    qtbot.mouseClick(dialog.copy_link, Qt.MouseButton.LeftButton)
    clipboard.setText("the trader’s own")
    stored(dialog)
    assert clipboard.text() == "the trader’s own"
    clipboard.clear()


def test_b31_clipboard_histories_are_asked_to_leave_the_link_out(
    qtbot: QtBot, dialog: SignInDialog
) -> None:
    wait_begins(dialog)
    qtbot.mouseClick(dialog.copy_link, Qt.MouseButton.LeftButton)
    content = QGuiApplication.clipboard().mimeData(QClipboard.Mode.Clipboard)
    assert content.data("x-kde-passwordManagerHint").data() == b"secret"
    assert content.hasFormat("ExcludeClipboardContentFromMonitorProcessing")
    QGuiApplication.clipboard().clear()


# How it ends


def test_success_is_seen_for_a_moment_and_goes_by_itself(
    qtbot: QtBot, dialog: SignInDialog
) -> None:
    wait_begins(dialog)
    with qtbot.waitSignal(dialog.finished) as finished:
        stored(dialog)
        assert dialog.isVisible()
        assert {"Signed in", "Read-only, as CrossTrade granted it."} <= set(words(dialog))
        assert primary_buttons(dialog) == ["Go on"]
    assert finished.args == [QDialog.DialogCode.Accepted.value]


def test_success_can_be_left_at_once(qtbot: QtBot, dialog: SignInDialog) -> None:
    wait_begins(dialog)
    stored(dialog)
    finished: list[int] = []
    dialog.finished.connect(finished.append)
    qtbot.keyClick(dialog.window().focusWidget(), Qt.Key.Key_Return)
    assert finished == [QDialog.DialogCode.Accepted.value]
    assert not dialog.isVisible()


@pytest.mark.parametrize(
    ("granted", "said"), [(Scope.TRADE, "Trade scope"), (None, "did not name the scope")]
)
def test_b13_another_scope_than_the_chosen_one_stays_until_it_is_read(
    qtbot: QtBot, dialog: SignInDialog, granted: Scope | None, said: str
) -> None:
    wait_begins(dialog)
    with qtbot.assertNotEmitted(dialog.finished, wait=dialog_module._SUCCESS_MILLISECONDS + 200):
        stored(dialog, granted_scope=granted)
    assert "Signed in with another scope" in words(dialog)
    assert any(said in text for text in words(dialog))
    if granted is not None:
        assert scope_shown(dialog) == "Scope: Trade scope"
    with qtbot.waitSignal(dialog.finished):
        qtbot.mouseClick(dialog.go_on, Qt.MouseButton.LeftButton)


def test_a_client_that_crosstrade_forgot_is_offered_to_register_again(
    qtbot: QtBot, dialog: SignInDialog
) -> None:
    wait_begins(dialog)
    fail(dialog, SignInStage.EXCHANGE, ProblemKind.CLIENT_UNKNOWN)
    assert primary_buttons(dialog) == [ACTION_LABELS[Action.REGISTER_AGAIN]]
    with qtbot.waitSignal(dialog.start_over_requested):
        qtbot.mouseClick(dialog.start_over, Qt.MouseButton.LeftButton)
    dialog.begin(Scope.READ, moment(100))
    fail(dialog, SignInStage.WAIT, ProblemKind.AUTHORIZATION_DENIED)
    assert primary_buttons(dialog) == ["Start over"]


def test_no_keychain_is_a_success_with_a_warning(dialog: SignInDialog) -> None:
    trouble = problem(ProblemKind.KEYCHAIN_MISSING)
    wait_begins(dialog)
    stored(dialog, state=StepState.WARNING, problem=trouble)
    assert "Signed in, until you quit" in words(dialog)
