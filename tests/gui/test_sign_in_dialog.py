"""The sign-in dialog: where am I, how long have I got, what if nothing happened."""

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QMainWindow, QPushButton, QScrollArea
from pytestqt.qtbot import QtBot

from ct_desktop.core.problems import ProblemKind
from ct_desktop.core.scopes import Scope
from ct_desktop.core.sign_in import SignInStage, SignInStep, StepState
from ct_desktop.core.wording import MAY_REGISTER_AGAIN, STAGE_TITLES, problem
from ct_desktop.ui.controls.filter_box import TextInput
from ct_desktop.ui.controls.scope_badge import ScopeBadge
from ct_desktop.ui.controls.state_shape import StateShape, StateShapeView
from ct_desktop.ui.controls.text import Text
from ct_desktop.ui.sign_in.dialog import SignInDialog
from ct_desktop.ui.sign_in.stage_list import StageRow
from ct_desktop.ui.sign_in.time_left import TimeLeft
from ct_desktop.ui.theme.palette import DARK, LIGHT
from ct_desktop.ui.theme.theme import ColourScheme, Theme
from support.dialog_in_window import primary_buttons, window_with_keyboard, words
from support.sign_in_states import (
    AUTHORIZATION_URL,
    CLIENT_NAME,
    done,
    fail,
    running,
    wait_begins,
)
from support.ui_states import colors_in, image_of, moment


@pytest.fixture
def window(qtbot: QtBot) -> QMainWindow:
    return window_with_keyboard(qtbot, (960, 600))


@pytest.fixture
def dialog(qtbot: QtBot, theme: Theme, window: QMainWindow) -> SignInDialog:
    """The dialog, opened at the start of a read-only sign-in."""
    dialog = SignInDialog(theme, window, scope=Scope.READ, client_name=CLIENT_NAME)
    dialog.open()
    dialog.begin(Scope.READ, moment(0))
    return dialog


def row(dialog: SignInDialog, stage: SignInStage) -> StageRow:
    return next(row for row in dialog.findChildren(StageRow) if row.stage is stage)


def shape(dialog: SignInDialog, stage: SignInStage) -> StateShape:
    return row(dialog, stage).findChild(StateShapeView).shape


def time_left(dialog: SignInDialog) -> str:
    return dialog.findChild(TimeLeft).accessibleDescription()


def places(dialog: SignInDialog) -> dict[str, QRect]:
    """Where the dialog, its rows and its buttons stand in the window."""
    window = dialog.window()
    found = {row.stage.value: row for row in dialog.findChildren(StageRow)}
    found["dialog"] = dialog
    found["scroll"] = dialog.findChild(QScrollArea)
    found["cancel"] = dialog.cancel
    found["time"] = dialog.findChild(TimeLeft)
    return {
        name: QRect(widget.mapTo(window, QPoint()), widget.size()) for name, widget in found.items()
    }


# The ways out


def test_all_four_buttons_are_there_from_the_first_second(dialog: SignInDialog) -> None:
    for button in (dialog.open_again, dialog.copy_link, dialog.paste_address, dialog.cancel):
        assert button.isVisible()
    assert dialog.cancel.isEnabled()
    assert not dialog.open_again.isEnabled()  # there is no link to open yet


def test_only_a_click_opens_the_browser_again(qtbot: QtBot, dialog: SignInDialog) -> None:
    with qtbot.assertNotEmitted(dialog.open_again_requested):
        wait_begins(dialog)
        dialog.tick(moment(299))
    with qtbot.waitSignal(dialog.open_again_requested):
        qtbot.mouseClick(dialog.open_again, Qt.MouseButton.LeftButton)


def test_only_a_click_copies_the_link(qtbot: QtBot, dialog: SignInDialog) -> None:
    clipboard = QGuiApplication.clipboard()
    clipboard.setText("the trader’s own")
    wait_begins(dialog)
    dialog.tick(moment(10))
    assert clipboard.text() == "the trader’s own"

    with qtbot.waitSignal(dialog.copy_link_requested) as requested:
        qtbot.mouseClick(dialog.copy_link, Qt.MouseButton.LeftButton)

    assert requested.args == [AUTHORIZATION_URL]
    assert clipboard.text() == AUTHORIZATION_URL
    assert dialog.copy_link.text() == "Copied"
    clipboard.clear()


