"""Writes a table into a CSV file that the trader names."""

from datetime import datetime
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QStandardPaths, QThreadPool, Signal
from PySide6.QtWidgets import QFileDialog, QMessageBox

from ct_desktop.core.wording_tables import TableWords
from ct_desktop.diagnostics.saving import save_report
from ct_desktop.ui.controls.announce import announce
from ct_desktop.ui.monitor.table_view import TableView


def export_table(view: TableView[Any]) -> None:
    """Ask for a file and write the rows shown at that moment into it, in a thread."""
    table, text = view.accessibleName(), view.as_csv()
    now = datetime.now().astimezone()
    chooser = QFileDialog(view.window(), TableWords.EXPORT_TITLE.format(table=table))
    chooser.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    chooser.setNameFilters(["CSV (*.csv)"])
    chooser.setDefaultSuffix("csv")
    documents = QStandardPaths.StandardLocation.DocumentsLocation
    chooser.setDirectory(QStandardPaths.writableLocation(documents))
    chooser.selectFile(f"{table.lower()}-{now:%Y-%m-%d-%H%M}.csv")
    chooser.fileSelected.connect(lambda path: _Writing(view, text, Path(path)).start())
    chooser.finished.connect(chooser.deleteLater)
    chooser.open()


class _Writing(QObject):
    """Writes one file, and says how it went."""

    _done = Signal(str)
    """Why it failed; empty where it did not."""

    def __init__(self, view: TableView[Any], text: str, path: Path) -> None:
        super().__init__(view)
        self._view = view
        self._text = text
        self._path = path
        self._done.connect(self._say)

    def start(self) -> None:
        """Begin, in a thread: a folder may lie on a network that hangs."""
        QThreadPool.globalInstance().start(self._write)

    def _write(self) -> None:
        try:
            save_report(self._text, self._path, replace=True)
        except OSError as error:
            self._done.emit(error.strerror or type(error).__name__)
        else:
            self._done.emit("")

    def _say(self, failure: str) -> None:
        table = self._view.accessibleName()
        if failure:
            box = QMessageBox(self._view.window())
            box.setIcon(QMessageBox.Icon.Warning)
            box.setText(TableWords.EXPORT_FAILED.format(table=table))
            box.setInformativeText(TableWords.EXPORT_FAILED_WHY.format(reason=failure))
            box.finished.connect(box.deleteLater)
            box.open()
        else:
            announce(self._view, TableWords.EXPORTED.format(table=table, path=self._path))
        self.deleteLater()
