"""The diagnostics report as a dialog: the checks as they run, then the report to read."""

from datetime import datetime

from PySide6.QtCore import QStandardPaths, Signal
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QMainWindow,
    QStackedWidget,
)

from ct_desktop.core.diagnostic_report import DiagnosticStep
from ct_desktop.core.sign_in import StepState
from ct_desktop.core.wording_diagnostics import (
    CHECK_TITLES,
    CHECKING,
    DIALOG_TITLE,
    READ_BEFORE_SENDING,
    REPORT_FAILED,
    SAVE_FAILED,
    SAVED,
)
from ct_desktop.ui.controls.announce import announce
from ct_desktop.ui.controls.buttons import Button, ButtonKind
from ct_desktop.ui.controls.copy_button import CopyButton
from ct_desktop.ui.controls.dialog import Dialog
from ct_desktop.ui.controls.focus_frame import QUIETLY
from ct_desktop.ui.controls.scroll_column import ScrollColumn
from ct_desktop.ui.controls.text import Text
from ct_desktop.ui.diagnostics.check_list import ROW_HEIGHT, CheckList
from ct_desktop.ui.diagnostics.report_view import ReportView
from ct_desktop.ui.theme.fonts import TextRole
from ct_desktop.ui.theme.palette import Token
from ct_desktop.ui.theme.theme import Theme

_WIDTH = 760
_PADDING = 24
_FILTERS = ("Text (*.txt)", "JSON (*.json)")


class DiagnosticsDialog(Dialog):
    """Shows the steps it is given, then the report. Nothing is copied or saved without a click.

    Escape, the cross and Close end it at any time, and with it the checks that still run.
    """

    copied = Signal()
    """The trader put the report on the clipboard."""
    save_requested = Signal(str)
    """The path of the file that the trader chose; what is there is to give way."""

    def __init__(self, theme: Theme, window: QMainWindow) -> None:
        super().__init__(theme, window, DIALOG_TITLE, width=_WIDTH)
        self._text = ""
        self._headline = Text(theme, CHECKING[0], TextRole.DIALOG_TITLE)
        self._sentence = Text(theme, CHECKING[1], color="text2")
        self._checks = CheckList(theme)
        self._scroll = ScrollColumn(self._checks)
        self._scroll.setMinimumHeight(3 * ROW_HEIGHT)
        self.report = ReportView(theme)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._scroll)
        self._stack.addWidget(self.report)
        self._stack.setMinimumHeight(3 * ROW_HEIGHT)
        self.copy = CopyButton(theme, "Copy", lambda: self._text)
        self.copy.set_kind(ButtonKind.PRIMARY)
        self.save = Button(theme, "Save as…")
        self.leave = Button(theme, "Cancel")
        self.copy.clicked.connect(self.copied)
        self.save.clicked.connect(self._ask_where)
        self.leave.clicked.connect(self.reject)
        self._build()
        self._set_usable(False)

    def _build(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.copy)
        buttons.addWidget(self.save)
        buttons.addStretch(1)
        buttons.addWidget(self.leave)
        column = self.content
        column.setContentsMargins(_PADDING, 20, _PADDING, 20)
        column.addWidget(self._headline)
        column.addSpacing(4)
        column.addWidget(self._sentence)
        column.addSpacing(12)
        column.addWidget(self._stack, 1)
        column.addSpacing(16)
        column.addLayout(buttons)

    def show_step(self, step: DiagnosticStep) -> None:
        """Show that one check runs, or what came of it."""
        row = self._checks.row(step.check)
        row.show_step(step)
        self._scroll.ensureWidgetVisible(row, 0, ROW_HEIGHT)
        if step.section is not None and step.state is StepState.FAILED:
            announce(self, f"{CHECK_TITLES[step.check]}: {step.section.summary}")

    def show_report(self, text: str) -> None:
        """Show the report, to be read before it is copied or saved."""
        self._text = text
        self.report.show_text(text)
        self._stack.setCurrentWidget(self.report)
        self._say(*READ_BEFORE_SENDING)
        self._set_usable(True)
        self.leave.setText("Close")
        self.copy.setFocus(QUIETLY)

    def show_failed(self) -> None:
        """Say that there will be no report."""
        self._say(*REPORT_FAILED, color="broken")
        self.leave.setText("Close")

    def show_saved(self, path: str) -> None:
        """Say where the report is now."""
        self._say(READ_BEFORE_SENDING[0], SAVED.format(path=path), color="ok")

    def show_save_failed(self, reason: str) -> None:
        """Say that there is no file, and why."""
        self._say(READ_BEFORE_SENDING[0], SAVE_FAILED.format(reason=reason), color="broken")

    def _say(self, headline: str, sentence: str, *, color: Token = "text2") -> None:
        self._headline.setText(headline)
        self._sentence.setText(sentence)
        self._sentence.set_color(color)
        announce(self, f"{headline}. {sentence}")

    def _set_usable(self, usable: bool) -> None:
        self.copy.setEnabled(usable)
        self.save.setEnabled(usable)

    def _ask_where(self) -> None:
        chooser = QFileDialog(self.window(), "Save the report")
        chooser.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        chooser.setNameFilters(_FILTERS)
        chooser.setDefaultSuffix("txt")
        documents = QStandardPaths.StandardLocation.DocumentsLocation
        chooser.setDirectory(QStandardPaths.writableLocation(documents))
        chooser.selectFile(_file_name(datetime.now().astimezone()))
        chooser.filterSelected.connect(
            lambda chosen: chooser.setDefaultSuffix("json" if "json" in chosen else "txt")
        )
        chooser.fileSelected.connect(self.save_requested)
        chooser.finished.connect(chooser.deleteLater)
        self.finished.connect(chooser.reject)
        chooser.open()


def _file_name(now: datetime) -> str:
    return f"ct-desktop-report-{now:%Y-%m-%d-%H%M}.txt"
