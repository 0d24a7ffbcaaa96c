"""The trader's own file of one client: where it is, its check, and adding the entry to it."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QDir, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from ct_desktop.clients.description import ClientDescription, Place
from ct_desktop.core.wording_clients_screen import (
    ADD_ENTRY,
    ANOTHER_FILE,
    CHECK_AGAIN,
    CHECK_MY_FILE,
    CHECK_OF,
    CHECKING,
    CHOOSE_FILE,
    NOT_CHECKED_YET,
    NOT_FOUND_YET,
    PLACE,
    UNDO,
    YOUR_FILE,
    in_screen_words,
)
from ct_desktop.ui.clients.file_work import FileAct
from ct_desktop.ui.clients.findings_view import FindingsView
from ct_desktop.ui.clients.private_text import private
from ct_desktop.ui.clients.standing import Standing, found_of
from ct_desktop.ui.controls import formatting
from ct_desktop.ui.controls.busy_button import BusyButton
from ct_desktop.ui.controls.buttons import Button
from ct_desktop.ui.controls.choice_box import ChoiceBox
from ct_desktop.ui.controls.notice import Notice
from ct_desktop.ui.controls.text import Text
from ct_desktop.ui.theme.fonts import TextRole
from ct_desktop.ui.theme.icons import IconName
from ct_desktop.ui.theme.measures import PANEL_PADDING_READING
from ct_desktop.ui.theme.theme import Theme


class FilePanel(QWidget):
    """Shows a client's standing; every wish is a signal with the file that it is for."""

    wished = Signal(FileAct, object)
    """What is to be done, and the :class:`Path` to do it with."""
    place_chosen = Signal(str)
    """The id of the client's place that the file is to be looked for in, and held to."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._client: ClientDescription | None = None
        self._standing = Standing()
        self._findings: FindingsView | None = None
        self.title = Text(theme, role=TextRole.TOTAL)
        self.summary = Text(theme, role=TextRole.LABEL, color="text2")
        self.path = Text(theme, role=TextRole.LABEL, color="text2", code=True)
        self.another = Button(theme, ANOTHER_FILE, icon=IconName.FILE)
        self.check = BusyButton(theme, CHECK_MY_FILE, busy_text=CHECKING, icon=IconName.REFRESH)
        self.add = Button(theme, ADD_ENTRY)
        self.undo = Button(theme, UNDO, icon=IconName.START_OVER)
        self.place = ChoiceBox(theme, PLACE, (), _capital)
        self.notice = Notice(theme)
        self.place.chosen.connect(lambda place: self.place_chosen.emit(place.id))
        self.another.clicked.connect(lambda: self._choose(FileAct.CHECK))
        self.check.requested.connect(lambda: self._wish(FileAct.CHECK))
        self.add.clicked.connect(lambda: self._wish(FileAct.PLAN))
        self.undo.clicked.connect(lambda: self._wish(FileAct.UNDO))
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addLayout(self._build_head())
        around = QVBoxLayout()
        around.setContentsMargins(PANEL_PADDING_READING, 0, PANEL_PADDING_READING, 12)
        around.setSpacing(8)
        where = QHBoxLayout()
        where.setSpacing(12)
        where.addWidget(self.summary)
        where.addWidget(self.path, 1)
        around.addLayout(where)
        around.addWidget(self.place, 0, Qt.AlignmentFlag.AlignLeft)
        around.addWidget(self.notice)
        self._column.addLayout(around)

    def _build_head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(PANEL_PADDING_READING, 10, PANEL_PADDING_READING, 6)
        row.setSpacing(12)
        middle = Qt.AlignmentFlag.AlignVCenter
        row.addWidget(self.title, 1, middle)
        for button in (self.another, self.check, self.add, self.undo):
            row.addWidget(button, 0, middle)
        return row

    @property
    def controls(self) -> tuple[QWidget, ...]:
        """All that takes the keyboard, as it stands from above."""
        return self.another, self.check, self.add, self.undo, self.place

    def show_client(self, client: ClientDescription, standing: Standing) -> None:
        """Show how ``client`` and its file stand."""
        assert client.file is not None, "others have no such panel"
        result = standing.result
        is_new = (client, standing.result) != (self._client, self._standing.result)
        self._client, self._standing = client, standing
        name = client.file.name if standing.place is None else standing.place.path.name
        self.title.setText((YOUR_FILE if result is None else CHECK_OF).format(private(name)))
        self.another.setVisible(self._is_known)
        self.check.set_idle_text(CHECK_MY_FILE if result is None else CHECK_AGAIN)
        self.check.set_busy(standing.busy)
        self.undo.setVisible(standing.can_undo)
        if result is not None:
            when = formatting.clock_time(result.checked_at)
            self.summary.setText(f"{found_of(result)} · {when}")
        else:
            self.summary.setText(NOT_CHECKED_YET if standing.is_there else NOT_FOUND_YET)
        path = str(standing.place.path) if standing.place is not None and self._is_known else ""
        self.path.setText(private(path))
        self.path.setVisible(bool(path))
        self._show_places(client.file.places)
        words = private(in_screen_words(standing.words, client.id))
        self.notice.show_text(words, warning=standing.is_warning)
        if is_new:
            self._show_findings()

    def write_anew(self) -> None:
        """Write what privacy mode changes."""
        if self._client is not None:
            self._show_findings()
            self.show_client(self._client, self._standing)

    def _show_places(self, places: Sequence[Place]) -> None:
        """Offer the client's places where it has several."""
        self.place.setVisible(len(places) > 1)
        self.place.offer(places)
        if self._standing.place is not None:
            self.place.choose(self._standing.place.place)

    def _show_findings(self) -> None:
        if self._findings is not None:
            self._findings.hide()
            self._column.removeWidget(self._findings)
            self._findings.deleteLater()
            self._findings = None
        result = self._standing.result
        if result is not None and self._client is not None:
            self._findings = FindingsView(self._theme, result.findings, self._client.id)
            self._column.addWidget(self._findings)

    @property
    def _is_known(self) -> bool:
        """Whether this is a file that is there, or that the trader chose."""
        return self._standing.is_there or self._standing.result is not None

    def _wish(self, act: FileAct) -> None:
        standing = self._standing
        makes = act is FileAct.PLAN and standing.can_be_made
        if standing.place is not None and (self._is_known or makes or act is FileAct.UNDO):
            self.wished.emit(act, standing.place.path)
        else:
            self._choose(act)

    def _choose(self, act: FileAct) -> None:
        assert self._client is not None, "nothing is chosen without a client"
        assert self._client.file is not None, "others have no such panel"
        title = CHOOSE_FILE.format(self._client.file.name)
        standing = self._standing
        near = standing.place is not None and (standing.is_there or standing.can_be_made)
        start = standing.place.path.parent if standing.place and near else Path.home()
        dialog = QFileDialog(self.window(), title, str(start))
        dialog.setFilter(QDir.Filter.AllEntries | QDir.Filter.Hidden | QDir.Filter.NoDotAndDotDot)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda chosen: self.wished.emit(act, Path(chosen)))
        dialog.open()


def _capital(place: Place) -> str:
    return place.title[:1].upper() + place.title[1:]
