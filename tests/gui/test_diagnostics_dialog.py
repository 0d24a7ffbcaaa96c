"""The diagnostics dialog: what runs, the report to read, and that nothing leaves unasked."""

from collections.abc import Iterator
from pathlib import Path
from typing import cast

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QMainWindow, QPushButton
from pytestqt.qtbot import QtBot

from ct_desktop.core.diagnostic_report import Check
from ct_desktop.core.sign_in import StepState
from ct_desktop.core.wording_diagnostics import CHECKING, READ_BEFORE_SENDING, REPORT_FAILED
from ct_desktop.ui.controls.buttons import Button, ButtonKind
from ct_desktop.ui.controls.state_shape import StateShape, StateShapeView
from ct_desktop.ui.diagnostics.check_list import CheckRow
from ct_desktop.ui.diagnostics.dialog import DiagnosticsDialog
from ct_desktop.ui.theme.palette import DARK, LIGHT
from ct_desktop.ui.theme.theme import ColourScheme, Theme
from support.diagnostics_states import REPORT, STATES, DiagnosticsState, begun, done
from support.dialog_in_window import window_with_keyboard, words
from support.ui_states import colors_in

SIZES = ((960, 600), (1440, 900))


@pytest.fixture
def window(qtbot: QtBot) -> QMainWindow:
    return window_with_keyboard(qtbot, SIZES[0])


@pytest.fixture
def dialog(theme: Theme, window: QMainWindow) -> DiagnosticsDialog:
    dialog = DiagnosticsDialog(theme, window)
    dialog.open()
    return dialog


@pytest.fixture(autouse=True)
def _clipboard(qapp: object) -> Iterator[None]:
    QGuiApplication.clipboard().clear()
    yield
    QGuiApplication.clipboard().clear()


def row(dialog: DiagnosticsDialog, check: Check) -> CheckRow:
    return next(row for row in dialog.findChildren(CheckRow) if row.check is check)


def shape(dialog: DiagnosticsDialog, check: Check) -> StateShape:
    return row(dialog, check).findChild(StateShapeView).shape


def test_each_check_is_shown_as_it_runs_and_as_it_ends(dialog: DiagnosticsDialog) -> None:
    assert CHECKING[0] in words(dialog)
    assert {shape(dialog, check) for check in Check} == {StateShape.TO_DO}
    dialog.show_step(begun(Check.NETWORK))
    assert shape(dialog, Check.NETWORK) is StateShape.CHECKING
    dialog.show_step(done(Check.NETWORK, StepState.FAILED, "No way through."))
    assert shape(dialog, Check.NETWORK) is StateShape.BROKEN
    assert "No way through." in words(dialog)
    assert row(dialog, Check.NETWORK).accessibleName() == "Network: broken. No way through."
    dialog.show_step(done(Check.CLOCK, StepState.WARNING))
    assert shape(dialog, Check.CLOCK) is StateShape.WARNING


