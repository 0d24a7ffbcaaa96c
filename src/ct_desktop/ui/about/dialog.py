"""The About dialog: version, where things are, how to leave, and under which licences."""

import platform
import sys

import PySide6
from PySide6.QtCore import QSize, QUrl, qVersion
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QVBoxLayout, QWidget

from ct_desktop import __version__
from ct_desktop.core import wording_about as words
from ct_desktop.profiles import AppFolders
from ct_desktop.resources import licence_notices
from ct_desktop.ui.controls.announce import announce
from ct_desktop.ui.controls.buttons import Button
from ct_desktop.ui.controls.copy_button import CopyButton
from ct_desktop.ui.controls.dialog import Dialog
from ct_desktop.ui.controls.scroll_column import ScrollColumn
from ct_desktop.ui.controls.text import Text
from ct_desktop.ui.settings.path_row import PathRow
from ct_desktop.ui.theme.fonts import TextRole
from ct_desktop.ui.theme.icons import IconName
from ct_desktop.ui.theme.theme import Theme
from ct_desktop.ui.welcome.app_mark import AppMark

_WIDTH = 660
_PADDING = 24
_HEAD_GAP = 20


def versions_line() -> str:
    """What to name when asking for help; nothing in it tells one trader from another."""
    return words.BUILT_ON.format(
        app=words.APP,
        version=__version__,
        python=platform.python_version(),
        qt=qVersion(),
        pyside=PySide6.__version__,
        system=f"{platform.system()} {platform.release()}",
    )


class AboutDialog(Dialog):
    """Changes nothing. ``folders`` are those of this run."""

    def __init__(self, theme: Theme, window: QMainWindow, folders: AppFolders) -> None:
        super().__init__(theme, window, words.TITLE, width=_WIDTH)
        self.setAccessibleDescription(f"{versions_line()} {words.PURPOSE}")
        page = QWidget()
        self._column = QVBoxLayout(page)
        self._column.setContentsMargins(_PADDING, _HEAD_GAP, _PADDING, _PADDING)
        self._column.setSpacing(8)
        self._add_version()
        self._add_folders(folders)
        self._add_uninstalling()
        self._add_licences()
        self._column.addStretch(1)
        self.content.addWidget(_Page(page), 1)

    def _add_version(self) -> None:
        theme = self._theme
        names = QVBoxLayout()
        names.setSpacing(0)
        names.addWidget(Text(theme, f"{words.APP} {__version__}", TextRole.DIALOG_TITLE))
        names.addWidget(Text(theme, words.PURPOSE, color="text2", wrap=True))
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addWidget(AppMark(theme))
        row.addLayout(names, 1)
        self._column.addLayout(row)
        self.versions = Text(theme, versions_line(), TextRole.LABEL, "text2", wrap=True)
        self.copy_versions = CopyButton(theme, words.COPY_VERSIONS, versions_line)
        self.copy_versions.setAccessibleName(words.COPY_VERSIONS_NAME)
        self._add_row(self.versions, self.copy_versions)

    def _add_folders(self, folders: AppFolders) -> None:
        self._add_head(words.FOLDERS_HEAD)
        self.folders = {
            name: PathRow(self._theme, name, folder)
            for name, folder in (
                (words.DATA, folders.data),
                (words.SETTINGS, folders.settings),
                (words.LOGS, folders.logs),
            )
        }
        explained = (words.DATA_WORDS, words.SETTINGS_WORDS, words.LOGS_WORDS)
        for (name, row), said in zip(self.folders.items(), explained, strict=True):
            self._column.addWidget(Text(self._theme, f"{name}: {said}", wrap=True))
            self._column.addWidget(row)
        secrets = words.SECRETS_WORDS.get(sys.platform, words.SECRETS_WORDS["linux"])
        self._column.addWidget(Text(self._theme, f"{words.SECRETS}: {secrets}", wrap=True))

    def _add_uninstalling(self) -> None:
        self._add_head(words.UNINSTALL_HEAD)
        self._add_words(words.UNINSTALL_WORDS)
        command = Text(self._theme, words.UNINSTALL_COMMAND, TextRole.LABEL, code=True)
        self.copy_command = CopyButton(
            self._theme, words.COPY_COMMAND, lambda: words.UNINSTALL_COMMAND
        )
        self.copy_command.setAccessibleName(words.COPY_COMMAND_NAME)
        self._add_row(command, self.copy_command)
        self._add_words(words.UNINSTALL_REST)

    def _add_licences(self) -> None:
        self._add_head(words.LICENCES_HEAD)
        self._add_words(words.LICENCES_WORDS)
        notices = licence_notices()
        if notices is None:
            self._add_words(words.LICENCES_IN_PACKAGES)
            return
        said = Text(self._theme, words.LICENCES_IN_FILE, color="text2", wrap=True)
        self.open_notices = Button(self._theme, words.OPEN_LICENCES, icon=IconName.FILE)
        self.notices_failure = Text(self._theme, role=TextRole.LABEL, color="warn", wrap=True)
        self.notices_failure.hide()
        self.open_notices.clicked.connect(lambda: self._open_notices(str(notices)))
        self._add_row(said, self.open_notices)
        self._column.addWidget(self.notices_failure)

    def _open_notices(self, path: str) -> None:
        failure = ""
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(path)):
            failure = words.LICENCES_NOT_OPENED.format(path=path)
            announce(self, failure)
        self.notices_failure.setText(failure)
        self.notices_failure.setVisible(bool(failure))

    def _add_head(self, title: str) -> None:
        self._column.addSpacing(_HEAD_GAP - 8)
        self._column.addWidget(Text(self._theme, title, TextRole.SECTION_TITLE))

    def _add_words(self, said: str) -> None:
        self._column.addWidget(Text(self._theme, said, color="text2", wrap=True))

    def _add_row(self, said: Text, button: Button) -> None:
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(said, 1)
        row.addWidget(button)
        self._column.addLayout(row)


class _Page(ScrollColumn):
    """Asks for all the height that its content needs, and scrolls with less."""

    def __init__(self, page: QWidget) -> None:
        super().__init__(page)
        self._page = page

    def sizeHint(self) -> QSize:
        width = _WIDTH - 2
        return QSize(width, self._page.heightForWidth(width))
