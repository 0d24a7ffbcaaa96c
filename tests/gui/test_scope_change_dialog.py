"""The scope dialog: a decision, five live steps, and what holds at the end."""

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAccessible, QGuiApplication
from PySide6.QtWidgets import QApplication, QMainWindow, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from ct_desktop.core.problems import Action, ProblemKind
from ct_desktop.core.scope_change import ScopeChangeEnd, ScopeChangeStage, Standing
from ct_desktop.core.scopes import Scope
from ct_desktop.core.sign_in import RevocationOutcome, SignInStage, StepState
from ct_desktop.core.wording import problem
from ct_desktop.core.wording_scope import (
    IF_STOPPED_HALF_WAY,
    ONE_SCOPE_AT_A_TIME,
    SCOPE_LINES,
    WHAT_THIS_APP_DOES,
    end_words,
)
from ct_desktop.ui.controls.buttons import Button, IconButton
from ct_desktop.ui.controls.filter_box import TextInput
from ct_desktop.ui.controls.focus_frame import FocusFrame
from ct_desktop.ui.controls.state_shape import StateShape, StateShapeView
from ct_desktop.ui.controls.text import Text
from ct_desktop.ui.scope_change.dialog import ScopeChangeDialog
from ct_desktop.ui.scope_change.scope_panel import ScopePanel
from ct_desktop.ui.sign_in.time_left import TimeLeft
from ct_desktop.ui.theme.theme import Theme
from support.dialog_in_window import primary_buttons, window_with_keyboard, words
from support.scope_change_states import (
    FUNDED,
    STATES,
    ScopeChangeState,
    consent_given,
    done,
    failed,
    feed,
    give_up_the_old,
    running,
    wait_begins,
    within,
)
from support.sign_in_states import AUTHORIZATION_URL, CLIENT_NAME
from support.ui_states import moment

UP = ScopeChangeState("up")
DOWN = ScopeChangeState("down", to_scope=Scope.READ)


@pytest.fixture
def window(qtbot: QtBot) -> QMainWindow:
    return window_with_keyboard(qtbot, (1440, 900))


@pytest.fixture
def dialog(theme: Theme, window: QMainWindow) -> ScopeChangeDialog:
    """The decision to go from read-only to trade scope."""
    return UP.open(theme, window)


def shape(dialog: ScopeChangeDialog, stage: ScopeChangeStage) -> StateShape | None:
    return dialog.steps.step(stage).shape


def visible_buttons(dialog: ScopeChangeDialog) -> list[str]:
    return [button.text() for button in dialog.findChildren(Button) if button.isVisible()]


def is_in_sight(widget: QWidget) -> bool:
    """Whether all of ``widget`` can be seen."""
    seen = widget.visibleRegion().boundingRect()
    return widget.isVisible() and seen == widget.rect()


def text_that_says(dialog: ScopeChangeDialog, part: str) -> Text:
    return next(text for text in dialog.findChildren(Text) if part in text.text())


# The decision


def test_both_scopes_stand_side_by_side_with_the_same_four_lines(
    dialog: ScopeChangeDialog,
) -> None:
    now, new = dialog.findChildren(ScopePanel)
    lines = [line for line, _ in SCOPE_LINES[Scope.READ]]
    assert words(now) == ["Granted now", "Read-only", "mcp:read", *lines]
    assert words(new) == ["New", "Trade scope", "mcp:trade", *lines]
    assert now.mapTo(dialog, QPoint()).y() == new.mapTo(dialog, QPoint()).y()
    assert now.size() == new.size()
    assert [len(panel.findChildren(StateShapeView)) for panel in (now, new)] == [0, 2]


def test_it_says_what_the_app_will_do_and_that_the_old_sign_in_goes_first(
    dialog: ScopeChangeDialog,
) -> None:
    assert WHAT_THIS_APP_DOES[Scope.TRADE] in words(dialog)
    assert f"{ONE_SCOPE_AT_A_TIME} {IF_STOPPED_HALF_WAY}" in words(dialog)


def test_the_steps_are_shown_before_they_begin(dialog: ScopeChangeDialog) -> None:
    for title in ("Revoke", "Forget", "Consent", "Verify", "Store"):
        assert title in words(dialog.steps)
    assert [shape(dialog, stage) for stage in ScopeChangeStage] == [None] * 5