def test_nothing_can_leave_before_the_report_is_there_to_read(
    qtbot: QtBot, dialog: DiagnosticsDialog
) -> None:
    assert not dialog.copy.isEnabled()
    assert not dialog.save.isEnabled()
    dialog.show_report(REPORT)
    assert dialog.report.text.toPlainText() == REPORT
    assert dialog.report.text.isReadOnly()
    assert READ_BEFORE_SENDING[0] in words(dialog)
    assert QGuiApplication.clipboard().text() == ""
    assert dialog.copy.kind is ButtonKind.PRIMARY
    with qtbot.waitSignal(dialog.copied):
        qtbot.mouseClick(dialog.copy, Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text() == REPORT


def test_the_keyboard_reaches_everything(qtbot: QtBot, dialog: DiagnosticsDialog) -> None:
    dialog.show_report(REPORT)
    assert dialog.copy.hasFocus()
    reached = []
    for _ in range(5):
        qtbot.keyClick(QGuiApplication.focusObject(), Qt.Key.Key_Tab)
        reached.append(QGuiApplication.focusObject())
    assert {dialog.copy, dialog.save, dialog.leave, dialog.report.text} <= set(reached)
    dialog.report.text.setFocus()
    bar = dialog.report.text.verticalScrollBar()
    qtbot.keyClick(dialog.report.text, Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
    assert bar.value() >= bar.maximum() - 1 > 0
    with qtbot.waitSignal(dialog.rejected):
        qtbot.keyClick(dialog.report.text, Qt.Key.Key_Escape)


@pytest.mark.parametrize("ready", [False, True])
def test_it_can_be_left_at_any_time_and_gives_the_keyboard_back(
    qtbot: QtBot, window: QMainWindow, dialog: DiagnosticsDialog, ready: bool
) -> None:
    if ready:
        dialog.show_report(REPORT)
    assert dialog.leave.text() == ("Close" if ready else "Cancel")
    with qtbot.waitSignal(dialog.finished):
        qtbot.mouseClick(dialog.leave, Qt.MouseButton.LeftButton)
    assert window.findChild(QPushButton).hasFocus()


def test_saving_asks_where_and_says_how_it_went(
    qtbot: QtBot, dialog: DiagnosticsDialog, tmp_path: Path
) -> None:
    dialog.show_report(REPORT)
    qtbot.mouseClick(dialog.save, Qt.MouseButton.LeftButton)
    chooser = cast(QFileDialog, dialog.window().findChild(QFileDialog))
    assert chooser.acceptMode() is QFileDialog.AcceptMode.AcceptSave
    assert chooser.selectedFiles()[0].endswith(".txt")
    with qtbot.waitSignal(dialog.save_requested) as asked:
        chooser.fileSelected.emit(str(tmp_path / "report.txt"))
    assert asked.args == [str(tmp_path / "report.txt")]
    chooser.reject()
    dialog.show_saved(str(tmp_path / "report.txt"))
    assert f"Saved as {tmp_path / 'report.txt'}." in words(dialog)
    dialog.show_save_failed("No space left on device")
    assert any("No space left on device" in text for text in words(dialog))


def test_closing_takes_the_files_dialog_along(
    qtbot: QtBot, window: QMainWindow, dialog: DiagnosticsDialog
) -> None:
    dialog.show_report(REPORT)
    qtbot.mouseClick(dialog.save, Qt.MouseButton.LeftButton)
    chooser = cast(QFileDialog, window.findChild(QFileDialog))
    with qtbot.waitSignal(chooser.finished):
        dialog.reject()


def test_a_report_that_cannot_be_made_is_said(dialog: DiagnosticsDialog) -> None:
    dialog.show_failed()
    assert REPORT_FAILED[0] in words(dialog)
    assert not dialog.copy.isEnabled()
    assert dialog.leave.text() == "Close"


@pytest.mark.parametrize("size", SIZES, ids=["960x600", "1440x900"])
@pytest.mark.parametrize("state", STATES, ids=lambda state: state.name)
def test_every_state_fits_within_the_window(
    qtbot: QtBot, theme: Theme, window: QMainWindow, state: DiagnosticsState, size: tuple[int, int]
) -> None:
    window.resize(*size)
    dialog = state.open(theme, window)
    qtbot.waitUntil(lambda: window.size().width() == size[0])
    dialog.place()
    assert window.rect().contains(dialog.geometry())
    for button in dialog.findChildren(Button):
        if button.isVisible():
            place = QRect(button.mapTo(dialog, QPoint()), button.size())
            assert dialog.rect().contains(place), button.text()
            assert button.width() >= button.sizeHint().width()


@pytest.mark.parametrize(("scheme", "palette"), [("dark", DARK), ("light", LIGHT)])
def test_it_wears_the_theme(
    qtbot: QtBot, window: QMainWindow, scheme: str, palette: object
) -> None:
    theme = Theme(ColourScheme(scheme))
    dialog = DiagnosticsDialog(theme, window)
    dialog.open()
    dialog.show_report(REPORT)
    colors = colors_in(dialog)
    expected = DARK if palette is DARK else LIGHT
    assert expected.surface.name() in colors
    assert expected.window.name() in colors_in(dialog.report)
    assert expected.text2.name() in colors_in(dialog.report)
    other = ColourScheme.LIGHT if scheme == "dark" else ColourScheme.DARK
    theme.set_scheme(other)
    unexpected = LIGHT if palette is DARK else DARK
    qtbot.waitUntil(lambda: unexpected.window.name() in colors_in(dialog.report))
