"""One report as the trader asks for it: a dialog, the checks behind it, and what becomes of it."""

import asyncio
import logging
from contextlib import aclosing
from pathlib import Path

from PySide6.QtWidgets import QMainWindow

from ct_desktop.core.diagnostic_report import Report
from ct_desktop.diagnostics.document import report_as_json
from ct_desktop.diagnostics.saving import save_report
from ct_desktop.diagnostics.text import report_as_text
from ct_desktop.services import Services
from ct_desktop.ui.diagnostics.dialog import DiagnosticsDialog
from ct_desktop.ui.theme.theme import Theme

_log = logging.getLogger(__name__)


class DiagnosticsConversation:
    """Owns one dialog and the report made for it. Nothing leaves but by the trader's click."""

    def __init__(self, theme: Theme, window: QMainWindow, services: Services) -> None:
        self._theme = theme
        self._window = window
        self._services = services
        self._report: Report | None = None
        self._closed = asyncio.Event()

    @property
    def is_closed(self) -> bool:
        """Whether the trader is through with it."""
        return self._closed.is_set()

    async def run(self) -> None:
        """Make the report and show it, until the trader closes the dialog."""
        dialog = DiagnosticsDialog(self._theme, self._window)
        dialog.finished.connect(lambda _result: self._closed.set())
        try:
            dialog.open()
            async with asyncio.TaskGroup() as tasks:
                dialog.save_requested.connect(
                    lambda path: tasks.create_task(self._save(dialog, Path(path)))
                )
                making = tasks.create_task(self._make(dialog))
                await self._closed.wait()
                making.cancel()
        finally:
            dialog.close()
            dialog.deleteLater()

    async def _make(self, dialog: DiagnosticsDialog) -> None:
        # The monitor is at work behind the dialog, and its chain is never older than its pace.
        diagnosis = self._services.new_diagnosis(watched=True)
        try:
            async with aclosing(diagnosis.steps()) as steps:
                async for step in steps:
                    dialog.show_step(step)
        except Exception:
            _log.exception("The diagnostics report could not be made")
            dialog.show_failed()
            return
        self._report = diagnosis.report
        if self._report is not None:
            dialog.show_report(report_as_text(self._report))

    async def _save(self, dialog: DiagnosticsDialog, path: Path) -> None:
        """Write what was shown; the file's dialog has asked before anything gives way."""
        if self._report is None:
            return
        as_json = path.suffix.lower() == ".json"
        text = (report_as_json if as_json else report_as_text)(self._report)
        try:
            await asyncio.to_thread(save_report, text, path, replace=True)
        except OSError as error:
            dialog.show_save_failed(error.strerror or type(error).__name__)
        else:
            dialog.show_saved(str(path))