@pytest.mark.parametrize("way", ["cancel", "escape", "cross"])
def test_each_way_out_cancels_once(qtbot: QtBot, dialog: SignInDialog, way: str) -> None:
    wait_begins(dialog)
    cancelled: list[str] = []
    dialog.cancelled.connect(lambda: cancelled.append(way))

    with qtbot.waitSignal(dialog.finished) as finished:
        if way == "escape":
            qtbot.keyClick(dialog.focusWidget() or dialog, Qt.Key.Key_Escape)
        elif way == "cancel":
            qtbot.mouseClick(dialog.cancel, Qt.MouseButton.LeftButton)
        else:
            cross = next(b for b in dialog.findChildren(QPushButton) if not b.text())
            qtbot.mouseClick(cross, Qt.MouseButton.LeftButton)

    assert finished.args == [QDialog.DialogCode.Rejected.value]
    assert cancelled == [way]
    assert not dialog.isVisible()


def test_enter_goes_on_and_never_cancels(qtbot: QtBot, dialog: SignInDialog) -> None:
    with qtbot.assertNotEmitted(dialog.finished):
        qtbot.keyClick(dialog, Qt.Key.Key_Return)
    wait_begins(dialog)
    with qtbot.waitSignal(dialog.open_again_requested):
        qtbot.keyClick(dialog.window().focusWidget(), Qt.Key.Key_Return)


def test_the_keyboard_stays_in_the_dialog(qtbot: QtBot, dialog: SignInDialog) -> None:
    wait_begins(dialog)
    reached = set()
    for _ in range(8):
        qtbot.keyClick(dialog.window().focusWidget(), Qt.Key.Key_Tab)
        focus = dialog.window().focusWidget()
        assert dialog.isAncestorOf(focus)
        reached.add(focus)
    assert {dialog.open_again, dialog.copy_link, dialog.paste_address, dialog.cancel} <= reached


# Where am I


def test_the_steps_show_their_outcome_and_the_current_one_is_named(
    dialog: SignInDialog,
) -> None:
    wait_begins(dialog)
    dialog.tick(moment(82))

    assert [row.stage for row in dialog.findChildren(StageRow)] == list(SignInStage)
    assert shape(dialog, SignInStage.DISCOVER) is StateShape.OK
    assert shape(dialog, SignInStage.WAIT) is StateShape.CHECKING
    assert shape(dialog, SignInStage.EXCHANGE) is StateShape.TO_DO
    assert "0.4 s" in words(row(dialog, SignInStage.DISCOVER))
    assert "port 51731" in words(row(dialog, SignInStage.LISTEN))
    assert "1 min 22 s" in words(row(dialog, SignInStage.WAIT))
    assert f"The page asks about “{CLIENT_NAME}”" in words(row(dialog, SignInStage.WAIT))
    assert "Waiting for your browser" in words(dialog)
    assert row(dialog, SignInStage.DISCOVER).accessibleName() == (
        "Find CrossTrade’s sign-in service: done 0.4 s"
    )


def test_only_the_current_step_is_bold(dialog: SignInDialog) -> None:
    wait_begins(dialog)
    bold = [
        text.text()
        for row in dialog.findChildren(StageRow)
        for text in row.findChildren(Text)
        if text.font().weight() >= 600
    ]
    assert bold == [STAGE_TITLES[SignInStage.WAIT]]


def test_a_registration_that_still_serves_says_so(dialog: SignInDialog) -> None:
    dialog.show_step(done(SignInStage.REGISTER, registration_reused=True))
    assert "known already" in words(row(dialog, SignInStage.REGISTER))


def test_the_scope_asked_for_is_in_the_corner(dialog: SignInDialog) -> None:
    badge = dialog.findChild(ScopeBadge)
    assert badge.accessibleName() == "Scope: Read-only"
    dialog.begin(Scope.TRADE, moment(0))
    assert badge.accessibleName() == "Scope: Trade scope"


# How long have I got


def test_the_bar_shows_the_time_left_and_not_the_progress(dialog: SignInDialog) -> None:
    wait_begins(dialog)
    bar = dialog.findChild(TimeLeft)
    dialog.tick(moment(82))
    assert time_left(dialog) == "3:38 left of 5:00"
    assert bar.value() == pytest.approx(1000 * 218 / 300, abs=1)

    dialog.tick(moment(299.5))
    assert time_left(dialog) == "0:01 left of 5:00"
    dialog.tick(moment(400))
    assert time_left(dialog) == "0:00 left of 5:00"
    assert bar.value() == 0