def test_going_up_waits_for_the_tick(qtbot: QtBot, dialog: ScopeChangeDialog) -> None:
    assert not dialog.change.isEnabled()
    with qtbot.assertNotEmitted(dialog.change_requested):
        qtbot.mouseClick(dialog.change, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(dialog.understood, Qt.MouseButton.LeftButton)
    assert dialog.change.isEnabled()
    qtbot.mouseClick(dialog.understood, Qt.MouseButton.LeftButton)
    assert not dialog.change.isEnabled()
    qtbot.mouseClick(dialog.understood, Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(dialog.change_requested):
        qtbot.mouseClick(dialog.change, Qt.MouseButton.LeftButton)


def test_going_down_has_neither_box_nor_warning(
    qtbot: QtBot, theme: Theme, window: QMainWindow
) -> None:
    dialog = DOWN.open(theme, window)
    assert not dialog.understood.isVisible()
    assert not any("funded" in text for text in words(dialog))
    assert dialog.keep.text() == "Keep trade scope"
    with qtbot.waitSignal(dialog.change_requested):
        qtbot.mouseClick(dialog.change, Qt.MouseButton.LeftButton)


@pytest.mark.parametrize("way", ["enter", "escape", "cross", "click"])
def test_keeping_is_the_first_thing_at_hand(
    qtbot: QtBot, dialog: ScopeChangeDialog, way: str
) -> None:
    assert QApplication.focusWidget() is dialog.keep
    changes: list[str] = []
    dialog.change_requested.connect(lambda: changes.append(way))
    with qtbot.waitSignals([dialog.keep_requested, dialog.finished]):
        if way == "enter":
            qtbot.keyClick(dialog.keep, Qt.Key.Key_Return)
        elif way == "escape":
            qtbot.keyClick(dialog.keep, Qt.Key.Key_Escape)
        elif way == "cross":
            cross = next(each for each in dialog.findChildren(IconButton))
            qtbot.mouseClick(cross, Qt.MouseButton.LeftButton)
        else:
            qtbot.mouseClick(dialog.keep, Qt.MouseButton.LeftButton)
    assert not dialog.isVisible()
    assert changes == []


def test_the_keyboard_alone_decides(qtbot: QtBot, dialog: ScopeChangeDialog) -> None:
    window = dialog.window()
    reached: list[QWidget | None] = []
    for _ in range(6):
        qtbot.keyClick(window, Qt.Key.Key_Tab)
        reached.append(QApplication.focusWidget())
        if reached[-1] is dialog.understood:
            break
    assert dialog.understood in reached
    assert dialog.findChild(FocusFrame) is None
    assert window.findChild(FocusFrame).control is dialog.understood
    qtbot.keyClick(dialog.understood, Qt.Key.Key_Space)
    dialog.change.setFocus(Qt.FocusReason.TabFocusReason)
    with qtbot.waitSignal(dialog.change_requested):
        qtbot.keyClick(dialog.change, Qt.Key.Key_Return)


def test_the_funded_accounts_are_named(dialog: ScopeChangeDialog) -> None:
    assert "Four funded accounts are connected" in words(dialog)
    warning = text_that_says(dialog, "Check their rules")
    for name in FUNDED:
        assert name in warning.text()


def test_accounts_that_could_not_be_read_are_no_reason_to_say_nothing(
    theme: Theme, window: QMainWindow
) -> None:
    dialog = ScopeChangeState("up", funded=None).open(theme, window)
    assert text_that_says(dialog, "could not be checked").isVisible()


def test_without_funded_accounts_there_is_no_warning(theme: Theme, window: QMainWindow) -> None:
    dialog = ScopeChangeState("up", funded=()).open(theme, window)
    assert not any("funded" in text for text in words(dialog))


# While it runs


def test_each_step_shows_its_outcome_in_place(dialog: ScopeChangeDialog) -> None:
    dialog.begin(moment(0))
    feed(dialog, running(ScopeChangeStage.REVOKE))
    assert shape(dialog, ScopeChangeStage.REVOKE) is StateShape.CHECKING
    feed(dialog, done(ScopeChangeStage.REVOKE, detail="CrossTrade revoked it"))
    assert shape(dialog, ScopeChangeStage.REVOKE) is StateShape.OK
    assert "CrossTrade revoked it" in words(dialog.steps)
    warning = done(ScopeChangeStage.FORGET, state=StepState.WARNING)
    feed(dialog, warning)
    assert shape(dialog, ScopeChangeStage.FORGET) is StateShape.WARNING
    feed(dialog, failed(ScopeChangeStage.CONSENT, ProblemKind.AUTHORIZATION_DENIED))
    assert shape(dialog, ScopeChangeStage.CONSENT) is StateShape.BROKEN
    assert "You chose Deny" in words(dialog.steps)
    assert shape(dialog, ScopeChangeStage.VERIFY) is None


def test_it_says_when_the_old_sign_in_is_being_revoked(dialog: ScopeChangeDialog) -> None:
    revoke = ScopeChangeStage.REVOKE
    dialog.begin(moment(0))
    feed(dialog, running(revoke), within(revoke, SignInStage.DISCOVER))
    assert "Getting ready" in words(dialog)
    feed(dialog, within(revoke, SignInStage.REGISTER, StepState.DONE))
    assert "Giving up the present sign-in" in words(dialog)


def test_once_forgotten_the_old_scope_is_no_longer_called_granted(
    dialog: ScopeChangeDialog,
) -> None:
    dialog.begin(moment(0))
    feed(dialog, running(ScopeChangeStage.REVOKE))
    assert "Granted now" in words(dialog)
    give_up_the_old(dialog)
    assert "Granted now" not in words(dialog)


def test_the_consent_has_its_time_and_its_ways_on(qtbot: QtBot, dialog: ScopeChangeDialog) -> None:
    give_up_the_old(dialog)
    for button in (dialog.open_again, dialog.copy_link, dialog.paste_address):
        assert button.isVisible()
        assert not button.isEnabled()  # there is no link to open yet
    wait_begins(dialog)
    dialog.tick(moment(82))
    assert dialog.findChild(TimeLeft).accessibleDescription() == "3:38 left of 5:00"
    assert f"The page asks about “{CLIENT_NAME}”" in words(dialog)
    assert primary_buttons(dialog) == ["Open again"]
    with qtbot.waitSignal(dialog.open_again_requested):
        qtbot.mouseClick(dialog.open_again, Qt.MouseButton.LeftButton)


def test_only_a_click_copies_the_link_and_the_end_takes_it_away(
    qtbot: QtBot, dialog: ScopeChangeDialog
) -> None:
    clipboard = QGuiApplication.clipboard()
    clipboard.setText("the trader’s own")
    wait_begins(dialog)
    assert clipboard.text() == "the trader’s own"
    with qtbot.waitSignal(dialog.copy_link_requested):
        qtbot.mouseClick(dialog.copy_link, Qt.MouseButton.LeftButton)
    assert clipboard.text() == AUTHORIZATION_URL
    dialog.show_end(ScopeChangeEnd(Standing.SIGNED_OUT, None))
    assert clipboard.text() == ""


def test_an_address_is_pasted_and_a_wrong_one_refused_beside_the_field(
    qtbot: QtBot, dialog: ScopeChangeDialog
) -> None:
    wait_begins(dialog)
    qtbot.mouseClick(dialog.paste_address, Qt.MouseButton.LeftButton)
    field = dialog.findChild(TextInput)
    with qtbot.waitSignal(dialog.pasted) as pasted:
        qtbot.keyClicks(field, "nonsense")
        qtbot.keyClick(field, Qt.Key.Key_Return)
    assert pasted.args == ["nonsense"]
    trouble = problem(ProblemKind.PASTE_UNRECOGNISED)
    dialog.show_paste_rejected(trouble)
    assert f"{trouble.title}." in words(dialog)
    dialog.show_end(ScopeChangeEnd(Standing.SIGNED_OUT, None))
    assert field.text() == ""


def test_a_browser_that_does_not_come_back_is_said_so(dialog: ScopeChangeDialog) -> None:
    wait_begins(dialog)
    dialog.tick(moment(89))
    assert "Waiting for your browser" in words(dialog)
    dialog.tick(moment(91))
    assert "Your browser has not come back" in words(dialog)


@pytest.mark.parametrize("way", ["stop", "escape", "cross"])
def test_closing_while_it_runs_asks_to_stop_once_and_waits_for_what_holds(
    qtbot: QtBot, dialog: ScopeChangeDialog, way: str
) -> None:
    wait_begins(dialog)
    asked: list[str] = []
    dialog.cancelled.connect(lambda: asked.append(way))
    cross = next(each for each in dialog.findChildren(IconButton))

    def close() -> None:
        if way == "stop":
            qtbot.mouseClick(dialog.stop, Qt.MouseButton.LeftButton)
        elif way == "escape":
            qtbot.keyClick(dialog, Qt.Key.Key_Escape)
        else:
            qtbot.mouseClick(cross, Qt.MouseButton.LeftButton)

    close()
    close()
    assert asked == [way]
    assert dialog.isVisible()
    assert "Stopping" in words(dialog)
    assert not dialog.open_again.isEnabled()

    end = ScopeChangeEnd(Standing.SIGNED_OUT, None)
    dialog.show_end(end)
    assert end_words(end, Scope.TRADE)[0] in words(dialog)
    assert "Stopped here" in words(dialog.steps)
    with qtbot.waitSignal(dialog.finished):
        qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert asked == [way]


# What holds at the end

CHANGED, UNCHANGED, OTHER = Standing.CHANGED, Standing.UNCHANGED, Standing.OTHER_SCOPE
OUT, LIVES_ON = Standing.SIGNED_OUT, Standing.OLD_MAY_LIVE_ON


@pytest.mark.parametrize(
    ("to_scope", "end", "granted_now", "buttons", "primary"),
    [
        (
            Scope.TRADE,
            ScopeChangeEnd(CHANGED, Scope.TRADE),
            "Trade scope",
            ["Back to read-only", "Close"],
            "Close",
        ),
        (Scope.READ, ScopeChangeEnd(CHANGED, Scope.READ), "Read-only", ["Close"], "Close"),
        (Scope.TRADE, ScopeChangeEnd(UNCHANGED, Scope.READ), "Read-only", ["Close"], "Close"),
        (
            Scope.READ,
            ScopeChangeEnd(UNCHANGED, Scope.TRADE),
            "Trade scope",
            ["Back to read-only", "Close"],
            "Back to read-only",
        ),
        (Scope.TRADE, ScopeChangeEnd(OTHER, Scope.READ), "Read-only", ["Close"], "Close"),
        (
            Scope.READ,
            ScopeChangeEnd(OTHER, Scope.TRADE),
            "Trade scope",
            ["Back to read-only", "Close"],
            "Back to read-only",
        ),
        (
            Scope.TRADE,
            ScopeChangeEnd(OTHER, None),
            None,
            ["Back to read-only", "Close"],
            "Back to read-only",
        ),
        (
            Scope.TRADE,
            ScopeChangeEnd(OUT, None),
            None,
            ["Connect read-only", "Close"],
            "Connect read-only",
        ),
        (
            Scope.TRADE,
            ScopeChangeEnd(LIVES_ON, None, old_in_doubt=True),
            None,
            ["Open AI Clients page", "Connect read-only", "Close"],
            "Connect read-only",
        ),
        (
            Scope.TRADE,
            ScopeChangeEnd(CHANGED, Scope.TRADE, old_in_doubt=True),
            "Trade scope",
            ["Open AI Clients page", "Back to read-only", "Close"],
            "Close",
        ),
        (
            Scope.TRADE,
            ScopeChangeEnd(UNCHANGED, Scope.READ, old_in_doubt=True),
            "Read-only",
            ["Close"],
            "Close",
        ),
    ],
)
def test_each_end_says_what_holds_and_offers_the_way_back(
    theme: Theme,
    window: QMainWindow,
    to_scope: Scope,
    end: ScopeChangeEnd,
    granted_now: str | None,
    buttons: list[str],
    primary: str,
) -> None:
    dialog = ScopeChangeState("end", consent_given, to_scope=to_scope).open(theme, window)
    dialog.show_end(end)
    for said in end_words(end, to_scope):
        assert said in words(dialog)
    held = [words(panel)[1] for panel in dialog.findChildren(ScopePanel) if is_held(panel)]
    assert held == ([] if granted_now is None else [granted_now])
    assert sorted(visible_buttons(dialog)) == sorted(buttons)
    assert primary_buttons(dialog) == [primary]
    assert StateShape.CHECKING not in {shape(dialog, stage) for stage in ScopeChangeStage}


def is_held(panel: ScopePanel) -> bool:
    return words(panel)[0] == "Granted now"


def test_the_way_back_and_the_page_are_one_click_each(
    qtbot: QtBot, dialog: ScopeChangeDialog
) -> None:
    give_up_the_old(dialog, RevocationOutcome.UNREACHABLE)
    dialog.show_end(ScopeChangeEnd(LIVES_ON, None, problem(ProblemKind.CANNOT_CONNECT), True))
    with qtbot.waitSignal(dialog.action_requested) as opened:
        qtbot.mouseClick(dialog.page, Qt.MouseButton.LeftButton)
    assert opened.args == [Action.OPEN_AI_CLIENTS_PAGE]
    with qtbot.waitSignal(dialog.back_to_read_only_requested):
        qtbot.mouseClick(dialog.back, Qt.MouseButton.LeftButton)


def test_an_end_gives_its_cause_and_its_remedy(dialog: ScopeChangeDialog) -> None:
    wait_begins(dialog)
    trouble = problem(ProblemKind.AUTHORIZATION_TIMED_OUT)
    dialog.show_end(ScopeChangeEnd(OUT, None, trouble))
    assert trouble.title in words(dialog)
    assert f"{trouble.cause} {trouble.fix}" in words(dialog)


# Everywhere


@pytest.mark.parametrize("state", STATES, ids=lambda state: state.name)
def test_every_state_fits_the_smallest_window(
    qtbot: QtBot, theme: Theme, window: QMainWindow, state: ScopeChangeState
) -> None:
    window.resize(960, 600)
    dialog = state.open(theme, window)
    qtbot.waitUntil(lambda: dialog.height() <= 600 - 80)
    scroll = dialog.findChild(QScrollArea)
    fixed = [
        widget
        for widget in dialog.findChildren(QWidget)
        if widget.isVisible() and not scroll.isAncestorOf(widget) and isinstance(widget, Text)
    ]
    assert fixed
    for part in (*fixed, *(each for each in dialog.findChildren(Button) if each.isVisible())):
        if not scroll.isAncestorOf(part):
            assert is_in_sight(part), part
    for text in dialog.findChildren(Text):
        if text.isVisible() and text.text():
            text.grab()  # a text that is cut shows itself whole as a tool tip
            assert text.toolTip() == "", text.text()
    assert len(primary_buttons(dialog)) <= 1


def test_in_the_smallest_window_the_warning_is_seen_without_scrolling(
    qtbot: QtBot, theme: Theme, window: QMainWindow
) -> None:
    window.resize(960, 600)
    dialog = UP.open(theme, window)
    warning = text_that_says(dialog, "Check their rules")
    qtbot.waitUntil(lambda: is_in_sight(warning))
    wait_begins(dialog)
    qtbot.waitUntil(lambda: is_in_sight(dialog.steps))
    assert is_in_sight(dialog.findChild(TimeLeft))


def test_in_the_smallest_window_an_end_without_trouble_shows_what_each_step_did(
    qtbot: QtBot, theme: Theme, window: QMainWindow
) -> None:
    window.resize(960, 600)
    dialog = next(each for each in STATES if each.name == "changed-up").open(theme, window)
    qtbot.waitUntil(lambda: is_in_sight(dialog.steps))
    consent = dialog.steps.step(ScopeChangeStage.CONSENT)
    assert consent.accessibleName().endswith("You chose Allow in the browser")


def test_nothing_jumps_from_the_decision_to_the_end(
    theme: Theme, window: QMainWindow, dialog: ScopeChangeDialog
) -> None:
    def places() -> dict[str, QRect]:
        parts = {"dialog": dialog, "steps": dialog.steps, "panel": dialog.findChild(ScopePanel)}
        return {
            name: QRect(part.mapTo(window, QPoint()), part.size()) for name, part in parts.items()
        }

    QApplication.processEvents()
    before = places()
    for state in STATES:
        if state.to_scope is Scope.TRADE and state.funded == FUNDED:
            state.reach(dialog)
            QApplication.processEvents()
            assert places() == before, state.name


def test_screen_readers_hear_the_steps_and_what_holds(dialog: ScopeChangeDialog) -> None:
    names = [dialog.steps.step(stage).accessibleName() for stage in ScopeChangeStage]
    assert names[0] == "Step 1, Revoke: to do. The present sign-in ends"
    wait_begins(dialog)
    assert (
        dialog.steps.step(ScopeChangeStage.REVOKE)
        .accessibleName()
        .startswith("Step 1, Revoke: done.")
    )
    assert dialog.accessibleDescription().startswith("Waiting for your browser.")
    end = ScopeChangeEnd(OUT, None)
    dialog.show_end(end)
    assert dialog.accessibleDescription() == ". ".join(end_words(end, Scope.TRADE))
    panel = dialog.findChildren(ScopePanel)[1]
    assert panel.accessibleName() == "Not granted: Trade scope"
    assert "Place, change or cancel orders" in panel.accessibleDescription()


def test_every_control_has_a_name(dialog: ScopeChangeDialog) -> None:
    wait_begins(dialog)
    for control in dialog.findChildren(QWidget):
        if control.isVisible() and control.focusPolicy() & Qt.FocusPolicy.TabFocus:
            interface = QAccessible.queryAccessibleInterface(control)
            assert interface is not None
            assert interface.text(QAccessible.Text.Name), control