def test_the_time_goes_once_the_browser_has_answered(dialog: SignInDialog) -> None:
    wait_begins(dialog)
    dialog.show_step(done(SignInStage.WAIT, 82))
    dialog.show_step(running(SignInStage.EXCHANGE, 82))
    assert time_left(dialog) == ""
    assert "Almost done" in words(dialog)


# What if nothing happened


def test_a_browser_that_did_not_open_leads_to_the_link(dialog: SignInDialog) -> None:
    wait_begins(dialog, browser_opened=False)

    assert "Your browser did not open" in words(dialog)
    assert shape(dialog, SignInStage.OPEN_BROWSER) is StateShape.WARNING
    assert primary_buttons(dialog) == ["Copy link"]


def test_an_address_is_pasted_in_the_dialog(qtbot: QtBot, dialog: SignInDialog) -> None:
    wait_begins(dialog)
    qtbot.mouseClick(dialog.paste_address, Qt.MouseButton.LeftButton)
    field = dialog.findChild(TextInput)
    assert dialog.window().focusWidget() is field
    assert primary_buttons(dialog) == ["Use address"]

    address = "http://127.0.0.1:51731/callback?code=abc&state=xyz"
    QGuiApplication.clipboard().setText(f"  {address}\n")
    qtbot.keyClick(field, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    with qtbot.waitSignal(dialog.pasted) as pasted:
        qtbot.keyClick(field, Qt.Key.Key_Return)

    assert pasted.args == [address]
    QGuiApplication.clipboard().clear()


def test_nothing_pasted_is_nothing_said(qtbot: QtBot, dialog: SignInDialog) -> None:
    wait_begins(dialog)
    qtbot.mouseClick(dialog.paste_address, Qt.MouseButton.LeftButton)
    with qtbot.assertNotEmitted(dialog.pasted):
        qtbot.keyClicks(dialog.findChild(TextInput), "   ")
        qtbot.keyClick(dialog.findChild(TextInput), Qt.Key.Key_Return)
    assert dialog.isVisible()


def test_a_refused_paste_says_why_and_can_be_mended(qtbot: QtBot, dialog: SignInDialog) -> None:
    wait_begins(dialog)
    qtbot.mouseClick(dialog.paste_address, Qt.MouseButton.LeftButton)
    field = dialog.findChild(TextInput)
    qtbot.keyClicks(field, "nonsense")
    trouble = problem(ProblemKind.CALLBACK_REJECTED)

    dialog.show_paste_rejected(trouble)

    assert f"{trouble.title}." in words(dialog)
    assert trouble.fix in words(dialog)
    assert DARK.broken.name() in colors_in(field.parentWidget())
    assert dialog.open_again.isVisible()  # the other ways stay open

    qtbot.keyClicks(field, "http://127.0.0.1:51731/callback?code=abc")
    assert f"{trouble.title}." not in words(dialog)
    assert field.text() == "http://127.0.0.1:51731/callback?code=abc"


def test_escape_in_the_field_is_cancel_too(qtbot: QtBot, dialog: SignInDialog) -> None:
    wait_begins(dialog)
    qtbot.mouseClick(dialog.paste_address, Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(dialog.cancelled):
        qtbot.keyClick(dialog.findChild(TextInput), Qt.Key.Key_Escape)


# How it ends


@pytest.mark.parametrize(
    ("stage", "kind"),
    [
        (SignInStage.DISCOVER, ProblemKind.NAME_NOT_RESOLVED),
        (SignInStage.LISTEN, ProblemKind.PORT_UNAVAILABLE),
        (SignInStage.WAIT, ProblemKind.AUTHORIZATION_DENIED),
        (SignInStage.WAIT, ProblemKind.AUTHORIZATION_TIMED_OUT),
        (SignInStage.EXCHANGE, ProblemKind.CODE_REJECTED),
        (SignInStage.STORE, ProblemKind.KEYCHAIN_HANGING),
    ],
)
def test_a_failure_names_cause_and_remedy_and_offers_to_start_over(
    qtbot: QtBot, dialog: SignInDialog, stage: SignInStage, kind: ProblemKind
) -> None:
    wait_begins(dialog)
    fail(dialog, stage, kind)

    trouble = problem(kind)
    assert {trouble.title, trouble.cause, trouble.fix} <= set(words(dialog))
    assert shape(dialog, stage) is StateShape.BROKEN
    assert primary_buttons(dialog) == ["Start over"]
    assert not dialog.open_again.isVisible()
    with qtbot.waitSignal(dialog.start_over_requested) as requested:
        qtbot.keyClick(dialog.window().focusWidget(), Qt.Key.Key_Return)
    assert requested.args == [Scope.READ]


def test_closing_after_a_failure_is_no_cancel(qtbot: QtBot, dialog: SignInDialog) -> None:
    wait_begins(dialog)
    fail(dialog, SignInStage.WAIT, ProblemKind.AUTHORIZATION_DENIED)
    assert dialog.cancel.text() == "Close"

    with qtbot.assertNotEmitted(dialog.cancelled), qtbot.waitSignal(dialog.finished):
        qtbot.mouseClick(dialog.cancel, Qt.MouseButton.LeftButton)


def test_starting_over_leaves_nothing_of_the_last_try(dialog: SignInDialog) -> None:
    wait_begins(dialog, browser_opened=False)
    fail(dialog, SignInStage.WAIT, ProblemKind.AUTHORIZATION_DENIED)

    dialog.begin(Scope.TRADE, moment(100))

    assert {shape(dialog, stage) for stage in SignInStage} == {StateShape.TO_DO}
    assert "You chose Deny" not in words(dialog)
    assert dialog.open_again.isVisible()
    assert not dialog.copy_link.isEnabled()  # the old link is no good
    assert primary_buttons(dialog) == ["Open again"]


def test_too_many_registrations_say_when_to_come_back(dialog: SignInDialog) -> None:
    fail(dialog, SignInStage.REGISTER, ProblemKind.REGISTRATION_LIMITED, retry_after=760.0)
    dialog.tick(moment(82))
    assert not dialog.start_over.isEnabled()
    assert any("Possible in 12 min 40 s" in text for text in words(dialog))

    dialog.tick(moment(82 + 761))
    assert dialog.start_over.isEnabled()
    assert not any("Possible in" in text for text in words(dialog))


def test_a_registration_that_may_be_gone_can_be_made_again(
    qtbot: QtBot, dialog: SignInDialog
) -> None:
    wait_begins(dialog)
    timed_out = SignInStep(
        SignInStage.WAIT,
        StepState.FAILED,
        moment(300),
        problem=problem(ProblemKind.AUTHORIZATION_TIMED_OUT),
        may_register_again=True,
    )
    dialog.show_step(timed_out)
    assert primary_buttons(dialog) == ["Start over"]
    assert any(MAY_REGISTER_AGAIN in text for text in words(dialog))
    with (
        qtbot.assertNotEmitted(dialog.start_over_requested),
        qtbot.waitSignal(dialog.register_again_requested) as requested,
    ):
        qtbot.mouseClick(dialog.register_again, Qt.MouseButton.LeftButton)
    assert requested.args == [Scope.READ]


def test_a_time_out_after_a_new_registration_offers_no_other(dialog: SignInDialog) -> None:
    wait_begins(dialog)
    fail(dialog, SignInStage.WAIT, ProblemKind.AUTHORIZATION_TIMED_OUT)
    assert not dialog.register_again.isVisible()


def test_a_new_registration_is_counted(dialog: SignInDialog) -> None:
    dialog.show_step(done(SignInStage.REGISTER, registration_reused=False, registrations_lately=3))
    assert "3 in the last hour" in words(dialog)


def test_a_stored_sign_in_closes_the_dialog(qtbot: QtBot, dialog: SignInDialog) -> None:
    wait_begins(dialog)
    with qtbot.waitSignal(dialog.finished) as finished, qtbot.assertNotEmitted(dialog.cancelled):
        dialog.show_step(done(SignInStage.STORE, 90, granted_scope=Scope.READ))
    assert finished.args == [QDialog.DialogCode.Accepted.value]


def test_a_sign_in_without_keychain_stays_until_it_is_read(
    qtbot: QtBot, dialog: SignInDialog
) -> None:
    wait_begins(dialog)
    trouble = problem(ProblemKind.KEYCHAIN_MISSING)
    with qtbot.assertNotEmitted(dialog.finished):
        dialog.show_step(done(SignInStage.STORE, 90, state=StepState.WARNING, problem=trouble))
    assert {"Signed in, until you quit", trouble.cause, trouble.fix} <= set(words(dialog))
    assert primary_buttons(dialog) == ["Go on"]

    with qtbot.waitSignal(dialog.finished) as finished, qtbot.assertNotEmitted(dialog.cancelled):
        qtbot.mouseClick(dialog.go_on, Qt.MouseButton.LeftButton)
    assert finished.args == [QDialog.DialogCode.Accepted.value]


def test_the_scope_that_was_granted_is_the_one_that_counts(dialog: SignInDialog) -> None:
    wait_begins(dialog)
    trouble = problem(ProblemKind.KEYCHAIN_MISSING)
    dialog.show_step(
        done(
            SignInStage.STORE,
            90,
            state=StepState.WARNING,
            problem=trouble,
            granted_scope=Scope.TRADE,
        )
    )
    assert dialog.findChild(ScopeBadge).accessibleName() == "Scope: Trade scope"


# In the window


@pytest.mark.parametrize("height", [600, 900])
def test_nothing_jumps_from_the_first_step_to_the_last(
    qtbot: QtBot, window: QMainWindow, dialog: SignInDialog, height: int
) -> None:
    window.resize(960, height)
    qtbot.waitUntil(lambda: window.height() == height)
    before = places(dialog)

    def assert_still() -> None:
        dialog.layout().activate()
        after = places(dialog)
        # In a low window the list may scroll; it moves as one and its place does not.
        shift = after["discover"].top() - before["discover"].top()
        for name, place in after.items():
            moved = shift if name in {stage.value for stage in SignInStage} else 0
            if name in ("cancel",):
                assert place.bottomRight() == before[name].bottomRight()
            else:
                assert place == before[name].translated(0, moved), name

    wait_begins(dialog)
    assert_still()
    dialog.tick(moment(82))
    dialog.paste_address.click()
    dialog.show_paste_rejected(problem(ProblemKind.CALLBACK_REJECTED))
    assert_still()
    dialog.show_step(done(SignInStage.WAIT, 82))
    dialog.show_step(running(SignInStage.EXCHANGE, 82))
    assert_still()
    fail(dialog, SignInStage.EXCHANGE, ProblemKind.CODE_REJECTED)
    assert_still()


def test_in_a_low_window_the_middle_scrolls_to_the_current_step(
    qtbot: QtBot, window: QMainWindow, dialog: SignInDialog
) -> None:
    wait_begins(dialog)
    for stage in (SignInStage.EXCHANGE, SignInStage.VERIFY, SignInStage.STORE):
        dialog.show_step(running(stage, 82))

    assert dialog.height() == 600 - 80
    frame = QRect(QPoint(), window.size())
    for widget in (dialog.cancel, dialog.findChild(ScopeBadge)):
        assert frame.contains(QRect(widget.mapTo(window, QPoint()), widget.size()))
    viewport = dialog.findChild(QScrollArea).viewport()
    last = row(dialog, SignInStage.STORE)
    assert viewport.rect().contains(QRect(last.mapTo(viewport, QPoint()), last.size()))


def test_a_high_window_shows_every_step_at_once(
    qtbot: QtBot, window: QMainWindow, dialog: SignInDialog
) -> None:
    window.resize(1200, 860)
    bar = dialog.findChild(QScrollArea).verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() == 0)
    assert dialog.geometry().center().x() == pytest.approx(600, abs=1)
    assert dialog.height() <= 860 - 80


def test_the_screen_behind_rests_until_the_dialog_is_gone(
    qtbot: QtBot, window: QMainWindow, dialog: SignInDialog
) -> None:
    behind = window.centralWidget()
    assert not behind.isEnabled()

    qtbot.keyClick(dialog, Qt.Key.Key_Escape)

    assert behind.isEnabled()
    assert window.focusWidget() is behind.findChild(QPushButton)


@pytest.mark.parametrize("kind", list(ProblemKind))
def test_every_problem_is_shown_in_full(
    qtbot: QtBot, dialog: SignInDialog, kind: ProblemKind
) -> None:
    fail(dialog, SignInStage.EXCHANGE, kind)

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


def test_the_dialog_takes_a_new_theme(theme: Theme, dialog: SignInDialog) -> None:
    wait_begins(dialog)
    theme.set_scheme(ColourScheme.LIGHT)
    colors = colors_in(dialog)
    assert {LIGHT.surface.name(), LIGHT.accent_fill.name()} <= colors
    assert DARK.surface.name() not in colors


def test_the_running_step_turns_without_moving_anything(qtbot: QtBot, dialog: SignInDialog) -> None:
    wait_begins(dialog)
    view = row(dialog, SignInStage.WAIT).findChild(StateShapeView)
    first = image_of(view)
    place = view.geometry()
    qtbot.waitUntil(lambda: image_of(view) != first)
    assert view.geometry() == place
